package patent

import (
	"math"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"quanlian/base/calendar"
	"quanlian/base/errs"
	"quanlian/catalogue/lang"
	"quanlian/chain/utilization/valuation"
	engine "quanlian/engine/valuation"
	valuationpages "quanlian/web/pages/utilization/valuation"
	"quanlian/web/site"
	"quanlian/web/ui"
)

// Unit: patents. Source: our choice; more lines than four in one radar cannot be
// told apart, and more columns do not fit a page.
const mostCompared = 4

// compareView is patents side by side.
type compareView struct {
	L       *lang.Localizer
	Numbers string // as typed
	Faults  []string
	Scenes  []valuationpages.SceneLink
	Radar   ui.RadarChart
	Heads   []ui.Link
	Score   ui.Table // total, grade, confidence
	Rows    ui.Table // the tree, with what each score rests on
	Basis   string
}

// compared is one patent of them.
type compared struct {
	number, title string
	res           *engine.Result
}

// compare shows two to four patents side by side: the same scene, the same day.
func (p pages) compare(w http.ResponseWriter, r *http.Request, v *site.Visit) error {
	q := r.URL.Query()
	x := compareView{L: v.L, Numbers: strings.Join(q["n"], " ")}
	var numbers []string
	for _, n := range strings.FieldsFunc(x.Numbers, func(c rune) bool { return strings.ContainsRune(" ,，、;；\n\t\r", c) }) {
		if !slices.Contains(numbers, n) {
			numbers = append(numbers, n)
		}
	}
	if len(numbers) > mostCompared {
		x.Faults, numbers = append(x.Faults, v.L.T("web.compare.too_many", "most", mostCompared)), numbers[:mostCompared]
	}
	tree, err := engine.Default()
	if err != nil {
		return err
	}
	scene := q.Get("scene")
	if _, ok := tree.Scene(scene); !ok {
		scene = valuation.SceneTransfer
	}
	list, err := p.evaluated(r, v, &x, numbers, scene)
	if err != nil {
		return err
	}
	switch {
	case len(list) > 1:
		x.Scenes = scenes(v.L, tree, numbers, scene)
		x.draw(list)
	case len(numbers) > 0:
		x.Faults = append(x.Faults, v.L.T("web.compare.too_few"))
	}
	f := v.Frame(r, v.L.T("web.compare.title"), "patents")
	f.Crumb = []ui.Link{{Text: v.L.T("web.nav.patents"), Href: "/patents"}, {Text: v.L.T("web.compare.title")}}
	return v.Show(w, r, f, compareBody(x))
}

// evaluated evaluates each patent; one that cannot be is named, and left out.
func (p pages) evaluated(r *http.Request, v *site.Visit, x *compareView, numbers []string, scene string) ([]compared, error) {
	now := v.Env.Now()
	var out []compared
	for _, n := range numbers {
		view, err := p.rights.Right(r.Context(), n)
		if k := errs.KindOf(err); k == errs.NotFound || k == errs.Invalid {
			x.Faults = append(x.Faults, v.L.T("web.compare.unknown", "number", n))
			continue
		}
		if err != nil {
			return nil, err
		}
		res, err := valuation.Automatic(v.Env.Calendar, view, scene, calendar.DateOf(now), now)
		if errs.KindOf(err) == errs.Invalid {
			x.Faults = append(x.Faults, v.L.T("web.compare.not_evaluated", "number", n))
			continue
		}
		if err != nil {
			return nil, err
		}
		out = append(out, compared{view.Right.Number, view.Right.Title, res})
	}
	return out, nil
}

func scenes(l *lang.Localizer, tree *engine.Tree, numbers []string, scene string) []valuationpages.SceneLink {
	var out []valuationpages.SceneLink
	for _, sc := range tree.Scenes {
		out = append(out, valuationpages.SceneLink{Text: name(l, sc.Name), Href: "/patents/compare?" + url.Values{"n": numbers, "scene": {sc.ID}}.Encode(), Current: sc.ID == scene})
	}
	return out
}

func name(l *lang.Localizer, n engine.Name) string {
	if l.Zh() {
		return n.ZH
	}
	return n.EN
}

