package ledger

import (
	"slices"

	"quanlian/base/errs"
)

// ApplyBatch books entries in their order and answers for each. Entries joined
// by Linked stand or fall together; a refused entry of no chain leaves the
// others alone.
func (b *Book) ApplyBatch(ts []Transfer) []Result {
	out := make([]Result, 0, len(ts))
	for i := 0; i < len(ts); {
		j := i
		for j < len(ts)-1 && ts[j].Linked {
			j++
		}
		if i == j && !ts[i].Linked {
			out = append(out, b.Apply(ts[i]))
		} else {
			out = append(out, b.applyChain(ts[i:j+1])...)
		}
		i = j + 1
	}
	return out
}

// applyChain books all of ts or none of it.
func (b *Book) applyChain(ts []Transfer) []Result {
	out := make([]Result, len(ts))
	if last := ts[len(ts)-1]; last.Linked {
		return refuseAll(ts, -1, errs.New(errs.Invalid, "ledger.chain_open", errs.Args{"transfer": string(last.ID)}))
	}
	mark := len(b.fresh)
	b.inChain, b.undo = true, b.undo[:0]
	defer func() { b.inChain = false }()
	for i, t := range ts {
		out[i] = b.Apply(t)
		if out[i].OK() {
			continue
		}
		b.rollback(mark)
		return refuseAll(ts, i, out[i].Err)
	}
	return out
}

// refuseAll refuses every entry of a chain; the one at fault with its own reason.
func refuseAll(ts []Transfer, fault int, why *errs.Error) []Result {
	out := make([]Result, len(ts))
	for i, t := range ts {
		err := why
		if i != fault && fault >= 0 {
			err = errs.New(errs.Conflict, "ledger.chain_broken", errs.Args{"transfer": string(t.ID), "fault": string(ts[fault].ID)})
		}
		out[i] = Result{ID: t.ID, Outcome: Refused, Err: err}
	}
	return out
}

func (b *Book) rollback(mark int) {
	for _, s := range slices.Backward(b.undo) {
		s.slot.Balance, s.slot.dirty = s.old, s.was
	}
	for _, id := range b.fresh[mark:] {
		t := b.entries[id]
		delete(b.entries, id)
		delete(b.byKey, t.IdempotencyKey)
		delete(b.endedBy, t.PendingOf)
	}
	b.fresh = b.fresh[:mark]
}

// Needed names the rows that deciding a batch takes.
type Needed struct {
	Accounts []AccountID  // both sides of every entry, each once, sorted
	Entries  []TransferID // the entries' own ids and the holds they end
	Keys     []string     // their idempotency keys
	Holds    []TransferID // the holds: find what ended them
}

// Needs lists what a store must load before it runs a [Book] over ts. An entry
// that does not name the accounts of its hold is refused, so no second look is
// necessary.
func Needs(ts []Transfer) Needed {
	var n Needed
	n.Accounts = make([]AccountID, 0, 2*len(ts))
	n.Entries = make([]TransferID, 0, len(ts))
	for _, t := range ts {
		n.Accounts = append(n.Accounts, t.Debit, t.Credit)
		n.Entries = append(n.Entries, t.ID)
		if t.PendingOf != "" {
			n.Entries = append(n.Entries, t.PendingOf)
			n.Holds = append(n.Holds, t.PendingOf)
		}
		if t.IdempotencyKey != "" {
			n.Keys = append(n.Keys, t.IdempotencyKey)
		}
	}
	slices.Sort(n.Accounts)
	n.Accounts = slices.Compact(n.Accounts)
	slices.Sort(n.Entries)
	n.Entries = slices.Compact(n.Entries)
	slices.Sort(n.Holds)
	n.Holds = slices.Compact(n.Holds)
	return n
}

// Changes are the rows that a book has altered since it was made.
type Changes struct {
	Accounts []State    // with their new balances, sorted by id
	Entries  []Transfer // new, in the order they were booked
}

// Changes lists what a store must write, all in one transaction.
func (b *Book) Changes() Changes {
	var c Changes
	c.Accounts = make([]State, 0, len(b.accounts))
	for _, s := range b.accounts {
		if s.dirty {
			c.Accounts = append(c.Accounts, s.State)
		}
	}
	slices.SortFunc(c.Accounts, func(x, y State) int { return compare(x.ID, y.ID) })
	c.Entries = make([]Transfer, len(b.fresh))
	for i, id := range b.fresh {
		c.Entries[i] = b.entries[id]
	}
	return c
}

func compare(x, y AccountID) int {
	switch {
	case x < y:
		return -1
	case x > y:
		return 1
	}
	return 0
}

// State is one account with its balance; false when the book has none such.
func (b *Book) State(id AccountID) (State, bool) {
	s := b.accounts[id]
	if s == nil {
		return State{}, false
	}
	return s.State, true
}

// Find is one entry of the book; false when it has none such.
func (b *Book) Find(id TransferID) (Transfer, bool) {
	t, ok := b.entries[id]
	return t, ok
}

// EndOf is the entry that ended a hold; false while the hold stands.
func (b *Book) EndOf(hold TransferID) (Transfer, bool) {
	t, ok := b.entries[b.endedBy[hold]]
	return t, ok
}

// States lists every account of the book, sorted by id.
func (b *Book) States() []State {
	out := make([]State, 0, len(b.accounts))
	for _, s := range b.accounts {
		out = append(out, s.State)
	}
	slices.SortFunc(out, func(x, y State) int { return compare(x.ID, y.ID) })
	return out
}
