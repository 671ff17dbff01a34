package appraise

import (
	"bytes"
	"context"
	"encoding/json"
	"net/http"
	"net/url"
	"slices"

	"github.com/a-h/templ"

	"quanlian/base/calendar"
	"quanlian/base/errs"
	"quanlian/catalogue/lang"
	"quanlian/chain/utilization/valuation"
	engine "quanlian/engine/valuation/appraise"
	"quanlian/kernel"
	"quanlian/registry"
	"quanlian/web/httpx"
	"quanlian/web/pages/caseview"
	"quanlian/web/site"
	"quanlian/web/ui"
)

// Rights reads the register.
type Rights interface {
	Right(ctx context.Context, number string) (registry.View, error)
}

// Routes of this folder.
func Routes(r Rights) []site.Route {
	p := pages{r}
	return []site.Route{
		{Method: "GET", Pattern: "/patent/{number}/appraise", Page: p.show, Auth: site.Open},
		{Method: "POST", Pattern: "/patent/{number}/appraise", Page: p.compute, Auth: site.Open},
	}
}

// Matters are what this folder adds to the pages of its cases.
func Matters() caseview.Matters {
	return caseview.Matters{valuation.Worksheet: {Panels: worksheetPanels, Lead: worksheetLead}}
}

type pages struct{ rights Rights }

// view is the page.
type view struct {
	L          *lang.Localizer
	Right      registry.Right
	Method     string
	Methods    []ui.FilterChip
	Lead       string
	Action     string
	Example    string
	Token, Key string
	Groups     []group
	Faults     []ui.FieldFault
	Fault      string
	Result     *result
	MayKeep    bool
	WhyNot     string
	Kept       ui.Table
	Flash      string
	Advice     string
}

// group is some questions under a heading.
type group struct {
	Title  string
	Fold   bool // few need it
	Open   bool // something stands in it
	Fields []control
}

// control is one question, with two other values where they may be stated.
type control struct {
	Field     ui.Field
	Options   []ui.Option
	Low, High *ui.Field
}

func (p pages) show(w http.ResponseWriter, r *http.Request, v *site.Visit) error {
	q := r.URL.Query()
	values := url.Values{}
	if q.Get("example") != "" {
		values = example(method(q))
	}
	return p.page(w, r, v, http.StatusOK, method(q), values, nil, nil)
}

// method is the one asked for, relief from royalty for none.
func method(q url.Values) string {
	if m := q.Get("method"); slices.Contains(engine.Methods(), m) {
		return m
	}
	return engine.ReliefFromRoyalty
}

// compute answers the form: with the result, or with what is wrong at its field;
// on request it keeps the worksheet in the file of the visitor's party.
func (p pages) compute(w http.ResponseWriter, r *http.Request, v *site.Visit) error {
	m := method(r.PostForm)
	sheet, err := read(m, r.PostForm)
	res, wrong := engine.Value(m, bytes.NewReader(sheet))
	err = together(err, wrong)
	if err == nil && r.PostForm.Get("keep") != "" {
		receipt, e := v.Open(r, valuation.Worksheet, "keep", valuation.KeepInput{Right: r.PathValue("number"), Method: m, Sheet: sheet})
		if e == nil {
			return v.Go(w, r, "/case/"+receipt.No, v.L.T("web.appraise.kept", "no", receipt.No))
		}
		err = e
	}
	switch errs.KindOf(err) {
	case "", errs.Invalid, errs.Conflict, errs.Forbidden:
		return p.page(w, r, v, httpx.Status(err), m, r.PostForm, res, err)
	}
	return err
}

