package hall

import (
	"slices"

	"quanlian/base/errs"
	"quanlian/kernel"
	"quanlian/ledger"
)

// unpaidCommission is the payment of which the bank refused the broker's part
// alone, 0 for none.
func (d DealData) unpaidCommission() int {
	n := d.nextTranche()
	refused := func(c ledger.Code) bool {
		return slices.ContainsFunc(d.Money.Refused, func(x Refusal) bool { return x.Code == c && x.Tranche == n })
	}
	if n == 0 || !refused(ledger.Commission) || refused(ledger.Release) {
		return 0
	}
	return n
}

// commissionAgain sends a commission once more that the bank refused: to another
// account that the broker names, or, by the centre, to the same. The payment that
// it belongs to was agreed to and is the seller's already.
func (r Rules) commissionAgain() kernel.Move {
	return kernel.MoveOf[DealData, AccountInput, ledger.Position]{
		Name: "commission_again", From: []kernel.State{DealDelivery}, By: []kernel.Role{Broker, Clerk}, Right: kernel.RightPay, Outward: true,
		Facts: func(v kernel.View, c kernel.Case, d DealData, _ AccountInput) (ledger.Position, error) {
			return loadPosition(v, c, d)
		},
		Guard: func(t kernel.Turn[DealData, AccountInput, ledger.Position]) error {
			if t.Data.unpaidCommission() == 0 {
				return errs.New(errs.Conflict, "utilization.hall.commission_not_refused", nil)
			}
			if t.As(Broker) {
				return needAccount(t.Input)
			}
			return nil
		},
		Effects: func(t kernel.Turn[DealData, AccountInput, ledger.Position]) (kernel.Out[DealData], error) {
			d, no, tranche := t.Data, t.Case.No, t.Data.unpaidCommission()
			if t.As(Broker) {
				d.BrokerAccount = ledger.Party{Name: d.Broker.Name, Account: t.Input.Account, Bank: t.Input.Bank}
			}
			p, err := d.payment(no, tranche)
			if err != nil {
				return kernel.Out[DealData]{}, err
			}
			seller, broker := d.due(p, t.Facts.Standing(tranche))
			if seller > 0 || broker <= 0 { // it goes with the seller's rest, by the next release
				d.Money = d.Money.moved(ledger.Commission, tranche)
				return kernel.Out[DealData]{Data: d, Effects: []kernel.Effect{tell(Buyer, "release_asked", no)}}, nil
			}
			n := d.Money.Releases[tranche] + 1
			d.Money.Releases = put(d.Money.Releases, tranche, n)
			effects, err := ledger.Instruct(d.Escrow(no).PayBroker(tranche, n, broker, t.Now), d.Money.SubAccount, d.BrokerAccount, t.Now.Add(r.BankAnswers), "bank_answer")
			return kernel.Out[DealData]{To: DealReleasing, Data: d, Effects: effects}, err
		},
	}.Build()
}
