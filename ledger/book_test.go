package ledger_test

import (
	"testing"
	"time"

	"quanlian/base/errs"
	"quanlian/base/money"
	"quanlian/ledger"
)

var at = time.Date(2026, 11, 23, 2, 0, 0, 0, time.UTC)

const deal = ledger.Escrow("YL-JY-2026-000001")

// funded is a book with one deal whose deposit the bank has confirmed.
func funded(t *testing.T, amount money.Fen) *ledger.Book {
	t.Helper()
	b := ledger.NewBook(nil, nil)
	b.Open(deal.Accounts([]int{1, 2})...)
	hold := deal.Expect(1, amount, at)
	must(t, b.ApplyBatch([]ledger.Transfer{hold, hold.Post(amount, "B1", at)}))
	return b
}

func must(t *testing.T, rs []ledger.Result) {
	t.Helper()
	for _, r := range rs {
		if !r.OK() {
			t.Fatalf("%s refused: %v", r.ID, r.Err)
		}
	}
}

func refused(t *testing.T, r ledger.Result, code string) {
	t.Helper()
	if r.Outcome != ledger.Refused || r.Err == nil || r.Err.Code != code {
		t.Errorf("%s: %s %v, want refusal %s", r.ID, r.Outcome, r.Err, code)
	}
}

func TestLifeOfADeal(t *testing.T) {
	t.Parallel()
	b := funded(t, 1_000_00)
	release := deal.Release(1, 1, "", 500_00, at)
	must(t, b.ApplyBatch([]ledger.Transfer{
		deal.Lock(1, 1, 600_00, at), deal.Lock(2, 1, 300_00, at), deal.Freeze(2, 1, 120_00, at),
		release, deal.PayBroker(1, 1, 30_00, at), deal.Refund(1, 100_00, at),
	}))
	p := ledger.PositionOf(deal, b.States())
	want := ledger.Position{Deposited: 1_000_00, Locked: 780_00, Frozen: 120_00, Releasing: 530_00, Refunding: 100_00}
	check(t, p, want)
	if got := p.Standing(1).Releasable(); got != 70_00 {
		t.Errorf("releasable of tranche 1 = %s, want 70.00", got)
	}
	refund, _ := b.Find(deal.Refund(1, 100_00, at).ID)
	broker, _ := b.Find(deal.PayBroker(1, 1, 30_00, at).ID)
	must(t, b.ApplyBatch([]ledger.Transfer{release.Post(500_00, "B2", at), broker.Post(30_00, "B3", at), refund.Void("B4", at)}))
	check(t, ledger.PositionOf(deal, b.States()), ledger.Position{
		Deposited: 1_000_00, Available: 100_00, Locked: 250_00, Frozen: 120_00, Released: 500_00, Commission: 30_00,
	})
	if err := ledger.Audit(b.States(), b.Changes().Entries); err != nil {
		t.Error(err)
	}
	q, err := ledger.PositionFrom(deal, b.Changes().Entries)
	if err != nil {
		t.Fatal(err)
	}
	check(t, q, ledger.PositionOf(deal, b.States()))
}

func check(t *testing.T, got, want ledger.Position) {
	t.Helper()
	got.Tranches, want.Tranches = nil, nil
	if want.Deposited != got.Custody()+got.Released+got.Commission+got.Refunded {
		t.Errorf("position does not add up: %+v", got)
	}
	g, w := got, want
	if g.Deposited != w.Deposited || g.Expected != w.Expected || g.Available != w.Available || g.Locked != w.Locked || g.Frozen != w.Frozen ||
		g.Releasing != w.Releasing || g.Refunding != w.Refunding || g.Released != w.Released || g.Commission != w.Commission || g.Refunded != w.Refunded {
		t.Errorf("position\n got %+v\nwant %+v", g, w)
	}
}

func TestRefusals(t *testing.T) {
	t.Parallel()
	hold := deal.Expect(1, 1_000_00, at)
	direct := deal.Release(1, 1, "", 1, at)
	direct.Phase = ledger.Posted
	wrongPart := deal.Freeze(1, 1, 1, at)
	wrongPart.Credit = deal.Frozen(2).ID
	otherDeal := deal.Lock(1, 1, 1, at)
	otherDeal.Credit = ledger.Escrow("X").Locked(1).ID
	other := hold.Post(1_000_00, "B9", at)
	other.ID = "again"
	keyTaken := deal.Lock(1, 2, 5, at)
	keyTaken.IdempotencyKey = "k"
	for name, c := range map[string]struct {
		t    ledger.Transfer
		code string
	}{
		"more than there is":       {deal.Lock(1, 1, 1_000_01, at), "ledger.insufficient"},
		"same id, other amount":    {deal.Expect(1, 5, at), "ledger.id_taken"},
		"same key, other amount":   {keyTaken, "ledger.id_taken"},
		"hold ended already":       {other, "ledger.hold_ended"},
		"nothing":                  {deal.Lock(1, 3, 0, at), "ledger.bad_amount"},
		"negative":                 {deal.Lock(1, 3, -5, at), "ledger.bad_amount"},
		"absurd":                   {deal.Lock(1, 3, 1<<62, at), "ledger.bad_amount"},
		"payment without the bank": {direct, "ledger.needs_bank"},
		"into another tranche":     {wrongPart, "ledger.bad_code"},
		"into another deal":        {otherDeal, "ledger.bad_code"},
		"unknown account":          {deal.Lock(7, 1, 1, at), "ledger.unknown_account"},
		"no such hold":             {deal.Refund(1, 5, at).Void("", at), "ledger.unknown_hold"},
		"no id":                    {ledger.Transfer{}, "ledger.bad_id"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			b := funded(t, 1_000_00)
			b.Open(ledger.Escrow("X").Accounts([]int{1})...)
			first := deal.Lock(1, 9, 4, at)
			first.IdempotencyKey = "k"
			must(t, []ledger.Result{b.Apply(first)})
			before := b.States()
			r := b.Apply(c.t)
			refused(t, r, c.code)
			if after := b.States(); len(after) != len(before) || after[1] != before[1] {
				t.Error("a refused entry changed the book")
			}
		})
	}
}

