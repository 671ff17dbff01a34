package workbench

import (
	"cmp"
	"context"
	"encoding/json"
	"maps"
	"reflect"
	"slices"
	"strconv"
	"strings"

	"quanlian/base/errs"
	"quanlian/catalogue/lang"
	"quanlian/catalogue/words"
	"quanlian/kernel"
	"quanlian/web/moveform"
	"quanlian/web/pages/caseview"
	"quanlian/web/site"
	"quanlian/web/ui"
)

// chosen is a case of the bulk to be, and why it will be left out.
type chosen struct {
	c   kernel.Case
	why error
}

// bulkView is the page on which a bulk is prepared.
type bulkView struct {
	pages
	v        *site.Visit
	ctx      context.Context
	back     string
	move     string
	cases    []chosen
	beyond   int // more than one bulk takes
	moves    []shared
	mv       kernel.Move
	title    string
	controls []moveform.Control
	lost     []string // fields that not all cases have, or with nothing to choose in common
	differs  bool     // the form is another for each case: they are opened one by one
	typed    map[string]string
	input    json.RawMessage
	tried    bool
	fault    error
}

// shared is a move that may be tried in so many of the chosen cases.
type shared struct {
	name, title string
	n           int
}

// can are the cases in which the move may be made, as far as is known.
func (x bulkView) can() []chosen {
	return slices.DeleteFunc(slices.Clone(x.cases), func(c chosen) bool { return c.why != nil })
}

// offer lists the moves of the chosen cases, those of all of them first.
func (x *bulkView) offer() {
	n, title := map[string]int{}, map[string]string{}
	for _, k := range x.cases {
		f := x.v.Env.Desk.Flows[k.c.Flow]
		if f == nil {
			continue
		}
		for _, m := range f.Offered(x.v.Actor, k.c) {
			if !slices.Contains(x.Matters[k.c.Flow].Skip, m.Name) && !f.Idle(x.v.Actor, k.c, m.Name) && !x.idle(k.c, m.Name) {
				n[m.Name]++
				title[m.Name] = cmp.Or(title[m.Name], x.v.MoveText(k.c.Flow, m.Name))
			}
		}
	}
	for _, name := range slices.Sorted(maps.Keys(n)) {
		x.moves = append(x.moves, shared{name, title[name], n[name]})
	}
	slices.SortStableFunc(x.moves, func(a, b shared) int { return b.n - a.n })
}

// plan finds the move in every case, by state and office alone, and the one
// form that all of them share.
func (x *bulkView) plan() error {
	seen := map[string]bool{}
	x.controls, x.lost = nil, nil // drawn again, the form has what was typed and its faults
	for i := range x.cases {
		k := &x.cases[i]
		m, err := x.allows(k.c)
		if k.why = err; err != nil {
			continue
		}
		if x.mv.Name == "" {
			x.mv, x.title = m, x.v.MoveText(k.c.Flow, m.Name)
		}
		if reflect.TypeOf(m.NewInput()) != reflect.TypeOf(x.mv.NewInput()) {
			k.why = errs.New(errs.Conflict, "kernel.bulk.other_form", errs.Args{"no": k.c.No})
			continue
		}
		group := string(k.c.Flow) + "|" + k.c.ItemHash + "|" + string(k.c.Unit) + "|" + string(k.c.State)
		if !seen[group] {
			seen[group] = true
			if err := x.join(k.c, m); err != nil {
				return err
			}
		}
	}
	return nil
}

// allows is the cheap guard of one case.
func (x *bulkView) allows(c kernel.Case) (kernel.Move, error) {
	if slices.Contains(x.Matters[c.Flow].Skip, x.move) {
		return kernel.Move{}, errs.New(errs.Conflict, "kernel.bulk.no_such_move", errs.Args{"no": c.No})
	}
	m, err := x.v.Env.Desk.Joins(x.v.Actor, c, x.move)
	if err == nil && x.idle(c, x.move) {
		return m, errs.New(errs.Conflict, "kernel.bulk.nothing_to_do", errs.Args{"no": c.No})
	}
	return m, err
}

// idle reports whether the move has nothing to do in the case, as its matter says:
// the case's own page does not offer it either.
func (x *bulkView) idle(c kernel.Case, move string) bool {
	is := x.Matters[c.Flow].Idle
	return is != nil && is(x.ctx, x.v, c, move)
}

// held leaves out the cases that who shall take them has already.
func (x *bulkView) held() {
	to, unit := kernel.UserID(x.typed["user"]), kernel.UnitID(x.typed["unit"])
	for i := range x.cases {
		k := &x.cases[i]
		if x.move == kernel.MoveReassign && k.why == nil && to != "" && k.c.Assignee == to && (unit == "" || unit == k.c.Unit) {
			k.why = errs.New(errs.Conflict, "kernel.bulk.has_it", errs.Args{"no": k.c.No})
		}
	}
}

