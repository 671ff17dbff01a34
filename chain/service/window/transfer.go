package window

import (
	"encoding/json"
	"slices"
	"strings"

	"quanlian/base/errs"
	"quanlian/catalogue/city"
	"quanlian/kernel"
)

// onward is what the store knows of where somebody is handed to.
type onward struct {
	last   int // number of the other unit's queue
	shifts []ShiftRow
}

// transfer ends the number here and gives a new one at the other unit, with the
// place in the queue that the time of the first one gives. Within the unit the
// number stays and waits for the counter.
func (r Rules) transfer() kernel.Move {
	return kernel.MoveOf[TicketData, TransferInput, onward]{
		Name: "transfer", From: []kernel.State{Called, Serving}, By: staff,
		Facts: func(v kernel.View, _ kernel.Case, d TicketData, in TransferInput) (onward, error) {
			u, err := r.unit(in.Unit)
			if err != nil {
				return onward{}, err
			}
			if in.Unit == d.Unit {
				list, err := kernel.Load(v, ShiftsOf{Unit: in.Unit})
				return onward{shifts: list}, err
			}
			n, err := kernel.Load(v, LastNumber{Unit: in.Unit, Day: d.Day, Letter: u.Queue.Letter})
			return onward{last: n}, err
		},
		Guard: r.mayTransfer, Effects: r.transferred,
	}.Build()
}

func (r Rules) mayTransfer(t kernel.Turn[TicketData, TransferInput, onward]) error {
	if err := mine(t); err != nil {
		return err
	}
	in, d := t.Input, t.Data
	if in.Unit != d.Unit {
		return nil
	}
	u, err := r.unit(in.Unit)
	if err != nil {
		return err
	}
	switch {
	case in.Counter == "" || in.Counter == d.Counter:
		return errs.At("unit", "service.window.same_unit", nil)
	case !slices.ContainsFunc(u.Counters, func(k city.Counter) bool { return k.No == in.Counter }):
		return errs.At("unit", "service.window.no_such_counter", errs.Args{"counter": in.Counter})
	case !staffed(t.Facts.shifts, in.Counter):
		return errs.At("unit", "service.window.empty_counter", errs.Args{"counter": in.Counter})
	}
	return nil
}

func staffed(shifts []ShiftRow, counter string) bool {
	return slices.ContainsFunc(shifts, func(s ShiftRow) bool { return s.Counter == counter })
}

// callable are the numbers that a counter may call: all but those that wait for
// another counter at which somebody sits.
func callable(list []TicketRow, shifts []ShiftRow, counter string) []TicketRow {
	return slices.DeleteFunc(slices.Clone(list), func(t TicketRow) bool {
		return t.For != "" && t.For != counter && staffed(shifts, t.For)
	})
}

func (r Rules) transferred(t kernel.Turn[TicketData, TransferInput, onward]) (kernel.Out[TicketData], error) {
	d := t.Data
	if text := strings.TrimSpace(t.Input.Text); text != "" {
		d.Notes = append(slices.Clone(d.Notes), Note{At: t.Now, By: t.Actor.Name, Text: text})
	}
	if t.Input.Unit != d.Unit {
		return r.toUnit(t, d)
	}
	effects := freed(d)
	d.For = t.Input.Counter
	d.Shift, d.Counter, d.Clerk, d.Server = "", "", "", ""
	return kernel.Out[TicketData]{To: Waiting, Data: d, Effects: effects, Change: func(c *kernel.Case) { c.Assignee = "" }}, nil
}

func (r Rules) toUnit(t kernel.Turn[TicketData, TransferInput, onward], d TicketData) (kernel.Out[TicketData], error) {
	to := t.Input.Unit
	u, err := r.unit(to)
	if err != nil {
		return kernel.Out[TicketData]{}, err
	}
	next := TicketData{Unit: to, Day: d.Day, Letter: u.Queue.Letter, N: t.Facts.last + 1, Code: code(t.NewID()), Name: d.Name, Phone: d.Phone, Person: d.Person, Party: d.Party,
		Elder: d.Elder, Item: d.Item, From: t.Case.ID, FromNo: d.Label(), Since: d.Since, Taken: t.Now, Notes: slices.Clone(d.Notes)}
	raw, err := json.Marshal(next)
	if err != nil {
		return kernel.Out[TicketData]{}, err
	}
	d.Notes, d.Ended = t.Data.Notes, t.Now
	id := kernel.CaseID(t.NewID())
	return kernel.Out[TicketData]{To: Moved, Data: d, Effects: append(freed(d), kernel.ClearTimer{Name: "day"},
		kernel.OpenCase{ID: id, No: t.Number(ticketPrefix), Flow: Ticket, Title: u.Name.Zh + "　" + next.Label(), State: Waiting, Data: raw, Unit: to},
		kernel.LinkCase{From: t.Case.ID, To: id, Kind: "transfer"}, kernel.MoveChild{Case: id, Move: "moved_in"})}, nil
}

// movedIn lets a number that came from another unit end with its day, as one that
// was taken here does.
func movedIn() kernel.Move {
	return kernel.MoveOf[TicketData, none, none]{
		Name: "moved_in", From: []kernel.State{Waiting}, By: system, Hidden: true,
		Effects: func(t kernel.Turn[TicketData, none, none]) (kernel.Out[TicketData], error) {
			return kernel.Out[TicketData]{Data: t.Data, Effects: []kernel.Effect{kernel.SetTimer{Name: "day", At: endOfDay(t.Now), Move: "day_over"}}}, nil
		},
	}.Build()
}
