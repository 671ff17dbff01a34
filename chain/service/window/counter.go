package window

import (
	"slices"
	"strings"

	"quanlian/base/calendar"
	"quanlian/base/errs"
	"quanlian/base/ident"
	"quanlian/kernel"
)

// Inputs of what happens at a counter.
type (
	// CallInput says which counter calls.
	CallInput struct {
		Shift   kernel.CaseID `json:"shift"`
		Counter string        `json:"counter"`
		Clerk   kernel.UserID `json:"clerk"`
		Server  string        `json:"server"`
	}
	// WhoInput says who stands at the counter.
	WhoInput struct {
		Name   string         `json:"name"`
		Person string         `json:"person,omitempty"`
		Phone  string         `json:"phone,omitempty"`
		Party  kernel.PartyID `json:"party,omitempty"`
	}
	// NoteInput is what was said.
	NoteInput struct {
		Text string `json:"text"`
	}
	// TransferInput hands somebody to another unit, or to another counter of the
	// same one.
	TransferInput struct {
		Unit    kernel.UnitID `json:"unit"`
		Counter string        `json:"counter,omitempty"`
		Text    string        `json:"text,omitempty"`
	}
)

// mine: a number is handled by who called it; a head may step in.
func mine[I, F any](t kernel.Turn[TicketData, I, F]) error {
	if t.Data.Clerk != t.Actor.User && !t.As(kernel.RoleHead) {
		return errs.New(errs.Forbidden, "service.window.other_counter", errs.Args{"counter": t.Data.Counter, "server": t.Data.Server})
	}
	return nil
}

// freed tells the counter that nobody stands at it any more.
func freed(d TicketData) []kernel.Effect {
	if d.Shift == "" {
		return nil
	}
	return []kernel.Effect{kernel.MoveChild{Case: d.Shift, Move: "freed"}}
}

// call is made by the shift that picked the number.
func call() kernel.Move {
	return kernel.MoveOf[TicketData, CallInput, none]{
		Name: "call", From: []kernel.State{Waiting, Missed}, By: system, Hidden: true,
		Effects: func(t kernel.Turn[TicketData, CallInput, none]) (kernel.Out[TicketData], error) {
			d, in := t.Data, t.Input
			d.Shift, d.Counter, d.Clerk, d.Server = in.Shift, in.Counter, in.Clerk, in.Server
			d.Called = t.Now
			d.For = ""
			d.Calls++
			return kernel.Out[TicketData]{To: Called, Data: d, Change: func(c *kernel.Case) { c.Assignee = in.Clerk }}, nil
		},
	}.Build()
}

// step is a move of the clerk who called the number.
func step(name string, from []kernel.State, to kernel.State, put func(t *kernel.Turn[TicketData, none, none]) []kernel.Effect) kernel.Move {
	return kernel.MoveOf[TicketData, none, none]{
		Name: name, From: from, By: staff, Guard: mine[none, none],
		Effects: func(t kernel.Turn[TicketData, none, none]) (kernel.Out[TicketData], error) {
			effects := put(&t)
			return kernel.Out[TicketData]{To: to, Data: t.Data, Effects: effects}, nil
		},
	}.Build()
}

func recall() kernel.Move {
	return step("recall", []kernel.State{Called}, "", func(t *kernel.Turn[TicketData, none, none]) []kernel.Effect {
		t.Data.Called = t.Now
		t.Data.Calls++
		return nil
	})
}

// absent: called, and nobody came (过号).
func absent() kernel.Move {
	return step("absent", []kernel.State{Called}, Missed, func(t *kernel.Turn[TicketData, none, none]) []kernel.Effect {
		out := freed(t.Data)
		t.Data.Shift, t.Data.Counter, t.Data.Clerk, t.Data.Server = "", "", "", ""
		return out
	})
}

func begin() kernel.Move {
	return step("begin", []kernel.State{Called}, Serving, func(t *kernel.Turn[TicketData, none, none]) []kernel.Effect {
		t.Data.Began = t.Now
		return nil
	})
}

func finish() kernel.Move {
	return step("finish", []kernel.State{Serving}, Done, func(t *kernel.Turn[TicketData, none, none]) []kernel.Effect {
		t.Data.Ended = t.Now
		return append(freed(t.Data), kernel.ClearTimer{Name: "day"})
	})
}

// identify writes down who stands at the counter.
func identify() kernel.Move {
	return kernel.MoveOf[TicketData, WhoInput, none]{
		Name: "identify", From: []kernel.State{Called, Serving}, By: staff,
		Guard: func(t kernel.Turn[TicketData, WhoInput, none]) error {
			if err := mine(t); err != nil {
				return err
			}
			return whoFaults(t.Input)
		},
		Effects: func(t kernel.Turn[TicketData, WhoInput, none]) (kernel.Out[TicketData], error) {
			d, in := t.Data, t.Input
			d.Name, d.Person, d.Party = strings.TrimSpace(in.Name), strings.ToUpper(strings.TrimSpace(in.Person)), in.Party
			if in.Phone != "" {
				d.Phone = strings.TrimSpace(in.Phone)
			}
			return kernel.Out[TicketData]{Data: d}, nil
		},
	}.Build()
}

