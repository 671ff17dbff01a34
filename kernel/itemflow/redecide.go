package itemflow

import (
	"slices"
	"strings"
	"time"

	"quanlian/base/calendar"
	"quanlian/base/errs"
	"quanlian/kernel"
	"quanlian/kernel/form"
)

// Former is a decision that the office took back itself, and why.
type Former struct {
	Grant  bool      `json:"grant"`
	Reason string    `json:"reason,omitempty"`
	At     time.Time `json:"at"`
	Taken  time.Time `json:"taken"`
	Why    string    `json:"why"`
	Doc    string    `json:"doc,omitempty"` // id of its paper
	// Unserved: it was taken back before the applicant was served with it.
	Unserved bool `json:"unserved,omitempty"`
	// Outside is what was entered of another office's result, where it was that.
	Outside *Outside `json:"outside,omitempty"`
}

// RedecideInput takes a wrong decision back and decides anew.
type RedecideInput struct {
	Why     string `json:"why"` // what was wrong
	Outcome string `json:"outcome"`
	Reason  string `json:"reason,omitempty"`
	// Laws are those on which a refusal rests, see [RefuseInput].
	Laws []string `json:"laws,omitempty"`
}

// redecide corrects a decision that turned out wrong: a head takes it back with
// the reason, and the new one has its own paper, number, seal and service; what
// runs from the service runs anew.
func (r Rules) redecide() kernel.Move {
	return kernel.MoveOf[Data, RedecideInput, form.Item]{
		Name: "redecide", From: []kernel.State{Decided, Delivered}, By: heads, Facts: itemOf[RedecideInput],
		Guard: func(t kernel.Turn[Data, RedecideInput, form.Item]) error {
			d := t.Data
			x, err := ruled(t.Facts, t.Input.Outcome, t.Input.Reason, t.Input.Laws)
			switch {
			case d.idleRedecide():
				return errs.New(errs.Conflict, "kernel.itemflow.not_ours", nil)
			case len([]rune(strings.TrimSpace(t.Input.Why))) < 2:
				return errs.At("why", "kernel.itemflow.redecide_why", nil)
			case err != nil:
				return err
			case d.Inspection != "" && d.Inspected.IsZero():
				return errs.New(errs.TooEarly, "kernel.itemflow.promise_runs", nil)
			case d.seal() != nil && d.seal().Run.Open():
				return errs.New(errs.TooEarly, "kernel.itemflow.seal_runs", nil)
			case d.Opinion != nil && d.Opinion.By == t.Actor.User:
				return errs.New(errs.Forbidden, "kernel.itemflow.own_opinion", nil)
			case x.grant && len(d.OpenGaps()) > 0:
				return d.whole(t.Facts)
			}
			return nil
		},
		Effects: func(t kernel.Turn[Data, RedecideInput, form.Item]) (kernel.Out[Data], error) {
			x, err := ruled(t.Facts, t.Input.Outcome, t.Input.Reason, t.Input.Laws)
			if err != nil {
				return kernel.Out[Data]{}, err
			}
			old := t.Data.Decision
			why := strings.TrimSpace(t.Input.Why)
			t.Data.Former = append(slices.Clone(t.Data.Former), Former{Grant: old.Grant, Reason: old.Reason, At: old.At, Taken: t.Now, Why: why, Doc: old.Doc, Unserved: t.Data.Unserved(t.Case.State)})
			t.Data.Served = nil
			out, err := decided(r, t, x, Decided)
			if err != nil {
				return out, err
			}
			out.Effects = append(out.Effects, kernel.Notify{To: kernel.RoleOwner, Text: "kernel.itemflow.notice.redecided", Args: map[string]string{"no": t.Case.No, "day": calendar.DateOf(old.At).String(), "reason": why}})
			if x.grant && t.Data.Inspection == "" && len(t.Data.Promised) > 0 {
				return r.openPromise(kernel.Turn[Data, DecideInput, form.Item]{Case: t.Case, Data: t.Data, Facts: t.Facts, Actor: t.Actor, Now: t.Now, NewID: t.NewID, Number: t.Number}, out)
			}
			return out, nil
		},
	}.Build()
}

// idleRedecide: there is no decision of ours that could be corrected.
func (d Data) idleRedecide() bool {
	return d.Decision == nil || d.Proxy != nil || d.PassedOn() || !d.Decision.Revoked.IsZero()
}

// formerRows let a decision say which one it takes the place of.
func formerRows(d Data) []map[string]string {
	if len(d.Former) == 0 {
		return nil
	}
	x := d.Former[len(d.Former)-1]
	return []map[string]string{{"day": calendar.DateOf(x.At).Chinese(), "day_en": calendar.DateOf(x.At).String(), "why": x.Why}}
}
