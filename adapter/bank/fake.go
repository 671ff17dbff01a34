package bank

import (
	"context"
	"fmt"
	"slices"
	"sort"
	"strconv"
	"sync"
	"time"

	"quanlian/base/errs"
	"quanlian/base/money"
	"quanlian/ledger"
)

// Fake is an invented bank. It keeps its own books: what it says may be wrong,
// what it moved is in Moved. It is safe for concurrent use.
type Fake struct {
	Seed   uint64
	Faults Faults
	Now    func() time.Time
	// Pace is how long a prompt answer takes; zero is a minute.
	Pace time.Duration
	// Opening is what a sub-account holds that this process has not seen yet; nil is
	// nothing. A fake bank forgets with its process, the book does not.
	Opening func(ctx context.Context, in ledger.Instruction) (money.Fen, error)

	mu       sync.Mutex
	accounts map[string]money.Fen // custody sub-accounts
	orders   map[ledger.TransferID]*order
	waiting  []message       // not sent yet
	sent     []ledger.Answer // in the order they left
	moves    []move
	number   int

	next    ledger.Manner                       // of the trial, for the next instruction
	manners map[ledger.TransferID]ledger.Manner // of the trial, by instruction
}

type order struct {
	in      ledger.Instruction
	verdict ledger.Verdict
	amount  money.Fen
	ref     string
	asked   int
	silent  bool
	kept    bool // by a trial, until [Fake.Speak]
}

type message struct {
	at time.Time
	no int
	ledger.Answer
}

type move struct {
	key  ledger.TransferID
	line ledger.Line
	gone bool
}

// NewFake opens a fake bank whose whole behaviour follows from the seed.
func NewFake(seed uint64, f Faults, now func() time.Time) *Fake {
	return &Fake{Seed: seed, Faults: f, Now: now, accounts: map[string]money.Fen{}, orders: map[ledger.TransferID]*order{}, manners: map[ledger.TransferID]ledger.Manner{}}
}

func (b *Fake) hit(percent int, what string, key ledger.TransferID) bool {
	if m, ok := b.manners[key]; ok {
		return slices.Contains(forced[m], what)
	}
	return draw(b.Seed, what, string(key)) < percent
}

// Instruct takes an instruction in and carries it out at once; when it tells,
// and what, is another matter.
func (b *Fake) Instruct(ctx context.Context, in ledger.Instruction) error {
	b.mu.Lock()
	defer b.mu.Unlock()
	if o := b.orders[in.Key]; o != nil {
		return nil
	}
	down := errs.New(errs.Unavailable, "adapter.bank.no_connection", errs.Args{"key": string(in.Key)})
	attempt := fmt.Sprintf("%s#%d", in.Key, b.number)
	if draw(b.Seed, "deaf", attempt) < b.Faults.Deaf {
		b.number++
		return down
	}
	if err := b.open(ctx, in); err != nil {
		return err
	}
	b.treat(in)
	b.carryOut(in)
	if b.hit(b.Faults.Broken, "broken", in.Key) {
		return down
	}
	return nil
}

// open begins a sub-account with what it holds already; the lock is held.
func (b *Fake) open(ctx context.Context, in ledger.Instruction) error {
	if _, ok := b.accounts[in.SubAccount]; ok || b.Opening == nil {
		return nil
	}
	held, err := b.Opening(ctx, in)
	if err == nil {
		b.accounts[in.SubAccount] = held
	}
	return err
}

// carryOut decides what happens to an instruction and queues the messages.
func (b *Fake) carryOut(in ledger.Instruction) {
	o := &order{in: in, verdict: ledger.Done, amount: in.Amount, silent: b.hit(b.Faults.Silent, "silent", in.Key), kept: b.hit(0, "kept", in.Key)}
	b.orders[in.Key] = o
	o.ref = b.ref()
	switch {
	case b.hit(b.Faults.Reject, "reject", in.Key), in.Code.Out() && b.accounts[in.SubAccount] < in.Amount:
		o.verdict, o.amount = ledger.Rejected, 0
	case b.hit(b.Faults.WrongAmount, "wrong", in.Key):
		o.amount = b.wrong(in)
	}
	if o.verdict == ledger.Done {
		b.move(in, o.ref, o.amount)
		if b.hit(b.Faults.PayTwice, "pay twice", in.Key) {
			b.move(in, b.ref(), o.amount)
		}
	}
	if !o.silent && !o.kept {
		b.tell(o)
	}
}

// wrong is an amount that was not instructed. Money out can only be less: the
// custody agreement lets the bank pay no more than instructed.
func (b *Fake) wrong(in ledger.Instruction) money.Fen {
	part := money.Fen(1 + draw(b.Seed, "part", string(in.Key)))
	if !in.Code.Out() && b.hit(50, "more", in.Key) {
		return in.Amount + part
	}
	return max(1, in.Amount*part/101)
}

