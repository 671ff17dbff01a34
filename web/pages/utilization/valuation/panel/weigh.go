package panel

import (
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"quanlian/base/errs"
	"quanlian/catalogue/lang"
	"quanlian/chain/utilization/valuation"
	engine "quanlian/engine/valuation"
	"quanlian/kernel"
	"quanlian/web/httpx"
	"quanlian/web/moveform"
	"quanlian/web/site"
	"quanlian/web/ui"
)

// weighView is the form on which one expert compares the indicators of one set.
type weighView struct {
	L                   *lang.Localizer
	Title, Lead         string
	Action, Check, Back string
	Token, Key, Version string
	Autosave, Restored  string
	Tasks               []ui.Task
	Rows                []pairRow
	Outcome             weighOutcome
	Faults              []ui.FieldFault
	Fault               string
}

// pairRow is one comparison.
type pairRow struct {
	Field   ui.Field
	Options []ui.Option
}

// weighOutcome is what the comparisons so far come to.
type weighOutcome struct {
	L    *lang.Localizer
	Left int // comparisons still open
	Bars []ui.Bar
	CR   string
	OK   bool
	Hint string // the pair that spoils it and what would mend it
	Href string // to this pair
	Take string // value of the button that takes the hint
}

// weighing is what a request is about.
type weighing struct {
	c     kernel.Case
	d     valuation.SeatData
	sets  []engine.Branch
	set   engine.Branch
	typed map[string]string
	tree  *engine.Tree
}

// weighed finds seat and set of a request; notfound for a set that is not asked.
func weighed(r *http.Request, v *site.Visit) (weighing, error) {
	var x weighing
	var err error
	if x.c, err = v.Env.Cases.Case(r.Context(), v.Actor, r.PathValue("no"), kernel.ViewSecret); err != nil {
		return x, err
	}
	if x.d, err = valuation.SeatOf(x.c); err != nil {
		return x, err
	}
	if x.sets, err = valuation.Branches(x.d.Weigh); err != nil {
		return x, err
	}
	i := slices.IndexFunc(x.sets, func(b engine.Branch) bool { return b.Parent == r.PathValue("set") })
	if i < 0 {
		return x, errs.New(errs.NotFound, "utilization.valuation.no_such_set", errs.Args{"set": r.PathValue("set")})
	}
	x.set = x.sets[i]
	x.tree, err = engine.Default()
	return x, err
}

func weighURL(c kernel.Case, set string) string { return "/valuation/seat/" + c.No + "/weigh/" + set }

func (p pages) weighForm(w http.ResponseWriter, r *http.Request, v *site.Visit) error {
	x, err := weighed(r, v)
	if err != nil {
		return err
	}
	if x.c.State != valuation.SeatScoring {
		return notNow(w, r, v, x.c)
	}
	restored := ""
	if done, ok := x.d.Judged[x.set.Parent]; ok {
		x.typed = typedPairs(done)
	}
	if typed, at := v.Draft(r.Context(), x.draft()); len(typed) > 0 {
		x.typed, restored = typed, v.L.T("web.draft.restored", "at", v.L.Moment(at, v.Env.Now()))
	}
	return x.page(w, r, v, http.StatusOK, restored, nil)
}

func (x weighing) draft() string { return site.DraftSubject(x.c, "weigh."+x.set.Parent) }

// weighCheck answers what the comparisons so far come to, for a page that asks
// while they are made.
func (p pages) weighCheck(w http.ResponseWriter, r *http.Request, v *site.Visit) error {
	x, err := weighed(r, v)
	if err != nil {
		return err
	}
	x.typed = moveform.Typed(r.PostForm)
	return outcomePart(x.outcome(v.L)).Render(r.Context(), w)
}

// weigh sends the comparisons, computes them, or takes the hint.
func (p pages) weigh(w http.ResponseWriter, r *http.Request, v *site.Visit) error {
	x, err := weighed(r, v)
	if err != nil {
		return err
	}
	x.typed = moveform.Typed(r.PostForm)
	if take := r.PostFormValue("_take"); take != "" {
		if name, value, ok := strings.Cut(take, "="); ok {
			x.typed[name] = value
		}
		return x.page(w, r, v, http.StatusOK, "", nil)
	}
	if r.PostFormValue("_check") != "" {
		return x.page(w, r, v, http.StatusOK, "", nil)
	}
	in, fault := x.input()
	if fault == nil {
		_, fault = v.Act(r, x.c, "weigh", in)
	}
	switch errs.KindOf(fault) {
	case "":
		v.DropDraft(r, x.draft())
		return v.Go(w, r, x.next(), v.L.T("web.panel.weighed", "set", x.name(v.L, x.set)))
	case errs.Invalid, errs.Conflict, errs.Forbidden, errs.TooEarly:
		return x.page(w, r, v, httpx.Status(fault), "", fault)
	}
	return fault
}

// next is the set that is still to be compared, or the seat.
func (x weighing) next() string {
	for _, b := range x.sets {
		if _, done := x.d.Judged[b.Parent]; !done && b.Parent != x.set.Parent {
			return weighURL(x.c, b.Parent)
		}
	}
	return "/case/" + x.c.No
}

// input reads the comparisons; a pair without any is left to the guard.
func (x weighing) input() (valuation.WeighInput, error) {
	in := valuation.WeighInput{Set: x.set.Parent}
	var faults errs.List
	for k := range engine.PairCount(len(x.set.Items)) {
		text := x.typed[valuation.PairField(k)]
		n, err := strconv.Atoi(text)
		if err != nil && text != "" {
			faults.Add(errs.At(valuation.PairField(k), "engine.valuation.pair_scale", errs.Args{"value": text}))
		}
		in.Values = append(in.Values, n)
	}
	return in, faults.Err()
}

