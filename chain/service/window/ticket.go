package window

import (
	"fmt"
	"strings"
	"time"

	"quanlian/base/calendar"
	"quanlian/base/errs"
	"quanlian/catalogue/city"
	"quanlian/kernel"
	"quanlian/kernel/form"
	"quanlian/kernel/itemflow"
)

// TicketData is one number (排号) from taking to rating.
type TicketData struct {
	Unit   kernel.UnitID `json:"unit"`
	Day    calendar.Date `json:"day"`
	Letter string        `json:"letter"`
	N      int           `json:"n"`
	Code   string        `json:"code"` // opens the page of the number; a rating needs it

	Name   string         `json:"name,omitempty"`
	Phone  string         `json:"phone,omitempty"`
	Person string         `json:"person,omitempty"` // number of the identity card or credit code
	Party  kernel.PartyID `json:"party,omitempty"`
	Elder  bool           `json:"elder,omitempty"`

	Booking kernel.CaseID `json:"booking,omitempty"`
	Due     time.Time     `json:"due,omitzero"` // the booked time
	Item    string        `json:"item,omitempty"`
	From    kernel.CaseID `json:"from,omitempty"` // the number at another unit that this one follows
	FromNo  string        `json:"from_no,omitempty"`

	Since  time.Time `json:"since"` // in the queue from
	Taken  time.Time `json:"taken"`
	Called time.Time `json:"called,omitzero"`
	Began  time.Time `json:"began,omitzero"`
	Ended  time.Time `json:"ended,omitzero"`
	Calls  int       `json:"calls,omitempty"`

	Shift   kernel.CaseID `json:"shift,omitempty"`
	Counter string        `json:"counter,omitempty"`
	Clerk   kernel.UserID `json:"clerk,omitempty"`
	Server  string        `json:"server,omitempty"` // the clerk's name
	For     string        `json:"for,omitempty"`    // the counter it was handed to, while it waits

	Notes  []Note           `json:"notes,omitempty"`
	Filed  []Filed          `json:"filed,omitempty"`
	Rating *itemflow.Rating `json:"rating,omitempty"`
}

// Note is what was said at the counter (咨询记录).
type Note struct {
	At   time.Time `json:"at"`
	By   string    `json:"by"`
	Text string    `json:"text"`
}

// Filed is a case that was handed in at the counter.
type Filed struct {
	Case kernel.CaseID `json:"case"`
	No   string        `json:"no"`
	Name string        `json:"name"`
}

// Label is the number as it is called: A001.
func (d TicketData) Label() string { return fmt.Sprintf("%s%03d", d.Letter, d.N) }

// TakeInput takes a number: by order, or for a booking by its code.
type TakeInput struct {
	Unit    kernel.UnitID `json:"unit"`
	Booking string        `json:"booking,omitempty"` // code
	Name    string        `json:"name,omitempty"`
	Phone   string        `json:"phone,omitempty"`
	Person  string        `json:"person,omitempty"`
	Elder   bool          `json:"elder,omitempty"`
	Item    string        `json:"item,omitempty"`
	Machine kernel.CaseID `json:"machine,omitempty"` // at which the number is taken
}

type place struct {
	booking BookingRow
	last    int
	machine kernel.Case
}

func (r Rules) ticketFlow() *kernel.Flow {
	return &kernel.Flow{
		Addr: Ticket, Prefix: ticketPrefix,
		States: []kernel.StateDef{
			{Name: Waiting}, {Name: Called}, {Name: Serving}, {Name: Missed},
			{Name: Done, Terminal: true}, {Name: Moved, Terminal: true}, {Name: Left, Terminal: true},
		},
		Opens: []kernel.Move{r.take()},
		Moves: []kernel.Move{
			call(), recall(), absent(), begin(), identify(), note(), filed(), finish(), r.transfer(), requeue(), leave(), dayOver(), movedIn(),
			rate(), reviewed(), rateAgain(),
		},
	}
}

// letterOf is the queue in which a number is given.
func letterOf(u city.Unit, booked bool) string {
	if booked {
		return u.Queue.Booked
	}
	return u.Queue.Letter
}

