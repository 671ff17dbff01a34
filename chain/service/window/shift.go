package window

import (
	"encoding/json"
	"slices"
	"strings"
	"time"

	"quanlian/base/calendar"
	"quanlian/base/errs"
	"quanlian/catalogue/city"
	"quanlian/kernel"
)

// ShiftData is somebody at a counter (值守).
type ShiftData struct {
	Unit    kernel.UnitID `json:"unit"`
	Counter string        `json:"counter"`
	Clerk   kernel.UserID `json:"clerk"`
	Name    string        `json:"name"`
	Ticket  kernel.CaseID `json:"ticket,omitempty"` // who stands at the counter
	Reason  string        `json:"reason,omitempty"` // of the pause
	Away    time.Duration `json:"away,omitempty"`   // in pauses that ended
	Since   time.Time     `json:"since,omitzero"`   // the pause began
	Idle    bool          `json:"idle,omitempty"`   // open until the day was over: nobody ended it
}

// SitInput chooses a counter.
type SitInput struct {
	Unit    kernel.UnitID `json:"unit"`
	Counter string        `json:"counter"`
}

// PickInput calls a number that was missed.
type PickInput struct {
	Ticket kernel.CaseID `json:"ticket"`
}

// PauseInput says why the counter pauses.
type PauseInput struct {
	Reason string `json:"reason"`
}

func (r Rules) shiftFlow() *kernel.Flow {
	return &kernel.Flow{
		Addr: Shift, Prefix: shiftPrefix,
		States: []kernel.StateDef{{Name: Open}, {Name: Paused}, {Name: Closed, Terminal: true}},
		Opens:  []kernel.Move{r.sit()},
		Moves:  []kernel.Move{next(), again(), pause(), resume(), stand(), freeCounter(), shiftOver()},
	}
}

func (r Rules) sit() kernel.Move {
	return kernel.MoveOf[ShiftData, SitInput, []ShiftRow]{
		Name: "sit", By: staff,
		Facts: func(v kernel.View, _ kernel.Case, _ ShiftData, in SitInput) ([]ShiftRow, error) {
			return kernel.Load(v, ShiftsOf{Unit: in.Unit})
		},
		Guard: func(t kernel.Turn[ShiftData, SitInput, []ShiftRow]) error {
			in := t.Input
			u, err := r.unit(in.Unit)
			if err != nil {
				return err
			}
			switch {
			case !slices.ContainsFunc(t.Actor.Posts, func(p kernel.Post) bool { return p.Unit == in.Unit && slices.Contains(staff, p.Role) }):
				return errs.New(errs.Forbidden, "service.window.not_your_unit", errs.Args{"unit": u.Name})
			case !slices.ContainsFunc(u.Counters, func(k city.Counter) bool { return k.No == in.Counter }):
				return errs.At("counter", "service.window.no_such_counter", errs.Args{"counter": in.Counter})
			}
			for _, s := range t.Facts {
				switch {
				case s.Clerk == t.Actor.User:
					return errs.New(errs.Conflict, "service.window.sits_already", errs.Args{"counter": s.Counter})
				case s.Counter == in.Counter:
					return errs.At("counter", "service.window.seat_taken", errs.Args{"counter": in.Counter, "name": s.Name})
				}
			}
			return nil
		},
		Effects: func(t kernel.Turn[ShiftData, SitInput, []ShiftRow]) (kernel.Out[ShiftData], error) {
			in := t.Input
			d := ShiftData{Unit: in.Unit, Counter: in.Counter, Clerk: t.Actor.User, Name: t.Actor.Name}
			return kernel.Out[ShiftData]{To: Open, Data: d, Change: func(c *kernel.Case) {
				c.Unit, c.Assignee = in.Unit, t.Actor.User
				c.Grant(kernel.UnitAccess(in.Unit, kernel.RoleClerk))
				c.Title = r.name(in.Unit).Zh + "　" + in.Counter
			}, Effects: []kernel.Effect{kernel.SetTimer{Name: "day", At: endOfDay(t.Now), Move: "day_over"}}}, nil
		},
	}.Build()
}

// sitting: a counter is worked by who sits at it.
func sitting[I, F any](t kernel.Turn[ShiftData, I, F]) error {
	if t.Data.Clerk != t.Actor.User {
		return errs.New(errs.Forbidden, "service.window.other_counter", errs.Args{"counter": t.Data.Counter, "server": t.Data.Name})
	}
	return nil
}

// free: nobody stands at the counter.
func free[I, F any](t kernel.Turn[ShiftData, I, F]) error {
	if err := sitting(t); err != nil {
		return err
	}
	if t.Data.Ticket != "" {
		return errs.New(errs.Conflict, "service.window.busy", nil)
	}
	return nil
}

func calling[I, F any](t kernel.Turn[ShiftData, I, F], ticket kernel.CaseID) (kernel.Out[ShiftData], error) {
	t.Data.Ticket = ticket
	in, err := json.Marshal(CallInput{Shift: t.Case.ID, Counter: t.Data.Counter, Clerk: t.Data.Clerk, Server: t.Data.Name})
	return kernel.Out[ShiftData]{Data: t.Data, Effects: []kernel.Effect{kernel.MoveChild{Case: ticket, Move: "call", Input: in}}}, err
}

