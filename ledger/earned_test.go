package ledger

import (
	"testing"

	"pgregory.net/rapid"

	"quanlian/base/money"
)

// TestEarned: what is agreed is expected, due or paid, and only the bank's word
// makes it paid.
func TestEarned(t *testing.T) {
	t.Parallel()
	e := Escrow("D1")
	plan := []Payment{{Tranche: 1, Commission: 300}, {Tranche: 2, Commission: 100}}
	state := func(a Account, b Balance) State { return State{Account: a, Balance: b} }
	for _, c := range []struct {
		name   string
		states []State
		want   Earned
	}{
		{"nothing moved", nil, Earned{400, 400, 0, 0}},
		{"another deal's", []State{state(Escrow("D2").Broker(1), Balance{CreditsPosted: 300})}, Earned{400, 400, 0, 0}},
		{"release instructed", []State{state(e.Payee(1, ""), Balance{CreditsPending: 9700}), state(e.Broker(1), Balance{CreditsPending: 300})}, Earned{400, 100, 300, 0}},
		{"seller paid, the bank refused the broker's", []State{state(e.Payee(1, ""), Balance{CreditsPosted: 9700})}, Earned{400, 100, 300, 0}},
		{"paid", []State{state(e.Payee(1, ""), Balance{CreditsPosted: 9700}), state(e.Broker(1), Balance{CreditsPosted: 300})}, Earned{400, 100, 0, 300}},
		{"paid and sent back", []State{state(e.Broker(1), Balance{CreditsPosted: 300, DebitsPosted: 300}), state(e.Payee(1, ""), Balance{CreditsPosted: 9700})}, Earned{400, 100, 300, 0}},
	} {
		if got := EarnedOf(e, plan, c.states); got != c.want {
			t.Errorf("%s: %+v, want %+v", c.name, got, c.want)
		}
	}
}

// TestShares: the two shares are the commission, whoever bears it.
func TestShares(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		b := Brokerage{From: rapid.SampledFrom([]Side{Buyer, Seller, Halves}).Draw(t, "from")}
		c := money.Fen(rapid.Int64Range(0, 1_000_000).Draw(t, "commission"))
		buyer, seller := b.Shares(c)
		if buyer+seller != c || buyer < 0 || seller < 0 || b.From == Halves && buyer-seller > 1 {
			t.Fatalf("%d of %s: buyer %d, seller %d", c, b.From, buyer, seller)
		}
	})
}
