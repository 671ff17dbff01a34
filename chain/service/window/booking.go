package window

import (
	"encoding/json"
	"strings"
	"time"

	"quanlian/base/errs"
	"quanlian/catalogue/city"
	"quanlian/kernel"
	"quanlian/kernel/form"
)

// BookingData is one booking (预约).
type BookingData struct {
	Unit  kernel.UnitID  `json:"unit"`
	Item  string         `json:"item,omitempty"` // code of the item one comes for
	Slot  Slot           `json:"slot"`
	Code  string         `json:"code"`
	Name  string         `json:"name"`
	Phone string         `json:"phone"`
	Elder bool           `json:"elder,omitempty"`
	Party kernel.PartyID `json:"party,omitempty"`
	Moved int            `json:"moved,omitempty"` // how often the time was changed
	// Address of the unit when the time was chosen; empty in bookings older than the
	// field. Floor likewise.
	Address form.Text `json:"address,omitzero"`
	Floor   string    `json:"floor,omitempty"`
	Told    *Told     `json:"told,omitempty"` // what of it changed at the unit
	Phoned  []Phoned  `json:"phoned,omitempty"`
}

// BookInput asks for a time.
type BookInput struct {
	Unit  kernel.UnitID `json:"unit"`
	Item  string        `json:"item,omitempty"`
	Slot  Slot          `json:"slot"`
	Name  string        `json:"name"`
	Phone string        `json:"phone"`
	Elder bool          `json:"elder,omitempty"`
}

// RebookInput asks for another time; Code proves a guest.
type RebookInput struct {
	Code string `json:"code,omitempty"`
	Slot Slot   `json:"slot"`
}

// CodeInput proves a guest.
type CodeInput struct {
	Code string `json:"code,omitempty"`
}

// room is what the store knows of a time and of who asks for it.
type room struct {
	taken int
	mine  []BookingRow // open bookings of the telephone number
}

func roomAt(v kernel.View, u kernel.UnitID, s Slot, phone string) (room, error) {
	var out room
	var err error
	if out.taken, err = kernel.Load(v, TakenAt{Unit: u, Slot: s}); err != nil {
		return out, err
	}
	if phone != "" {
		out.mine, err = kernel.Load(v, BookingsOf{Phone: phone})
	}
	return out, err
}

func (r Rules) bookingFlow() *kernel.Flow {
	return &kernel.Flow{
		Addr: Booking, Prefix: bookingPrefix,
		States: []kernel.StateDef{{Name: Booked}, {Name: Arrived, Terminal: true}, {Name: Cancelled, Terminal: true, Ends: kernel.EndNothing}, {Name: NoShow, Terminal: true, Ends: kernel.EndNothing}},
		Opens:  []kernel.Move{r.book()},
		Moves:  []kernel.Move{r.rebook(), cancel(), arrive(), r.tell(), r.phoned(), r.noShow()},
	}
}

// fits: the time is one of the unit's and there is room. The count is taken in
// the transaction of the act, so that two at once cannot both have the last place.
func (r Rules) fits(u city.Unit, s Slot, f room, now time.Time) error {
	if err := r.bookable(u, s, now); err != nil {
		return err
	}
	if f.taken >= u.Queue.Capacity {
		return errs.At("slot", "service.window.full", errs.Args{"day": s.Day.At(0), "time": s.Time})
	}
	return nil
}

func (r Rules) book() kernel.Move {
	return kernel.MoveOf[BookingData, BookInput, room]{
		Name: "book", By: anyone, Right: kernel.RightSubmit,
		Facts: func(v kernel.View, _ kernel.Case, _ BookingData, in BookInput) (room, error) {
			return roomAt(v, in.Unit, in.Slot, strings.TrimSpace(in.Phone))
		},
		Guard: func(t kernel.Turn[BookingData, BookInput, room]) error {
			u, err := r.unit(t.Input.Unit)
			if err != nil {
				return err
			}
			l := person(t.Input.Name, t.Input.Phone)
			l.Add(errs.As(r.fits(u, t.Input.Slot, t.Facts, t.Now)))
			if err := l.Err(); err != nil {
				return err
			}
			for _, b := range t.Facts.mine {
				if b.Slot == t.Input.Slot {
					return errs.At("slot", "service.window.same_time", errs.Args{"day": b.Slot.Day.At(0), "time": b.Slot.Time})
				}
			}
			if len(t.Facts.mine) >= MostBookings {
				return errs.At("phone", "service.window.too_many", errs.Args{"most": MostBookings})
			}
			return nil
		},
		Effects: func(t kernel.Turn[BookingData, BookInput, room]) (kernel.Out[BookingData], error) {
			in := t.Input
			u, _ := r.Unit(in.Unit) // the guard has looked
			d := BookingData{Unit: in.Unit, Item: in.Item, Slot: in.Slot, Code: code(t.NewID()), Name: strings.TrimSpace(in.Name), Phone: strings.TrimSpace(in.Phone), Elder: in.Elder, Party: t.Actor.Party, Address: u.Address, Floor: u.Floor}
			return kernel.Out[BookingData]{To: Booked, Data: d, Change: func(c *kernel.Case) {
				c.Unit = in.Unit
				c.Grant(kernel.UnitAccess(in.Unit, kernel.RoleClerk))
				c.Title = titleOf(u, in.Slot)
			}, Effects: append(timed(u, in.Slot), kernel.Notify{To: kernel.RoleOwner, Text: "service.window.notice.booked", Args: noticeArgs(u, d)})}, nil
		},
	}.Build()
}

