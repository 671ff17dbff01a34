package catalogue

import (
	"time"

	"quanlian/base/calendar"
	"quanlian/base/errs"
	"quanlian/kernel"
	"quanlian/kernel/form"
)

// MayRecall tells why an approved version can no longer be taken back on a day,
// nil when it can: it holds from its first day on.
func MayRecall(d Data, today calendar.Date) error {
	if !d.Item.From.After(today) {
		return errs.New(errs.Conflict, "service.catalogue.recall_late", errs.Args{"day": d.Item.From.String()})
	}
	return nil
}

// stillWaits refuses to take back what holds already, or what a later change of the
// same day has replaced.
func stillWaits(d Data, s standing, now time.Time) error {
	if err := MayRecall(d, calendar.DateOf(now)); err != nil {
		return err
	}
	if s.hash() != d.Item.Hash() {
		return errs.New(errs.Conflict, "service.catalogue.recall_replaced", errs.Args{"day": d.Item.From.String()})
	}
	return nil
}

// askBack asks to take an approved version back before its day: another person
// agrees, as to the change itself.
func askBack() kernel.Move {
	return kernel.MoveOf[Data, kernel.ReasonInput, standing]{
		Name: "ask_back", Needs: []string{"reason"}, From: []kernel.State{Approved}, By: editors, Hidden: true, // the panel offers it while it can be done
		Facts: standOf[kernel.ReasonInput],
		Guard: func(t kernel.Turn[Data, kernel.ReasonInput, standing]) error {
			if err := needReason(t.Input.Reason); err != nil {
				return err
			}
			return stillWaits(t.Data, t.Facts, t.Now)
		},
		Effects: func(t kernel.Turn[Data, kernel.ReasonInput, standing]) (kernel.Out[Data], error) {
			t.Data.Undo = &Undo{User: t.Actor.User, By: t.Actor.Name, Reason: t.Input.Reason}
			return kernel.Out[Data]{To: Recall, Data: t.Data}, nil
		},
	}.Build()
}

// approveBack takes the version out again: what held before it holds on.
func approveBack() kernel.Move {
	own := func(a kernel.Actor, d Data) error {
		if d.Undo != nil && d.Undo.User == a.User {
			return errs.New(errs.Forbidden, "service.catalogue.second_recall", nil)
		}
		return nil
	}
	return kernel.MoveOf[Data, none, standing]{
		Name: "approve_back", From: []kernel.State{Recall}, By: approvers, Facts: standOf[none],
		Barred: own,
		Guard: func(t kernel.Turn[Data, none, standing]) error {
			if err := own(t.Actor, t.Data); err != nil {
				return err
			}
			return stillWaits(t.Data, t.Facts, t.Now)
		},
		Effects: func(t kernel.Turn[Data, none, standing]) (kernel.Out[Data], error) {
			undo := *t.Data.Undo
			undo.Agreed = t.Actor.Name
			t.Data.Undo = &undo
			args := map[string]string{"no": t.Case.No, "item": t.Case.Title, "day": t.Data.Item.From.String(), "reason": undo.Reason}
			return kernel.Out[Data]{To: Recalled, Data: t.Data, Effects: []kernel.Effect{
				form.PutItem{Item: t.Data.Item, Back: true, Before: t.Data.Base}, kernel.Notify{To: kernel.RoleClerk, Text: "service.catalogue.notice.recalled", Args: args},
			}}, nil
		},
	}.Build()
}

// keep leaves the version as it was approved.
func keep() kernel.Move {
	return kernel.MoveOf[Data, kernel.ReasonInput, none]{
		Name: "keep", Needs: []string{"reason"}, From: []kernel.State{Recall}, By: editors,
		Guard: func(t kernel.Turn[Data, kernel.ReasonInput, none]) error { return needReason(t.Input.Reason) },
		Effects: func(t kernel.Turn[Data, kernel.ReasonInput, none]) (kernel.Out[Data], error) {
			t.Data.Undo = nil
			return kernel.Out[Data]{To: Approved, Data: t.Data, Effects: []kernel.Effect{
				kernel.Notify{To: kernel.RoleClerk, Text: "service.catalogue.notice.kept", Args: map[string]string{"no": t.Case.No, "item": t.Case.Title, "day": t.Data.Item.From.String(), "reason": t.Input.Reason}},
			}}, nil
		},
	}.Build()
}
