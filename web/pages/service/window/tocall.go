package window

import (
	"errors"
	"net/http"
	"slices"

	"quanlian/base/calendar"
	"quanlian/base/errs"
	"quanlian/catalogue/city"
	"quanlian/chain/service/window"
	"quanlian/web/httpx"
	"quanlian/web/site"
	"quanlian/web/ui"
)

// toCall is a booking that lost its time, or whose unit has moved, and whose holder has
// no account: nobody tells them but who picks up the telephone.
type toCall struct {
	row  window.BookingRow
	unit city.Unit
	name string // of the unit
	why  string
}

// calls are those of the visitor's units, who was not reached yet first, then the
// nearest time.
func (p pages) calls(r *http.Request, v *site.Visit) ([]toCall, error) {
	var out []toCall
	for _, id := range posts(v) {
		u, _ := p.City().Unit(id) // one that is gone has no times
		list, err := p.Windows.WindowStanding(r.Context(), id, calendar.DateOf(v.Env.Now()))
		if err != nil {
			return nil, err
		}
		unfit := p.Rules.Unfits(u, list)
		for _, b := range list {
			if why, ok := unfit[b.Case]; ok && b.Party == "" && v.Env.Now().Before(b.Slot.Start()) {
				out = append(out, toCall{row: b, unit: u, name: v.UnitText(id), why: v.L.T("web.window.unfit."+string(why), "to", b.MovedTo(u).In(v.L.Zh()))})
			}
		}
	}
	slices.SortStableFunc(out, func(a, b toCall) int {
		if x, y := a.row.Reached(a.unit), b.row.Reached(b.unit); x != y {
			return map[bool]int{true: 1, false: -1}[x]
		}
		return a.row.Slot.Start().Compare(b.row.Slot.Start())
	})
	return out, nil
}

type callsView struct {
	v      *site.Visit
	table  ui.Table
	one    toCall
	facts  []ui.Pair
	faults ui.Faults
	text   string
}

// callList lists them, names and numbers masked.
func (p pages) callList(w http.ResponseWriter, r *http.Request, v *site.Visit) error {
	list, err := p.calls(r, v)
	if err != nil {
		return err
	}
	l := v.L
	x := callsView{v: v, table: ui.Table{Caption: l.T("web.window.to_call"), Stack: true, Cols: []ui.Col{
		{Text: l.T("web.window.time")}, {Text: l.T("web.window.col.unit")}, {Text: l.T("web.window.why_call")}, {Text: l.T("web.window.who")}, {Text: l.T("web.window.call_stand")}}}}
	for _, c := range list {
		x.table.Rows = append(x.table.Rows, ui.Row{Cells: []ui.Cell{{Text: v.L.DateWeekday(c.row.Slot.Day.At(0)) + " " + c.row.Slot.Time, Href: "/counter/call/" + c.row.No},
			{Text: c.name}, {Text: c.why}, {Text: masked(c.row)}, {Text: callStand(v, c)}}})
	}
	return v.Show(w, r, v.Workbench(r, l.T("web.window.to_call"), "counter"), callsPage(x))
}

// callStand says how often who booked was called about it, and whether reached.
func callStand(v *site.Visit, c toCall) string {
	list := c.row.Calls(c.unit)
	if len(list) == 0 {
		return v.L.T("web.window.call_none")
	}
	last := list[len(list)-1]
	at := v.L.Moment(last.At, v.Env.Now())
	if last.Reached {
		return v.L.T("web.window.call_reached", "at", at, "by", last.By)
	}
	return v.L.T("web.window.call_failed", "n", len(list), "at", at, "by", last.By)
}

// errCallOver: nobody has to call about the booking any more.
var errCallOver = errors.New("no call")

// oneCall finds the booking of the address among those of the visitor's units.
func (p pages) oneCall(r *http.Request, v *site.Visit) (toCall, error) {
	list, err := p.calls(r, v)
	if err != nil {
		return toCall{}, err
	}
	for _, c := range list {
		if c.row.No == r.PathValue("no") {
			return c, nil
		}
	}
	return toCall{}, errCallOver
}

