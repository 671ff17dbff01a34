package hall

import (
	"slices"
	"time"

	"quanlian/base/money"
	"quanlian/kernel"
	"quanlian/ledger"
)

// Refusal is an order that the bank did not carry out, until one for the same
// money is carried out.
type Refusal struct {
	Code    ledger.Code `json:"code"`
	Tranche int         `json:"tranche,omitempty"` // of a release and a commission
	Amount  money.Fen   `json:"amount"`
	Ref     string      `json:"ref"`              // the bank's own number
	Reason  string      `json:"reason,omitempty"` // as the bank said it; for whose account it is, and staff
	At      time.Time   `json:"at"`
}

// whose is the side whose account the bank refused.
func (x Refusal) whose() kernel.Role {
	switch x.Code {
	case ledger.Release:
		return Seller
	case ledger.Commission:
		return Broker
	}
	return Buyer
}

// answered remembers what the bank refused of hold, and forgets it once the
// same money has moved.
func (m Money) answered(hold, end ledger.Transfer, a ledger.Answer, now time.Time) Money {
	n := trancheOf(hold)
	m = m.moved(hold.Code, n)
	if end.Phase == ledger.Voided {
		m.Refused = append(m.Refused, Refusal{Code: hold.Code, Tranche: n, Amount: hold.Amount, Ref: a.BankRef, Reason: a.Reason, At: now})
	}
	return m
}

// moved forgets what was refused of money that has moved.
func (m Money) moved(code ledger.Code, tranche int) Money {
	m.Refused = slices.DeleteFunc(slices.Clone(m.Refused), func(x Refusal) bool { return x.Code == code && x.Tranche == tranche })
	return m
}

func trancheOf(hold ledger.Transfer) int {
	if hold.Code != ledger.Release && hold.Code != ledger.Commission {
		return 0
	}
	a, err := ledger.ParseAccount(hold.Debit)
	if err != nil {
		return 0
	}
	return a.Tranche()
}

// RefusedNow is what the bank refused and nobody has ordered anew.
func (d DealData) RefusedNow(s kernel.State, p ledger.Position) []Refusal {
	return slices.DeleteFunc(slices.Clone(d.Money.Refused), func(x Refusal) bool {
		switch x.Code {
		case ledger.Deposit:
			return s != DealDeposit
		case ledger.Refund:
			return p.Refunding > 0 || p.Available == 0
		}
		t := p.Standing(x.Tranche)
		return t.Releasing > 0 || t.Locked == 0
	})
}

// saidTo leaves out the bank's words about the account of another side.
func saidTo(list []Refusal, role kernel.Role) []Refusal {
	out := slices.Clone(list)
	for i := range out {
		if out[i].whose() != role {
			out[i].Reason = ""
		}
	}
	return out
}

// Sorting is money in suspense that may be what a buyer is still to pay in.
type Sorting struct {
	Amount money.Fen
	Sure   bool // the bank named the order or the sub-account of this deal
}

// SortingOf finds among the open tasks about receipts, and what still lies in
// suspense, what may be the buyer's: it came for this deal, or, for no deal that
// is known, it is the very amount that is missing.
func (d DealData) SortingOf(no string, p ledger.Position, tasks []ledger.OpenTask, waits []ledger.State) []Sorting {
	missing, err := d.missing(no, p)
	if err != nil || missing <= 0 {
		return nil
	}
	left := map[string]money.Fen{}
	for _, s := range waits {
		left[s.Part] = s.Available()
	}
	var out []Sorting
	for _, x := range tasks {
		mine := x.Deal == string(d.Escrow(no)) || x.Deal == "" && x.SubAccount != "" && x.SubAccount == d.Money.SubAccount
		amount := left[x.BankRef]
		if amount > 0 && (mine || x.Deal == "" && x.SubAccount == "" && amount == missing) {
			out = append(out, Sorting{Amount: amount, Sure: mine})
		}
	}
	return out
}
