package bank

import (
	"context"
	"time"

	"quanlian/base/money"
	"quanlian/ledger"
)

// PayIn is a payment that nobody announced: the bank tells of it without any
// key of ours.
func (b *Fake) PayIn(subAccount string, amount money.Fen, from ledger.Party) {
	b.mu.Lock()
	defer b.mu.Unlock()
	ref := b.ref()
	b.book(subAccount, ref, "", true, amount, from, "")
	b.queue(ledger.Answer{BankRef: ref, SubAccount: subAccount, Verdict: ledger.Done, Amount: amount, ValueDate: b.Now()}, b.pace())
}

// Statement prints the lines of the window, with the faults of the bank.
func (b *Fake) Statement(_ context.Context, from, to time.Time) ([]ledger.Line, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	var out []ledger.Line
	add := func(l ledger.Line) {
		l.No = len(out) + 1
		out = append(out, l)
	}
	for _, m := range b.moves {
		if m.gone || m.line.Date.Before(from) || !m.line.Date.Before(to) {
			continue
		}
		add(m.line)
		if b.hit(b.Faults.LineTwice, "line twice", ledger.TransferID(m.line.BankRef)) {
			add(m.line)
		}
	}
	return out, nil
}

// Moved is what the bank really moved under a key, all payments together, and
// how many they were. Tests compare it with the book.
func (b *Fake) Moved(key ledger.TransferID) (sum money.Fen, times int) {
	b.mu.Lock()
	defer b.mu.Unlock()
	for _, m := range b.moves {
		if m.key == key {
			sum += m.line.Amount
			times++
		}
	}
	return sum, times
}

// Balance is what the bank holds on a custody sub-account.
func (b *Fake) Balance(subAccount string) money.Fen {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.accounts[subAccount]
}