// call shows one with its number, and the journal says who looked.
func (p pages) call(w http.ResponseWriter, r *http.Request, v *site.Visit) error {
	return p.drawCall(w, r, v, http.StatusOK, nil)
}

func (p pages) drawCall(w http.ResponseWriter, r *http.Request, v *site.Visit, status int, fault error) error {
	c, err := p.oneCall(r, v)
	if errors.Is(err, errCallOver) {
		return v.Go(w, r, "/counter/call", v.L.T("web.window.call_over"))
	}
	if err != nil {
		return err
	}
	k, err := caseOf(r, v, c.row.Case)
	if err != nil {
		return err
	}
	if err := v.Env.Desk.RememberServed(r.Context(), v.Actor, k); err != nil {
		return err
	}
	x := callsView{v: v, one: c, facts: p.callFacts(r, v, c), faults: ui.FaultsOf(v.L, fault), text: r.PostFormValue("text")}
	return v.ShowStatus(w, r, status, v.Workbench(r, v.L.T("web.window.to_call"), "counter"), callPage(x))
}

// callFacts are what who calls has to know, and what was said before.
func (p pages) callFacts(r *http.Request, v *site.Visit, c toCall) []ui.Pair {
	l := v.L
	out := []ui.Pair{{Key: l.T("web.window.field.name"), Text: c.row.Name}, {Key: l.T("web.window.field.phone"), Text: c.row.Phone, No: true},
		{Key: l.T("web.window.time"), Text: l.DateWeekday(c.row.Slot.Day.At(0)) + " " + c.row.Slot.Time}, {Key: l.T("web.window.col.unit"), Text: c.name}}
	if it, ok := p.item(r, c.row.Item); ok {
		out = append(out, ui.Pair{Key: l.T("web.window.about"), Text: it.Name.In(l.Zh())})
	}
	if c.row.Elder {
		out = append(out, ui.Pair{Key: l.T("web.window.kind_of_visitor"), Text: l.T("web.window.is_elder")})
	}
	out = append(out, ui.Pair{Key: l.T("web.window.why_call"), Text: c.why})
	if to := c.row.MovedTo(c.unit); to.Zh != "" { // also where the time is gone
		out = append(out, ui.Pair{Key: l.T("web.window.address_then"), Text: c.row.Place().In(l.Zh())}, ui.Pair{Key: l.T("web.window.address_now"), Text: to.In(l.Zh())})
	}
	out = append(out, ui.Pair{Key: l.T("web.window.code"), Text: c.row.Code, No: true},
		ui.Pair{Key: l.T("web.window.call_stand"), Text: callStand(v, c)})
	for _, k := range c.row.Calls(c.unit) {
		if k.Text != "" {
			out = append(out, ui.Pair{Key: l.Moment(k.At, v.Env.Now()), Text: k.Text, Note: k.By})
		}
	}
	return out
}

// called notes how a call went.
func (p pages) called(w http.ResponseWriter, r *http.Request, v *site.Visit) error {
	c, err := p.oneCall(r, v)
	if err == nil {
		_, err = act(r, v, v.Actor, c.row.Case, "phoned", window.PhonedInput{Reached: r.PostFormValue("reached") != "", Text: r.PostFormValue("text")})
	}
	switch {
	case err == nil:
		return v.Go(w, r, "/counter/call", v.L.T("web.window.call_noted"))
	case errors.Is(err, errCallOver), errs.KindOf(err) == errs.Conflict:
		return v.Go(w, r, "/counter/call", v.L.T("web.window.call_over"))
	case told(err):
		return p.drawCall(w, r, v, httpx.Status(err), err)
	}
	return err
}

// callsText counts who was not reached for the page of the counter; "" when there
// are none.
func (p pages) callsText(r *http.Request, v *site.Visit) (string, error) {
	list, err := p.calls(r, v)
	n := 0
	for _, c := range list {
		if !c.row.Reached(c.unit) {
			n++
		}
	}
	if err != nil || n == 0 {
		return "", err
	}
	return v.L.T("web.window.to_call_n", "n", n), nil
}
