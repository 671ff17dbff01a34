package panel

import (
	"encoding/json"
	"slices"

	"quanlian/chain/utilization/valuation"
	"quanlian/kernel"
	"quanlian/web/site"
	"quanlian/web/ui"
)

// told says what an expert did, where the journal of the panel has what its seat
// reported. Who it was is for staff; others read which seat.
func told(v *site.Visit, c kernel.Case, e kernel.Entry, as ui.Event) ui.Event {
	if e.Act != "seat_moved" || e.Erased {
		return as
	}
	var in struct {
		Seat   kernel.CaseID `json:"seat"`
		State  kernel.State  `json:"state"`
		Reason string        `json:"reason"`
	}
	d, err := valuation.PanelOf(c)
	if err != nil || json.Unmarshal(e.Input, &in) != nil {
		return as
	}
	i := slices.IndexFunc(d.Seats, func(s valuation.SeatRef) bool { return s.Case == in.Seat })
	if i < 0 {
		return as
	}
	as.Kind, as.Who = "", seatName(v, d, i)
	if key := "web.panel.did." + string(in.State); v.L.Has(key) {
		as.What = v.L.T(key)
	}
	if v.Staff() {
		as.Note = in.Reason
	}
	return as
}

// seatName is the expert of a seat: by name for staff, by number for others.
func seatName(v *site.Visit, d valuation.PanelData, i int) string {
	if v.Staff() {
		return d.Seats[i].Party.Name
	}
	return v.L.T("web.panel.seat_n", "n", i+1)
}
