package window

import (
	"net/http"
	"slices"
	"strings"

	"quanlian/base/errs"
	"quanlian/catalogue/city"
	"quanlian/chain/service/window"
	"quanlian/kernel"
	"quanlian/web/httpx"
	"quanlian/web/site"
	"quanlian/web/ui"
)

type bookingView struct {
	v     *site.Visit
	row   window.BookingRow
	unit  city.Unit
	about string
	day   string
	fault string
	// toCall: staff of the unit came from the list of who has to be called.
	toCall bool
}

// found gives the booking of the code in the address.
func (p pages) found(r *http.Request) (window.BookingRow, city.Unit, error) {
	row, ok, err := p.Windows.WindowBooking(r.Context(), r.PathValue("code"))
	if err != nil {
		return row, city.Unit{}, err
	}
	if !ok {
		return row, city.Unit{}, errs.New(errs.NotFound, "service.window.no_such_code", nil)
	}
	u, _ := p.City().Unit(row.Unit)
	return row, u, nil
}

// booking is the page of a booking; who has its code may change it.
func (p pages) booking(w http.ResponseWriter, r *http.Request, v *site.Visit) error {
	row, u, err := p.found(r)
	if err != nil {
		return err
	}
	if r.URL.Query().Get("change") != "" && row.State == window.Booked && u.Queue != nil {
		return p.drawChange(w, r, v, http.StatusOK, row, u, bookView{})
	}
	return p.drawBooking(w, r, v, http.StatusOK, row, u, nil)
}

func (p pages) drawBooking(w http.ResponseWriter, r *http.Request, v *site.Visit, status int, row window.BookingRow, u city.Unit, fault error) error {
	x := bookingView{v: v, row: row, unit: u, day: v.L.DateWeekday(row.Slot.Day.At(0))}
	if it, ok := p.item(r, row.Item); ok {
		x.about = it.Name.In(v.L.Zh())
	}
	switch {
	case fault != nil:
		x.fault = v.L.Error(fault)
	case row.State == window.Booked && !slices.Contains(p.Rules.Times(u, row.Slot.Day), row.Slot):
		x.fault = v.L.T("web.window.booking_gone", "unit", u.Name.In(v.L.Zh()))
	case row.State == window.Booked && row.MovedTo(u).Zh != "":
		x.fault = v.L.T("web.window.booking_moved", "unit", u.Name.In(v.L.Zh()), "from", row.Place().In(v.L.Zh()), "to", u.Place().In(v.L.Zh()))
	case row.State == window.Booked && row.Unfit() == window.NoPlace:
		x.fault = v.L.T("web.window.booking_crowded", "unit", u.Name.In(v.L.Zh()))
	}
	x.toCall = row.Party == "" && slices.Contains(posts(v), row.Unit)
	f := v.Frame(r, v.L.T("web.window.booking"), "items")
	f.Narrow = true
	return v.ShowStatus(w, r, status, f, bookingPage(x))
}

// drawChange is the table for another time.
func (p pages) drawChange(w http.ResponseWriter, r *http.Request, v *site.Visit, status int, row window.BookingRow, u city.Unit, x bookView) error {
	x.v, x.unit, x.code, x.action = v, u, row.Code, "/booking/"+row.Code+"/rebook"
	if err := p.table(r, v, &x); err != nil {
		return err
	}
	return v.ShowStatus(w, r, status, v.Frame(r, v.L.T("web.window.rebook"), "items"), bookPage(x))
}

func (p pages) bookingMove(w http.ResponseWriter, r *http.Request, v *site.Visit) error {
	row, u, err := p.found(r)
	if err != nil {
		return err
	}
	guest, here, done := kernel.SystemActor(window.Guest), "/booking/"+row.Code, "web.window.rebooked"
	switch r.PathValue("move") {
	case "rebook":
		_, err = act(r, v, guest, row.Case, "rebook", window.RebookInput{Code: row.Code, Slot: slotOf(r.PostFormValue("slot"))})
		if err != nil && told(err) && row.State == window.Booked {
			return p.drawChange(w, r, v, httpx.Status(err), row, u, bookView{in: window.BookInput{Slot: slotOf(r.PostFormValue("slot"))}, faults: ui.FaultsOf(v.L, err)})
		}
	case "cancel":
		done = "web.window.cancelled"
		_, err = act(r, v, guest, row.Case, "cancel", window.CodeInput{Code: row.Code})
	default:
		return errs.New(errs.NotFound, "web.no_such_page", nil)
	}
	if err != nil {
		if !told(err) {
			return err
		}
		return p.drawBooking(w, r, v, httpx.Status(err), row, u, err)
	}
	return v.Go(w, r, here, v.L.T(done))
}

// stateOf is how a booking looks as a chip.
func stateOf(s kernel.State) ui.State {
	switch s {
	case window.Booked, window.Waiting, window.Open, window.Offered:
		return ui.Run
	case window.Called, window.Serving:
		return ui.You
	case window.Arrived, window.Done, window.Paired:
		return ui.Done
	case window.Missed:
		return ui.Late
	case window.Paused:
		return ui.Hold
	}
	return ui.Idle
}

func masked(row window.BookingRow) string {
	return strings.TrimSpace(window.MaskName(row.Name) + "　" + window.MaskPhone(row.Phone))
}
