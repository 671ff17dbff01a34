package hall

import (
	"time"

	"quanlian/base/errs"
	"quanlian/base/money"
	"quanlian/kernel"
	"quanlian/ledger"
)

// BankCode names the custody bank in the book; a city has one or sets others.
const BankCode = "custody"

// SubAccountPrefix begins the name of a custody sub-account; the number of its
// deal follows.
const SubAccountPrefix = "CG-"

// moneyFacts are the register and the book as they stand inside the act.
type moneyFacts struct {
	dealRights
	position ledger.Position
}

func loadMoney(v kernel.View, c kernel.Case, d DealData) (moneyFacts, error) {
	var f moneyFacts
	var err error
	if f.dealRights, err = d.rights(v); err != nil {
		return f, err
	}
	f.position, err = loadPosition(v, c, d)
	return f, err
}

func loadPosition(v kernel.View, c kernel.Case, d DealData) (ledger.Position, error) {
	states, err := kernel.Load(v, ledger.StatesOf{Deal: d.Escrow(c.No)})
	return ledger.PositionOf(d.Escrow(c.No), states), err
}

// AccountInput names the payer's or the payee's own account.
type AccountInput struct {
	Account string `json:"account"`
	Bank    string `json:"bank,omitempty"`
}

func (r Rules) deposit() kernel.Move {
	return kernel.MoveOf[DealData, AccountInput, moneyFacts]{
		Name: "deposit", Needs: []string{"account", "bank"}, From: []kernel.State{DealDeposit}, By: []kernel.Role{Buyer}, Right: kernel.RightPay, Outward: true,
		Facts: func(v kernel.View, c kernel.Case, d DealData, _ AccountInput) (moneyFacts, error) {
			return loadMoney(v, c, d)
		},
		Guard:   func(t kernel.Turn[DealData, AccountInput, moneyFacts]) error { return needAccount(t.Input) },
		Effects: r.doDeposit,
	}.Build()
}

func (r Rules) doDeposit(t kernel.Turn[DealData, AccountInput, moneyFacts]) (kernel.Out[DealData], error) {
	var out kernel.Out[DealData]
	d, err := r.checked(t.Data, t.Facts.dealRights, t.Data.purpose(), t.Now)
	if err != nil {
		return out, err
	}
	missing, err := d.missing(t.Case.No, t.Facts.position)
	if err != nil {
		return out, err
	}
	e := d.Escrow(t.Case.No)
	d.Money.Deposits++
	d.Money.PaidFrom = ledger.Party{Name: d.Buyer.Name, Account: t.Input.Account, Bank: t.Input.Bank}
	effects, err := ledger.Instruct(e.Expect(d.Money.Deposits, missing, t.Now), d.Money.SubAccount, d.Money.PaidFrom, t.Now.Add(r.BankAnswers), "bank_answer")
	if err != nil {
		return out, err
	}
	open := ledger.Record{Accounts: e.Accounts(d.trancheNumbers())}
	return kernel.Out[DealData]{To: DealDepositing, Data: d, Effects: append([]kernel.Effect{open}, effects...)}, nil
}

// recorded reports whether the national office has entered the deal.
func (d DealData) recorded() bool { return d.Record != nil && d.Record.No != "" }

// Unit: characters. Source: our own bound; it only catches what is no account.
const accountLength = 4

func needAccount(in AccountInput) error {
	var l errs.List
	switch {
	case in.Account == "":
		l.Add(errs.At("account", "utilization.hall.account_missing", nil))
	case len(in.Account) < accountLength:
		l.Add(errs.At("account", "utilization.hall.account_short", errs.Args{"least": accountLength}))
	}
	if in.Bank == "" {
		l.Add(errs.At("bank", "utilization.hall.bank_missing", nil))
	}
	return l.Err()
}

type bankFacts struct {
	known    ledger.Known
	position ledger.Position
}

