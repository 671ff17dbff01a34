package hall

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"quanlian/base/calendar"
	"quanlian/chain/utilization/hall"
	"quanlian/kernel"
	"quanlian/registry"
)

// upload puts a paper in for the user and gives its id.
func (w *world) upload(who string) string {
	w.t.Helper()
	w.n++
	id := fmt.Sprintf("up-%s-%d", who, w.n)
	w.ok(w.d.Do(context.Background(), w.as(who), "upload/"+id, kernel.PutDocument{ID: id, Kind: "utilization.hall.paper.consent_owner", Name: "同意书.pdf", SHA256: strings.Repeat("a", 64),
		Bytes: 9, Media: "application/pdf", Level: kernel.ViewDetail, By: w.as(who).User}))
	return id
}

func (w *world) consents(id kernel.CaseID) []hall.Consent {
	w.t.Helper()
	d, err := hall.ListingOf(w.get(id))
	w.ok(err)
	return d.Consents
}

// TestUploadsBelongToOne: a paper is laid into a case by who put it in, and
// nobody writes a paper into a case past the moves.
func TestUploadsBelongToOne(t *testing.T) {
	both(t, func(t *testing.T, w *world) {
		const a, b = "202210100041.1", "202210100042.2"
		w.patent(a, "owner", "second")
		w.patent(b, "owner", "second")
		foreign, mine := w.upload("rival"), w.upload("owner")
		list := func(number, upload string) error {
			w.pass(0)
			_, err := w.d.Open(context.Background(), w.as("owner"), openCommand(w.key(), hall.ListInput{Right: number, Deal: registry.Assignment, Price: wan,
				Consents: []hall.ConsentInput{{Of: "乙共有公司", Upload: upload}}}))
			return err
		}
		if err := list(a, foreign); !hasCode(err, "kernel.upload_gone") {
			t.Fatalf("another's upload was taken: %v", err)
		}
		if err := list(a, "no-such"); !hasCode(err, "kernel.upload_gone") {
			t.Fatalf("an unknown upload was taken: %v", err)
		}
		w.ok(list(a, mine))
		id := w.open("owner", hall.Listing, "list", hall.ListInput{Right: b, Deal: registry.Assignment, Price: wan})
		err := w.d.Do(context.Background(), w.as("owner"), "past-the-moves", kernel.PutDocument{ID: "x", Case: id, Kind: "utilization.hall.paper.consent_owner", By: w.as("owner").User})
		if !hasCode(err, "kernel.forbidden") {
			t.Fatalf("a paper was written into a case past its moves: %v", err)
		}
	})
}

// TestConsentChecked: a consent counts for a deal once the clerk has looked at
// the paper, also when it comes in late; without it nobody signs.
func TestConsentChecked(t *testing.T) {
	both(t, func(t *testing.T, w *world) {
		const number = "202210100043.3"
		w.patent(number, "owner", "second")
		in := hall.ListInput{Consents: []hall.ConsentInput{{Of: "甲大学", Upload: w.upload("owner")}}}
		in.Right, in.Deal, in.Price = number, registry.Assignment, 100*wan
		if _, err := w.d.Open(context.Background(), w.as("owner"), openCommand(w.key(), in)); !hasCode(err, "utilization.hall.consent_of_nobody") {
			t.Fatalf("a consent of somebody who owns nothing: %v", err)
		}
		in.Consents = []hall.ConsentInput{{Of: "乙共有公司", Upload: w.upload("owner")}}
		listing := w.open("owner", hall.Listing, "list", in)
		papers, err := w.s.Papers(context.Background(), listing, kernel.ViewDetail)
		w.ok(err)
		if len(papers) != 1 || papers[0].SHA256 == "" {
			t.Fatalf("papers of the listing: %+v", papers)
		}
		w.no("clerk", listing, "approve", nil, "utilization.hall.consents_unseen")
		first := w.consents(listing)[0].Paper
		w.no("owner", listing, "check_consent", hall.CheckConsentInput{Paper: first, OK: true}, "kernel.not_your_move")
		w.no("clerk", listing, "check_consent", hall.CheckConsentInput{Paper: first}, "kernel.reason_needed")
		w.do("clerk", listing, "check_consent", hall.CheckConsentInput{Paper: first, Reason: "没有盖章"})
		w.no("clerk", listing, "check_consent", hall.CheckConsentInput{Paper: first, OK: true}, "utilization.hall.consent_checked")
		w.do("clerk", listing, "approve", nil)
		deal := w.talking("owner", "buyer", listing)
		w.agreed("owner", "buyer", deal, assignment(100*wan))
		w.do("owner", deal, "draft", nil)
		sign := hall.SignInput{Hash: w.deal(deal).Contract.Hash}
		w.no("owner", deal, "sign", sign, "registry.check.co_owner_consent")
		w.do("owner", listing, "add_consent", hall.ConsentInput{Of: "乙共有公司", Upload: w.upload("owner")})
		w.no("owner", deal, "sign", sign, "registry.check.co_owner_consent")
		w.do("clerk", listing, "check_consent", hall.CheckConsentInput{Paper: w.consents(listing)[1].Paper, OK: true})
		w.do("owner", deal, "sign", sign)
		v := hall.ListingView(hall.ListingData{Consents: w.consents(listing)}, kernel.ViewSummary)
		if v.Consents != nil {
			t.Fatal("the public sees the consents")
		}
	})
}

// TestConsentOfPledgee: a pledge wants the consent of its pledgee.
func TestConsentOfPledgee(t *testing.T) {
	both(t, func(t *testing.T, w *world) {
		const number = "202210100044.4"
		w.patent(number, "owner")
		w.happens(number, registry.Pledged, "ZY2026-1")
		w.pass(0)
		v, err := w.s.Right(context.Background(), number)
		w.ok(err)
		wanted := hall.WantedConsents(registry.AsOf(v.Events, calendar.DateOf(w.clock.Now()), w.clock.Now()), registry.Owner{Party: "owner", Name: "甲精密公司"})
		if len(wanted) != 1 || wanted[0].Pledge != "ZY2026-1" {
			t.Fatalf("wanted %+v", wanted)
		}
		id := w.listed("owner", number, hall.ListInput{Consents: []hall.ConsentInput{{Of: "ZY2026-1", Upload: w.upload("owner")}}})
		deal := w.talking("owner", "buyer", id)
		if d := w.deal(deal); len(d.Pledgees) != 1 || d.Pledgees[0] != "ZY2026-1" || len(d.Consents) != 0 {
			t.Fatalf("the deal knows %v, %v", d.Pledgees, d.Consents)
		}
	})
}