func (b *Fake) ref() string {
	b.number++
	return fmt.Sprintf("B%d-%06d", b.Seed%1000, b.number)
}

// move books money at the bank.
func (b *Fake) move(in ledger.Instruction, ref string, amount money.Fen) {
	b.book(in.SubAccount, ref, in.Key, !in.Code.Out(), amount, in.Other, in.Memo)
}

func (b *Fake) book(sub, ref string, key ledger.TransferID, in bool, amount money.Fen, other ledger.Party, memo string) {
	if in {
		b.accounts[sub] += amount
	} else {
		b.accounts[sub] -= amount
	}
	after := b.accounts[sub]
	l := ledger.Line{BankRef: ref, SubAccount: sub, In: in, Amount: amount, Balance: &after, Date: b.Now(), Key: key, Other: other, Memo: memo}
	if b.hit(b.Faults.LineBare, "bare", ledger.TransferID(ref)) {
		l.Key, l.Memo = "", ""
	}
	b.moves = append(b.moves, move{key: key, line: l, gone: b.hit(b.Faults.LineGone, "gone", ledger.TransferID(ref))})
}

// tell queues what the bank says about an order: in time or late, once, again,
// under another number, or the other way round first.
func (b *Fake) tell(o *order) {
	key, wait := o.in.Key, b.pace()
	if b.hit(b.Faults.Late, "late", key) {
		wait = 24 * time.Hour
	}
	a := b.answer(o)
	if o.verdict == ledger.Done && b.hit(b.Faults.Flip, "flip", key) {
		no := a
		no.BankRef, no.Verdict, no.Amount = b.ref(), ledger.Rejected, 0
		b.queue(no, wait/2)
	}
	b.queue(a, wait)
	if b.hit(b.Faults.Twice, "twice", key) {
		b.queue(a, wait*3/2)
	}
	if o.verdict == ledger.Done && b.hit(b.Faults.NewNumber, "new number", key) {
		a.BankRef = b.ref()
		b.queue(a, wait*2)
	}
}

func (b *Fake) answer(o *order) ledger.Answer {
	return ledger.Answer{BankRef: o.ref, Key: o.in.Key, SubAccount: o.in.SubAccount, Verdict: o.verdict, Amount: o.amount, ValueDate: b.Now()}
}

func (b *Fake) queue(a ledger.Answer, wait time.Duration) {
	jitter := time.Duration(draw(b.Seed, "jitter", a.BankRef)) * wait / 100
	b.waiting = append(b.waiting, message{b.Now().Add(wait + jitter), len(b.waiting) + len(b.sent), a})
}

// Ask tells what became of an order; a silent bank only when asked a third time.
func (b *Fake) Ask(_ context.Context, key ledger.TransferID) (ledger.Answer, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	o := b.orders[key]
	if o == nil {
		return ledger.Answer{Key: key, Verdict: ledger.Unknown, ObservedAt: b.Now()}, nil
	}
	o.asked++
	if o.silent && (o.kept || o.asked < 3) {
		return ledger.Answer{Key: key, SubAccount: o.in.SubAccount, Verdict: ledger.Working, ObservedAt: b.Now()}, nil
	}
	o.kept = false
	a := b.answer(o)
	a.ObservedAt = b.Now()
	return a, nil
}

// Answers gives the messages that have left the bank by now.
func (b *Fake) Answers(_ context.Context, cursor string) ([]ledger.Answer, string, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	from, err := readCursor(cursor, len(b.sent))
	if err != nil {
		return nil, cursor, err
	}
	sort.SliceStable(b.waiting, func(i, j int) bool {
		x, y := b.waiting[i], b.waiting[j]
		return x.at.Before(y.at) || x.at.Equal(y.at) && x.no < y.no
	})
	for len(b.waiting) > 0 && !b.waiting[0].at.After(b.Now()) {
		b.sent = append(b.sent, b.waiting[0].Answer)
		b.waiting = b.waiting[1:]
	}
	out := append([]ledger.Answer{}, b.sent[from:]...)
	for i := range out {
		out[i].ObservedAt = b.Now()
	}
	return out, strconv.Itoa(len(b.sent)), nil
}

func readCursor(cursor string, most int) (int, error) {
	if cursor == "" {
		return 0, nil
	}
	n, err := strconv.Atoi(cursor)
	if err != nil || n < 0 || n > most {
		return 0, errs.New(errs.Invalid, "adapter.bank.bad_cursor", errs.Args{"cursor": cursor})
	}
	return n, nil
}

// pace is how long a prompt answer takes.
func (b *Fake) pace() time.Duration {
	if b.Pace > 0 {
		return b.Pace
	}
	return time.Minute
}
