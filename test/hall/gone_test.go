package hall

import (
	"context"
	"slices"
	"testing"

	"quanlian/base/errs"
	"quanlian/chain/utilization/hall"
	"quanlian/kernel"
	"quanlian/kernel/desk"
)

// TestListingGone: whoever kept the link of a listing that was public learns what
// became of it, and nothing that was in it; one that never was says nothing.
func TestListingGone(t *testing.T) {
	both(t, func(t *testing.T, w *world) {
		w.patent("202310000001.X", "owner")
		w.patent("202310000002.8", "owner")
		w.patent("202310000003.6", "owner")
		sold, withdrawn := w.listed("owner", "202310000001.X", hall.ListInput{}), w.listed("owner", "202310000002.8", hall.ListInput{})
		never := w.open("owner", hall.Listing, "list", hall.ListInput{Right: "202310000003.6", Deal: "assignment", Price: 100})
		w.gone(withdrawn, "")
		deal := w.talking("owner", "buyer", sold)
		w.agreed("owner", "buyer", deal, assignment(200*wan))
		w.signed("owner", "buyer", deal)
		for _, id := range []kernel.CaseID{withdrawn, never} {
			w.do("owner", id, kernel.MoveWithdraw, kernel.ReasonInput{Reason: "不卖了"})
		}
		w.gone(sold, hall.ListingContract)
		w.gone(withdrawn, kernel.StateWithdrawn)
		w.gone(never, "")
		for _, id := range []kernel.CaseID{sold, withdrawn, never} {
			if _, err := w.s.Case(context.Background(), w.as("rival"), string(id), kernel.ViewSummary); errs.KindOf(err) != errs.NotFound {
				t.Errorf("an outsider still reads %s: %v", id, err)
			}
		}
	})
}

// TestListingSuspended: a listing that is looked into says so to who kept its link.
func TestListingSuspended(t *testing.T) {
	both(t, func(t *testing.T, w *world) {
		w.patent("202310000001.X", "owner")
		id := w.listed("owner", "202310000001.X", hall.ListInput{})
		w.do("clerk", id, "suspend", kernel.ReasonInput{Reason: "有人举报"})
		w.gone(id, hall.ListingSuspended)
		w.do("clerk", id, "relist", kernel.ReasonInput{Reason: "核实无误"})
		w.gone(id, "")
	})
}

// TestWithdrawnLongAgo: a listing that was withdrawn when that left it public is
// found and taken from the public's eyes, once.
func TestWithdrawnLongAgo(t *testing.T) {
	both(t, func(t *testing.T, w *world) {
		w.patent("202310000001.X", "owner")
		id := w.listed("owner", "202310000001.X", hall.ListInput{})
		c := w.get(id)
		was := c.Version
		c.State, c.Version = kernel.StateWithdrawn, was+1
		w.ok(w.s.InTx(context.Background(), func(t desk.Tx) error { return t.PutCase(c, was) }))
		shown, err := w.s.HallShown(context.Background())
		w.ok(err)
		if !slices.Equal(shown, []kernel.CaseID{id}) {
			t.Fatalf("found %v", shown)
		}
		_, err = w.d.Act(context.Background(), kernel.SystemActor(kernel.RoleSystem), desk.Command{Case: id, Move: "unpublish", Key: w.key()})
		w.ok(err)
		if shown, err = w.s.HallShown(context.Background()); err != nil || len(shown) > 0 {
			t.Errorf("still shown: %v, %v", shown, err)
		}
		if _, err := w.s.Case(context.Background(), w.as("rival"), string(id), kernel.ViewSummary); errs.KindOf(err) != errs.NotFound {
			t.Errorf("an outsider still reads it: %v", err)
		}
		w.gone(id, kernel.StateWithdrawn)
	})
}

// gone holds what the store tells of a listing that is open no more; "" is nothing.
func (w *world) gone(id kernel.CaseID, want kernel.State) {
	w.t.Helper()
	c := w.get(id)
	x, err := w.s.HallGone(context.Background(), c.No)
	if want == "" {
		if errs.KindOf(err) != errs.NotFound {
			w.t.Errorf("%s: %+v, %v", c.No, x, err)
		}
		return
	}
	w.ok(err)
	if x != (hall.Gone{No: c.No, Title: c.Title, State: want}) {
		w.t.Errorf("%+v", x)
	}
}
