package hall

import (
	"slices"
	"strconv"
	"time"

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

// Disputable is what of the payment that is due lies in custody and is in no
// dispute yet.
func (d DealData) Disputable(p ledger.Position) money.Fen {
	return p.Standing(d.nextTranche()).Releasable()
}

// DisputableOf parts it into the seller's price and the broker's commission.
func (d DealData) DisputableOf(no string, p ledger.Position) (price, commission money.Fen) {
	all := d.Disputable(p)
	plan, err := d.payment(no, d.nextTranche())
	if err != nil {
		return all, 0
	}
	_, commission = d.due(plan, p.Standing(d.nextTranche()))
	return all - commission, commission
}

func dispute() kernel.Move {
	return kernel.MoveOf[DealData, DisputeInput, ledger.Position]{
		Name: "dispute", Needs: []string{"amount", "reason"}, From: []kernel.State{DealDelivery}, By: both, Right: kernel.RightSubmit, Outward: true,
		Facts: func(v kernel.View, c kernel.Case, d DealData, _ DisputeInput) (ledger.Position, error) {
			return loadPosition(v, c, d)
		},
		Guard: func(t kernel.Turn[DealData, DisputeInput, ledger.Position]) error {
			// A seller's money waits for a bar that may never go: it may bring it to the
			// centre too.
			if side(t.Roles) == Seller && t.Data.Barred() == nil {
				return errs.New(errs.Conflict, "utilization.hall.dispute_no_bar", nil)
			}
			var l errs.List
			if most := t.Data.Disputable(t.Facts); t.Input.Amount <= 0 || t.Input.Amount > most {
				l.Add(errs.At("amount", "utilization.hall.dispute_amount", errs.Args{"most": most.String()}))
			}
			return joined(l.Err(), t.Input.Faults())
		},
		Effects: func(t kernel.Turn[DealData, DisputeInput, ledger.Position]) (kernel.Out[DealData], error) {
			d, n := t.Data, t.Data.nextTranche()
			d.Disputes = append(d.Disputes, Dispute{Tranche: n, Amount: t.Input.Amount, By: side(t.Roles), Reason: t.Input.Reason, At: t.Now})
			if t.Input.Amount == t.Data.Disputable(t.Facts) {
				d.Money.Parked = put(d.Money.Parked, n, t.Now)
			}
			f := d.Escrow(t.Case.No).Freeze(n, len(d.Disputes), t.Input.Amount, t.Now)
			return kernel.Out[DealData]{Data: d, Effects: []kernel.Effect{
				ledger.Record{Transfers: []ledger.Transfer{f}}, tell(other(side(t.Roles)), "disputed", t.Case.No), tell(Clerk, "disputed", t.Case.No),
			}}, nil
		},
	}.Build()
}

// EndDisputeInput says how a dispute ended: what goes back to the buyer; the
// rest is the seller's again.
type EndDisputeInput struct {
	Result  string    `json:"result"`
	ToBuyer money.Fen `json:"to_buyer"`
	// Left is what the bank had paid after all; only for a payment that it
	// first refused, and only by the head of the hall.
	Left money.Fen `json:"left,omitempty"`
	// Despite says that what the register shows against the right today does not
	// keep the rest from the seller; only the head of the hall says so.
	Despite bool `json:"despite,omitempty"`
}

func (r Rules) endDispute() kernel.Move {
	return kernel.MoveOf[DealData, EndDisputeInput, ledger.Position]{
		Name: "end_dispute", Needs: []string{"result"}, From: []kernel.State{DealDelivery, DealRefunding}, By: []kernel.Role{Clerk, kernel.RoleHead},
		Facts: func(v kernel.View, c kernel.Case, d DealData, _ EndDisputeInput) (ledger.Position, error) {
			return loadPosition(v, c, d)
		},
		Guard: func(t kernel.Turn[DealData, EndDisputeInput, ledger.Position]) error {
			i := t.Data.openDispute()
			if i < 0 {
				return errs.New(errs.Conflict, "utilization.hall.no_dispute", nil)
			}
			x := t.Data.Disputes[i]
			if t.Input.ToBuyer < 0 || t.Input.Left < 0 || t.Input.ToBuyer+t.Input.Left > x.Amount {
				return errs.At("to_buyer", "utilization.hall.dispute_share", errs.Args{"most": x.Amount.String()})
			}
			if err := t.Data.mayHaveLeft(t.Case.No, x, t.Input.Left, t.Facts, t.As(kernel.RoleHead)); err != nil {
				return err
			}
			switch {
			case t.Input.Despite && !t.As(kernel.RoleHead):
				return errs.At("despite", "utilization.hall.despite_head", nil)
			case t.Input.Despite && t.Data.Barred() == nil:
				return errs.At("despite", "utilization.hall.despite_no_bar", nil)
			}
			return reasonAt("result", t.Input.Result)
		},
		Effects: r.doEndDispute,
	}.Build()
}

// mayHaveLeft: the book is set right only for a payment that the bank had
// refused, by the head, and not beyond what the plan owes.
func (d DealData) mayHaveLeft(no string, x Dispute, left money.Fen, p ledger.Position, head bool) error {
	if left == 0 {
		return nil
	}
	if x.Late == "" || !head {
		return errs.New(errs.Forbidden, "utilization.hall.head_only", nil)
	}
	plan, err := d.payment(no, x.Tranche)
	if err != nil {
		return err
	}
	s := p.Standing(x.Tranche)
	most := plan.ToSeller - s.Released - d.Money.Returned[x.Tranche]
	if x.Late == ledger.Commission {
		most = plan.Commission - s.Commission
	}
	if left > most {
		return errs.At("left", "utilization.hall.dispute_share", errs.Args{"most": most.String()})
	}
	return nil
}

// leave books what had gone: from the frozen part to the one it was paid to.
func leave(e ledger.Escrow, x Dispute, n int, at time.Time) ledger.Transfer {
	to := e.Payee(x.Tranche, "")
	if x.Late == ledger.Commission {
		to = e.Broker(x.Tranche)
	}
	return ledger.Transfer{ID: ledger.TransferID(string(e) + "/adjust/" + strconv.Itoa(x.Tranche) + "/" + strconv.Itoa(n)), Debit: e.Frozen(x.Tranche).ID, Credit: to.ID,
		Amount: x.Left, Code: ledger.Adjust, Phase: ledger.Posted, Ref: x.Reason, At: at}
}

func (r Rules) doEndDispute(t kernel.Turn[DealData, EndDisputeInput, ledger.Position]) (kernel.Out[DealData], error) {
	d, i, e := t.Data, t.Data.openDispute(), t.Data.Escrow(t.Case.No)
	d.Disputes = append([]Dispute(nil), d.Disputes...)
	x := &d.Disputes[i]
	x.Ended, x.Result, x.ToBuyer, x.Left = t.Now, t.Input.Result, t.Input.ToBuyer, t.Input.Left
	if t.Input.Despite {
		x.Despite = d.Barred().blocks()
		d.Checks = append(slices.Clone(d.Checks), d.Barred().despite(x.Despite))
	}
	var rec ledger.Record
	if x.Late == ledger.Release {
		d.Money = d.Money.came(x.Tranche, x.Left, x.At)
	}
	if x.Left > 0 {
		rec.Transfers = append(rec.Transfers, leave(e, *x, i+1, t.Now))
	}
	if back := x.Amount - x.Left; back > 0 {
		rec.Transfers = append(rec.Transfers, e.Thaw(x.Tranche, i+1, back, t.Now))
	}
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
	if s.Locked+s.Frozen == x.ToBuyer+x.Left { // nothing of the tranche is left
		d.Money.Paid = put(d.Money.Paid, x.Tranche, t.Now)
	}
	out := kernel.Out[DealData]{Data: d, Effects: append([]kernel.Effect{rec}, back...)}
	out.Effects = append(out.Effects, tell(Seller, "dispute_over", t.Case.No), tell(Buyer, "dispute_over", t.Case.No))
	if t.Case.State != DealRefunding {
		return d.arrived(out, t.Case.No, t.Now), nil
	}
	if t.Facts.Custody() == x.Left { // the last that a dissolved deal waited for had gone
		return d.parted(out, t.Case.No, t.Facts.Released+x.Left, t.Now), nil
	}
	return out, nil // what is the seller's is sent again
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
