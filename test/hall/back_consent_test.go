package hall

import (
	"testing"

	"quanlian/chain/utilization/hall"
	"quanlian/kernel"
	"quanlian/registry"
)

// TestConsentForWhatIsLicensedBack: a pledge on the right that the buyer licenses in
// return wants the consent of its pledgee; the buyer brings it, it counts once the
// clerk has looked at it, and it ends what barred a deal at once.
func TestConsentForWhatIsLicensedBack(t *testing.T) {
	both(t, func(t *testing.T, w *world) {
		const back, first, later = "202210100303.3", "Y2026980031", "Y2026980032"
		w.patent("202210100203.3", "owner")
		id := w.talking("owner", "buyer", w.listed("owner", "202210100203.3", hall.ListInput{Deal: "licence", Licence: "ordinary", Price: 30 * wan}))
		x := w.licence()
		x.Licence, x.Back = registry.Cross, []hall.BackLicence{{Right: back}}
		w.patent(back, "buyer")
		w.agreed("owner", "buyer", id, x)
		w.do("owner", id, "draft", nil)
		w.happens(back, registry.Pledged, first)
		sign := hall.SignInput{Hash: w.deal(id).Contract.Hash}
		w.no("buyer", id, "sign", sign, "utilization.hall.back_barred_by")
		in := func(of string) hall.BackConsentInput {
			return hall.BackConsentInput{Of: of, Consent: []string{w.upload("buyer")}}
		}
		w.no("owner", id, "back_consent", hall.BackConsentInput{Of: first, Consent: []string{w.upload("owner")}}, "kernel.not_your_move")
		w.no("buyer", id, "back_consent", in(later), "utilization.hall.consent_of_nobody")
		w.no("buyer", id, "back_consent", hall.BackConsentInput{Of: first}, "web.hall.consent_none")
		w.no("buyer", id, "back_consent", hall.BackConsentInput{Of: first, Consent: []string{w.upload("owner")}}, "kernel.upload_gone")
		paper := func() string {
			list := w.deal(id).BackConsents
			return list[len(list)-1].Paper
		}
		w.do("buyer", id, "back_consent", in(first))
		w.no("buyer", id, "check_back_consent", hall.CheckBackConsentInput{Paper: paper(), OK: true}, "kernel.not_your_move")
		w.no("clerk", id, "check_back_consent", hall.CheckBackConsentInput{Paper: paper()}, "kernel.reason_needed")
		w.do("clerk", id, "check_back_consent", hall.CheckBackConsentInput{Paper: paper(), Reason: "没有盖章"})
		w.no("clerk", id, "check_back_consent", hall.CheckBackConsentInput{Paper: paper(), OK: true}, "utilization.hall.consent_checked")
		w.no("buyer", id, "sign", sign, "utilization.hall.back_barred_by")
		w.do("buyer", id, "back_consent", in(first))
		w.no("buyer", id, "sign", sign, "utilization.hall.back_barred_by")
		w.do("clerk", id, "check_back_consent", hall.CheckBackConsentInput{Paper: paper(), OK: true})
		w.do("buyer", id, "sign", sign)
		w.do("owner", id, "sign", sign)
		w.esigns()
		w.happens(back, registry.Pledged, later)
		if !w.looks(id) || w.deal(id).Barred() == nil {
			t.Fatal("a second pledge is not told")
		}
		if f := w.deal(id).Barred().Findings; !hall.WantsBackConsent(f) || hall.WantsConsent(f) {
			t.Fatalf("the buyer is not asked for the consent: %+v", f)
		}
		w.do("buyer", id, "back_consent", in(later))
		w.do("clerk", id, "check_back_consent", hall.CheckBackConsentInput{Paper: paper(), OK: true})
		if w.deal(id).Barred() != nil || w.notices("owner", "utilization.hall.notice.rights_clear") == 0 {
			t.Fatal("the consent of the pledgee does not clear the deal at once")
		}
		if d := hall.DealView(w.deal(id), kernel.ViewDetail, hall.Broker); d.BackConsents != nil {
			t.Fatal("who sees no secrets sees the consents")
		}
		w.audit()
	})
}