// bankAnswer takes whatever the bank says, in whatever order: the book decides
// what is booked, the deal goes on when the book says that the money is there.
func (r Rules) bankAnswer() kernel.Move {
	return kernel.MoveOf[DealData, ledger.Answer, bankFacts]{
		Name: "bank_answer", By: []kernel.Role{Bank}, Hidden: true, Anytime: true, OnHold: true, From: []kernel.State{DealSettled, DealEnded},
		Facts: func(v kernel.View, c kernel.Case, d DealData, a ledger.Answer) (bankFacts, error) {
			var f bankFacts
			var err error
			if f.known, err = kernel.Load(v, ledger.KnownOf{Bank: BankCode, BankRef: a.BankRef, Key: a.Key}); err != nil {
				return f, err
			}
			f.position, err = loadPosition(v, c, d)
			return f, err
		},
		Effects: func(t kernel.Turn[DealData, ledger.Answer, bankFacts]) (kernel.Out[DealData], error) {
			took, err := ledger.Take(t.Facts.known, t.Input, t.Now)
			if err != nil {
				return kernel.Out[DealData]{}, err
			}
			out := kernel.Out[DealData]{Data: t.Data}
			if rec := took.Record(); !rec.Empty() {
				out.Effects = append(out.Effects, rec)
			}
			if len(took.Tasks) > 0 {
				out.Effects = append(out.Effects, tell(Clerk, "bank_task", t.Case.No))
			}
			for _, x := range took.Transfers {
				switch {
				case x.PendingOf != "":
					return ended(t, out, x)
				case x.Code == ledger.Freeze:
					return late(t, out, x)
				case x.Code == ledger.Stray && t.Case.State == DealDeposit: // called off, and paid after all
					out.Effects = append(out.Effects, tell(Buyer, "deposit_sorted", t.Case.No))
				}
			}
			return out, nil
		},
	}.Build()
}

// ended goes on after the bank has ended one of our instructions: with money
// that moved, or with none.
func ended(t kernel.Turn[DealData, ledger.Answer, bankFacts], out kernel.Out[DealData], end ledger.Transfer) (kernel.Out[DealData], error) {
	hold := t.Facts.known.Hold
	moved := end.Amount
	if end.Phase == ledger.Voided {
		moved = 0
	}
	out.Data.Money = out.Data.Money.answered(hold, end, t.Input, t.Now)
	switch hold.Code {
	case ledger.Deposit:
		return deposited(t, out, moved)
	case ledger.Release, ledger.Commission:
		return released(t, out, hold, moved)
	case ledger.Refund:
		return refunded(t, out, hold, moved), nil
	}
	return out, nil
}

// late keeps what may have left after all, as a dispute that the head of the
// hall ends when the bank has explained itself.
func late(t kernel.Turn[DealData, ledger.Answer, bankFacts], out kernel.Out[DealData], f ledger.Transfer) (kernel.Out[DealData], error) {
	account, err := ledger.ParseAccount(f.Debit)
	if err != nil {
		return out, err
	}
	n := account.Tranche()
	out.Data.Money = out.Data.Money.moved(t.Facts.known.Hold.Code, n)
	out.Data.Disputes = append(out.Data.Disputes, Dispute{Tranche: n, Amount: f.Amount, By: Bank, Reason: t.Input.BankRef, At: t.Now, Late: t.Facts.known.Hold.Code})
	if s := t.Facts.position.Standing(n); s.Locked == f.Amount {
		out.Data.Money.Parked = put(out.Data.Money.Parked, n, t.Now)
	}
	return out, nil
}

// deposited promises what has come in to its tranches; short money waits for
// the rest.
func deposited(t kernel.Turn[DealData, ledger.Answer, bankFacts], out kernel.Out[DealData], moved money.Fen) (kernel.Out[DealData], error) {
	if t.Case.State != DealDepositing {
		return out, nil
	}
	p, no := t.Facts.position, t.Case.No
	p.Deposited += moved
	if missing, err := out.Data.missing(no, p); err == nil && missing > 0 {
		why := "short"
		if moved == 0 {
			why = "deposit_refused"
		}
		out.To = DealDeposit
		out.Effects = append(out.Effects, tell(Buyer, why, no))
		return out, nil
	}
	return out.Data.paidIn(out, no, t.Input.BankRef, p, t.Now)
}

