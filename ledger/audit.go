package ledger

import (
	"quanlian/base/errs"
	"quanlian/base/money"
)

// Replay adds the entries up from nothing, in any order: what the balances must
// be. Entries of accounts that are not listed open them by their id.
func Replay(accounts []Account, entries []Transfer) ([]State, error) {
	b := NewBook(nil, nil)
	b.Open(accounts...)
	holds := map[TransferID]money.Fen{}
	for _, t := range entries {
		if t.Phase == Pending {
			holds[t.ID] = t.Amount
		}
	}
	for _, t := range entries {
		for _, id := range []AccountID{t.Debit, t.Credit} {
			if b.accounts[id] != nil {
				continue
			}
			a, err := ParseAccount(id)
			if err != nil {
				return nil, err
			}
			b.Open(a)
		}
		b.move(b.accounts[t.Debit], b.accounts[t.Credit], t, holds[t.PendingOf])
	}
	return b.States(), nil
}

// Audit proves a book: the sum over all accounts is zero, no limited account
// is below zero, no sum of reservations is negative, and each balance is what
// its entries add up to. It returns every fault it finds.
func Audit(states []State, entries []Transfer) error {
	var faults errs.List
	accounts := make([]Account, len(states))
	var sum money.Fen
	for i, s := range states {
		accounts[i] = s.Account
		sum += s.Net()
		if s.Kind.Limited() && s.Available() < 0 || s.DebitsPending < 0 || s.CreditsPending < 0 {
			faults.Add(errs.New(errs.Internal, "ledger.audit_negative", errs.Args{"account": string(s.ID), "available": s.Available().Plain()}))
		}
	}
	if sum != 0 {
		faults.Add(errs.New(errs.Internal, "ledger.audit_sum", errs.Args{"sum": sum.Plain()}))
	}
	want, err := Replay(accounts, entries)
	if err != nil {
		return err
	}
	have := make(map[AccountID]Balance, len(states))
	for _, s := range states {
		have[s.ID] = s.Balance
	}
	for _, w := range want {
		if have[w.ID] != w.Balance {
			faults.Add(errs.New(errs.Internal, "ledger.audit_balance", errs.Args{"account": string(w.ID), "entries": w.Net().Plain()}))
		}
	}
	return faults.Err()
}