// draw fills radar and tables.
func (x *compareView) draw(list []compared) {
	l, first := x.L, list[0].res
	x.Radar = ui.RadarChart{ChartHead: ui.ChartHead{Caption: l.T("web.patent.radar"), Sub: l.T("web.compare.radar_sub"), Sentence: l.T("web.compare.radar_says", "n", len(list)), Width: 560}, Name: list[0].number}
	for i, a := range first.Radar {
		x.Radar.Axes = append(x.Radar.Axes, ui.RadarAxis{Name: name(l, a.Short), Value: value(a.Score), Median: math.NaN()})
		for k, c := range list[1:] {
			if i == 0 {
				x.Radar.More = append(x.Radar.More, ui.RadarLine{Name: c.number})
			}
			x.Radar.More[k].Values = append(x.Radar.More[k].Values, value(c.res.Radar[i].Score))
		}
	}
	cols := []ui.Col{{Text: l.T("web.compare.indicator")}}
	x.Score, x.Rows = ui.Table{Cols: cols}, ui.Table{Cols: cols}
	for _, c := range list {
		x.Heads = append(x.Heads, ui.Link{Text: c.number + " " + c.title, Href: "/patent/" + c.number})
		x.Score.Cols = append(x.Score.Cols, ui.Col{Text: c.number})
		x.Rows.Cols = append(x.Rows.Cols, ui.Col{Text: c.number})
	}
	x.totals(list)
	trees := make([][]engine.Scored, len(list))
	for i, c := range list {
		trees[i] = c.res.Tree
	}
	x.nodes(trees)
	x.Basis = l.T("web.compare.basis", "day", string(first.AsOf), "standard", first.Standard, "version", first.DataVersions["tree"])
}

func value(s *float64) float64 {
	if s == nil {
		return math.NaN()
	}
	return *s
}

// totals are score, grade and how sure it is.
func (x *compareView) totals(list []compared) {
	l := x.L
	rows := []ui.Row{{Cells: []ui.Cell{{Text: l.T("web.compare.score"), Strong: true}}}, {Cells: []ui.Cell{{Text: l.T("web.compare.grade")}}}, {Cells: []ui.Cell{{Text: l.T("web.compare.sure")}}}}
	for _, c := range list {
		s := valuationpages.ScoresOf(l, c.res)
		score, grade := s.Score, s.Grade
		if score == "" {
			score = "—"
		}
		if grade == "" {
			grade = l.T("web.compare.no_grade")
		}
		rows[0].Cells = append(rows[0].Cells, ui.Cell{Text: score, Strong: true})
		rows[1].Cells = append(rows[1].Cells, ui.Cell{Text: grade})
		rows[2].Cells = append(rows[2].Cells, ui.Cell{Text: l.T("web.compare.known", "present", c.res.Present, "total", c.res.Leaves)})
	}
	x.Score.Rows = rows
}

// nodes walks the same tree of all patents at once.
func (x *compareView) nodes(trees [][]engine.Scored) {
	for i, n := range trees[0] {
		if n.Weight == 0 {
			continue
		}
		row := ui.Row{Total: n.Level == 1, Cells: []ui.Cell{{Text: strings.Repeat("　", n.Level-1) + name(x.L, n.Name), Strong: n.Level < 3}}}
		var below [][]engine.Scored
		for _, t := range trees {
			row.Cells = append(row.Cells, x.cell(t[i]))
			below = append(below, t[i].Children)
		}
		x.Rows.Rows = append(x.Rows.Rows, row)
		x.nodes(below)
	}
}

// cell is a score with what it rests on, or why there is none.
func (x *compareView) cell(n engine.Scored) ui.Cell {
	c := ui.Cell{Text: "—", Strong: n.Level < 3}
	if n.Score != nil {
		c.Text = ui.Points(*n.Score)
	}
	if n.Level < 3 {
		return c
	}
	var said []string
	for _, e := range n.Evidence {
		said = append(said, name(x.L, e.What)+x.L.T("web.ui.colon")+valuation.EvidenceText(x.L, e))
	}
	if n.Score == nil && n.Missing != "" {
		said = append(said, x.L.T("web.compare.missing")+x.L.T("web.ui.colon")+x.L.T(n.Missing))
	}
	c.Sub = strings.Join(said, "；")
	return c
}
