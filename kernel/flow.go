package kernel

import (
	"encoding/json"
	"slices"
	"time"

	"quanlian/base/errs"
)

// Flow is the table of moves of one procedure.
type Flow struct {
	Addr   FlowAddr
	Prefix string // of case numbers: YL2026-<Prefix>-00001
	States []StateDef
	Moves  []Move
	// Opens are moves that open a case; From is ignored in them.
	Opens []Move
	// Order are the states in the order of the procedure, along which a case may be
	// returned; nil where it may not.
	Order []State
}

// Earlier are the states to which a case may be returned from one.
func (f *Flow) Earlier(s State) []State { return f.Order[:max(0, slices.Index(f.Order, s))] }

// StateDef is a state and whose turn it is in it.
type StateDef struct {
	Name     State
	Turn     Role   // "" when nobody has to do anything
	Step     string // step of the chain it is drawn on, a language key suffix; "" for none
	Terminal bool
	// Ends says of a terminal state that a case there came to nothing, and how.
	Ends Ending
	// Paused stops the clock while the case stands here.
	Paused bool
}

// Ending is how a case that came to nothing ended; "" where it came to what it was
// for. A tick beside such an end would say that it holds.
type Ending string

// The endings: somebody said no, or took back what it came to; nobody went on.
const (
	EndRefused Ending = "refused"
	EndNothing Ending = "nothing"
)

// Move is one row of the table, its types erased; made by [MoveOf.Build].
type Move struct {
	Name string
	From []State
	By   []Role
	// Right is what a member or agent must hold to make the move for a party.
	Right Right
	// Outward moves leave the organisation: its internal approval applies.
	Outward bool
	// Covers are opening moves, as <flow>:<move>, that need no approval of their
	// own when they are made one by one under this one's: a bulk is approved once.
	Covers []string
	// Anytime moves ignore From and may be made in every state not terminal.
	Anytime bool
	// OnHold moves may be made while the case is on hold.
	OnHold bool
	// Hidden moves are not offered as buttons: timers, answers, nested moves.
	Hidden bool
	// Needs are the fields of the input without which the move is always refused,
	// by their names in JSON; one inside another field is written with a dot.
	Needs []string
	// Barred says why the actor may not make the move in this case whatever its
	// role; such a move is not offered. Nil bars nobody.
	Barred func(a Actor, c Case) error
	// NewInput makes an empty input for a form to fill.
	NewInput func() any
	run      func(v View, t rawTurn) (Outcome, error)
}

// Outcome is what a move decides: the case as it shall be, and the effects.
type Outcome struct {
	Case    Case
	Effects []Effect
}

// Turn is what a pure move sees.
type Turn[D, I, F any] struct {
	Case  Case
	Data  D
	Input I
	Facts F
	Actor Actor
	Roles []Role
	Now   time.Time
	// Approval is the organisation's own approval under which the move is made;
	// "" when it needed none.
	Approval string
	// NewID gives a fresh opaque id; Number a fresh case number of the prefix.
	NewID  func() string
	Number func(prefix string) string
}

// As reports whether the actor has the role in this case.
func (t Turn[D, I, F]) As(r Role) bool { return slices.Contains(t.Roles, r) }

// Out is what a typed move returns.
type Out[D any] struct {
	To      State // "" leaves the state as it is
	Data    D
	Effects []Effect
	// Change alters the case's envelope: title, access, limits. Pure.
	Change func(*Case)
}

// MoveOf is a move with its types: D the matter's data, I the input that a
// form fills, F the facts that the desk loads inside the transaction.
type MoveOf[D, I, F any] struct {
	Name    string
	From    []State
	By      []Role
	Right   Right
	Outward bool
	Covers  []string
	Anytime bool
	OnHold  bool
	Hidden  bool
	Needs   []string // see [Move]
	Barred  func(a Actor, d D) error
	Facts   func(v View, c Case, d D, in I) (F, error)
	Guard   func(t Turn[D, I, F]) error
	Effects func(t Turn[D, I, F]) (Out[D], error)
}

