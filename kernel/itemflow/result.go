package itemflow

import (
	"slices"
	"strings"

	"quanlian/base/calendar"
	"quanlian/base/errs"
	"quanlian/kernel"
	"quanlian/kernel/form"
)

// ResultInput is the other office's result, with its own paper.
type ResultInput struct {
	Outcome string        `json:"outcome"`          // grant or refuse
	Issuer  string        `json:"issuer,omitempty"` // "" for the first office of the item
	No      string        `json:"no,omitempty"`     // "" for that of its receipt
	Day     calendar.Date `json:"day"`
	Reason  string        `json:"reason,omitempty"`
	Papers  []string      `json:"papers,omitempty"` // uploads: what the office sent
}

// CorrectResultInput enters such a result anew.
type CorrectResultInput struct {
	Why     string        `json:"why"` // what was entered wrongly
	Outcome string        `json:"outcome"`
	Issuer  string        `json:"issuer,omitempty"`
	No      string        `json:"no,omitempty"`
	Day     calendar.Date `json:"day"`
	Reason  string        `json:"reason,omitempty"`
	Papers  []string      `json:"papers,omitempty"` // none: those that lie in the case stand
}

func (in CorrectResultInput) result() ResultInput {
	return ResultInput{Outcome: in.Outcome, Issuer: in.Issuer, No: in.No, Day: in.Day, Reason: in.Reason, Papers: in.Papers}
}

// PassedOn reports whether another office gave the result, which we only hand on:
// our paper decides nothing, has no number of its own and no seal.
func (d Data) PassedOn() bool { return d.Proxy == nil && d.Outside != nil && !d.Outside.Day.IsZero() }

// Names are those of the files that came with the result.
func (o *Outside) Names() []string {
	var out []string
	for _, f := range o.Files {
		out = append(out, f.Name)
	}
	return out
}

// issuerIn is the office that gave the result, in the other language where the item
// names it.
func issuerIn(it form.Item, o *Outside) string {
	for _, p := range it.Providers {
		if p.Zh == o.Issuer && p.En != "" {
			return p.En
		}
	}
	return o.Issuer
}

// outside is what the result says of the office's act, after what is known of it.
func (in ResultInput) outside(was *Outside, it form.Item) Outside {
	o := Outside{}
	if was != nil {
		o = *was
	}
	if no := strings.TrimSpace(in.No); no != "" {
		o.No = no
	}
	if issuer := strings.TrimSpace(in.Issuer); issuer != "" {
		o.Issuer = issuer
	} else if o.Issuer == "" && len(it.Providers) > 0 {
		o.Issuer = it.Providers[0].Zh
	}
	o.Day, o.Result = in.Day, in.Outcome
	return o
}

// check refuses a result that could not be passed on: what is granted is the
// office's own paper, with its number and day.
func (in ResultInput) check(d Data, f backFacts, today calendar.Date) error {
	o := in.outside(d.Outside, f.item)
	var l errs.List
	if _, err := outcome(in.Outcome, in.Reason); err != nil {
		l = append(l, errs.As(err))
	}
	if o.Issuer == "" {
		l.Add(errs.At("issuer", "kernel.itemflow.issuer", nil))
	}
	if in.Day.IsZero() || in.Day.After(today) || in.Day.Before(o.At) {
		l.Add(errs.At("day", "kernel.itemflow.day", nil))
	}
	if in.Outcome == "grant" && o.No == "" {
		l.Add(errs.At("no", "kernel.itemflow.their_no", nil))
	}
	if in.Outcome == "grant" && len(o.Files) == 0 && !slices.ContainsFunc(f.papers, f.isFile) {
		l.Add(errs.At("papers", "kernel.itemflow.their_certificate", errs.Args{"result": f.item.Result.Name}))
	}
	return l.Err()
}

// result takes what the other office decided: from it, or entered by staff with
// its document.
func (r Rules) result() kernel.Move {
	return kernel.MoveOf[Data, ResultInput, backFacts]{
		Name: "result", From: []kernel.State{Forwarded}, By: append([]kernel.Role{Outer}, clerks...), Facts: withPapers(func(in ResultInput) []string { return in.Papers }),
		Guard: func(t kernel.Turn[Data, ResultInput, backFacts]) error {
			if err := t.Facts.own(t.Actor); err != nil {
				return err
			}
			return t.Input.check(t.Data, t.Facts, calendar.DateOf(t.Now))
		},
		Effects: func(t kernel.Turn[Data, ResultInput, backFacts]) (kernel.Out[Data], error) {
			return passedOn(r, t, t.Input)
		},
	}.Build()
}

// passedOn enters the result and draws the note with which their paper goes on.
func passedOn[I any](r Rules, t kernel.Turn[Data, I, backFacts], in ResultInput) (kernel.Out[Data], error) {
	o := in.outside(t.Data.Outside, t.Facts.item)
	laid, files := t.Facts.attached(t.NewID)
	if len(files) > 0 {
		o.Files = files
	}
	t.Data.Outside = &o
	out, err := decided(r, kernel.Turn[Data, I, form.Item]{Case: t.Case, Data: t.Data, Input: t.Input, Facts: t.Facts.item, Actor: t.Actor, Roles: t.Roles, Now: t.Now, NewID: t.NewID, Number: t.Number}, ruling{grant: in.Outcome == "grant", reason: in.Reason}, Decided)
	out.Effects = append(laid, out.Effects...)
	return out, err
}

// correctResult enters a result anew that was entered wrongly: the number, the day,
// what it says, or another paper. A head does it; the new note says what it takes
// the place of, and is served anew.
func (r Rules) correctResult() kernel.Move {
	return kernel.MoveOf[Data, CorrectResultInput, backFacts]{
		Name: "correct_result", From: []kernel.State{Decided, Delivered}, By: heads, Facts: withPapers(func(in CorrectResultInput) []string { return in.Papers }),
		Guard: func(t kernel.Turn[Data, CorrectResultInput, backFacts]) error {
			switch {
			case !t.Data.PassedOn():
				return errs.New(errs.Conflict, "kernel.itemflow.no_outside_result", nil)
			case len([]rune(strings.TrimSpace(t.Input.Why))) < 2:
				return errs.At("why", "kernel.itemflow.result_why", nil)
			}
			if err := t.Facts.own(t.Actor); err != nil {
				return err
			}
			return t.Input.result().check(t.Data, t.Facts, calendar.DateOf(t.Now))
		},
		Effects: func(t kernel.Turn[Data, CorrectResultInput, backFacts]) (kernel.Out[Data], error) {
			old, was, why := t.Data.Decision, t.Data.Outside, strings.TrimSpace(t.Input.Why)
			t.Data.Former = append(slices.Clone(t.Data.Former), Former{Grant: old.Grant, Reason: old.Reason, At: old.At, Taken: t.Now, Why: why, Outside: was})
			t.Data.Served = nil
			out, err := passedOn(r, t, t.Input.result())
			out.Effects = append(out.Effects, kernel.Notify{To: kernel.RoleOwner, Text: "kernel.itemflow.notice.result_corrected", Args: map[string]string{"no": t.Case.No, "day": calendar.DateOf(old.At).String(), "reason": why}})
			return out, err
		},
	}.Build()
}
