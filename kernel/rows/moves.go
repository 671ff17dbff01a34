package rows

import (
	"slices"
	"strconv"

	"quanlian/base/errs"
	"quanlian/kernel"
)

type none = struct{}

// Inputs of the moves.
type (
	// Input is a batch of rows with what was found or brought about; Fault is of
	// the file as a whole.
	Input[T any] struct {
		Rows  []T    `json:"rows,omitempty"`
		Fault *Fault `json:"fault,omitempty"`
	}
	// StartInput chooses the rows to do by their lines; none means every good one.
	StartInput struct {
		Lines []string `json:"lines,omitempty"`
	}
)

// Takes tells whether a row is one of those to do.
func (in StartInput) Takes(r Row) bool {
	return r.State == Good && (len(in.Lines) == 0 || slices.Contains(in.Lines, strconv.Itoa(r.Line)))
}

// Spec is what a matter says of its rows. D is the data of its case, in which the
// list stands.
type Spec[D, T any, P Of[T]] struct {
	List func(*D) *List[T, P]
	// Covers are the opening moves that the rows stand for, as <flow>:<move>.
	Covers []string
	// MayStart, when given, is asked of the whole before it is started.
	MayStart func(t kernel.Turn[D, StartInput, none]) error
	// End is the state when every chosen row was done; Done unless set.
	End kernel.State
}

// Moves are the moves of a case that works through a sheet, but for the one that
// opens it.
func (s Spec[D, T, P]) Moves() []kernel.Move {
	return []kernel.Move{s.read(), s.check(), s.start(), s.recheck(), s.work(Working, Paused, kernel.StateWithdrawn), s.turn("pause", Working, Paused), s.turn("resume", Paused, Working)}
}

// SheetStates are the states of a case that works through a sheet.
func SheetStates() []kernel.StateDef {
	return []kernel.StateDef{{Name: Checking}, {Name: Checked, Turn: kernel.RoleOwner}, {Name: Working}, {Name: Paused, Turn: kernel.RoleOwner}, {Name: Done, Terminal: true}, {Name: Refused, Terminal: true, Ends: kernel.EndRefused}}
}

// Alone leaves of the standard moves only taking back: nobody in an office has
// such a case, it prepares others, and taking it back stops what was not done yet.
func Alone(f kernel.Flow) *kernel.Flow {
	f = kernel.WithStandard(f, nil, kernel.RoleClerk)
	f.Moves = slices.DeleteFunc(f.Moves, func(m kernel.Move) bool {
		return len(m.Name) > 4 && m.Name[:4] == "std." && m.Name != kernel.MoveWithdraw
	})
	for i := range f.Moves {
		if f.Moves[i].Name == kernel.MoveWithdraw {
			f.Moves[i].Outward = false // nothing leaves the house by it
		}
	}
	return &f
}

// read takes what the program read of the file; none of it is checked yet.
func (s Spec[D, T, P]) read() kernel.Move {
	return s.step("read", []kernel.State{Checking}, func(t kernel.Turn[D, Input[T], none]) (kernel.Out[D], error) {
		l := s.List(&t.Data)
		if t.Input.Fault != nil {
			l.Fault, l.Ended = t.Input.Fault, t.Now
			return kernel.Out[D]{To: Refused, Data: t.Data, Effects: []kernel.Effect{tell("refused", map[string]string{"no": t.Case.No})}}, nil
		}
		l.Rows = t.Input.Rows
		return s.checkedWhenAll(t.Case.No, t.Data), nil
	})
}

// check takes what the guards said of some rows.
func (s Spec[D, T, P]) check() kernel.Move {
	return s.step("check", []kernel.State{Checking}, func(t kernel.Turn[D, Input[T], none]) (kernel.Out[D], error) {
		l := s.List(&t.Data)
		*l = l.with(t.Input.Rows)
		return s.checkedWhenAll(t.Case.No, t.Data), nil
	})
}

// checkedWhenAll hands the sheet back once every row was looked at.
func (s Spec[D, T, P]) checkedWhenAll(no string, d D) kernel.Out[D] {
	out := kernel.Out[D]{Data: d}
	if l := s.List(&d); len(l.Rows) > 0 && l.Count("") == 0 {
		out.To = Checked
		args, what := map[string]string{"no": no, "good": strconv.Itoa(l.Count(Good)), "bad": strconv.Itoa(l.Count(Bad))}, "checked"
		if n := l.Count(Awaits); n > 0 {
			what, args["awaits"] = "checked_awaits", strconv.Itoa(n)
		}
		out.Effects = []kernel.Effect{tell(what, args)}
	}
	return out
}

