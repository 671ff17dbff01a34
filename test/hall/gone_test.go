package hall

import (
	"context"
	"testing"

	"quanlian/base/errs"
	"quanlian/chain/utilization/hall"
	"quanlian/kernel"
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
