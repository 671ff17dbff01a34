package taxation

import (
	"quanlian/base/money"
)

// Option is one way to be taxed and what it leaves both sides.
type Option struct {
	Way         Way       `json:"way"`
	Sheet       Sheet     `json:"sheet"`
	SellerKeeps money.Fen `json:"seller_keeps_fen"`
	BuyerCost   money.Fen `json:"buyer_cost_fen"` // present value when a discount rate is given
	// The prices, on the deal's basis, at which a side stands in this way as it does
	// in the first option at the agreed price; nil when no price does.
	SellerWhole *money.Fen `json:"seller_whole_price_fen,omitempty"`
	BuyerWhole  *money.Fen `json:"buyer_whole_price_fen,omitempty"`
}

// Sentence is one clause of the verdict: its text is engine.taxation.verdict.<code>.
type Sentence struct {
	Code string         `json:"code"`
	Args map[string]any `json:"args,omitempty"`
}

// Verdict says who fares better how: "exempt", the other way, or "same".
type Verdict struct {
	Against   Way        `json:"against"` // the way the exemption is held against
	Seller    Way        `json:"seller,omitempty"`
	Buyer     Way        `json:"buyer,omitempty"`
	Joint     Way        `json:"joint,omitempty"` // "" is the same
	SellerBy  money.Fen  `json:"seller_by_fen"`
	BuyerBy   money.Fen  `json:"buyer_by_fen"`
	JointBy   money.Fen  `json:"joint_by_fen"`
	Sentences []Sentence `json:"sentences"`
}

// Comparison sets the ways beside each other before signing. It takes it that the
// papers still missing will come; Conditions tells which are missing today.
type Comparison struct {
	Options    []Option    `json:"options"` // exempt first, if it is open at all
	ExemptOpen bool        `json:"exempt_open"`
	WhyNot     string      `json:"why_not,omitempty"`
	Conditions []Condition `json:"conditions"`
	Verdict    *Verdict    `json:"verdict,omitempty"` // nil when there is one way only
	Disclaimer string      `json:"disclaimer"`
}

// Compare computes the deal in every way open to it.
func Compare(rules *Rules, d Deal, year Year) (Comparison, error) {
	if err := d.Check(); err != nil {
		return Comparison{}, err
	}
	d = d.recognised()
	b := rules.At(d.event())
	out := Comparison{Conditions: append(vatConditions(b, &d), citConditions(b, &d)...), Disclaimer: Disclaimer}
	out.WhyNot = incurable("vat", out.Conditions)
	out.ExemptOpen = out.WhyNot == ""
	d.Papers.assumed = true
	for _, way := range out.waysOpen(b, &d) {
		d.Way = way
		s, err := NewSheet(rules, d, year)
		if err != nil {
			return out, err
		}
		s.Conditions = out.Conditions
		out.Options = append(out.Options, optionOf(s))
	}
	if len(out.Options) < 2 {
		return out, nil
	}
	for i := 1; i < len(out.Options); i++ {
		out.Options[i].wholePrices(rules, d, year, out.Options[0])
	}
	out.Verdict = verdict(d, out.Options[0], out.Options[1])
	return out, nil
}

// waysOpen lists the ways; a seller bound by an election has no ordinary rate.
func (c *Comparison) waysOpen(b Book, d *Deal) []Way {
	var out []Way
	if c.ExemptOpen {
		out = append(out, Exempt)
	}
	open, locked := simplifiedOpen(b, d)
	if !locked {
		out = append(out, Taxed)
	}
	if open {
		out = append(out, Simplified)
	}
	return out
}

func optionOf(s Sheet) Option {
	o := Option{Way: s.Way, Sheet: s, SellerKeeps: s.Seller.Keeps, BuyerCost: s.Buyer.Cost}
	if s.Buyer.CostPV != nil {
		o.BuyerCost = *s.Buyer.CostPV
	}
	return o
}

// verdict holds the first option against the second.
func verdict(d Deal, first, second Option) *Verdict {
	v := &Verdict{Against: second.Way}
	better := func(gain money.Fen) (Way, money.Fen) {
		switch {
		case gain > 0:
			return first.Way, gain
		case gain < 0:
			return second.Way, -gain
		}
		return "", 0
	}
	seller := first.SellerKeeps - second.SellerKeeps
	buyer := second.BuyerCost - first.BuyerCost
	v.Seller, v.SellerBy = better(seller)
	v.Buyer, v.BuyerBy = better(buyer)
	v.Joint, v.JointBy = better(seller + buyer)
	v.Sentences = []Sentence{{Code: "basis_" + string(d.Basis)}}
	for _, x := range []struct {
		who string
		way Way
		by  money.Fen
	}{{"buyer", v.Buyer, v.BuyerBy}, {"seller", v.Seller, v.SellerBy}, {"joint", v.Joint, v.JointBy}} {
		if x.way == "" {
			v.Sentences = append(v.Sentences, Sentence{Code: x.who + "_same"})
			continue
		}
		v.Sentences = append(v.Sentences, Sentence{x.who + "_" + string(x.way), map[string]any{"amount": x.by.String()}})
	}
	return v
}
