package outage

import (
	"slices"
	"time"

	"quanlian/base/errs"
	"quanlian/kernel"
)

// The flow of one outage.
const (
	Matter                 = "service/outage"
	Outage kernel.FlowAddr = Matter + ".outage"
	prefix                 = "GZ"
)

// States of an outage.
const (
	Announced kernel.State = "announced" // 计划中: begins at its time by itself
	Running   kernel.State = "running"   // 故障中
	Over      kernel.State = "over"      // 已恢复
	Withdrawn kernel.State = "withdrawn" // 已撤销: declared in error, moves nothing
)

// Statement is what is said of an outage; the newest counts.
type Statement struct {
	What   string    `json:"what"` // in Chinese
	WhatEn string    `json:"what_en,omitempty"`
	Parts  []string  `json:"parts"`
	From   time.Time `json:"from"`
	// Expected is when it should be over; To when it was, zero while it lasts.
	Expected time.Time `json:"expected,omitzero"`
	To       time.Time `json:"to,omitzero"`
}

// Said is a statement with who made it, and why it replaced the one before.
type Said struct {
	Statement
	At     time.Time `json:"at"`
	Name   string    `json:"name"`
	Reason string    `json:"reason,omitempty"`
	// Act is what was done: declare, end, correct, withdraw.
	Act string `json:"act"`
}

// Data is one outage.
type Data struct {
	Planned bool `json:"planned"` // announced before it began
	// Rule is the rule in force on the first day, as it stood.
	Rule Rule `json:"rule"`
	// Limits are the limits that it moves: those of its parts that the rule names.
	Limits []string `json:"limits"`
	// Said are all statements, the newest last.
	Said []Said `json:"said"`
}

// Inputs of the moves.
type (
	// CorrectInput is a new statement and why.
	CorrectInput struct {
		Statement
		Reason string `json:"reason"`
	}
	// EndInput says when it was over; zero is now.
	EndInput struct {
		At time.Time `json:"at,omitzero"`
	}
)

type none = struct{}

var staff = []kernel.Role{kernel.RoleClerk, kernel.RoleHead}

// timer is the program when a time has come.
const timer kernel.Role = "timer"

// Flows of the matter, for the desk.
func Flows(r Rules) []*kernel.Flow {
	return []*kernel.Flow{{
		Addr: Outage, Prefix: prefix,
		States: []kernel.StateDef{{Name: Announced}, {Name: Running, Turn: kernel.RoleClerk}, {Name: Over, Terminal: true}, {Name: Withdrawn, Terminal: true, Ends: kernel.EndNothing}},
		Opens:  []kernel.Move{r.declare()},
		Moves:  []kernel.Move{r.begin(), r.end(), r.correct(), withdraw()},
	}}
}

// declare puts an outage into the register: one that runs, one that is over, or
// one that is planned.
func (r Rules) declare() kernel.Move {
	return kernel.MoveOf[Data, Statement, none]{
		Name: "declare", By: staff,
		Guard: func(t kernel.Turn[Data, Statement, none]) error {
			if !slices.ContainsFunc(t.Actor.Posts, func(p kernel.Post) bool { return p.Unit == r.Declared().Unit && slices.Contains(staff, p.Role) }) {
				return errs.New(errs.Forbidden, "service.outage.not_yours", nil)
			}
			return r.sound(t.Input, t.Now)
		},
		Effects: func(t kernel.Turn[Data, Statement, none]) (kernel.Out[Data], error) {
			d := Data{Planned: t.Input.From.After(t.Now)}
			out, err := r.said(t.Now, d, Said{Statement: t.Input, At: t.Now, Name: t.Actor.Name, Act: "declare"})
			title := out.Change
			out.Change = func(c *kernel.Case) {
				title(c)
				c.Unit, c.Assignee = r.Declared().Unit, t.Actor.User
				c.Grant(kernel.UnitAccess(c.Unit, kernel.RoleClerk))
				c.Grant(kernel.PublicAccess(kernel.ViewDetail))
			}
			return out, err
		},
	}.Build()
}

