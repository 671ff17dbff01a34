package window

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"quanlian/base/errs"
	"quanlian/catalogue/city"
	"quanlian/kernel"
	"quanlian/kernel/form"
)

// Unfit says why a booking has no place at its unit any more; "" where it has.
type Unfit string

// The reasons: the unit does not work at the time any more, stands in another house
// or on another floor than when it was booked, or serves fewer people at once than have booked it.
const (
	NoTime     Unfit = "no_time"
	NewAddress Unfit = "new_address"
	NoPlace    Unfit = "no_place"
)

// Told is what who booked was told of a time.
type Told struct {
	Slot Slot  `json:"slot"`
	Why  Unfit `json:"why"`
	// Address and Floor are those that were told, where the unit has moved.
	Address form.Text `json:"address,omitzero"`
	Floor   string    `json:"floor,omitempty"`
}

// BookingsAt asks for the bookings that hold a place at a time.
type BookingsAt struct {
	Unit kernel.UnitID
	Slot Slot
}

// Answer binds the question to its answer.
func (BookingsAt) Answer([]BookingRow) {}

// Unfits are the bookings of one unit that its hours as declared today have no room
// for, or that name another house or floor than where it is today. Of too many at one time
// those who booked first keep their place.
func (r Rules) Unfits(u city.Unit, list []BookingRow) map[kernel.CaseID]Unfit {
	list = slices.Clone(list)
	slices.SortStableFunc(list, func(a, b BookingRow) int {
		return cmp.Or(strings.Compare(string(a.State), string(b.State)), // arrived before booked
			cmp.Compare(len(a.No), len(b.No)), strings.Compare(a.No, b.No))
	})
	out, taken := map[kernel.CaseID]Unfit{}, map[Slot]int{}
	for _, b := range list {
		if b.State != Booked && b.State != Arrived {
			continue
		}
		taken[b.Slot]++
		switch {
		case b.State == Arrived:
		case !slices.Contains(r.Times(u, b.Slot.Day), b.Slot):
			out[b.Case] = NoTime
		case b.MovedTo(u).Zh != "":
			out[b.Case] = NewAddress
		case taken[b.Slot] > u.Queue.Capacity:
			out[b.Case] = NoPlace
		}
	}
	return out
}

// ToTell are the bookings of any units whose holders have to be told that their time
// changed since they were told last.
func (r Rules) ToTell(list []BookingRow, now time.Time) []kernel.CaseID {
	of := map[kernel.UnitID][]BookingRow{}
	for _, b := range list {
		of[b.Unit] = append(of[b.Unit], b)
	}
	var out []kernel.CaseID
	for id, rows := range of {
		u, _ := r.Unit(id) // a unit that is gone has no times
		unfit := r.Unfits(u, rows)
		for _, b := range rows {
			if b.State == Booked && b.owed(unfit[b.Case], u, now) {
				out = append(out, b.Case)
			}
		}
	}
	return out
}

// Unfit is what who booked was told of the time that the booking has now.
func (d BookingData) Unfit() Unfit {
	if d.Told == nil || d.Told.Slot != d.Slot {
		return ""
	}
	return d.Told.Why
}

// Place is where the unit was when the time was booked.
func (d BookingData) Place() form.Text { return city.PlaceOf(d.Address, d.Floor) }

// MovedTo is where the unit is today, where that is another house or floor than when
// the time was booked. A booking that kept no address knows of no move, one that kept
// no floor of none inside the house.
func (d BookingData) MovedTo(u city.Unit) form.Text {
	switch {
	case d.Address.Zh == "" || isAt(u, d.Address, d.Floor):
		return form.Text{}
	case d.Floor == "": // as calls of that time have it
		return u.Address
	}
	return u.Place()
}

// isAt reports whether a unit is at an address and floor; a floor that one of both
// does not name is no other one.
func isAt(u city.Unit, address form.Text, floor string) bool {
	return u.Address.Zh == address.Zh && (floor == "" || u.Floor == "" || u.Floor == floor)
}

// knows reports whether who booked was told where the unit is today.
func (d BookingData) knows(u city.Unit) bool {
	return d.MovedTo(u).Zh == "" || d.Unfit() == NewAddress && isAt(u, d.Told.Address, d.Told.Floor)
}

func (d BookingData) owed(why Unfit, u city.Unit, now time.Time) bool {
	return now.Before(d.Slot.Start()) && (d.Unfit() != why || why == NewAddress && !d.knows(u))
}

// tell says to who booked that the time is gone or the house another one, or that it
// is as it was. The booking stands: its holder chooses another time or cancels.
func (r Rules) tell() kernel.Move {
	return kernel.MoveOf[BookingData, none, []BookingRow]{
		Name: "tell", From: []kernel.State{Booked}, By: system, Hidden: true,
		Facts: func(v kernel.View, _ kernel.Case, d BookingData, _ none) ([]BookingRow, error) {
			return kernel.Load(v, BookingsAt{Unit: d.Unit, Slot: d.Slot})
		},
		Guard: func(t kernel.Turn[BookingData, none, []BookingRow]) error {
			u, _ := r.Unit(t.Data.Unit)
			if !t.Data.owed(r.Unfits(u, t.Facts)[t.Case.ID], u, t.Now) {
				return errs.New(errs.Conflict, "service.window.nothing_to_tell", nil)
			}
			return nil
		},
		Effects: func(t kernel.Turn[BookingData, none, []BookingRow]) (kernel.Out[BookingData], error) {
			u, _ := r.Unit(t.Data.Unit)
			why, text, from := r.Unfits(u, t.Facts)[t.Case.ID], "fits_again", t.Data.Place()
			if t.Data.Unfit() == NewAddress {
				text, from = "moved_back", city.PlaceOf(t.Data.Told.Address, t.Data.Told.Floor)
			}
			t.Data.Told = nil
			if why != "" {
				t.Data.Told, text = &Told{Slot: t.Data.Slot, Why: why}, string(why)
			}
			if why == NewAddress {
				t.Data.Told.Address, t.Data.Told.Floor = u.Address, u.Floor
			}
			args, to := noticeArgs(u, t.Data), u.Place()
			args["from"], args["from_en"], args["to"], args["to_en"] = from.Zh, from.En, to.Zh, to.En
			return kernel.Out[BookingData]{Data: t.Data, Effects: []kernel.Effect{
				kernel.Notify{To: kernel.RoleOwner, Text: "service.window.notice." + text, Args: args},
			}}, nil
		},
	}.Build()
}