func tell(what string, args map[string]string) kernel.Effect {
	return kernel.Notify{To: kernel.RoleOwner, Text: "kernel.rows.notice." + what, Args: args}
}

// recheck looks at the whole sheet again, because the world may have moved on.
func (s Spec[D, T, P]) recheck() kernel.Move {
	return kernel.MoveOf[D, none, none]{
		Name: "recheck", From: []kernel.State{Checked}, By: []kernel.Role{kernel.RoleOwner}, Right: kernel.RightSubmit,
		Effects: func(t kernel.Turn[D, none, none]) (kernel.Out[D], error) {
			l := s.List(&t.Data)
			l.Rows, l.Round = []T{}, l.Round+1
			return kernel.Out[D]{To: Checking, Data: t.Data}, nil
		},
	}.Build()
}

// turn stops the work and goes on with it; what was approved stays approved.
func (s Spec[D, T, P]) turn(name string, from, to kernel.State) kernel.Move {
	return kernel.MoveOf[D, none, none]{
		Name: name, From: []kernel.State{from}, By: []kernel.Role{kernel.RoleOwner}, Right: kernel.RightSubmit,
		Effects: func(t kernel.Turn[D, none, none]) (kernel.Out[D], error) {
			return kernel.Out[D]{To: to, Data: t.Data}, nil
		},
	}.Build()
}

// start lets the chosen rows be done. Its approval covers every row: an
// organisation approves a sheet once, not each of its lines.
func (s Spec[D, T, P]) start() kernel.Move {
	return kernel.MoveOf[D, StartInput, none]{
		Name: "start", From: []kernel.State{Checked}, By: []kernel.Role{kernel.RoleOwner}, Right: kernel.RightSubmit, Outward: true, Covers: s.Covers,
		Guard: s.MayStart,
		Effects: func(t kernel.Turn[D, StartInput, none]) (kernel.Out[D], error) {
			l := s.List(&t.Data)
			l.Rows = slices.Clone(l.Rows)
			chosen := 0
			for i := range l.Rows {
				r := P(&l.Rows[i]).Base()
				if t.Input.Takes(*r) {
					r.State = Chosen
					chosen++
				}
			}
			if chosen == 0 {
				return kernel.Out[D]{}, errs.At("lines", "kernel.rows.none", nil)
			}
			l.Begun, l.Under, l.By = t.Now, t.Approval, MakerOf(t.Actor)
			return kernel.Out[D]{To: Working, Data: t.Data}, nil
		},
	}.Build()
}

// Work takes what became of some rows; after the last chosen one the work is done.
// Rows that were in hand when it was paused or stopped are told of all the same:
// what was done stands in the sheet, or it would be sent again.
func (s Spec[D, T, P]) Work() kernel.Move { return s.work(Working, kernel.StateWithdrawn) }

func (s Spec[D, T, P]) work(from ...kernel.State) kernel.Move {
	return s.step("rows", from, func(t kernel.Turn[D, Input[T], none]) (kernel.Out[D], error) {
		l := s.List(&t.Data)
		*l = l.with(t.Input.Rows)
		out := kernel.Out[D]{Data: t.Data}
		if l.Count(Chosen) > 0 || t.Case.State == kernel.StateWithdrawn {
			return out, nil
		}
		l.Ended, out.To = t.Now, Done
		if s.End != "" {
			out.To = s.End
		}
		out.Data = t.Data
		out.Effects = []kernel.Effect{tell("done", map[string]string{"no": t.Case.No, "made": strconv.Itoa(l.Count(Made)), "failed": strconv.Itoa(l.Count(Failed))})}
		return out, nil
	})
}

// step is a move that the program makes with a batch of rows.
func (s Spec[D, T, P]) step(name string, from []kernel.State, do func(kernel.Turn[D, Input[T], none]) (kernel.Out[D], error)) kernel.Move {
	return kernel.MoveOf[D, Input[T], none]{Name: name, From: from, By: []kernel.Role{kernel.RoleSystem}, Hidden: true, OnHold: true, Effects: do}.Build()
}
