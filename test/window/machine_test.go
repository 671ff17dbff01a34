package window

import (
	"context"
	"testing"
	"time"

	"quanlian/adapter/sqlstore"
	"quanlian/chain/service/window"
	"quanlian/kernel"
	"quanlian/test/storetest"
)

// TestMachine: a head gives the hall a machine by a link that pairs once and in
// time; only a paired machine of the unit gives numbers, until it is revoked.
func TestMachine(t *testing.T) {
	t.Parallel()
	storetest.Run(t, sqlstore.Options{City: "YL"}, func(t *testing.T, s *sqlstore.Store) {
		h := newHall(t, s)
		ctx := context.Background()
		take := func(m kernel.CaseID) error {
			_, err := h.open(kiosk, window.Ticket, "take", window.TakeInput{Unit: patents, Machine: m})
			return err
		}
		refused(t, take(""), "service.window.not_paired")
		refused(t, take(h.machines[marks]), "service.window.not_paired")
		_, err := h.open(clerk("u-a", patents), window.Machine, "offer", window.OfferInput{Unit: patents, Name: "西门", Proof: "link"})
		if err == nil {
			t.Fatal("a clerk gives a machine")
		}
		_, err = h.open(head("u-b", marks), window.Machine, "offer", window.OfferInput{Unit: patents, Name: "西门", Proof: "link"})
		refused(t, err, "service.window.not_head")
		_, err = h.open(guest, window.Machine, "try", window.TryInput{Unit: patents, Hash: "x"})
		if err == nil {
			t.Fatal("outside trials a guest makes himself a machine")
		}

		r, err := h.open(head("u-head", patents), window.Machine, "offer", window.OfferInput{Unit: patents, Name: "西门", Proof: "link"})
		h.must(err)
		refused(t, take(r.Case), "service.window.not_paired")
		if row, ok, err := s.WindowMachine(ctx, "link"); err != nil || !ok || row.Case != r.Case {
			t.Fatalf("by its link is found %+v %v %v", row, ok, err)
		}
		refused(t, h.act(guest, r.Case, "pair", window.PairInput{Proof: "guess", Hash: "secret"}), "service.window.no_such_link")
		h.must(h.act(guest, r.Case, "pair", window.PairInput{Proof: "link", Hash: "secret"}))
		if h.act(guest, r.Case, "pair", window.PairInput{Proof: "link", Hash: "other"}) == nil {
			t.Fatal("a link pairs twice")
		}
		h.must(take(r.Case))
		if _, ok, err := s.WindowMachine(ctx, "link"); err != nil || ok {
			t.Fatalf("the link still finds the machine: %v %v", ok, err)
		}
		refused(t, h.act(head("u-b", marks), r.Case, "revoke", nil), "kernel.no_such_case")
		h.must(h.act(head("u-head", patents), r.Case, "revoke", nil))
		refused(t, take(r.Case), "service.window.not_paired")
		if _, ok, err := s.WindowMachine(ctx, "secret"); err != nil || ok {
			t.Fatalf("the secret still opens something: %v %v", ok, err)
		}

		late, err := h.open(head("u-head", patents), window.Machine, "offer", window.OfferInput{Unit: patents, Name: "西门", Proof: "late"})
		h.must(err)
		h.clock.Advance(window.PairWithin + time.Minute)
		h.due()
		if got := h.kase(late.Case).State; got != window.Revoked {
			t.Errorf("a link that paired nothing leaves the machine %s", got)
		}
	})
}