// whoFaults are all that is wrong with who was written down; a telephone is
// optional, but what stands there is where the office calls.
func whoFaults(in WhoInput) error {
	var l errs.List
	if n := len([]rune(strings.TrimSpace(in.Name))); n < 2 || n > mostName {
		l.Add(errs.At("name", "service.window.person_name", errs.Args{"most": mostName}))
	}
	l.Add(wellFormed(in.Person))
	if s := strings.TrimSpace(in.Phone); s != "" && !phoneForm.MatchString(s) {
		l.Add(errs.At("phone", "service.window.phone", nil))
	}
	return l.Err()
}

// Unit: characters. Source: GB 11643-1999 and GB 32100-2015, both of eighteen.
const codeOfChina = 18

// wellFormed refuses an identity number or credit code with a slip in it. A
// passport or another card has no check digit and passes.
func wellFormed(person string) *errs.Error {
	s := strings.ToUpper(strings.TrimSpace(person))
	if len(s) != codeOfChina {
		return nil
	}
	_, id := ident.ParseID(s)
	_, uscc := ident.ParseUSCC(s)
	if id != nil && uscc != nil {
		return errs.At("person", "service.window.person_code", nil)
	}
	return nil
}

func note() kernel.Move {
	return kernel.MoveOf[TicketData, NoteInput, none]{
		Name: "note", From: []kernel.State{Serving}, By: staff,
		Guard: func(t kernel.Turn[TicketData, NoteInput, none]) error {
			if err := mine(t); err != nil {
				return err
			}
			if n := len([]rune(strings.TrimSpace(t.Input.Text))); n < 2 || n > mostNote {
				return errs.At("text", "service.window.note", errs.Args{"most": mostNote})
			}
			return nil
		},
		Effects: func(t kernel.Turn[TicketData, NoteInput, none]) (kernel.Out[TicketData], error) {
			t.Data.Notes = append(slices.Clone(t.Data.Notes), Note{At: t.Now, By: t.Actor.Name, Text: strings.TrimSpace(t.Input.Text)})
			return kernel.Out[TicketData]{Data: t.Data}, nil
		},
	}.Build()
}

// filed remembers a case that was handed in here.
func filed() kernel.Move {
	return kernel.MoveOf[TicketData, Filed, none]{
		Name: "filed", From: []kernel.State{Serving}, By: staff, Guard: mine[Filed, none],
		Effects: func(t kernel.Turn[TicketData, Filed, none]) (kernel.Out[TicketData], error) {
			t.Data.Filed = append(slices.Clone(t.Data.Filed), t.Input)
			return kernel.Out[TicketData]{Data: t.Data}, nil
		},
	}.Build()
}

// requeue brings back who had missed the call, at the end of the queue and
// without a new number.
func requeue() kernel.Move {
	return kernel.MoveOf[TicketData, CodeInput, none]{
		Name: "requeue", From: []kernel.State{Missed}, By: atDoor,
		Guard: func(t kernel.Turn[TicketData, CodeInput, none]) error {
			if t.Data.Day != calendar.DateOf(t.Now) {
				return errs.New(errs.Conflict, "service.window.day_over", nil)
			}
			return kioskProven(t, t.Input.Code)
		},
		Effects: func(t kernel.Turn[TicketData, CodeInput, none]) (kernel.Out[TicketData], error) {
			t.Data.Since, t.Data.Due = t.Now, noTime
			return kernel.Out[TicketData]{To: Waiting, Data: t.Data}, nil
		},
	}.Build()
}

// leave gives the number back.
func leave() kernel.Move {
	return kernel.MoveOf[TicketData, CodeInput, none]{
		Name: "leave", From: []kernel.State{Waiting, Missed}, By: atDoor,
		Guard: func(t kernel.Turn[TicketData, CodeInput, none]) error { return kioskProven(t, t.Input.Code) },
		Effects: func(t kernel.Turn[TicketData, CodeInput, none]) (kernel.Out[TicketData], error) {
			return kernel.Out[TicketData]{To: Left, Data: t.Data, Effects: []kernel.Effect{kernel.ClearTimer{Name: "day"}}}, nil
		},
	}.Build()
}

func kioskProven(t kernel.Turn[TicketData, CodeInput, none], sent string) error {
	if t.Actor.System == Kiosk && !strings.EqualFold(strings.TrimSpace(sent), t.Data.Code) {
		return errs.New(errs.NotFound, "service.window.no_such_code", nil)
	}
	return nil
}

// dayOver ends what is still open at midnight: numbers are of one day.
func dayOver() kernel.Move {
	return kernel.MoveOf[TicketData, none, none]{
		Name: "day_over", From: []kernel.State{Waiting, Called, Serving, Missed}, By: clock, Hidden: true,
		Effects: func(t kernel.Turn[TicketData, none, none]) (kernel.Out[TicketData], error) {
			out := kernel.Out[TicketData]{To: Left, Data: t.Data}
			if t.Case.State == Serving {
				out.To, out.Data.Ended = Done, t.Now
			}
			if t.Case.State == Serving || t.Case.State == Called {
				out.Effects = freed(t.Data)
			}
			return out, nil
		},
	}.Build()
}
