package hall

import (
	"context"
	"slices"
	"testing"

	"quanlian/chain/utilization/hall"
	"quanlian/kernel"
)

// TestInquiry: what the buyer wrote reaches the seller, and nobody signs an
// agreement that it cannot read.
func TestInquiry(t *testing.T) {
	both(t, func(t *testing.T, w *world) {
		const number, word = "202210100075.9", "想用在采摘机械手上"
		w.patent(number, "owner")
		id := w.open("buyer", hall.Deal, "inquire", hall.InquireInput{Listing: w.listed("owner", number, hall.ListInput{}), Note: word})
		for _, who := range []string{"owner", "buyer", "clerk"} {
			seen, err := hall.Seen(w.as(who), w.get(id))
			w.ok(err)
			if d, ok := seen.(hall.DealData); !ok || d.Note != word {
				t.Errorf("%s does not read what the buyer wrote: %q", who, d.Note)
			}
		}
		w.do("owner", id, "welcome", nil)
		papers, err := w.s.Papers(context.Background(), id, kernel.ViewDetail) // what the sides see before they sign
		w.ok(err)
		if !slices.ContainsFunc(papers, func(p kernel.Paper) bool {
			return p.Kind == "utilization.hall.paper.nda" && p.OpenTo(w.as("buyer"), w.get(id)) && p.OpenTo(w.as("owner"), w.get(id))
		}) {
			t.Errorf("the agreement has no text before it is signed: %+v", papers)
		}
	})
}