// timed sets the instant at which a booking that nobody came for ends.
func timed(u city.Unit, s Slot) []kernel.Effect {
	return []kernel.Effect{kernel.SetTimer{Name: "missed", At: s.Start().Add(time.Duration(u.Queue.Slot) * time.Minute), Move: "missed"}}
}

func titleOf(u city.Unit, s Slot) string { return u.Name.Zh + "　" + s.Day.String() + " " + s.Time }

func noticeArgs(u city.Unit, d BookingData) map[string]string {
	return map[string]string{"unit": u.Name.Zh, "unit_en": u.Name.En, "day": d.Slot.Day.String(), "time": d.Slot.Time, "code": d.Code}
}

// proven refuses a guest who does not show the code.
func proven[D, I, F any](t kernel.Turn[D, I, F], sent, want string) error {
	if t.Actor.System == Guest && !strings.EqualFold(strings.TrimSpace(sent), want) {
		return errs.New(errs.NotFound, "service.window.no_such_code", nil)
	}
	return nil
}

func (r Rules) rebook() kernel.Move {
	return kernel.MoveOf[BookingData, RebookInput, room]{
		Name: "rebook", From: []kernel.State{Booked}, By: anyone, Right: kernel.RightSubmit,
		Facts: func(v kernel.View, _ kernel.Case, d BookingData, in RebookInput) (room, error) {
			return roomAt(v, d.Unit, in.Slot, d.Phone)
		},
		Guard: func(t kernel.Turn[BookingData, RebookInput, room]) error {
			if err := proven(t, t.Input.Code, t.Data.Code); err != nil {
				return err
			}
			u, err := r.unit(t.Data.Unit)
			if err != nil {
				return err
			}
			for _, b := range t.Facts.mine {
				if b.Slot == t.Input.Slot {
					return errs.At("slot", "service.window.same_time", errs.Args{"day": b.Slot.Day.At(0), "time": b.Slot.Time})
				}
			}
			return r.fits(u, t.Input.Slot, t.Facts, t.Now)
		},
		Effects: func(t kernel.Turn[BookingData, RebookInput, room]) (kernel.Out[BookingData], error) {
			u, _ := r.Unit(t.Data.Unit) // the guard has looked
			if t.Data.knows(u) {        // who does not is told still
				t.Data.Address, t.Data.Floor = u.Address, u.Floor
			}
			t.Data.Slot = t.Input.Slot
			t.Data.Moved++
			return kernel.Out[BookingData]{Data: t.Data, Change: func(c *kernel.Case) { c.Title = titleOf(u, t.Input.Slot) },
				Effects: append(timed(u, t.Input.Slot), kernel.Notify{To: kernel.RoleOwner, Text: "service.window.notice.rebooked", Args: noticeArgs(u, t.Data)})}, nil
		},
	}.Build()
}

func cancel() kernel.Move {
	return kernel.MoveOf[BookingData, CodeInput, none]{
		Name: "cancel", From: []kernel.State{Booked}, By: anyone, Right: kernel.RightSubmit,
		Guard: func(t kernel.Turn[BookingData, CodeInput, none]) error { return proven(t, t.Input.Code, t.Data.Code) },
		Effects: func(t kernel.Turn[BookingData, CodeInput, none]) (kernel.Out[BookingData], error) {
			return kernel.Out[BookingData]{To: Cancelled, Data: t.Data, Effects: []kernel.Effect{kernel.ClearTimer{Name: "missed"}}}, nil
		},
	}.Build()
}

// arrive: the number was taken for this booking.
func arrive() kernel.Move {
	return kernel.MoveOf[BookingData, none, none]{
		Name: "arrive", From: []kernel.State{Booked}, By: system, Hidden: true,
		Effects: func(t kernel.Turn[BookingData, none, none]) (kernel.Out[BookingData], error) {
			return kernel.Out[BookingData]{To: Arrived, Data: t.Data, Effects: []kernel.Effect{kernel.ClearTimer{Name: "missed"}}}, nil
		},
	}.Build()
}

// noShow: the time is over and nobody took a number for it. Who booked is told, and
// books again as anybody does.
func (r Rules) noShow() kernel.Move {
	return kernel.MoveOf[BookingData, none, none]{
		Name: "missed", From: []kernel.State{Booked}, By: clock, Hidden: true,
		Effects: func(t kernel.Turn[BookingData, none, none]) (kernel.Out[BookingData], error) {
			if t.Data.Unfit() == NoTime { // the unit was shut: nobody stayed away
				return kernel.Out[BookingData]{To: Cancelled, Data: t.Data}, nil
			}
			u, _ := r.Unit(t.Data.Unit) // one that is gone has no name
			return kernel.Out[BookingData]{To: NoShow, Data: t.Data, Effects: []kernel.Effect{
				kernel.Notify{To: kernel.RoleOwner, Text: "service.window.notice.missed", Args: noticeArgs(u, t.Data)},
			}}, nil
		},
	}.Build()
}

// BookingOf reads the booking of a case.
func BookingOf(c kernel.Case) (BookingData, error) { return read[BookingData](c) }

func read[D any](c kernel.Case) (D, error) {
	var d D
	if err := json.Unmarshal(c.Data, &d); err != nil {
		return d, errs.Wrap(errs.Internal, "kernel.data_unreadable", err)
	}
	return d, nil
}
