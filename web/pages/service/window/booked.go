package window

import (
	"net/http"

	"quanlian/base/calendar"
	"quanlian/chain/service/window"
	"quanlian/kernel"
	"quanlian/web/site"
	"quanlian/web/ui"
)

// bookedTable are who booked the day at a unit, by their time, names and numbers
// masked; who did not come stands among them. It is nil where nobody booked.
func (p pages) bookedTable(r *http.Request, v *site.Visit, u kernel.UnitID, day calendar.Date) (*ui.Table, error) {
	list, err := p.Windows.WindowBookings(r.Context(), u, day)
	if err != nil || len(list) == 0 {
		return nil, err
	}
	l := v.L
	t := &ui.Table{Caption: l.T("web.window.day_booked"), Stack: true, Cols: []ui.Col{
		{Text: l.T("web.window.time")}, {Text: l.T("web.window.who")}, {Text: l.T("web.window.about")}, {Text: l.T("web.window.col.state")}, {Text: l.T("web.window.booking_no")}}}
	for _, b := range list {
		about := "—"
		if it, ok := p.item(r, b.Item); ok {
			about = it.Name.In(l.Zh())
		}
		t.Rows = append(t.Rows, ui.Row{Cells: []ui.Cell{{Text: b.Slot.Time}, {Text: masked(b)}, {Text: about},
			{Part: ui.Chip(stateOf(b.State), v.StateName(window.Booking, b.State))}, {Text: b.No, No: true, Href: "/booking/" + b.Code}}})
	}
	return t, nil
}