// rawTurn is a turn before its types are known.
type rawTurn struct {
	Case   Case
	Input  json.RawMessage
	Actor  Actor
	Roles  []Role
	Now    time.Time
	NewID  func() string
	Number func(string) string
	// Approval, see [Turn].
	Approval string
}

// TurnInput is what the desk hands to a move.
type TurnInput struct {
	Case   Case
	Input  json.RawMessage
	Actor  Actor
	Now    time.Time
	NewID  func() string
	Number func(string) string
	// Approval, see [Turn].
	Approval string
}

// Build erases the types, so that a flow can hold moves of many.
func (m MoveOf[D, I, F]) Build() Move {
	return Move{
		Name: m.Name, From: m.From, By: m.By, Right: m.Right, Outward: m.Outward, Covers: m.Covers,
		Anytime: m.Anytime, OnHold: m.OnHold, Hidden: m.Hidden, Needs: m.Needs, Barred: m.barred(),
		NewInput: func() any { return new(I) },
		run:      m.runTyped,
	}
}

// Besides is the move with a condition before its own: why it is refused, or nil.
func (m Move) Besides(check func(a Actor, c Case, input json.RawMessage) error) Move {
	run := m.run
	m.run = func(v View, r rawTurn) (Outcome, error) {
		if err := check(r.Actor, r.Case, r.Input); err != nil {
			return Outcome{}, err
		}
		return run(v, r)
	}
	return m
}

func (m MoveOf[D, I, F]) barred() func(Actor, Case) error {
	if m.Barred == nil {
		return nil
	}
	return func(a Actor, c Case) error {
		var d D
		if len(c.Data) > 0 {
			if err := json.Unmarshal(c.Data, &d); err != nil {
				return errs.Wrap(errs.Internal, "kernel.data_unreadable", err)
			}
		}
		return m.Barred(a, d)
	}
}

func (m MoveOf[D, I, F]) runTyped(v View, r rawTurn) (Outcome, error) {
	t := Turn[D, I, F]{Case: r.Case, Actor: r.Actor, Roles: r.Roles, Now: r.Now, Approval: r.Approval, NewID: r.NewID, Number: r.Number}
	if len(r.Case.Data) > 0 {
		if err := json.Unmarshal(r.Case.Data, &t.Data); err != nil {
			return Outcome{}, errs.Wrap(errs.Internal, "kernel.data_unreadable", err)
		}
	}
	if len(r.Input) > 0 {
		if err := json.Unmarshal(r.Input, &t.Input); err != nil {
			return Outcome{}, inputError(err)
		}
	}
	if m.Barred != nil {
		if err := m.Barred(t.Actor, t.Data); err != nil {
			return Outcome{}, err
		}
	}
	out, err := m.decide(v, t)
	if err = lacking(t.Input, m.Needs, err); err != nil {
		return Outcome{}, err
	}
	return outcome(t.Case, out)
}

// decide asks the functions of the move in their order.
func (m MoveOf[D, I, F]) decide(v View, t Turn[D, I, F]) (Out[D], error) {
	if m.Facts != nil {
		f, err := m.Facts(v, t.Case, t.Data, t.Input)
		if err != nil {
			return Out[D]{}, unfound(t.Input, m.Needs, err)
		}
		t.Facts = f
	}
	if m.Guard != nil {
		if err := m.Guard(t); err != nil {
			return Out[D]{}, err
		}
	}
	return m.Effects(t)
}

func outcome[D any](c Case, out Out[D]) (Outcome, error) {
	raw, err := json.Marshal(out.Data)
	if err != nil {
		return Outcome{}, errs.Wrap(errs.Internal, "kernel.data_unwritable", err)
	}
	c.Data = raw
	if out.To != "" {
		c.State = out.To
	}
	if out.Change != nil {
		out.Change(&c)
	}
	return Outcome{Case: c, Effects: out.Effects}, nil
}

// inputError names the field that json could not read.
func inputError(err error) error {
	e := errs.Wrap(errs.Invalid, "kernel.input_unreadable", err)
	if te, ok := err.(*json.UnmarshalTypeError); ok {
		e.Field = te.Field
	}
	return e
}