// paidIn promises what lies in custody to the tranches and goes on; ref is the
// bank's number of what made it whole.
func (d DealData) paidIn(out kernel.Out[DealData], no, ref string, p ledger.Position, now time.Time) (kernel.Out[DealData], error) {
	rec, err := d.locks(no, p, now)
	if err != nil {
		return out, err
	}
	rec.Over = append(rec.Over, ledger.Over{Kind: ledger.TaskShortDeposit, Deal: d.Escrow(no), Ref: ref})
	out.Effects = append(out.Effects, rec)
	out.Data.Money = out.Data.Money.moved(ledger.Deposit, 0)
	out.To = DealRecording
	if d.recorded() || d.paysEarly() {
		out.To = DealDelivery
	}
	out.Effects = append(out.Effects, tell(Seller, "deposited", no), tell(Buyer, "deposited", no))
	return d.awaitDay(out, now), nil
}

// released goes on when the bank has answered every payment of the tranche.
func released(t kernel.Turn[DealData, ledger.Answer, bankFacts], out kernel.Out[DealData], hold ledger.Transfer, moved money.Fen) (kernel.Out[DealData], error) {
	account, err := ledger.ParseAccount(hold.Debit)
	if err != nil {
		return out, err
	}
	n, no := account.Tranche(), t.Case.No
	s := t.Facts.position.Standing(n)
	if hold.Code == ledger.Release {
		out.Data.Money = out.Data.Money.came(n, moved, t.Now)
	}
	switch {
	case moved == 0 && hold.Code == ledger.Commission:
		out.Effects = append(out.Effects, tell(Broker, "commission_refused", no))
	case moved == 0:
		out.Effects = append(out.Effects, tell(Seller, "release_refused", no), tell(Buyer, "release_refused", no))
	case hold.Code == ledger.Commission:
		out.Effects = append(out.Effects, tell(Broker, "commission_paid", no))
	default:
		out.Effects = append(out.Effects, tell(Seller, "paid", no), tell(Buyer, "paid", no))
	}
	if t.Case.State == DealRefunding { // the seller's part of a deal that was ended by agreement
		if moved < hold.Amount {
			out.Effects = append(out.Effects, tell(Clerk, "refund_short", no))
			return out, nil
		}
		out.Data.Money.Paid = put(out.Data.Money.Paid, n, t.Now)
		return restIf(t, out, moved, t.Facts.position.Released+moved), nil
	}
	if s.Releasing > hold.Amount || t.Case.State != DealReleasing {
		return out, nil // the other payment of this release is still under way
	}
	locked := s.Locked - moved
	switch {
	case locked == 0 && s.Frozen == 0:
		out.Data.Money.Paid = put(out.Data.Money.Paid, n, t.Now)
	case locked == 0:
		out.Data.Money.Parked = put(out.Data.Money.Parked, n, t.Now)
	}
	return out.Data.arrived(out, no, t.Now), nil
}

// refunded ends a deal that was undone once nothing is left at the bank; a
// refund after a dispute leaves the deal where it is.
func refunded(t kernel.Turn[DealData, ledger.Answer, bankFacts], out kernel.Out[DealData], hold ledger.Transfer, moved money.Fen) kernel.Out[DealData] {
	no := t.Case.No
	if moved > 0 {
		out.Effects = append(out.Effects, tell(Buyer, "refunded", no))
	}
	if moved < hold.Amount {
		out.Effects = append(out.Effects, tell(Clerk, "refund_short", no))
		return out
	}
	if t.Case.State == DealRefunding {
		return restIf(t, out, moved, t.Facts.position.Released)
	}
	return out
}

// restIf brings a deal that was undone to rest once nothing is left at the bank.
func restIf(t kernel.Turn[DealData, ledger.Answer, bankFacts], out kernel.Out[DealData], moved, paid money.Fen) kernel.Out[DealData] {
	if t.Facts.position.Custody() != moved {
		return out
	}
	return out.Data.parted(out, t.Case.No, paid, t.Now)
}
