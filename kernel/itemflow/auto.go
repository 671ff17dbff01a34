package itemflow

import (
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"quanlian/base/errs"
	"quanlian/kernel"
	"quanlian/kernel/form"
)

// Auto is what the program found for a line of the checklist that it looks at by
// itself: whether it holds, and why, in a sentence with what it saw.
type Auto struct {
	Check string            `json:"check"` // line of the checklist
	OK    bool              `json:"ok"`
	Code  string            `json:"code"` // language key of the sentence
	Args  map[string]string `json:"args,omitempty"`
	At    time.Time         `json:"at"`
}

// Overruled is a tick that a clerk took back, and why.
type Overruled struct {
	At     time.Time `json:"at"`
	Name   string    `json:"name"`
	Reason string    `json:"reason"`
}

// OverruleInput takes back a tick of the program.
type OverruleInput struct {
	Check  string `json:"check"`
	Reason string `json:"reason"`
}

// automatic asks the program's own checks; there are none without a port.
func (r Rules) automatic(v kernel.View, it form.Item, d Data) ([]Auto, error) {
	if r.Auto == nil || !slices.ContainsFunc(it.Checklist, func(c form.Check) bool { return c.Auto != "" }) {
		return nil, nil
	}
	return r.Auto(v, it, d)
}

// looked keeps what the program found and ticks what holds. A line that a clerk
// took back is not ticked again; one that no longer holds loses the program's
// tick, never a person's.
func (d Data) looked(found []Auto, now time.Time) Data {
	if len(found) == 0 {
		return d
	}
	checks := map[string]Checked{}
	for k, v := range d.Checks {
		checks[k] = v
	}
	d.Auto = nil
	for _, a := range found {
		a.At = now
		d.Auto = append(d.Auto, a)
		old, ticked := checks[a.Check]
		_, back := d.Overruled[a.Check]
		switch {
		case a.OK && !ticked && !back:
			checks[a.Check] = Checked{At: now, Auto: true}
		case !a.OK && ticked && old.Auto:
			delete(checks, a.Check)
		}
	}
	d.Checks = checks
	return d
}

// Unit: characters. Source: our own bound [D]: one word is no reason.
const leastOverrule = 4

// overrule takes back a tick of the program, with the reason; the line is the
// clerk's to tick from then on.
func overrule() kernel.Move {
	return kernel.MoveOf[Data, OverruleInput, none]{
		Name: "overrule", From: []kernel.State{Submitted, Accepted, Deciding}, By: clerks, Hidden: true, // it stands in the checklist
		Guard: func(t kernel.Turn[Data, OverruleInput, none]) error {
			if c, ok := t.Data.Checks[t.Input.Check]; !ok || !c.Auto {
				return errs.At("check", "kernel.itemflow.not_by_program", nil)
			}
			if utf8.RuneCountInString(strings.TrimSpace(t.Input.Reason)) < leastOverrule {
				return errs.At("reason", "kernel.itemflow.overrule_reason", errs.Args{"least": leastOverrule})
			}
			return nil
		},
		Effects: func(t kernel.Turn[Data, OverruleInput, none]) (kernel.Out[Data], error) {
			checks, back := map[string]Checked{}, map[string]Overruled{}
			for k, v := range t.Data.Checks {
				if k != t.Input.Check {
					checks[k] = v
				}
			}
			for k, v := range t.Data.Overruled {
				back[k] = v
			}
			back[t.Input.Check] = Overruled{At: t.Now, Name: t.Actor.Name, Reason: strings.TrimSpace(t.Input.Reason)}
			t.Data.Checks, t.Data.Overruled = checks, back
			return kernel.Out[Data]{Data: t.Data}, nil
		},
	}.Build()
}
