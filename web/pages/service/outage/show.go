package outage

import (
	"net/http"
	"slices"

	"quanlian/base/calendar"
	"quanlian/base/errs"
	"quanlian/catalogue/lang"
	"quanlian/chain/service/outage"
	"quanlian/kernel"
	"quanlian/web/httpx"
	"quanlian/web/site"
	"quanlian/web/ui"
)

// Unit: rows. Source: look/LOOK.md §4; a page of cases moved is a list to look
// at, the whole stands in the cases.
const (
	pageSize  = 20
	mostCases = 200
)

type listView struct {
	v     *site.Visit
	table ui.Table
	pager ui.Pager
	keeps bool
	rules []ruleView
}

// ruleView is a rule of the city, as the register shows it.
type ruleView struct {
	title, says, basis, note string
	weak                     bool
}

func (p pages) list(w http.ResponseWriter, r *http.Request, v *site.Visit) error {
	l, page := v.L, site.PageOf(r.URL.Query())
	rows, total, err := p.Register.Outages(r.Context(), pageSize, (page-1)*pageSize)
	if err != nil {
		return err
	}
	x := listView{v: v, keeps: p.keeps(v), pager: site.Pager(r.URL, page, pageSize, len(rows), total), rules: p.rules(v)}
	x.table = ui.Table{Caption: l.T("web.outage.title"), Stack: true, Cols: []ui.Col{{Text: l.T("web.outage.no")}, {Text: l.T("web.outage.what")}, {Text: l.T("web.outage.when")}, {Text: l.T("web.outage.parts")}, {Text: l.T("web.col.state")}}}
	for _, o := range rows {
		s := o.Now().Statement
		x.table.Rows = append(x.table.Rows, ui.Row{Cells: []ui.Cell{
			{Text: o.No, No: true, Href: "/outages/" + o.No}, {Text: what(l, s)}, {Text: span(l, s, v.Env.Now())}, {Text: p.parts(l, s.Parts)},
			{Part: ui.Chip(stateOf(o.State), v.StateName(outage.Outage, o.State))},
		}})
	}
	return v.Show(w, r, v.Frame(r, l.T("web.outage.title"), ""), listPage(x))
}

// ruleTitle says from when a rule applies, and until when where another followed.
func ruleTitle(l *lang.Localizer, from, next calendar.Date) string {
	if next.IsZero() {
		return l.T("web.outage.rule_from", "from", l.Date(from.At(0)))
	}
	return l.T("web.outage.rule_between", "from", l.Date(from.At(0)), "to", l.Date(next.AddDays(-1).At(0)))
}

// rules are the city's rules, the newest first, and what holds elsewhere.
func (p pages) rules(v *site.Visit) []ruleView {
	l, o := v.L, p.Declared()
	var out []ruleView
	var next calendar.Date
	for _, r := range slices.Backward(o.Rules) {
		title := ruleTitle(l, r.From, next)
		next = r.From
		out = append(out, ruleView{title: title, says: r.Says.In(l.Zh()), basis: basisText(l, r.Basis), note: r.Basis.Says.In(l.Zh()), weak: !verified(r.Basis)})
	}
	for _, b := range o.Elsewhere {
		out = append(out, ruleView{title: l.T("web.outage.elsewhere"), says: b.Says.In(l.Zh()), basis: basisText(l, b), weak: !verified(b)})
	}
	return out
}

type showView struct {
	v        *site.Visit
	row      outage.Row
	sheet    site.Sheet
	facts    []ui.Pair
	rule     ruleView
	history  []ui.Event
	moved    string
	cases    ui.Table
	ends     bool
	corrects bool
	open     string // which form stands open with a fault
}

func (p pages) show(w http.ResponseWriter, r *http.Request, v *site.Visit) error {
	return p.draw(w, r, v, http.StatusOK, "", nil)
}

func (p pages) draw(w http.ResponseWriter, r *http.Request, v *site.Visit, status int, form string, fault error) error {
	row, err := p.Register.Outage(r.Context(), r.PathValue("no"))
	if err != nil {
		return err
	}
	l, s := v.L, row.Now()
	x := showView{v: v, row: row, sheet: v.Sheet(r, "web.outage", fault), open: form}
	staff := p.keeps(v)
	x.ends, x.corrects = staff && row.State == outage.Running, staff && row.State != outage.Withdrawn
	if x.ends {
		x.sheet.Set("at", local(v.Env.Now()))
	}
	x.facts = p.facts(v, row)
	x.rule = ruleView{title: l.T("web.outage.rule_from", "from", l.Date(row.Rule.From.At(0))), says: row.Rule.Says.In(l.Zh()), basis: basisText(l, row.Rule.Basis), note: row.Rule.Basis.Says.In(l.Zh()), weak: !verified(row.Rule.Basis)}
	ends, cases, looked, err := p.Register.OutageMoved(r.Context(), row.No)
	if err != nil {
		return err
	}
	x.moved = movedText(l, row.State, ends, cases, looked)
	for i := len(row.Said) - 1; i >= 0; i-- {
		x.history = append(x.history, p.event(v, row.Said, i))
	}
	if staff && ends > 0 {
		if x.cases, err = p.caseTable(r, v, row.No); err != nil {
			return err
		}
	}
	f := v.Frame(r, row.No+" "+what(l, s.Statement), "")
	f.Crumb = []ui.Link{{Text: l.T("web.outage.title"), Href: "/outages"}, {Text: row.No}}
	return v.ShowStatus(w, r, status, f, showPage(x))
}

