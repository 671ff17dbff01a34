package desk

import (
	"bytes"
	"context"
	"encoding/json"
	"time"

	"quanlian/base/errs"
	"quanlian/kernel"
)

// TakeBack gives what was prepared back to its maker: one that still waits is
// withdrawn, one that was refused is worked on anew. Nobody else may.
func (d *Desk) TakeBack(ctx context.Context, a kernel.Actor, id string) (Pending, error) {
	now := d.Now()
	var out Pending
	err := d.Store.InTx(ctx, func(tx Tx) error {
		p, err := tx.Pending(id)
		if err != nil {
			return err
		}
		if err := MayTakeBack(p, a); err != nil {
			return err
		}
		out = *p
		out.State = PendingTaken
		if err := tx.PutPending(out); err != nil {
			return err
		}
		return tx.Journal(kernel.Entry{ID: d.NewID(), Act: "approval.taken", Actor: a, At: now, Note: id, Salt: d.Salt()})
	})
	return out, err
}

// MayTakeBack says why an actor may not take back what waits, nil when it may.
func MayTakeBack(p *Pending, a kernel.Actor) error {
	switch {
	case p == nil || p.Actor.User != a.User:
		return errs.New(errs.NotFound, "kernel.no_such_approval", nil)
	case p.State != PendingOpen && p.State != PendingRejected:
		return errs.New(errs.Conflict, "kernel.approval_over", nil)
	}
	return nil
}

// Carries reports whether a file of the id goes with what waits.
func (p Pending) Carries(upload string) bool {
	var raw json.RawMessage
	switch {
	case p.Open != nil:
		raw = p.Open.Input
	case p.Command != nil:
		raw = p.Command.Input
	}
	id, err := json.Marshal(upload)
	return err == nil && upload != "" && bytes.Contains(raw, id)
}

// tellApproval tells whose word is wanted next, or the maker of a refusal. What
// was sent tells for itself.
func (d *Desk) tellApproval(tx Tx, p Pending, a kernel.Actor, now time.Time) error {
	t := kernel.Tell{Args: map[string]string{"who": a.Name}}
	if p.Open != nil {
		t.Args["flow"], t.Args["move"] = string(p.Open.Flow), p.Open.Move
	}
	switch {
	case p.State == PendingRejected:
		t.To, t.Text, t.Args["reason"] = []string{"user:" + string(p.Actor.User)}, "kernel.notice.approval_refused", p.Done[len(p.Done)-1].Note
	case p.State == PendingOpen && len(p.Steps) > 0:
		members, err := kernel.Load(tx, kernel.MembersOf{Party: p.Party})
		if err != nil {
			return err
		}
		t.Text, t.Args["who"] = "kernel.notice.approval_wanted", p.Actor.Name
		for _, m := range members {
			if m.Duty == p.Steps[0] && m.Has(kernel.RightApprove) && m.User != p.Actor.User {
				t.To = append(t.To, "user:"+string(m.User))
			}
		}
	}
	if len(t.To) == 0 {
		return nil
	}
	if p.Command != nil {
		c, err := kernel.Load(tx, kernel.CaseByID{ID: p.Command.Case})
		if err != nil {
			return err
		}
		t.Args["flow"], t.Args["move"] = string(c.Flow), p.Command.Move
	}
	return tx.Tell(Meta{Actor: a, Act: "approval", At: now, NewID: d.NewID}, t)
}