func (p pages) page(w http.ResponseWriter, r *http.Request, v *site.Visit, status int, m string, values url.Values, res *engine.Valuation, fault error) error {
	right, err := p.rights.Right(r.Context(), r.PathValue("number"))
	if err != nil {
		return err
	}
	l := v.L
	action := "/patent/" + right.Right.Number + "/appraise"
	x := view{L: l, Right: right.Right, Method: m, Action: action, Example: action + "?" + url.Values{"method": {m}, "example": {"1"}}.Encode(), Token: v.Token(), Key: v.Key(), Flash: v.Flash, Lead: l.T("web.appraise.lead." + valuation.MethodKey(m))}
	for _, one := range engine.Methods() {
		x.Methods = append(x.Methods, ui.FilterChip{Text: valuation.MethodName(l, one), Href: action + "?method=" + one, Count: -1, Current: one == m})
	}
	if len(values) == 0 {
		values = known(right, v)
	}
	fault = named(l, m, fault)
	faults := ui.FaultsOf(l, fault)
	x.Groups, x.Faults = groups(l, m, values, faults), faults.Summary(func(name string) string { return fullName(l, name) })
	if fault != nil && len(x.Faults) == 0 {
		x.Fault = l.Error(fault)
	}
	if res != nil && fault == nil {
		x.Result = resultOf(l, res)
	}
	x.MayKeep = v.LoggedIn() && v.Actor.Party != "" && v.Actor.Has(kernel.RightDraft)
	if !x.MayKeep {
		x.WhyNot = l.T("web.appraise.log_in")
	}
	if err := p.kept(r, v, right.Right.Number, &x); err != nil {
		return err
	}
	f := v.Frame(r, l.T("web.appraise.title"), "patents")
	f.Crumb = []ui.Link{{Text: l.T("web.nav.patents"), Href: "/patents"}, {Text: right.Right.Number, Href: "/patent/" + right.Right.Number}, {Text: l.T("web.appraise.title")}}
	return v.ShowStatus(w, r, status, f, body(x))
}

// known fills in what the register knows; it chooses no rate.
func known(v registry.View, visit *site.Visit) url.Values {
	now := visit.Env.Now()
	today := calendar.DateOf(now)
	out := url.Values{"as_of": {today.String()}, "discount.basis": {"after_tax"}, "timing": {"mid_year"}}
	s := registry.AsOf(v.Events, today, now)
	if months := monthsUntil(today, s.TermEnd); months > 0 {
		out.Set("legal_years", yearsOf(months))
	}
	return out
}

// kept lists the worksheets that the party keeps on this right: the methods side
// by side.
func (p pages) kept(r *http.Request, v *site.Visit, number string, x *view) error {
	if !v.LoggedIn() || v.Actor.Party == "" {
		return nil
	}
	l := v.L
	list, _, err := v.Env.Cases.Cases(r.Context(), v.Actor, kernel.ViewDetail, kernel.CaseQuery{Flow: valuation.Worksheet, Text: x.Right.Title, Sort: "opened", Limit: 20})
	if err != nil {
		return err
	}
	families := map[string]bool{}
	x.Kept = ui.Table{Caption: l.T("web.appraise.yours"), Cols: []ui.Col{{Text: l.T("web.appraise.no")}, {Text: l.T("web.appraise.method")}, {Text: l.T("web.appraise.low"), Right: true}, {Text: l.T("web.appraise.value"), Right: true}, {Text: l.T("web.appraise.high"), Right: true}, {Text: l.T("web.appraise.made")}}}
	for _, c := range list {
		d, err := valuation.WorksheetOf(c)
		if err != nil || d.Right != number {
			continue
		}
		families[family(d.Method)] = true
		row := []ui.Cell{{Text: c.No, Href: v.Env.CaseURL(c), No: true}, {Text: valuation.MethodName(l, d.Method)}, {Text: "—"}, {Text: d.Value.InWan(), Strong: true}, {Text: "—"}, {Text: d.Made.String(), No: true}}
		if d.High > 0 {
			row[2].Text, row[4].Text = d.Low.InWan(), d.High.InWan()
		}
		x.Kept.Rows = append(x.Kept.Rows, ui.Row{Cells: row})
	}
	if len(x.Kept.Rows) > 0 {
		x.Advice = l.T("web.appraise.methods_n", "n", len(families))
	}
	return nil
}

// family reduces ways to find a royalty rate to the one income method.
func family(m string) string {
	if m == engine.CostMethod || m == engine.MarketMethod {
		return m
	}
	return "income"
}

func worksheetLead(_ *lang.Localizer, c kernel.Case) []string {
	var d valuation.WorksheetData
	if json.Unmarshal(c.Data, &d) != nil {
		return nil
	}
	return []string{d.Right, d.Party}
}

// worksheetPanels is the page of a kept worksheet.
func worksheetPanels(_ context.Context, v *site.Visit, c kernel.Case, level kernel.Level) ([]templ.Component, error) {
	d, err := valuation.WorksheetOf(c)
	if err != nil || level < kernel.ViewDetail {
		return nil, err
	}
	return []templ.Component{resultPanel(v.L, *resultOf(v.L, d.Result))}, nil
}