func (r Rules) take() kernel.Move {
	return kernel.MoveOf[TicketData, TakeInput, place]{
		Name: "take", By: atDoor,
		Facts: func(v kernel.View, c kernel.Case, _ TicketData, in TakeInput) (place, error) {
			var p place
			u, err := r.unit(in.Unit)
			if err != nil {
				return p, err
			}
			if in.Booking != "" {
				if p.booking, err = kernel.Load(v, BookingByCode{Code: strings.ToUpper(strings.TrimSpace(in.Booking))}); err != nil {
					return p, err
				}
			}
			if in.Machine != "" {
				if p.machine, err = kernel.Load(v, kernel.CaseByID{ID: in.Machine}); err != nil {
					return p, err
				}
			}
			p.last, err = kernel.Load(v, LastNumber{Unit: in.Unit, Day: calendar.DateOf(c.Opened), Letter: letterOf(u, in.Booking != "")})
			return p, err
		},
		Guard: r.mayTake, Effects: r.taken,
	}.Build()
}

func (r Rules) mayTake(t kernel.Turn[TicketData, TakeInput, place]) error {
	u, err := r.unit(t.Input.Unit)
	if err != nil {
		return err
	}
	if err := atMachine(t); err != nil {
		return err
	}
	if !r.AnyHour && !r.IsOpen(u, t.Now) {
		return errs.New(errs.Conflict, "service.window.shut", errs.Args{"unit": u.Name, "hours": u.Hours})
	}
	if t.Input.Booking == "" {
		return nil
	}
	b := t.Facts.booking
	switch {
	case b.Case == "":
		return errs.At("booking", "service.window.no_such_code", nil)
	case b.State == NoShow:
		return errs.At("booking", "service.window.booking_over", errs.Args{"time": b.Slot.Time})
	case b.State != Booked:
		return errs.At("booking", "service.window.booking_used", nil)
	case b.Unit != t.Input.Unit:
		return errs.At("booking", "service.window.other_unit", errs.Args{"unit": r.name(b.Unit)})
	case b.Slot.Day != calendar.DateOf(t.Now) && !r.AnyHour:
		return errs.At("booking", "service.window.other_day", errs.Args{"day": b.Slot.Day.At(0), "time": b.Slot.Time})
	case t.Now.Before(b.Slot.Start().Add(-Early)) && !r.AnyHour:
		return errs.At("booking", "service.window.too_early", errs.Args{"time": b.Slot.Time, "n": int(Early / time.Minute)})
	}
	return nil
}

func (r Rules) name(id kernel.UnitID) form.Text {
	u, _ := r.Unit(id)
	return u.Name
}

func (r Rules) taken(t kernel.Turn[TicketData, TakeInput, place]) (kernel.Out[TicketData], error) {
	in, u := t.Input, kernel.UnitID(t.Input.Unit)
	unit, _ := r.Unit(u) // the guard has looked
	d := TicketData{Unit: u, Day: calendar.DateOf(t.Now), Letter: letterOf(unit, in.Booking != ""), N: t.Facts.last + 1, Code: code(t.NewID()),
		Name: strings.TrimSpace(in.Name), Phone: strings.TrimSpace(in.Phone), Person: in.Person, Elder: in.Elder, Item: in.Item, Since: t.Now, Taken: t.Now}
	effects := []kernel.Effect{kernel.SetTimer{Name: "day", At: endOfDay(t.Now), Move: "day_over"}}
	if b := t.Facts.booking; b.Case != "" {
		d.Booking, d.Due, d.Name, d.Phone, d.Party, d.Elder, d.Item = b.Case, b.Slot.Start(), b.Name, b.Phone, b.Party, b.Elder || in.Elder, b.Item
		effects = append(effects, kernel.MoveChild{Case: b.Case, Move: "arrive"})
	}
	return kernel.Out[TicketData]{To: Waiting, Data: d, Effects: effects, Change: func(c *kernel.Case) {
		c.Unit = u
		c.Grant(kernel.UnitAccess(u, kernel.RoleClerk))
		c.Title = unit.Name.Zh + "　" + d.Label()
	}}, nil
}

// TicketOf reads the number of a case.
func TicketOf(c kernel.Case) (TicketData, error) { return read[TicketData](c) }
