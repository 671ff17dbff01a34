package hall

import (
	"testing"
	"time"

	"quanlian/chain/utilization/hall"
)

// TestPublicListingIsCorrected: its seller alone puts a public listing right and
// keeps it longer; buyers in talks are told, the record keeps what was.
func TestPublicListingIsCorrected(t *testing.T) {
	both(t, func(t *testing.T, w *world) {
		w.patent("202310000001.X", "owner")
		id := w.listed("owner", "202310000001.X", hall.ListInput{Summary: "样机"})
		talks := w.talking("owner", "buyer", id)
		read := func() hall.ListingData {
			d, err := hall.ListingOf(w.get(id))
			w.ok(err)
			return d
		}
		before := read()
		in := hall.CorrectListingInput{Price: 90 * wan, Summary: "已小批量生产", Territory: "全国"}
		w.no("rival", id, "correct", in, "kernel.not_your_move")
		bad := in
		bad.Price = 0
		w.no("owner", id, "correct", bad, "utilization.hall.price_missing")
		w.do("owner", id, "correct", in)
		w.no("owner", id, "correct", in, "utilization.hall.listing_same")
		if d := read(); d.Price != in.Price || d.Summary != in.Summary || d.Deal != before.Deal || d.Right != before.Right || d.Valid != before.Valid {
			t.Errorf("corrected to %+v", d)
		}
		if n := w.notices("buyer", "utilization.hall.notice.listing_changed"); n != 1 {
			t.Errorf("the buyer was told %d times", n)
		}
		w.in(talks, hall.DealTalks)
		w.in(id, hall.ListingListed)
		w.do("owner", id, "reprice", hall.RepriceInput{Price: 80 * wan})
		if n := w.notices("buyer", "utilization.hall.notice.listing_changed"); n != 2 {
			t.Errorf("the buyer was told of the price %d times", n-1)
		}

		w.no("owner", id, "prolong", nil, "utilization.hall.prolonged_already")
		w.pass(100 * 24 * time.Hour)
		w.no("rival", id, "prolong", nil, "kernel.not_your_move")
		w.do("owner", id, "prolong", nil)
		if d := read(); !d.Valid.After(before.Valid) || len(d.Checks) != len(before.Checks)+1 {
			t.Errorf("stands until %s, was %s", d.Valid, before.Valid)
		}
		w.in(id, hall.ListingListed)
	})
}
