package hall

import (
	"quanlian/base/errs"
	"quanlian/kernel"
	"quanlian/ledger"
)

// StrayInput names a receipt that came without our key and waits in suspense,
// by the bank's own number.
type StrayInput struct {
	BankRef string `json:"bank_ref"`
}

type strayFacts struct {
	stray    ledger.State
	position ledger.Position
}

// attribute gives a stray receipt to the deal it belongs to (认领): the buyer
// who has paid need not pay again.
func attribute() kernel.Move {
	return kernel.MoveOf[DealData, StrayInput, strayFacts]{
		Name: "attribute", Needs: []string{"bank_ref"}, From: []kernel.State{DealDeposit}, By: []kernel.Role{Clerk, Finance},
		Facts: func(v kernel.View, c kernel.Case, d DealData, in StrayInput) (strayFacts, error) {
			var f strayFacts
			var err error
			if f.stray, err = kernel.Load(v, ledger.StrayOf{Bank: BankCode, BankRef: in.BankRef}); err != nil {
				return f, err
			}
			f.position, err = loadPosition(v, c, d)
			return f, err
		},
		Guard: func(t kernel.Turn[DealData, StrayInput, strayFacts]) error {
			if t.Facts.stray.Available() <= 0 {
				return errs.At("bank_ref", "utilization.hall.no_stray", errs.Args{"bank_ref": t.Input.BankRef})
			}
			return nil
		},
		Effects: doAttribute,
	}.Build()
}

func doAttribute(t kernel.Turn[DealData, StrayInput, strayFacts]) (kernel.Out[DealData], error) {
	d, no, p := t.Data, t.Case.No, t.Facts.position
	missing, err := d.missing(no, p)
	if err != nil {
		return kernel.Out[DealData]{}, err
	}
	amount := min(t.Facts.stray.Available(), missing) // more than is due stays in suspense
	d.Money.Attributed++
	d.Money.Deposits++ // the promises to the tranches are numbered by it
	e := d.Escrow(no)
	rec := ledger.Record{
		Accounts:  e.Accounts(d.trancheNumbers()),
		Transfers: []ledger.Transfer{e.Attribute(t.Facts.stray.Account, d.Money.Attributed, amount, t.Now)},
	}
	if amount == t.Facts.stray.Available() { // nothing of it waits any more
		for _, k := range []ledger.TaskKind{ledger.TaskAttribute, ledger.TaskSurplus} {
			rec.Over = append(rec.Over, ledger.Over{Kind: k, Ref: no, Receipt: t.Input.BankRef})
		}
	}
	out := kernel.Out[DealData]{Data: d, Effects: []kernel.Effect{rec}}
	p.Deposited += amount
	if amount < missing {
		out.Effects = append(out.Effects, tell(Buyer, "short", no))
		return out, nil
	}
	return d.paidIn(out, no, t.Input.BankRef, p, t.Now)
}
