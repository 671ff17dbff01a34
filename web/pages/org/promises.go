package org

import (
	"net/http"

	"quanlian/base/calendar"
	"quanlian/catalogue/words"
	"quanlian/kernel"
	"quanlian/kernel/itemflow"
	"quanlian/web/site"
	"quanlian/web/ui"
)

// Unit: records. Source: our choice.
const mostBreaches = 100

// promisesView is the page of the promises of the party that did not hold.
type promisesView struct {
	v    *site.Visit
	list []kernel.Case
}

func promises(w http.ResponseWriter, r *http.Request, v *site.Visit) error {
	if err := inside(v); err != nil {
		return err
	}
	if err := v.LearnUnits(r.Context()); err != nil {
		return err
	}
	x := promisesView{v: v}
	var err error
	if x.list, err = v.Env.People.Breaches(r.Context(), v.Actor.Party, mostBreaches); err != nil {
		return err
	}
	return v.Show(w, r, frame(r, v, "promises"), promisesPage(x))
}

// table is empty where nothing is on record.
func (x promisesView) table() ui.Table {
	l := x.v.L
	t := ui.Table{Caption: l.T("web.org.tab.promises"), Stack: true, Cols: []ui.Col{{Text: l.T("web.col.no")}, {Text: l.T("web.org.col.promised")}, {Text: l.T("web.org.col.broken")}, {Text: l.T("web.org.col.broken_by")}, {Text: l.T("web.account.col.state")}}}
	for _, c := range x.list {
		d, b, ok := itemflow.BreachOf(c, calendar.DateOf(x.v.Env.Now()))
		if !ok || d.Applicant.Party != x.v.Actor.Party {
			continue
		}
		state, text := site.BreachState(l, b)
		t.Rows = append(t.Rows, ui.Row{Cells: []ui.Cell{{Text: c.No, No: true, Href: x.v.Env.CaseURL(c), Sub: d.Name.In(l.Zh())}, {Text: b.Materials.In(l.Zh())},
			{Text: l.Date(d.Decision.Revoked), Sub: d.Decision.Reason}, {Text: x.v.UnitText(c.Unit), Sub: b.Name}, {Part: ui.Chip(state, text), Sub: site.BreachSaid(l, b)}}})
	}
	return t
}

func (x promisesView) basis() string {
	return x.v.L.T("web.org.promises_basis", "law", words.Law(x.v.L, itemflow.BreachLaw))
}
