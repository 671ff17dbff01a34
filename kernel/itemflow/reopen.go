package itemflow

import (
	"slices"
	"time"

	"quanlian/base/calendar"
	"quanlian/base/errs"
	"quanlian/kernel"
)

// Reopens reports whether the program ended the case on a day that, as is known
// since, fell into the outage.
func (r Rules) Reopens(c kernel.Case, d Data, in OutageInput) bool {
	kind := map[kernel.State]string{Deemed: DayCorrection, Revoked: DaySupply}[c.State]
	if kind == "" || in.Off {
		return false
	}
	_, moves := r.shiftDays(d, in, calendar.Date{})
	return slices.ContainsFunc(moves, func(m Move) bool { return m.Kind == kind && m.Now.After(m.Was) })
}

// reopen takes back that a case was ended by the program because a day ran out
// on which the systems were down. The applicant has until the new day.
func (r Rules) reopen() kernel.Move {
	return kernel.MoveOf[Data, OutageInput, none]{
		Name: "outage_reopen", From: []kernel.State{Deemed, Revoked}, By: []kernel.Role{Outage}, Hidden: true, OnHold: true,
		Guard: func(t kernel.Turn[Data, OutageInput, none]) error {
			if !r.Reopens(t.Case, t.Data, t.Input) {
				return errs.New(errs.Conflict, "kernel.itemflow.outage_nothing", errs.Args{"no": t.Input.No})
			}
			return nil
		},
		Effects: func(t kernel.Turn[Data, OutageInput, none]) (kernel.Out[Data], error) {
			d, moves := r.shiftDays(t.Data, t.Input, calendar.DateOf(t.Now))
			out := kernel.Out[Data]{To: before(d), Data: d, Effects: append(timersOf(d, moves), told(t.Case.No, t.Input, moves)...)}
			out.Effects = append(out.Effects, kernel.Notify{To: kernel.RoleOwner, Text: "kernel.itemflow.notice.outage_reopened", Args: map[string]string{"no": t.Case.No, "outage": t.Input.No}})
			if t.Case.State == Deemed {
				out.Change = func(c *kernel.Case) { holdAgain(c, d) }
			}
			return out, nil
		},
	}.Build()
}

// before is the state from which a case was ended.
func before(d Data) kernel.State {
	switch {
	case d.Opinion != nil:
		return Deciding
	case !d.Accepted.IsZero():
		return Accepted
	}
	return Submitted
}

// holdAgain lets the case wait for the applicant as before: the pause that was
// ended with it goes on.
func holdAgain(c *kernel.Case, d Data) {
	c.Hold = &kernel.Hold{Kind: kernel.HoldCorrection, Reason: d.Notified.Text, Since: d.Notified.At}
	c.Pauses = slices.Clone(c.Pauses)
	for i := len(c.Pauses) - 1; i >= 0; i-- {
		if c.Pauses[i].Reason == string(kernel.HoldCorrection) {
			c.Pauses[i].To = time.Time{}
			return
		}
	}
}
