package hall

import (
	"github.com/shopspring/decimal"

	"quanlian/base/errs"
	"quanlian/base/money"
	"quanlian/kernel"
	"quanlian/ledger"
)

// CommissionInput is what a broker asks: a share of what is released or a fixed
// sum, borne by one side, and the account it is paid to.
type CommissionInput struct {
	Rate    decimal.Decimal `json:"rate"`
	Fixed   money.Fen       `json:"fixed,omitempty"`
	From    ledger.Side     `json:"from"`
	Account string          `json:"account"`
	Bank    string          `json:"bank,omitempty"`
}

// early are the states in which a broker comes in.
var early = []kernel.State{DealInquiry, DealNDA, DealTalks}

// brokerTerms names another commission; both sides have to agree anew. Who bears
// it agrees before terms are accepted, like whoever does not.
func (r Rules) brokerTerms() kernel.Move {
	return kernel.MoveOf[DealData, CommissionInput, none]{
		Name: "broker_terms", Needs: []string{"from", "account", "bank"}, From: early, By: []kernel.Role{Broker}, Right: kernel.RightSubmit, Outward: true,
		Guard: func(t kernel.Turn[DealData, CommissionInput, none]) error {
			var l errs.List
			terms := CommissionTerms{Rate: t.Input.Rate, Fixed: t.Input.Fixed, From: t.Input.From}
			for _, e := range append(errs.All(terms.check(askedPrice(t.Case), r.BrokerLimit)), errs.All(needAccount(AccountInput{Account: t.Input.Account, Bank: t.Input.Bank}))...) {
				l.Add(e)
			}
			return l.Err()
		},
		Effects: func(t kernel.Turn[DealData, CommissionInput, none]) (kernel.Out[DealData], error) {
			d, in := t.Data, t.Input
			d.Brokerage = &ledger.Brokerage{Broker: string(d.Broker.ID), Rate: in.Rate, Fixed: in.Fixed, From: in.From}
			d.BrokerAccount = ledger.Party{Name: d.Broker.Name, Account: in.Account, Bank: in.Bank}
			return kernel.Out[DealData]{Data: d, Effects: []kernel.Effect{tell(Seller, "commission", t.Case.No), tell(Buyer, "commission", t.Case.No)}}, nil
		},
	}.Build()
}

// agreeCommission: each side says that it was told the commission.
func agreeCommission() kernel.Move {
	return kernel.MoveOf[DealData, none, none]{
		Name: "agree_commission", From: early, By: both, Right: kernel.RightSign, Outward: true,
		Guard: func(t kernel.Turn[DealData, none, none]) error {
			if t.Data.Brokerage == nil {
				return errs.New(errs.Conflict, "utilization.hall.no_commission", nil)
			}
			return nil
		},
		Effects: func(t kernel.Turn[DealData, none, none]) (kernel.Out[DealData], error) {
			b := *t.Data.Brokerage
			if side(t.Roles) == Seller {
				b.ToldSeller = t.Now
			} else {
				b.ToldBuyer = t.Now
			}
			t.Data.Brokerage = &b
			return kernel.Out[DealData]{Data: t.Data, Effects: []kernel.Effect{tell(Broker, "commission_agreed", t.Case.No)}}, nil
		},
	}.Build()
}

// dropBroker lets the broker go, or the broker steps out, with the commission,
// before terms are agreed.
func dropBroker() kernel.Move {
	return kernel.MoveOf[DealData, kernel.ReasonInput, none]{
		Name: "drop_broker", Needs: []string{"reason"}, From: early, By: append([]kernel.Role{Broker}, both...), Right: kernel.RightSubmit,
		Guard: func(t kernel.Turn[DealData, kernel.ReasonInput, none]) error {
			if t.Data.Broker == nil {
				return errs.New(errs.Conflict, "utilization.hall.no_broker", nil)
			}
			return reason(t.Input.Reason)
		},
		Effects: func(t kernel.Turn[DealData, kernel.ReasonInput, none]) (kernel.Out[DealData], error) {
			gone := t.Data.Broker.ID
			effects := endEngagement(t.Data.Invitation)
			t.Data.Broker, t.Data.Brokerage, t.Data.BrokerAccount, t.Data.Invitation = nil, nil, ledger.Party{}, ""
			for _, r := range both {
				if t.As(Broker) || r != side(t.Roles) {
					effects = append(effects, tell(r, "broker_gone", t.Case.No))
				}
			}
			return kernel.Out[DealData]{Data: t.Data, Change: func(c *kernel.Case) { c.Revoke("party:" + string(gone)) }, Effects: effects}, nil
		},
	}.Build()
}

// commission looks at the broker's commission when terms are accepted.
func (r Rules) commission(d DealData, price money.Fen) error {
	if d.Brokerage == nil {
		return nil
	}
	return d.Brokerage.Check(price, r.BrokerLimit)
}
