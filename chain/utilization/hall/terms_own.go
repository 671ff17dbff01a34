package hall

import (
	"strings"

	"github.com/shopspring/decimal"

	"quanlian/base/errs"
	"quanlian/base/money"
)

// OwnTerms are what the sides add to the standard form in their own words and
// figures; empty ones add nothing to the contract.
type OwnTerms struct {
	// DamagesRate of the price, or Damages as a sum, are what a side in breach pays
	// (违约金, 民法典585): one of them at most.
	DamagesRate decimal.Decimal `json:"damages_rate,omitzero"` // Unit: share, 0.1 is 10%
	Damages     money.Fen       `json:"damages,omitempty"`
	// SellerNotice and BuyerNotice are where each side receives what the other
	// sends: address, person, telephone.
	SellerNotice string `json:"seller_notice,omitempty"`
	BuyerNotice  string `json:"buyer_notice,omitempty"`
	// Further are clauses of their own, a line each.
	Further string `json:"further,omitempty"`
}

// check says what is wrong, each fault at its field of an offer.
func (x OwnTerms) check(l *errs.List, price money.Fen) {
	switch one := decimal.NewFromInt(1); {
	case x.Damages < 0:
		l.Add(errs.At("terms.own.damages", "utilization.hall.damages_sum", nil))
	case x.DamagesRate.IsNegative() || x.DamagesRate.GreaterThan(one):
		l.Add(errs.At("terms.own.damages_rate", "utilization.hall.damages_rate", nil))
	case x.Damages > 0 && x.DamagesRate.IsPositive():
		l.Add(errs.At("terms.own.damages", "utilization.hall.damages_one", nil))
	case x.DamagesRate.IsPositive() && price <= 0:
		l.Add(errs.At("terms.own.damages_rate", "utilization.hall.damages_of_nothing", nil))
	}
	within(l, map[string]string{"terms.own.further": x.Further, "terms.own.seller_notice": x.SellerNotice, "terms.own.buyer_notice": x.BuyerNotice})
}

// DamagesOf is the sum that a side in breach pays; 0 where none was agreed.
func (x Terms) DamagesOf() money.Fen {
	if x.Own.DamagesRate.IsPositive() {
		return money.FromDecimal(x.Price.Decimal().Mul(x.Own.DamagesRate))
	}
	return x.Own.Damages
}

// ownWords are they in words.
type ownWords struct {
	Damages *said    `json:"damages,omitempty"`
	Seller  string   `json:"seller,omitempty"`
	Buyer   string   `json:"buyer,omitempty"`
	Notices bool     `json:"notices,omitempty"`
	Further []clause `json:"further,omitempty"`
}

type clause struct {
	N    int    `json:"n"`
	Text string `json:"text"`
}

func (x Terms) own() ownWords {
	o := x.Own
	w := ownWords{Seller: o.SellerNotice, Buyer: o.BuyerNotice, Notices: o.SellerNotice+o.BuyerNotice != ""}
	if w.Notices {
		w.Seller, w.Buyer = orDash(w.Seller), orDash(w.Buyer)
	}
	if sum := x.DamagesOf(); sum > 0 {
		key, args := "utilization.hall.paper.damages.sum", errs.Args{"amount": sum.String()}
		if o.DamagesRate.IsPositive() {
			key, args["rate"] = "utilization.hall.paper.damages.rate", sayRate(o.DamagesRate)
			if x.Royalty != nil {
				key = "utilization.hall.paper.damages.fixed"
			}
		}
		s := sayFilled(key, args)
		w.Damages = &s
	}
	for line := range strings.Lines(o.Further) {
		if line = strings.TrimSpace(line); line != "" {
			w.Further = append(w.Further, clause{len(w.Further) + 1, line})
		}
	}
	return w
}

func orDash(text string) string {
	if text == "" {
		return "—"
	}
	return text
}