// Run makes the move's decision: facts, guard, effects. It changes nothing.
func (m Move) Run(v View, in TurnInput) (Outcome, error) {
	roles, _ := RolesOf(in.Actor, in.Case)
	return m.run(v, rawTurn{Case: in.Case, Input: in.Input, Actor: in.Actor, Roles: roles, Now: in.Now, NewID: in.NewID, Number: in.Number, Approval: in.Approval})
}

// Then lets f add to what the move decides. f is pure, like the move itself.
func (m Move) Then(f func(was Case, now time.Time, out Outcome) (Outcome, error)) Move {
	run := m.run
	m.run = func(v View, r rawTurn) (Outcome, error) {
		out, err := run(v, r)
		if err != nil {
			return out, err
		}
		return f(r.Case, r.Now, out)
	}
	return m
}

// Find gives the named move of the flow, opening moves included.
func (f *Flow) Find(name string) (Move, bool) {
	for _, list := range [][]Move{f.Moves, f.Opens} {
		for _, m := range list {
			if m.Name == name {
				return m, true
			}
		}
	}
	return Move{}, false
}

// StateDef gives the definition of a state; ok is false for an unknown one.
func (f *Flow) StateDef(s State) (StateDef, bool) {
	for _, d := range f.States {
		if d.Name == s {
			return d, true
		}
	}
	return StateDef{}, false
}

// Fits is the cheap guard: state, hold and role, without any look-up. Lists and
// buttons use it; the desk uses it before the full guard.
func (f *Flow) Fits(m Move, c Case, roles []Role) error {
	d, _ := f.StateDef(c.State)
	switch {
	case d.Terminal && !slices.Contains(m.From, c.State):
		return errs.New(errs.Conflict, "kernel.case_closed", errs.Args{"no": c.No})
	case !m.Anytime && !slices.Contains(m.From, c.State):
		return errs.New(errs.Conflict, "kernel.not_in_this_state", errs.Args{"no": c.No})
	case c.Hold != nil && !m.OnHold:
		return errs.New(errs.Conflict, "kernel.on_hold", errs.Args{"no": c.No})
	}
	for _, r := range roles {
		if slices.Contains(m.By, r) {
			return nil
		}
	}
	return errs.New(errs.Forbidden, "kernel.not_your_move", errs.Args{"no": c.No})
}

// Offered lists the moves that the actor may try in the case as it stands.
func (f *Flow) Offered(a Actor, c Case) []Move {
	roles, _ := RolesOf(a, c)
	var out []Move
	for _, m := range f.Moves {
		if !m.Hidden && f.Fits(m, c, roles) == nil && (m.Right == "" || a.Party == "" || len(a.Posts) > 0 || a.Has(m.Right)) && (m.Barred == nil || m.Barred(a, c) == nil) {
			out = append(out, m)
		}
	}
	return out
}

// Check finds mistakes in the table: moves from or to unknown states, doubled
// names, states that nobody can leave. It returns one line for each.
func (f *Flow) Check() []string {
	var bad []string
	seen := map[string]bool{}
	left := map[State]bool{}
	for _, list := range [][]Move{f.Opens, f.Moves} {
		for _, m := range list {
			if seen[m.Name] {
				bad = append(bad, string(f.Addr)+": move "+m.Name+" stands twice")
			}
			seen[m.Name] = true
			if len(m.By) == 0 {
				bad = append(bad, string(f.Addr)+": move "+m.Name+" is nobody's")
			}
			for _, s := range m.From {
				left[s] = true
				if _, ok := f.StateDef(s); !ok {
					bad = append(bad, string(f.Addr)+": move "+m.Name+" from unknown state "+string(s))
				}
			}
		}
	}
	for _, s := range f.States {
		if !s.Terminal && !left[s.Name] {
			bad = append(bad, string(f.Addr)+": state "+string(s.Name)+" is a dead end")
		}
		if s.Ends != "" && !s.Terminal {
			bad = append(bad, string(f.Addr)+": state "+string(s.Name)+" is no end")
		}
	}
	return bad
}
