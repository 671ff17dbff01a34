package window

import (
	"net/http"

	"quanlian/base/calendar"
	"quanlian/base/errs"
	"quanlian/catalogue/city"
	"quanlian/chain/service/window"
	"quanlian/web/site"
	"quanlian/web/ui"
)

// toCall is a booking that lost its time and whose holder has no account: nobody
// tells them but who picks up the telephone.
type toCall struct {
	row  window.BookingRow
	unit city.Unit
	why  string
}

// calls are those of the visitor's units, the nearest time first.
func (p pages) calls(r *http.Request, v *site.Visit) ([]toCall, error) {
	var out []toCall
	for _, id := range posts(v) {
		u, ok := p.City().Unit(id)
		if !ok {
			continue
		}
		list, err := p.Windows.WindowStanding(r.Context(), id, calendar.DateOf(v.Env.Now()))
		if err != nil {
			return nil, err
		}
		unfit := p.Rules.Unfits(u, list)
		for _, b := range list {
			if why, ok := unfit[b.Case]; ok && b.Party == "" && v.Env.Now().Before(b.Slot.Start()) {
				out = append(out, toCall{row: b, unit: u, why: v.L.T("web.window.unfit." + string(why))})
			}
		}
	}
	return out, nil
}

type callsView struct {
	v     *site.Visit
	table ui.Table
	one   *toCall
	facts []ui.Pair
}

// callList lists them, names and numbers masked.
func (p pages) callList(w http.ResponseWriter, r *http.Request, v *site.Visit) error {
	list, err := p.calls(r, v)
	if err != nil {
		return err
	}
	l := v.L
	x := callsView{v: v, table: ui.Table{Caption: l.T("web.window.to_call"), Stack: true, Cols: []ui.Col{
		{Text: l.T("web.window.time")}, {Text: l.T("web.window.col.unit")}, {Text: l.T("web.window.why_call")}, {Text: l.T("web.window.who")}}}}
	for _, c := range list {
		x.table.Rows = append(x.table.Rows, ui.Row{Cells: []ui.Cell{{Text: v.L.DateWeekday(c.row.Slot.Day.At(0)) + " " + c.row.Slot.Time, Href: "/counter/call/" + c.row.No},
			{Text: c.unit.Name.In(l.Zh())}, {Text: c.why}, {Text: masked(c.row)}}})
	}
	return v.Show(w, r, v.Workbench(r, l.T("web.window.to_call"), "counter"), callsPage(x))
}

// call shows one with its number, and the journal says who looked.
func (p pages) call(w http.ResponseWriter, r *http.Request, v *site.Visit) error {
	list, err := p.calls(r, v)
	if err != nil {
		return err
	}
	l := v.L
	for _, c := range list {
		if c.row.No != r.PathValue("no") {
			continue
		}
		k, err := caseOf(r, v, c.row.Case)
		if err != nil {
			return err
		}
		if err := v.Env.Desk.RememberServed(r.Context(), v.Actor, k); err != nil {
			return err
		}
		x := callsView{v: v, one: &c, facts: []ui.Pair{{Key: l.T("web.window.field.name"), Text: c.row.Name}, {Key: l.T("web.window.field.phone"), Text: c.row.Phone, No: true},
			{Key: l.T("web.window.time"), Text: l.DateWeekday(c.row.Slot.Day.At(0)) + " " + c.row.Slot.Time}, {Key: l.T("web.window.col.unit"), Text: c.unit.Name.In(l.Zh())},
			{Key: l.T("web.window.why_call"), Text: c.why}, {Key: l.T("web.window.code"), Text: c.row.Code, No: true}}}
		return v.Show(w, r, v.Workbench(r, l.T("web.window.to_call"), "counter"), callPage(x))
	}
	return errs.New(errs.NotFound, "service.window.nothing_to_tell", nil)
}

// callsText counts them for the page of the counter; "" when there are none.
func (p pages) callsText(r *http.Request, v *site.Visit) (string, error) {
	list, err := p.calls(r, v)
	if err != nil || len(list) == 0 {
		return "", err
	}
	return v.L.T("web.window.to_call_n", "n", len(list)), nil
}