func typedPairs(p engine.Pairs) map[string]string {
	out := map[string]string{}
	for k, n := range p.Values {
		out[valuation.PairField(k)] = strconv.Itoa(n)
	}
	return out
}

// name is a set in words.
func (x weighing) name(l *lang.Localizer, b engine.Branch) string {
	if b.Root() {
		return l.T("utilization.valuation.first_level")
	}
	return named(l, b.Name)
}

// of is an indicator in words.
func (x weighing) of(l *lang.Localizer, id string) string { return named(l, x.tree.Named(id)) }

func (x weighing) page(w http.ResponseWriter, r *http.Request, v *site.Visit, status int, restored string, fault error) error {
	l, action := v.L, weighURL(x.c, x.set.Parent)
	y := weighView{L: l, Title: x.name(l, x.set), Lead: l.T("web.panel.weigh_lead", "title", x.d.Title, "n", engine.PairCount(len(x.set.Items))), Action: action, Check: action + "/check", Back: v.Env.CaseURL(x.c),
		Token: v.Token(), Key: v.Key(), Version: strconv.FormatInt(x.c.Version, 10), Autosave: site.DraftURL(x.draft()), Restored: restored, Outcome: x.outcome(l)}
	for _, b := range x.sets {
		t := ui.Task{Text: x.name(l, b), Href: weighURL(x.c, b.Parent), Current: b.Parent == x.set.Parent, Status: l.T("web.panel.to_compare")}
		if _, done := x.d.Judged[b.Parent]; done {
			t.State, t.Status = ui.Done, l.T("web.panel.compared")
		}
		y.Tasks = append(y.Tasks, t)
	}
	faults := ui.FaultsOf(l, fault)
	y.Rows = x.rows(l, faults)
	y.Faults = faults.Summary(func(name string) string {
		for _, row := range y.Rows {
			if row.Field.Name == name {
				return row.Field.Label
			}
		}
		return ""
	})
	if fault != nil && len(y.Faults) == 0 {
		y.Fault = l.Error(fault)
	}
	f := v.Frame(r, l.T("web.panel.weigh", "set", y.Title), "my")
	f.Crumb = []ui.Link{{Text: x.c.No, Href: y.Back}, {Text: l.T("web.panel.weigh", "set", y.Title)}}
	return v.ShowStatus(w, r, status, f, weighBody(y))
}

// rows are the comparisons, each with the whole scale in words.
func (x weighing) rows(l *lang.Localizer, faults ui.Faults) []pairRow {
	p := engine.Pairs{Items: x.set.Items}
	scale := engine.Scale()
	slices.Reverse(scale) // the first of the two at the top
	var out []pairRow
	for k := range engine.PairCount(len(x.set.Items)) {
		i, j := p.Pair(k)
		a, b, name := x.of(l, x.set.Items[i]), x.of(l, x.set.Items[j]), valuation.PairField(k)
		row := pairRow{Field: ui.Field{Name: name, Label: l.T("web.panel.pair", "a", a, "b", b), Error: faults.Of(name)}, Options: []ui.Option{{Text: l.T("web.field.choose"), Count: -1}}}
		for _, n := range scale {
			row.Options = append(row.Options, ui.Option{Value: strconv.Itoa(n), Text: judgement(l, a, b, n), Selected: x.typed[name] == strconv.Itoa(n), Count: -1})
		}
		out = append(out, row)
	}
	return out
}

// degrees name the values 2 to 9 of the scale, as language keys end.
var degrees = []string{"barely", "slight", "slight_up", "clear", "clear_up", "strong", "strong_up", "extreme"}

// judgement is a comparison in words: which counts more, and how much.
func judgement(l *lang.Localizer, a, b string, n int) string {
	switch {
	case n == 1 || n == -1:
		return l.T("web.panel.pair_same")
	case n < 0:
		a, n = b, -n
	}
	return l.T("web.panel.pair_more", "name", a, "how", l.T("web.panel.scale."+degrees[n-2]), "n", n)
}

// outcome computes what the comparisons so far come to.
func (x weighing) outcome(l *lang.Localizer) weighOutcome {
	out := weighOutcome{L: l}
	in, fault := x.input()
	for _, n := range in.Values {
		if n == 0 {
			out.Left++
		}
	}
	if fault != nil || out.Left > 0 {
		return out
	}
	p := engine.Pairs{Items: x.set.Items, Values: in.Values}
	a, err := p.Weigh()
	if err != nil {
		return out // a value off the scale: the form says so when it is sent
	}
	for i, id := range p.Items {
		out.Bars = append(out.Bars, ui.Bar{Label: x.of(l, id), Value: 100 * a.Weights[i]})
	}
	out.CR, out.OK = fmt.Sprintf("%.3f", a.CR), a.Consistent()
	if m, ok := p.Mend(); ok {
		i, j := p.Pair(m.Pair)
		first, second := x.of(l, p.Items[i]), x.of(l, p.Items[j])
		key := "web.panel.mend"
		if !m.Enough {
			key = "web.panel.mend_part"
		}
		out.Hint = l.T(key, "a", first, "b", second, "was", judgement(l, first, second, m.Was), "to", judgement(l, first, second, m.To), "cr", fmt.Sprintf("%.3f", m.After))
		out.Href, out.Take = "#"+ui.FieldID(valuation.PairField(m.Pair)), valuation.PairField(m.Pair)+"="+strconv.Itoa(m.To)
	}
	return out
}