// next picks and calls the next person, in one act.
func next() kernel.Move {
	return kernel.MoveOf[ShiftData, none, []TicketRow]{
		Name: "next", From: []kernel.State{Open}, By: staff,
		Facts: func(v kernel.View, _ kernel.Case, d ShiftData, _ none) ([]TicketRow, error) {
			list, err := kernel.Load(v, QueueOf{Unit: d.Unit, States: []kernel.State{Waiting}})
			if err != nil || !slices.ContainsFunc(list, func(t TicketRow) bool { return t.For != "" }) {
				return list, err
			}
			shifts, err := kernel.Load(v, ShiftsOf{Unit: d.Unit})
			return callable(list, shifts, d.Counter), err
		},
		Guard: func(t kernel.Turn[ShiftData, none, []TicketRow]) error {
			if err := free(t); err != nil {
				return err
			}
			if len(today(t.Facts, t.Now)) == 0 {
				return errs.New(errs.Conflict, "service.window.nobody", nil)
			}
			return nil
		},
		Effects: func(t kernel.Turn[ShiftData, none, []TicketRow]) (kernel.Out[ShiftData], error) {
			return calling(t, InOrder(today(t.Facts, t.Now), t.Now)[0].Case)
		},
	}.Build()
}

func today(list []TicketRow, now time.Time) []TicketRow {
	d := calendar.DateOf(now)
	return slices.DeleteFunc(slices.Clone(list), func(t TicketRow) bool { return t.Day != d })
}

// again calls a number that was missed, out of order.
func again() kernel.Move {
	return kernel.MoveOf[ShiftData, PickInput, kernel.Case]{
		Name: "again", From: []kernel.State{Open}, By: staff,
		Facts: func(v kernel.View, _ kernel.Case, _ ShiftData, in PickInput) (kernel.Case, error) {
			return kernel.Load(v, kernel.CaseByID{ID: in.Ticket})
		},
		Guard: func(t kernel.Turn[ShiftData, PickInput, kernel.Case]) error {
			if err := free(t); err != nil {
				return err
			}
			if c := t.Facts; c.Flow != Ticket || c.Unit != t.Data.Unit || c.State != Missed {
				return errs.New(errs.Conflict, "service.window.not_missed", nil)
			}
			return nil
		},
		Effects: func(t kernel.Turn[ShiftData, PickInput, kernel.Case]) (kernel.Out[ShiftData], error) {
			return calling(t, t.Facts.ID)
		},
	}.Build()
}

func pause() kernel.Move {
	return kernel.MoveOf[ShiftData, PauseInput, none]{
		Name: "pause", From: []kernel.State{Open}, By: staff,
		Guard: func(t kernel.Turn[ShiftData, PauseInput, none]) error {
			if n := len([]rune(strings.TrimSpace(t.Input.Reason))); n < 2 || n > mostName {
				return errs.At("reason", "service.window.pause_reason", errs.Args{"most": mostName})
			}
			return free(t)
		},
		Effects: func(t kernel.Turn[ShiftData, PauseInput, none]) (kernel.Out[ShiftData], error) {
			t.Data.Reason, t.Data.Since = strings.TrimSpace(t.Input.Reason), t.Now
			return kernel.Out[ShiftData]{To: Paused, Data: t.Data}, nil
		},
	}.Build()
}

func resume() kernel.Move {
	return kernel.MoveOf[ShiftData, none, none]{
		Name: "resume", From: []kernel.State{Paused}, By: staff, Guard: sitting[none, none],
		Effects: func(t kernel.Turn[ShiftData, none, none]) (kernel.Out[ShiftData], error) {
			return kernel.Out[ShiftData]{To: Open, Data: backFrom(t.Data, t.Now)}, nil
		},
	}.Build()
}

// backFrom ends a pause that is on.
func backFrom(d ShiftData, now time.Time) ShiftData {
	if !d.Since.IsZero() {
		d.Away += now.Sub(d.Since)
	}
	d.Reason, d.Since = "", noTime
	return d
}

// stand leaves the counter.
func stand() kernel.Move {
	return kernel.MoveOf[ShiftData, none, none]{
		Name: "stand", From: []kernel.State{Open, Paused}, By: staff, Guard: free[none, none],
		Effects: func(t kernel.Turn[ShiftData, none, none]) (kernel.Out[ShiftData], error) {
			return kernel.Out[ShiftData]{To: Closed, Data: backFrom(t.Data, t.Now), Effects: []kernel.Effect{kernel.ClearTimer{Name: "day"}}}, nil
		},
	}.Build()
}

// freeCounter: who stood here was served, moved on, or did not come.
func freeCounter() kernel.Move {
	return kernel.MoveOf[ShiftData, none, none]{
		Name: "freed", From: []kernel.State{Open, Paused, Closed}, By: system, Hidden: true,
		Effects: func(t kernel.Turn[ShiftData, none, none]) (kernel.Out[ShiftData], error) {
			t.Data.Ticket = ""
			return kernel.Out[ShiftData]{Data: t.Data}, nil
		},
	}.Build()
}

// shiftOver ends a shift that nobody ended, at midnight.
func shiftOver() kernel.Move {
	return kernel.MoveOf[ShiftData, none, none]{
		Name: "day_over", From: []kernel.State{Open, Paused}, By: clock, Hidden: true,
		Effects: func(t kernel.Turn[ShiftData, none, none]) (kernel.Out[ShiftData], error) {
			d := backFrom(t.Data, t.Now)
			d.Idle = t.Case.State == Open
			return kernel.Out[ShiftData]{To: Closed, Data: d}, nil
		},
	}.Build()
}

// ShiftOf reads the shift of a case.
func ShiftOf(c kernel.Case) (ShiftData, error) { return read[ShiftData](c) }
