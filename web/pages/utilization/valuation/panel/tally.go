package panel

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"quanlian/catalogue/lang"
	"quanlian/chain/utilization/valuation"
	engine "quanlian/engine/valuation"
	valuationpages "quanlian/web/pages/utilization/valuation"
	"quanlian/web/ui"
)

// tally is how far the form is: of each value, of each indicator of its second
// level, and of each row.
type tally struct {
	Done, Of int
	Groups   []tallyGroup
	Lights   []light // in the order of the page
}

type tallyGroup struct {
	ID, Name string
	Done, Of int
	Parts    []tallyGroup
}

// light is how far one row is.
type light struct {
	ID, Root string
	State    ui.State
	Text     string
	Open     bool // something is still to be typed
}

// tallyOf counts what the guard would take as it is typed.
func tallyOf(l *lang.Localizer, d valuation.SeatData, typed map[string]string) (tally, error) {
	tree, err := engine.Default()
	if err != nil {
		return tally{}, err
	}
	in, bad := readScores(d, typed)
	unread, faults := ui.FaultsOf(l, bad), ui.FaultsOf(l, d.Judge(in.Scores))
	t := tally{}
	for _, root := range tree.Roots {
		g := tallyGroup{ID: root.ID, Name: named(l, root.Name)}
		for _, n := range root.Children {
			part := tallyGroup{ID: n.ID, Name: named(l, n.Name)}
			for _, leaf := range n.Children {
				if !onForm(d, leaf.ID) {
					continue
				}
				x := lightOf(l, d, leaf.ID, typed, unread, faults)
				x.Root = root.ID
				t.Lights = append(t.Lights, x)
				part.Of++
				if !x.Open {
					part.Done++
				}
			}
			if part.Of > 0 {
				g.Parts = append(g.Parts, part)
				g.Done, g.Of = g.Done+part.Done, g.Of+part.Of
			}
		}
		if g.Of > 0 {
			t.Groups = append(t.Groups, g)
			t.Done, t.Of = t.Done+g.Done, t.Of+g.Of
		}
	}
	return t, nil
}

// onForm reports whether the expert may type points for the indicator.
func onForm(d valuation.SeatData, id string) bool {
	return slices.Contains(d.Asked, id) || slices.ContainsFunc(d.Changeable(), func(s valuation.Signal) bool { return s.ID == id })
}

func lightOf(l *lang.Localizer, d valuation.SeatData, id string, typed map[string]string, unread, faults ui.Faults) light {
	points, why := strings.TrimSpace(typed["score."+id]), strings.TrimSpace(typed["reason."+id])
	x, key := light{ID: id, State: ui.Soon, Open: true}, ""
	s, auto := d.Signal(id)
	auto = auto && d.Round <= 1
	switch {
	case unread.Of("score."+id) != "":
		key = "bad"
	case points == "" && why == "" && !auto:
		key, x.State = "todo", ui.Idle
	case points == "" && !auto:
		key = "points"
	case faults.Of("score."+id) != "":
		key = "bad"
	case faults.Of("reason."+id) != "":
		key = "reason"
	case auto && why == "" && (points == "" || points == s.Shown()):
		key, x.State, x.Open = "auto", ui.Idle, false
	default:
		key, x.State, x.Open = "done", ui.Done, false
	}
	x.Text = l.T("web.panel.light." + key)
	return x
}

// next is the field of the first open row after the part with the id; "" begins at
// the top. When nothing is open it is the place from which the points are sent.
func (t tally) next(after string) string {
	from := 0
	for i, x := range t.Lights {
		if x.Root == after {
			from = i + 1
		}
	}
	for _, x := range slices.Concat(t.Lights[from:], t.Lights[:from]) {
		if x.Open {
			return ui.FieldID("score." + x.ID)
		}
	}
	return "q-send"
}

// groupsOf are the rows under their values, as the tree orders them.
func groupsOf(l *lang.Localizer, d valuation.SeatData, typed map[string]string, t tally, faults ui.Faults) ([]scoreGroup, error) {
	tree, err := engine.Default()
	if err != nil {
		return nil, err
	}
	nodes := map[string]*engine.Node{}
	for _, n := range tree.Leaves() {
		nodes[n.ID] = n
	}
	rest := t.Lights
	var out []scoreGroup
	for _, g := range t.Groups {
		x := scoreGroup{ID: g.ID, Name: g.Name}
		for _, part := range g.Parts {
			y := scoreGroup{ID: part.ID, Name: part.Name}
			for _, at := range rest[:part.Of] {
				row := rowOf(l, tree, d, nodes[at.ID], typed, faults)
				row.Light = at
				y.Rows = append(y.Rows, row)
			}
			rest = rest[part.Of:]
			x.Parts = append(x.Parts, y)
		}
		out = append(out, x)
	}
	return out, nil
}

// rowOf is the row of one indicator, with what was typed.
func rowOf(l *lang.Localizer, tree *engine.Tree, d valuation.SeatData, n *engine.Node, typed map[string]string, faults ui.Faults) scoreRow {
	id := n.ID
	row := scoreRow{ID: id, Name: id + " " + named(l, n.Name),
		Points: ui.Field{Name: "score." + id, Label: l.T("web.panel.points"), Value: typed["score."+id], Width: "w1", Mode: "decimal", Auto: "off", Error: faults.Of("score." + id)},
		Reason: ui.Field{Name: "reason." + id, Label: l.T("web.panel.why"), Value: typed["reason."+id], Error: faults.Of("reason." + id)}}
	for _, s := range d.Spreads {
		if s.ID == id {
			row.Spread = l.T("web.panel.spread", "mean", strconv.FormatFloat(s.Mean, 'f', 1, 64), "sigma", strconv.FormatFloat(s.Sigma, 'f', 1, 64))
			row.Reasons = s.Reasons
		}
	}
	s, ok := d.Signal(id)
	switch {
	case ok:
		row.Saw = l.T("web.panel.auto", "score", s.Shown(), "from", valuationpages.Grounds(l, s.Evidence))
	case len(n.Signals) == 0:
		row.Saw = l.T("web.panel.saw_never")
	default:
		var names []string
		for _, signal := range n.Signals {
			names = append(names, named(l, tree.Signals[signal].Name))
		}
		row.Saw = l.T("web.panel.saw_nothing", "what", l.List(names))
	}
	if ok && d.Round <= 1 {
		row.Points.Value = cmp.Or(row.Points.Value, s.Shown())
		row.Reason.Label, row.Reason.Optional = l.T("web.panel.why_changed"), true
	}
	return row
}

// inOrder puts the faults in the order of the page.
func inOrder(faults []ui.FieldFault, groups []scoreGroup) []ui.FieldFault {
	place := map[string]int{}
	for _, g := range groups {
		for _, part := range g.Parts {
			for _, r := range part.Rows {
				place[r.Points.ID()], place[r.Reason.ID()] = len(place), len(place)
			}
		}
	}
	slices.SortStableFunc(faults, func(a, b ui.FieldFault) int { return place[a.ID] - place[b.ID] })
	return faults
}