// join takes the form of a case into the one of all: what can be chosen is what
// every one of them lets choose.
func (x *bulkView) join(c kernel.Case, m kernel.Move) error {
	if m.Name == kernel.MoveReassign {
		c.Assignee = "" // who has one of them may take the others
	}
	spec, err := caseview.Spec(x.ctx, x.v, x.Matters[c.Flow], c, m)
	if err != nil {
		return err
	}
	if x.typed != nil {
		spec.Values = x.typed
	}
	spec.Faults = ui.FaultsOf(x.v.L, x.fault)
	list := spec.Controls(m.NewInput())
	if slices.ContainsFunc(list, func(k moveform.Control) bool { return k.Kind == moveform.Hidden }) {
		x.differs = true
	}
	if x.controls == nil {
		x.controls = list
		return nil
	}
	shared := func(k moveform.Control, list []moveform.Control) bool {
		return slices.ContainsFunc(list, func(o moveform.Control) bool { return o.Field.Name == k.Field.Name && o.Kind == k.Kind })
	}
	for _, k := range list {
		if !shared(k, x.controls) {
			x.lost = append(x.lost, k.Field.Name)
		}
	}
	x.keep(func(k moveform.Control) bool { return shared(k, list) })
	for i := range x.controls {
		k := &x.controls[i]
		at := slices.IndexFunc(list, func(o moveform.Control) bool { return o.Field.Name == k.Field.Name })
		k.Options = slices.DeleteFunc(slices.Clone(k.Options), func(o ui.Option) bool {
			return !slices.ContainsFunc(list[at].Options, func(p ui.Option) bool { return p.Value == o.Value })
		})
	}
	x.keep(func(k moveform.Control) bool { return k.Kind != moveform.Checks || len(k.Options) > 0 })
	return nil
}

// keep leaves the fields of which that is so, and remembers the others.
func (x *bulkView) keep(so func(moveform.Control) bool) {
	x.controls = slices.DeleteFunc(x.controls, func(k moveform.Control) bool {
		if so(k) {
			return false
		}
		x.lost = append(x.lost, k.Field.Name)
		return true
	})
}

// apart says of a fault of a field that the shared form cannot ask for that the cases
// are not for one bulk.
func (x *bulkView) apart(c kernel.Case, err error) error {
	e := errs.As(err)
	if e == nil || e.Field == "" || !slices.Contains(x.lost, e.Field) {
		return err
	}
	return errs.New(errs.Conflict, "kernel.bulk.no_common", errs.Args{"field": words.Field(x.v.L, c.Flow, e.Field)})
}

// reasons tells why cases are left out, each reason once with its cases.
func (x bulkView) reasons() ui.Table {
	l := x.v.L
	var order []string
	nos, texts := map[string][]string{}, map[string]string{}
	for _, k := range x.cases {
		if k.why == nil {
			continue
		}
		text := l.Error(k.why)
		same := strings.ReplaceAll(text, k.c.No, "") // one reason for all that differ in their number only
		if len(nos[same]) == 0 {
			order, texts[same] = append(order, same), text
		} else {
			texts[same] = strings.Join(strings.Fields(same), " ")
		}
		nos[same] = append(nos[same], k.c.No)
	}
	t := ui.Table{Caption: l.T("web.bulk.left_out"), Cols: []ui.Col{{Text: l.T("web.bulk.col.why")}, {Text: l.T("web.bulk.col.cases")}, {Text: l.T("web.bulk.col.n"), Right: true}}}
	for _, same := range order {
		t.Rows = append(t.Rows, ui.Row{Cells: []ui.Cell{{Text: texts[same]}, {Text: l.List(nos[same][:min(len(nos[same]), 8)])}, {Text: strconv.Itoa(len(nos[same]))}}})
	}
	return t
}

// said are the answers of the form, to be read before the start.
func (x bulkView) said() []ui.Pair {
	var out []ui.Pair
	for _, k := range x.controls {
		if text := x.typed[k.Field.Name]; text != "" {
			out = append(out, ui.Pair{Key: k.Field.Label, Text: answered(x.v.L, k.Options, text)})
		}
	}
	return out
}

// answered is an answer in words; several that were ticked are a list.
func answered(l *lang.Localizer, options []ui.Option, answer string) string {
	var out []string
	for _, part := range strings.Split(answer, ",") {
		i := slices.IndexFunc(options, func(o ui.Option) bool { return o.Value == part && part != "" })
		if i < 0 {
			return answer // it was written
		}
		out = append(out, options[i].Text)
	}
	return l.List(out)
}
