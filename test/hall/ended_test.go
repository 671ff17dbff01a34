package hall

import (
	"context"
	"testing"
	"time"

	"quanlian/chain/utilization/hall"
	"quanlian/kernel/desk"
	"quanlian/registry"
)

// TestNoTalksOnEnded: a right that ended after it was listed is not talked about;
// once it is restored it is again.
func TestNoTalksOnEnded(t *testing.T) {
	both(t, func(t *testing.T, w *world) {
		number := "202310000001.X"
		w.patent(number, "owner")
		l := w.listed("owner", number, hall.ListInput{})
		w.pass(time.Minute)
		w.happens(number, registry.Lapsed, "终止通知书1")
		ask := func() error {
			_, err := w.d.Open(context.Background(), w.as("buyer"), desk.OpenCommand{Flow: hall.Deal, Move: "inquire", Key: w.key(), Input: raw(hall.InquireInput{Listing: l})})
			return err
		}
		if err := ask(); !hasCode(err, "utilization.hall.right_over") {
			t.Errorf("talks are opened on a right that has ended: %v", err)
		}
		w.pass(24 * time.Hour)
		w.happens(number, registry.Restored, "")
		w.ok(ask())
	})
}
