package bank

import (
	"slices"
	"strings"

	"quanlian/ledger"
)

// forced are the faults that a manner brings, by the name under which they are
// drawn otherwise.
var forced = map[ledger.Manner][]string{
	ledger.MannerLate:   {"kept"},
	ledger.MannerSilent: {"kept", "silent"},
	ledger.MannerTwice:  {"twice", "new number"},
	ledger.MannerShort:  {"wrong"},
	ledger.MannerMore:   {"wrong", "more"},
	ledger.MannerFlip:   {"flip"},
	ledger.MannerRefuse: {"reject"},
	ledger.MannerDouble: {"pay twice"},
}

// Manner is how the next instruction will be treated.
func (b *Fake) Manner() ledger.Manner {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.next
}

// SetManner says how the next instruction is treated; an unknown manner is good.
func (b *Fake) SetManner(m ledger.Manner) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.next = m; forced[m] == nil {
		b.next = ledger.MannerGood
	}
}

// treat binds the manner of the trial to an instruction; the lock is held.
func (b *Fake) treat(in ledger.Instruction) {
	if b.next == ledger.MannerMore && in.Code.Out() {
		return // the custody agreement lets no bank pay more; it waits for a deposit
	}
	if b.next != ledger.MannerGood {
		b.manners[in.Key] = b.next
	}
	b.next = ledger.MannerGood
}

// Kept are the instructions that a manner keeps unanswered, the first one first.
func (b *Fake) Kept() []ledger.Instruction {
	b.mu.Lock()
	defer b.mu.Unlock()
	var out []ledger.Instruction
	for key, o := range b.orders {
		if o.kept {
			out = append(out, b.orders[key].in)
		}
	}
	slices.SortFunc(out, func(x, y ledger.Instruction) int {
		if n := x.AnswerBy.Compare(y.AnswerBy); n != 0 {
			return n
		}
		return strings.Compare(string(x.Key), string(y.Key))
	})
	return out
}

// Speak answers an instruction that was kept; any other changes nothing.
func (b *Fake) Speak(key ledger.TransferID) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if o := b.orders[key]; o != nil && o.kept {
		o.kept, o.silent = false, false
		b.tell(o)
	}
}
