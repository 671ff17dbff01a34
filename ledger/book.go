package ledger

import (
	"quanlian/base/errs"
	"quanlian/base/money"
)

// Outcome says what became of one entry of a batch.
type Outcome string

// The outcomes. Booked and Exists are both success for the caller.
const (
	Booked  Outcome = "booked"  // stands in the book now
	Exists  Outcome = "exists"  // stood there before, with the same content
	Refused Outcome = "refused" // does not stand; Err says why
)

// Result is the outcome of one entry.
type Result struct {
	ID      TransferID
	Outcome Outcome
	Err     *errs.Error // nil unless refused
}

// OK reports whether the entry stands in the book.
func (r Result) OK() bool { return r.Outcome == Booked || r.Outcome == Exists }

// Book holds accounts and entries in memory and decides what may be booked. A
// store fills one with the rows a batch needs and writes its [Changes]; a test
// or a computation keeps a whole book in it. It is not safe for concurrent use.
type Book struct {
	accounts map[AccountID]*slot
	entries  map[TransferID]Transfer
	byKey    map[string]TransferID
	endedBy  map[TransferID]TransferID // hold → the entry that ended it
	fresh    []TransferID              // entries booked since the book was made, in order
	undo     []undoStep
	inChain  bool
}

type slot struct {
	State
	dirty bool
}

type undoStep struct {
	slot *slot
	old  Balance
	was  bool // dirty before
}

// NewBook makes a book from rows that stand already.
func NewBook(accounts []State, entries []Transfer) *Book {
	b := &Book{
		accounts: make(map[AccountID]*slot, len(accounts)), entries: make(map[TransferID]Transfer, len(entries)),
		byKey: map[string]TransferID{}, endedBy: map[TransferID]TransferID{},
	}
	slots := make([]slot, len(accounts))
	for i, a := range accounts {
		slots[i].State = a
		b.accounts[a.ID] = &slots[i]
	}
	for _, t := range entries {
		b.index(t)
	}
	return b
}

// Open adds an account with nothing in it; opening it twice changes nothing.
func (b *Book) Open(accounts ...Account) {
	for _, a := range accounts {
		if b.accounts[a.ID] == nil {
			b.accounts[a.ID] = &slot{State: State{Account: a}, dirty: true}
		}
	}
}

func (b *Book) index(t Transfer) {
	b.entries[t.ID] = t
	if t.IdempotencyKey != "" {
		b.byKey[t.IdempotencyKey] = t.ID
	}
	if t.PendingOf != "" {
		b.endedBy[t.PendingOf] = t.ID
	}
}

// Apply books one entry or says why not. The link to a next entry is ignored.
func (b *Book) Apply(t Transfer) Result {
	if r, done := b.seen(t); done {
		return r
	}
	if err := b.book(t); err != nil {
		return Result{ID: t.ID, Outcome: Refused, Err: err}
	}
	return Result{ID: t.ID, Outcome: Booked}
}

// seen answers for an entry whose id or key is in the book already.
func (b *Book) seen(t Transfer) (Result, bool) {
	id := t.ID
	old, ok := b.entries[id]
	if !ok && t.IdempotencyKey != "" {
		if id, ok = b.byKey[t.IdempotencyKey]; ok {
			old = b.entries[id]
		}
	}
	if !ok {
		return Result{}, false
	}
	if old.same(t) {
		return Result{ID: old.ID, Outcome: Exists}, true
	}
	return Result{ID: t.ID, Outcome: Refused, Err: errs.New(errs.Conflict, "ledger.id_taken", errs.Args{"transfer": string(t.ID), "entry": string(old.ID)})}, true
}

// book checks t against the accounts and moves the balances.
func (b *Book) book(t Transfer) *errs.Error {
	if err := t.check(); err != nil {
		return err
	}
	from, to, err := b.sides(t)
	if err != nil {
		return err
	}
	hold := money.Fen(0)
	if t.PendingOf != "" {
		h, err := b.hold(t)
		if err != nil {
			return err
		}
		hold = h.Amount
	} else if t.Phase == Posted && t.Code.ByBank() {
		return errs.New(errs.Invalid, "ledger.needs_bank", errs.Args{"transfer": string(t.ID), "code": string(t.Code)})
	} else if from.Kind.Limited() && from.Available() < t.Amount {
		return errs.New(errs.Conflict, "ledger.insufficient", errs.Args{"transfer": string(t.ID), "account": string(t.Debit), "available": from.Available().String(), "amount": t.Amount.String()})
	}
	if from.DebitsPosted+from.DebitsPending > maxTurnover || to.CreditsPosted+to.CreditsPending > maxTurnover {
		return errs.New(errs.Invalid, "ledger.overflow", errs.Args{"transfer": string(t.ID)})
	}
	b.move(from, to, t, hold)
	b.index(t)
	b.fresh = append(b.fresh, t.ID)
	return nil
}

// Unit: fen. Source: design of ours; half of what an int64 holds, so that one
// more amount of at most maxAmount can never overflow a sum.
const maxTurnover = money.Fen(1 << 62)

// sides finds both accounts and checks that the code may stand between them.
func (b *Book) sides(t Transfer) (from, to *slot, err *errs.Error) {
	from, to = b.accounts[t.Debit], b.accounts[t.Credit]
	if from == nil || to == nil {
		id := t.Debit
		if from != nil {
			id = t.Credit
		}
		return nil, nil, errs.New(errs.NotFound, "ledger.unknown_account", errs.Args{"transfer": string(t.ID), "account": string(id)})
	}
	if from.Currency != to.Currency {
		return nil, nil, errs.New(errs.Invalid, "ledger.currencies", errs.Args{"transfer": string(t.ID)})
	}
	if !t.Code.fits(from.Account, to.Account) {
		return nil, nil, errs.New(errs.Invalid, "ledger.bad_code", errs.Args{"transfer": string(t.ID), "code": string(t.Code), "debit": string(t.Debit), "credit": string(t.Credit)})
	}
	return from, to, nil
}

// hold finds the hold that t ends and checks that t may end it.
func (b *Book) hold(t Transfer) (Transfer, *errs.Error) {
	args := errs.Args{"transfer": string(t.ID), "hold": string(t.PendingOf)}
	h, ok := b.entries[t.PendingOf]
	switch {
	case !ok || h.Phase != Pending:
		return h, errs.New(errs.NotFound, "ledger.unknown_hold", args)
	case b.endedBy[h.ID] != "":
		return h, errs.New(errs.Conflict, "ledger.hold_ended", args)
	case h.Debit != t.Debit || h.Credit != t.Credit || h.Code != t.Code || t.Phase == Voided && t.Amount != h.Amount:
		return h, errs.New(errs.Invalid, "ledger.not_this_hold", args)
	case t.Amount > h.Amount:
		return h, errs.New(errs.Invalid, "ledger.more_than_held", args)
	}
	return h, nil
}

// move changes the four sums; hold is the amount of the hold that t ends, or 0.
func (b *Book) move(from, to *slot, t Transfer, hold money.Fen) {
	b.touch(from)
	b.touch(to)
	from.DebitsPending -= hold
	to.CreditsPending -= hold
	switch t.Phase {
	case Pending:
		from.DebitsPending += t.Amount
		to.CreditsPending += t.Amount
	case Posted:
		from.DebitsPosted += t.Amount
		to.CreditsPosted += t.Amount
	}
}

func (b *Book) touch(s *slot) {
	if b.inChain {
		b.undo = append(b.undo, undoStep{s, s.Balance, s.dirty})
	}
	s.dirty = true
}