func TestHoldIsEndedOnceAndPartly(t *testing.T) {
	t.Parallel()
	b := funded(t, 100_00)
	must(t, []ledger.Result{b.Apply(deal.Lock(1, 1, 100_00, at))})
	hold := deal.Release(1, 1, "", 80_00, at)
	must(t, []ledger.Result{b.Apply(hold)})
	refused(t, b.Apply(deal.Release(1, 2, "", 30_00, at)), "ledger.insufficient")
	refused(t, b.Apply(hold.Post(80_01, "B", at)), "ledger.more_than_held")
	must(t, []ledger.Result{b.Apply(hold.Post(50_00, "B", at))})
	if r := b.Apply(hold.Post(50_00, "B", at)); r.Outcome != ledger.Exists {
		t.Errorf("the doubled answer is %s, want exists", r.Outcome)
	}
	refused(t, b.Apply(hold.Void("B", at)), "ledger.hold_ended")
	if s := ledger.PositionOf(deal, b.States()).Standing(1); s.Releasable() != 50_00 || s.Released != 50_00 {
		t.Errorf("after a partial payment: %+v, want 50.00 released and 50.00 releasable", s)
	}
}

func TestChainsStandOrFall(t *testing.T) {
	t.Parallel()
	b := funded(t, 100_00)
	a, c := deal.Lock(1, 1, 60_00, at), deal.Lock(2, 1, 60_00, at)
	a.Linked = true
	rs := b.ApplyBatch([]ledger.Transfer{a, c, deal.Lock(2, 2, 100_00, at)})
	refused(t, rs[0], "ledger.chain_broken")
	refused(t, rs[1], "ledger.insufficient")
	must(t, rs[2:])
	c.Linked = true
	refused(t, b.ApplyBatch([]ledger.Transfer{a, c})[1], "ledger.chain_open")
	if err := ledger.Audit(b.States(), b.Changes().Entries); err != nil {
		t.Error(err)
	}
}

func TestAuditSeesAFalseBalance(t *testing.T) {
	t.Parallel()
	b := funded(t, 100_00)
	s := b.States()
	s[0].CreditsPosted++
	err := ledger.Audit(s, b.Changes().Entries)
	if !errs.Is(err, "ledger.audit_sum") || len(errs.All(err)) != 2 {
		t.Errorf("audit says %v, want a wrong sum and a wrong balance", err)
	}
}

func TestNeedsAreEnough(t *testing.T) {
	t.Parallel()
	whole := funded(t, 100_00)
	batch := []ledger.Transfer{deal.Lock(1, 1, 100_00, at), deal.Release(1, 1, "", 40_00, at), deal.Release(1, 1, "", 40_00, at).Post(40_00, "B2", at)}
	n := ledger.Needs(batch)
	var states []ledger.State
	for _, id := range n.Accounts {
		s, ok := whole.State(id)
		if !ok {
			t.Fatalf("needs %s, which the book has not", id)
		}
		states = append(states, s)
	}
	part := ledger.NewBook(states, nil)
	must(t, part.ApplyBatch(batch))
	must(t, whole.ApplyBatch(batch))
	for _, s := range part.Changes().Accounts {
		if w, _ := whole.State(s.ID); w != s {
			t.Errorf("%s: %+v from the needed rows, %+v from all", s.ID, s.Balance, w.Balance)
		}
	}
}

func TestAccountIDs(t *testing.T) {
	t.Parallel()
	_, stray := ledger.StrayAccounts("ICBC", "2026/11/23-7")
	for _, a := range append(deal.Accounts([]int{1, 12}, "", "co-owner"), stray) {
		got, err := ledger.ParseAccount(a.ID)
		if err != nil || got != a {
			t.Errorf("%s reads back as %+v, %v", a.ID, got, err)
		}
	}
	if n := deal.Payee(12, "co-owner").Tranche(); n != 12 {
		t.Errorf("tranche %d, want 12", n)
	}
	for _, bad := range []ledger.AccountID{"", "x", "/free", "x/gold", "x/free/"} {
		if a, err := ledger.ParseAccount(bad); err == nil {
			t.Errorf("ParseAccount(%q) = %+v, want an error", bad, a)
		}
	}
}