func (p pages) facts(v *site.Visit, row outage.Row) []ui.Pair {
	l, s := v.L, row.Now()
	first := row.Said[0]
	out := []ui.Pair{
		{Key: l.T("web.outage.no"), Text: row.No, No: true}, {Key: l.T("web.outage.kind"), Text: l.T("web.outage.planned." + map[bool]string{true: "yes", false: "no"}[row.Planned])},
		{Key: l.T("web.outage.begins"), Text: moment(l, s.From)},
	}
	if !s.Expected.IsZero() && s.To.IsZero() {
		out = append(out, ui.Pair{Key: l.T("web.outage.expected"), Text: moment(l, s.Expected)})
	}
	ended := l.T("web.outage.lasts")
	switch {
	case !s.To.IsZero():
		ended = moment(l, s.To)
	case row.State != outage.Running:
		ended = "—"
	}
	limits := l.T("web.outage.no_limits")
	if len(row.Limits) > 0 {
		limits = kinds(l, row.Limits)
	}
	by := first.Name
	if u, ok := p.Unit(p.Declared().Unit); ok {
		by = u.Name.In(l.Zh()) + "　" + by
	}
	return append(out, ui.Pair{Key: l.T("web.outage.ended"), Text: ended}, ui.Pair{Key: l.T("web.outage.parts"), Text: p.parts(l, s.Parts)}, ui.Pair{Key: l.T("web.outage.limits"), Text: limits},
		ui.Pair{Key: l.T("web.outage.by"), Text: by, Note: moment(l, first.At)})
}

// event is one statement, and what it changed of the one before.
func (p pages) event(v *site.Visit, said []outage.Said, i int) ui.Event {
	l, s := v.L, said[i]
	ev := ui.Event{Time: moment(l, s.At), Who: s.Name, What: v.MoveText(outage.Outage, s.Act), Note: s.Reason}
	now := span(l, s.Statement, s.At) + l.T("web.ui.bracket", "text", p.parts(l, s.Parts))
	if i == 0 {
		ev.Note = what(l, s.Statement) + "　" + now
		return ev
	}
	was := said[i-1]
	if before := span(l, was.Statement, was.At) + l.T("web.ui.bracket", "text", p.parts(l, was.Parts)); s.Act != "withdraw" && before != now {
		ev.Note = join(ev.Note, l.T("web.outage.was_now", "was", before, "now", now))
	}
	if what(l, was.Statement) != what(l, s.Statement) {
		ev.Note = join(ev.Note, l.T("web.outage.was_now", "was", what(l, was.Statement), "now", what(l, s.Statement)))
	}
	return ev
}

func join(a, b string) string {
	if a == "" {
		return b
	}
	return a + "　" + b
}

// caseTable are the ends that were moved in cases which the visitor may see.
func (p pages) caseTable(r *http.Request, v *site.Visit, no string) (ui.Table, error) {
	l := v.L
	list, err := p.Register.OutageCases(r.Context(), v.Officer(), no, mostCases)
	t := ui.Table{Caption: l.T("web.outage.cases"), Stack: true, Cols: []ui.Col{{Text: l.T("web.col.no")}, {Text: l.T("web.outage.limit")}, {Text: l.T("web.outage.moved")}}}
	for _, m := range list {
		t.Rows = append(t.Rows, ui.Row{Cells: []ui.Cell{{Text: m.No, No: true, Href: "/case/" + m.No}, {Text: kindText(l, m.Kind)}, {Text: dates(l, m.Was, m.Now), NoWrap: true}}})
	}
	return t, err
}

// caseOf is the outage as the desk knows it.
func (p pages) caseOf(r *http.Request) (outage.Row, kernel.Case, error) {
	row, err := p.Register.Outage(r.Context(), r.PathValue("no"))
	return row, kernel.Case{ID: row.Case, No: row.No}, err
}

func told(err error) bool {
	switch errs.KindOf(err) {
	case errs.Invalid, errs.Conflict, errs.TooEarly:
		return true
	}
	return false
}

// act makes a move and shows the page again with what is wrong.
func (p pages) act(w http.ResponseWriter, r *http.Request, v *site.Visit, move string, input any, fault error) error {
	row, c, err := p.caseOf(r)
	if err != nil {
		return err
	}
	if err = fault; err == nil {
		_, err = v.Act(r, c, move, input)
	}
	if err != nil {
		if told(err) {
			return p.draw(w, r, v, httpx.Status(err), move, err)
		}
		return err
	}
	return v.Go(w, r, "/outages/"+row.No, v.L.T("web.outage.done."+move))
}
