package ledger

import (
	"time"

	"github.com/shopspring/decimal"

	"quanlian/base/errs"
	"quanlian/base/money"
)

// Side is one of the two parties of a deal.
type Side string

// The sides.
const (
	Buyer  Side = "buyer"
	Seller Side = "seller"
	// Halves: both sides bear a half of the broker's commission each.
	Halves Side = "both"
)

// Brokerage is the broker's commission (经纪佣金): agreed apart from the price,
// disclosed to both sides, paid by an instruction of its own.
type Brokerage struct {
	Broker     string          `json:"broker"`          // party
	Rate       decimal.Decimal `json:"rate"`            // share of what is released
	Fixed      money.Fen       `json:"fixed,omitempty"` // or a fixed sum, spread over the tranches
	From       Side            `json:"from"`            // who bears it
	ToldBuyer  time.Time       `json:"told_buyer"`      // when it was disclosed
	ToldSeller time.Time       `json:"told_seller"`
}

// Check looks at the commission before the contract is signed. limit is the
// most that the city allows as a share of the price.
func (b Brokerage) Check(price money.Fen, limit decimal.Decimal) error {
	var l errs.List
	if b.Broker == "" {
		l.Add(errs.At("brokerage/broker", "ledger.brokerage.broker", nil))
	}
	if b.From != Buyer && b.From != Seller && b.From != Halves {
		l.Add(errs.At("brokerage/from", "ledger.brokerage.from", nil))
	}
	if b.Rate.IsNegative() || b.Fixed < 0 || b.Rate.IsPositive() == (b.Fixed > 0) {
		l.Add(errs.At("brokerage/rate", "ledger.brokerage.rate_or_fixed", nil))
	}
	if b.Rate.GreaterThan(limit) || b.Fixed > price.MulRate(limit) {
		l.Add(errs.At("brokerage/rate", "ledger.brokerage.limit", errs.Args{"limit": limit.String()}))
	}
	if b.ToldBuyer.IsZero() || b.ToldSeller.IsZero() {
		l.Add(errs.At("brokerage/told_buyer", "ledger.brokerage.undisclosed", nil))
	}
	return l.Err()
}

// Of is the commission that belongs to a release of amount when before was
// released already. It is reckoned on the running total, so that the parts add
// up to the commission of the whole to the fen.
func (b Brokerage) Of(amount, before money.Fen) money.Fen {
	return (before + amount).MulRate(b.Rate) - before.MulRate(b.Rate)
}

// Shares is what each side bears of a commission; of an odd fen the buyer bears
// the half that is larger.
func (b Brokerage) Shares(commission money.Fen) (buyer, seller money.Fen) {
	switch b.From {
	case Buyer:
		return commission, 0
	case Halves:
		return commission - commission/2, commission / 2
	}
	return 0, commission
}

// parts spreads the commission over the amounts.
func (b *Brokerage) parts(amounts []money.Fen) []money.Fen {
	out := make([]money.Fen, len(amounts))
	if b == nil {
		return out
	}
	if b.Fixed > 0 {
		w := make([]int64, len(amounts))
		for i, a := range amounts {
			w[i] = int64(a)
		}
		if p := money.Split(b.Fixed, w); p != nil {
			return p
		}
		return out
	}
	var before money.Fen
	for i, a := range amounts {
		out[i] = b.Of(a, before)
		before += a
	}
	return out
}