// said keeps a statement: state, limits and timer follow from it.
func (r Rules) said(now time.Time, d Data, s Said) (kernel.Out[Data], error) {
	s.Parts = slices.Clone(s.Parts)
	slices.Sort(s.Parts)
	d.Said = append(slices.Clone(d.Said), s)
	rule, limits, err := r.moves(s.Statement)
	if err != nil {
		return kernel.Out[Data]{}, err
	}
	d.Rule, d.Limits = rule, limits
	out := kernel.Out[Data]{To: stateOf(s.Statement, now), Data: d, Change: func(c *kernel.Case) { c.Title = s.What }}
	if out.To == Announced {
		out.Effects = []kernel.Effect{kernel.SetTimer{Name: "begin", At: s.From, Move: "begin"}}
	} else {
		out.Effects = []kernel.Effect{kernel.ClearTimer{Name: "begin"}}
	}
	return out, nil
}

// begin: the time of a planned outage has come.
func (r Rules) begin() kernel.Move {
	return kernel.MoveOf[Data, none, none]{
		Name: "begin", From: []kernel.State{Announced}, By: []kernel.Role{timer}, Hidden: true,
		Guard: func(t kernel.Turn[Data, none, none]) error {
			if t.Data.Now().From.After(t.Now) {
				return errs.New(errs.TooEarly, "service.outage.not_begun", nil)
			}
			return nil
		},
		Effects: func(t kernel.Turn[Data, none, none]) (kernel.Out[Data], error) {
			return kernel.Out[Data]{To: Running, Data: t.Data}, nil
		},
	}.Build()
}

// end says that the systems work again.
func (r Rules) end() kernel.Move {
	return kernel.MoveOf[Data, EndInput, none]{
		Name: "end", From: []kernel.State{Running}, By: staff,
		Guard: func(t kernel.Turn[Data, EndInput, none]) error {
			return r.sound(ended(t.Data, t.Input, t.Now), t.Now)
		},
		Effects: func(t kernel.Turn[Data, EndInput, none]) (kernel.Out[Data], error) {
			return r.said(t.Now, t.Data, Said{Statement: ended(t.Data, t.Input, t.Now), At: t.Now, Name: t.Actor.Name, Act: "end"})
		},
	}.Build()
}

func ended(d Data, in EndInput, now time.Time) Statement {
	s := d.Now().Statement
	if s.To = in.At; s.To.IsZero() {
		s.To = now
	}
	return s
}

// correct replaces what was said; the earlier statement stays readable.
func (r Rules) correct() kernel.Move {
	return kernel.MoveOf[Data, CorrectInput, none]{
		Name: "correct", From: []kernel.State{Announced, Running, Over}, By: staff,
		Guard: func(t kernel.Turn[Data, CorrectInput, none]) error {
			if err := r.sound(t.Input.Statement, t.Now); err != nil {
				return err
			}
			if t.Input.Statement.same(t.Data.Now().Statement) {
				return errs.New(errs.Invalid, "service.outage.nothing_changed", nil)
			}
			return needReason(t.Input.Reason)
		},
		Effects: func(t kernel.Turn[Data, CorrectInput, none]) (kernel.Out[Data], error) {
			return r.said(t.Now, t.Data, Said{Statement: t.Input.Statement, At: t.Now, Name: t.Actor.Name, Reason: t.Input.Reason, Act: "correct"})
		},
	}.Build()
}

// withdraw takes back what was declared in error: it moves nothing any more.
func withdraw() kernel.Move {
	return kernel.MoveOf[Data, kernel.ReasonInput, none]{
		Name: "withdraw", Needs: []string{"reason"}, From: []kernel.State{Announced, Running, Over}, By: staff,
		Guard: func(t kernel.Turn[Data, kernel.ReasonInput, none]) error { return needReason(t.Input.Reason) },
		Effects: func(t kernel.Turn[Data, kernel.ReasonInput, none]) (kernel.Out[Data], error) {
			t.Data.Said = append(slices.Clone(t.Data.Said), Said{Statement: t.Data.Now().Statement, At: t.Now, Name: t.Actor.Name, Reason: t.Input.Reason, Act: "withdraw"})
			return kernel.Out[Data]{To: Withdrawn, Data: t.Data, Effects: []kernel.Effect{kernel.ClearTimer{Name: "begin"}}}, nil
		},
	}.Build()
}
