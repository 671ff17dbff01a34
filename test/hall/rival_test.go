package hall

import (
	"context"
	"testing"

	"quanlian/catalogue/lang"
	"quanlian/chain/utilization/hall"
	"quanlian/kernel"
	"quanlian/kernel/desk"
)

// TestRivalLearns: who talks about a right learns that it is being signed for when
// that begins, not when it wants to accept; an ordinary licence leaves room, and
// the one that signs is told nothing of the others.
func TestRivalLearns(t *testing.T) {
	both(t, func(t *testing.T, w *world) {
		w.patent("202310000001.X", "owner")
		l := w.listed("owner", "202310000001.X", hall.ListInput{})
		first, second := w.talking("owner", "buyer", l), w.talking("owner", "rival", l)
		w.agreed("owner", "buyer", first, w.licence())
		w.signs(second, false)
		w.do("owner", first, "back_to_talks", kernel.ReasonInput{Reason: "改为转让"})
		w.agreed("owner", "buyer", first, assignment(200*wan))
		w.signs(second, true)
		w.signs(first, false)
		w.signs(l, true) // the page of the listing offers no talks
		w.patent("202310000002.8", "owner")
		if taken, err := w.s.HallTaken(context.Background(), []string{"202310000002.8", "202310000001.X"}); err != nil || len(taken) != 1 || !taken["202310000001.X"] {
			t.Errorf("taken: %v %v", taken, err)
		}
		ask := desk.OpenCommand{Flow: hall.Deal, Move: "inquire", Key: w.key(), Input: raw(hall.InquireInput{Listing: l})}
		if _, err := w.d.Open(context.Background(), w.as("rival"), ask); !hasCode(err, "utilization.hall.listing_taken") {
			t.Errorf("talks are opened on a right that is being taken: %v", err)
		}
		if n, own := w.notices("rival", "utilization.hall.notice.rival_signs"), w.notices("buyer", "utilization.hall.notice.rival_signs"); n != 1 || own != 0 {
			t.Errorf("told %d times, the buyer itself %d", n, own)
		}
		w.do("rival", second, "offer", hall.OfferInput{Terms: assignment(210 * wan)})
		w.no("owner", second, "accept", nil, "utilization.hall.rival_deal")
		w.do("owner", first, "back_to_talks", kernel.ReasonInput{Reason: "价格重谈"})
		w.signs(second, false)
		w.do("owner", second, "accept", nil)
	})
}

// signs holds whether the page of a deal says that its right is being signed for.
func (w *world) signs(id kernel.CaseID, want bool) {
	w.t.Helper()
	got, err := w.s.HallSigning(context.Background(), w.get(id))
	w.ok(err)
	if got != want {
		w.t.Errorf("another signs: %v", got)
	}
}

// TestOfferInEnglish: what the form began with is kept in the language of the
// contract, what was typed as it was typed.
func TestOfferInEnglish(t *testing.T) {
	both(t, func(t *testing.T, w *world) {
		w.patent("202310000001.X", "owner")
		id := w.talking("owner", "buyer", w.listed("owner", "202310000001.X", hall.ListInput{}))
		x, en := assignment(200*wan), lang.For(lang.En)
		x.Field, x.Improve, x.Acceptance = en.T("web.hall.offer_default.field"), en.T("web.hall.offer_default.improve"), "three samples pass"
		w.do("buyer", id, "offer", hall.OfferInput{Terms: x})
		if o := w.deal(id).LastOffer().Terms; o.Field != "不限" || o.Improve != "归作出改进的一方" || o.Acceptance != "three samples pass" {
			t.Errorf("%+v", o)
		}
	})
}

// TestEntryFeeIsNamed: the first payment of an entry fee with a royalty is not
// called the whole price where nobody named it.
func TestEntryFeeIsNamed(t *testing.T) {
	both(t, func(t *testing.T, w *world) {
		w.patent("202310000001.X", "owner")
		id := w.talking("owner", "buyer", w.listed("owner", "202310000001.X", hall.ListInput{Deal: "licence", Licence: "ordinary"}))
		for typed, want := range map[string]string{lang.For(lang.En).T("web.hall.offer_default.whole"): "入门费", "首付": "首付"} {
			x := w.licence()
			x.Tranches[0].Name = typed
			w.do("buyer", id, "offer", hall.OfferInput{Terms: x})
			if o := w.deal(id).LastOffer().Terms; o.Tranches[0].Name != want {
				t.Errorf("%q became %q", typed, o.Tranches[0].Name)
			}
		}
	})
}
