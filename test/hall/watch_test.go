package hall

import (
	"context"
	"slices"
	"testing"

	"quanlian/chain/utilization/hall"
	"quanlian/kernel"
	"quanlian/kernel/desk"
	"quanlian/registry"
)

// looks lets the deal know what the register has learnt, as the worker does.
func (w *world) looks(id kernel.CaseID) bool {
	w.t.Helper()
	find := func(number string) (registry.View, error) { return w.s.Right(context.Background(), number) }
	news, err := w.rules.News(w.get(id), find, w.clock.Now())
	w.ok(err)
	if news {
		_, err = w.d.Act(context.Background(), kernel.SystemActor("watcher"), desk.Command{Case: id, Move: "watch", Key: w.key()})
		w.ok(err)
	}
	return news
}

// notices counts how often somebody was told.
func (w *world) notices(who, text string) int {
	w.t.Helper()
	list, err := w.s.Notices(context.Background(), w.as(who), 100)
	w.ok(err)
	n := 0
	for _, x := range list {
		if x.Text == text {
			n++
		}
	}
	return n
}

// TestRegisterBarsARunningDeal: what the register learns while money is in
// custody is told to all at once, once; the bar goes as it came, and all of the
// money goes back when it does not.
func TestRegisterBarsARunningDeal(t *testing.T) {
	both(t, func(t *testing.T, w *world) {
		const number = "202210100076.6"
		id, in := w.upToDeposit(number)
		w.says(done(in, "b1", 100*wan))
		if w.looks(id) {
			t.Fatal("news without any")
		}
		w.happens(number, registry.Pledged, "Y2026980001")
		if !w.looks(id) || w.looks(id) {
			t.Fatal("the pledge is told once")
		}
		b := w.deal(id).BarredBy(hall.DealRecording, w.position(id))
		if b == nil || b.Held.Custody() != 100*wan || b.Record {
			t.Fatalf("barred %+v", b)
		}
		for _, who := range []string{"owner", "buyer", "clerk"} {
			if n := w.notices(who, "utilization.hall.notice.rights_barred"); n != 1 {
				t.Fatalf("%s was told %d times", who, n)
			}
		}
		if f := w.deal(id).Barred().Findings; !hall.WantsConsent(f) || hall.WantsBackConsent(f) {
			t.Fatal("the seller is not asked for the consent")
		}
		listing := w.deal(id).Listing
		w.do("owner", listing, "add_consent", hall.ConsentInput{Of: "Y2026980001", Upload: w.upload("owner")})
		w.do("clerk", listing, "check_consent", hall.CheckConsentInput{Paper: w.consents(listing)[0].Paper, OK: true})
		if w.deal(id).Barred() != nil || w.notices("buyer", "utilization.hall.notice.rights_clear") != 1 {
			t.Fatal("the consent of the pledgee does not clear the deal at once")
		}
		w.happens(number, registry.Pledged, "Y2026980002")
		w.looks(id)
		w.happens(number, registry.PledgeEnded, "Y2026980002")
		if !w.looks(id) || w.deal(id).Barred() != nil {
			t.Fatal("the end of the pledge is not told")
		}
		w.happens(number, registry.Lapsed, "L1")
		if !w.looks(id) {
			t.Fatal("the lapse is not told")
		}
		w.do("buyer", id, "ask_end", hall.EndAskInput{Reason: "专利已终止", ToBuyer: 100 * wan})
		w.do("owner", id, "agree_end", nil)
		w.says(done(w.instruction(), "b2", 100*wan))
		w.in(id, hall.DealEnded)
		if p := w.position(id); p.Refunded != 100*wan || p.Custody() != 0 {
			t.Fatalf("position %+v", p)
		}
		w.audit()
	})
}

// TestChallengeIsTold: a request for invalidation forbids nothing; all are told of
// it once, and of its end. Before the signature the page says it, and a bar too.
func TestChallengeIsTold(t *testing.T) {
	both(t, func(t *testing.T, w *world) {
		const number = "202210100076.6"
		id, in := w.upToDeposit(number)
		w.says(done(in, "b1", 100*wan))
		for _, x := range []struct {
			kind registry.EventKind
			word string
		}{{registry.ChallengeFiled, "rights_challenged"}, {registry.ChallengeEnded, "rights_unchallenged"}} {
			w.happens(number, x.kind, "5W1")
			if !w.looks(id) || w.looks(id) || w.deal(id).Barred() != nil {
				t.Fatalf("%s is not told once", x.kind)
			}
			for _, who := range []string{"owner", "buyer", "clerk"} {
				if n := w.notices(who, "utilization.hall.notice."+x.word); n != 1 {
					t.Errorf("%s: %s was told %d times", x.word, who, n)
				}
			}
		}
	})
}

// TestEarlyBars: what forbids a contract is said before anybody signs it.
func TestEarlyBars(t *testing.T) {
	both(t, func(t *testing.T, w *world) {
		const number = "202210100076.6"
		w.patent(number, "owner")
		id := w.talking("owner", "buyer", w.listed("owner", number, hall.ListInput{}))
		w.agreed("owner", "buyer", id, assignment(100*wan))
		w.early(id)
		w.happens(number, registry.Preserved, "云民保1号")
		w.happens(number, registry.ChallengeFiled, "5W1")
		w.early(id, "registry.check.preserved_open", "registry.check.challenged")
	})
}

// early holds what is said of a deal before it is signed.
func (w *world) early(id kernel.CaseID, want ...string) {
	w.t.Helper()
	d := w.deal(id)
	list, err := w.rules.Early(d, func(number string) (registry.View, error) { return w.s.Right(context.Background(), number) }, w.clock.Now())
	w.ok(err)
	var got []string
	for _, f := range list {
		got = append(got, f.Code)
	}
	if !slices.Equal(got, want) {
		w.t.Errorf("%v, want %v", got, want)
	}
}

// TestBarBeforeTheDeposit: where no money has come in, nobody is told that it stays
// where it is; and a deal that one side left says which.
func TestBarBeforeTheDeposit(t *testing.T) {
	both(t, func(t *testing.T, w *world) {
		const number = "202210100092.2"
		w.patent(number, "owner")
		id := w.talking("owner", "buyer", w.listed("owner", number, hall.ListInput{}))
		w.agreed("owner", "buyer", id, assignment(100*wan))
		w.signed("owner", "buyer", id)
		w.in(id, hall.DealDeposit)
		w.happens(number, registry.Pledged, "Y2026980002")
		if !w.looks(id) {
			t.Fatal("the pledge is told")
		}
		for _, who := range []string{"owner", "buyer", "clerk"} {
			if a, b := w.notices(who, "utilization.hall.notice.rights_barred_unpaid"), w.notices(who, "utilization.hall.notice.rights_barred"); a != 1 || b != 0 {
				t.Errorf("%s is told %d and %d times", who, a, b)
			}
		}
		w.do("clerk", id, "terminate", hall.TerminateInput{Reason: "质押不能解除"})
		if says, who, why, _ := w.deal(id).Cause(); says != "centre" || who != hall.Clerk || why != "质押不能解除" {
			t.Errorf("ended by %s: %s, %s", who, says, why)
		}
	})
}
