package hall

import (
	"quanlian/base/errs"
	"quanlian/base/money"
	"quanlian/kernel"
	"quanlian/ledger"
)

// DisputeInput freezes the disputed part of the tranche that is due.
type DisputeInput struct {
	Amount money.Fen `json:"amount"`
	Reason string    `json:"reason"`
}

func dispute() kernel.Move {
	return kernel.MoveOf[DealData, DisputeInput, ledger.Position]{
		Name: "dispute", From: []kernel.State{DealDelivery}, By: []kernel.Role{Buyer}, Right: kernel.RightSubmit, Outward: true,
		Facts: func(v kernel.View, c kernel.Case, d DealData, _ DisputeInput) (ledger.Position, error) {
			return loadPosition(v, c, d)
		},
		Guard: func(t kernel.Turn[DealData, DisputeInput, ledger.Position]) error {
			most := t.Facts.Standing(t.Data.nextTranche()).Releasable()
			if t.Input.Amount <= 0 || t.Input.Amount > most {
				return errs.At("amount", "utilization.hall.dispute_amount", errs.Args{"most": most.String()})
			}
			return reason(t.Input.Reason)
		},
		Effects: func(t kernel.Turn[DealData, DisputeInput, ledger.Position]) (kernel.Out[DealData], error) {
			d, n := t.Data, t.Data.nextTranche()
			d.Disputes = append(d.Disputes, Dispute{Tranche: n, Amount: t.Input.Amount, By: side(t.Roles), Reason: t.Input.Reason, At: t.Now})
			if t.Input.Amount == t.Facts.Standing(n).Releasable() {
				d.Money.Parked = put(d.Money.Parked, n, t.Now)
			}
			f := d.Escrow(t.Case.No).Freeze(n, len(d.Disputes), t.Input.Amount, t.Now)
			return kernel.Out[DealData]{Data: d, Effects: []kernel.Effect{
				ledger.Record{Transfers: []ledger.Transfer{f}}, tell(Seller, "disputed", t.Case.No), tell(Clerk, "disputed", t.Case.No),
			}}, nil
		},
	}.Build()
}

// EndDisputeInput says how a dispute ended: what goes back to the buyer; the
// rest is the seller's again.
type EndDisputeInput struct {
	Result  string    `json:"result"`
	ToBuyer money.Fen `json:"to_buyer"`
}

func (r Rules) endDispute() kernel.Move {
	return kernel.MoveOf[DealData, EndDisputeInput, ledger.Position]{
		Name: "end_dispute", From: []kernel.State{DealDelivery}, By: []kernel.Role{Clerk, kernel.RoleHead},
		Facts: func(v kernel.View, c kernel.Case, d DealData, _ EndDisputeInput) (ledger.Position, error) {
			return loadPosition(v, c, d)
		},
		Guard: func(t kernel.Turn[DealData, EndDisputeInput, ledger.Position]) error {
			i := t.Data.openDispute()
			if i < 0 {
				return errs.New(errs.Conflict, "utilization.hall.no_dispute", nil)
			}
			if t.Input.ToBuyer < 0 || t.Input.ToBuyer > t.Data.Disputes[i].Amount {
				return errs.At("to_buyer", "utilization.hall.dispute_share", errs.Args{"most": t.Data.Disputes[i].Amount.String()})
			}
			return reason(t.Input.Result)
		},
		Effects: r.doEndDispute,
	}.Build()
}

func (r Rules) doEndDispute(t kernel.Turn[DealData, EndDisputeInput, ledger.Position]) (kernel.Out[DealData], error) {
	d, i, e := t.Data, t.Data.openDispute(), t.Data.Escrow(t.Case.No)
	d.Disputes = append([]Dispute(nil), d.Disputes...)
	x := &d.Disputes[i]
	x.Ended, x.Result, x.ToBuyer = t.Now, t.Input.Result, t.Input.ToBuyer
	rec := ledger.Record{Transfers: []ledger.Transfer{e.Thaw(x.Tranche, i+1, x.Amount, t.Now)}}
	var back []kernel.Effect
	if x.ToBuyer > 0 {
		d.Money.Refunds++
		d.Money.Returned = put(d.Money.Returned, x.Tranche, d.Money.Returned[x.Tranche]+x.ToBuyer)
		rec.Transfers = append(rec.Transfers, e.Unlock(x.Tranche, d.Money.Refunds, x.ToBuyer, t.Now))
		var err error
		if back, err = r.sendBack(d, t.Case.No, x.ToBuyer, t.Now); err != nil {
			return kernel.Out[DealData]{}, err
		}
	}
	d.Money.Parked = without(d.Money.Parked, x.Tranche)
	s := t.Facts.Standing(x.Tranche)
	if s.Locked+s.Frozen == x.ToBuyer { // nothing of the tranche is left
		d.Money.Paid = put(d.Money.Paid, x.Tranche, t.Now)
	}
	out := kernel.Out[DealData]{Data: d, Effects: append([]kernel.Effect{rec}, back...)}
	out.Effects = append(out.Effects, tell(Seller, "dispute_over", t.Case.No), tell(Buyer, "dispute_over", t.Case.No))
	return d.arrived(out, t.Case.No, t.Now), nil
}

// openDispute is the index of the first dispute that nobody has ended, or -1.
func (d DealData) openDispute() int {
	for i, x := range d.Disputes {
		if x.Ended.IsZero() {
			return i
		}
	}
	return -1
}
