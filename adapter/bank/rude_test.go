package bank_test

import (
	"testing"
	"time"

	"pgregory.net/rapid"

	"quanlian/adapter/bank"
	"quanlian/base/errs"
	"quanlian/base/money"
	"quanlian/ledger"
)

const (
	deal = ledger.Escrow("YL-JY-2026-000007")
	sub  = "6222021001122334455"
)

// office is a desk in memory: it instructs, takes answers, chases, reconciles.
type office struct {
	t      *rapid.T
	c      *clock
	bank   *bank.Fake
	book   *ledger.Book
	orders map[ledger.TransferID]ledger.Instruction
	seen   map[string]ledger.Answer
	asked  map[ledger.TransferID]int
	tasks  map[string]ledger.Task
	cursor string
	n      int
}

func newOffice(t *rapid.T, f bank.Faults) *office {
	c := &clock{start}
	o := &office{t: t, c: c, bank: bank.NewFake(rapid.Uint64().Draw(t, "seed"), f, c.now), book: ledger.NewBook(nil, nil),
		orders: map[ledger.TransferID]ledger.Instruction{}, seen: map[string]ledger.Answer{}, asked: map[ledger.TransferID]int{}, tasks: map[string]ledger.Task{}}
	o.book.Open(deal.Accounts([]int{1, 2})...)
	return o
}

// step does one thing at random.
func (o *office) step() {
	t, now := o.t, o.c.at
	o.n++
	amount := money.Fen(rapid.IntRange(1, 100_00).Draw(t, "amount"))
	tranche := rapid.IntRange(1, 2).Draw(t, "tranche")
	switch rapid.IntRange(0, 9).Draw(t, "step") {
	case 0, 1:
		o.instruct(deal.Expect(o.n, amount, now))
	case 2:
		o.book.Apply(deal.Lock(tranche, o.n, amount, now))
	case 3:
		o.instruct(deal.Release(tranche, o.n, "", amount, now))
	case 4:
		o.instruct(deal.PayBroker(tranche, o.n, amount, now))
	case 5:
		o.instruct(deal.Refund(o.n, amount, now))
	case 6:
		o.book.Apply(deal.Freeze(tranche, o.n, amount, now))
		o.book.Apply(deal.Thaw(tranche, o.n, amount/2, now))
	case 7:
		if rapid.IntRange(0, 3).Draw(t, "pay in") == 0 {
			o.bank.PayIn(sub, amount, ledger.Party{Name: "不明付款人"})
		}
	default:
		o.c.at = now.Add(time.Duration(rapid.IntRange(1, 3000).Draw(t, "minutes")) * time.Minute)
		o.listen()
		o.chase()
	}
	o.check()
}

// instruct holds and sends; a broken connection is found by the chase.
func (o *office) instruct(hold ledger.Transfer) {
	if r := o.book.Apply(hold); !r.OK() {
		return
	}
	in := ledger.InstructionFor(hold, sub, ledger.Party{Name: "收款方"}, o.c.at.Add(time.Hour))
	o.orders[in.Key] = in
	_ = o.bank.Instruct(ctx, in)
}

func (o *office) listen() {
	list, next, err := o.bank.Answers(ctx, o.cursor)
	if err != nil {
		o.t.Fatal(err)
	}
	o.cursor = next
	for _, a := range list {
		o.take(a)
	}
}

// chase asks about every instruction without an end whose time has come.
func (o *office) chase() {
	for _, in := range o.orders {
		if _, ended := o.book.EndOf(in.Key); ended {
			continue
		}
		next, task := ledger.Chase(in, o.asked[in.Key])
		if o.c.at.Before(next) {
			continue
		}
		if task != nil {
			o.tasks[task.ID()] = *task
		}
		o.asked[in.Key]++
		a, err := o.bank.Ask(ctx, in.Key)
		if err != nil {
			o.t.Fatal(err)
		}
		if o.take(a).SendAgain {
			_ = o.bank.Instruct(ctx, in)
		}
	}
}

func (o *office) take(a ledger.Answer) ledger.Taking {
	k := ledger.Known{Bank: "YLB"}
	if s, ok := o.seen[a.BankRef]; ok && a.BankRef != "" {
		k.Seen = &s
	}
	for _, s := range o.seen {
		k.Done = k.Done || a.Key != "" && s.Key == a.Key && s.Verdict == ledger.Done
	}
	if in, ok := o.orders[a.Key]; ok {
		k.Instruction = &in
		k.Hold, _ = o.book.Find(a.Key)
		if e, ok := o.book.EndOf(a.Key); ok {
			k.End = &e
		}
		s, _ := o.book.State(k.Hold.Debit)
		k.Spare = s.Available()
	}
	got, err := ledger.Take(k, a, o.c.at)
	if err != nil {
		o.t.Fatal(err)
	}
	r := got.Record()
	for _, x := range r.Answers {
		o.seen[x.BankRef] = x
	}
	o.record(r)
	return got
}

func (o *office) record(r ledger.Record) {
	o.book.Open(r.Accounts...)
	for _, x := range o.book.ApplyBatch(r.Transfers) {
		if !x.OK() {
			o.t.Fatalf("what a message means is refused: %v", x.Err)
		}
	}
	for _, x := range r.Tasks {
		o.tasks[x.ID()] = x
	}
}

// check is what must hold at every moment.
func (o *office) check() {
	if err := ledger.Audit(o.book.States(), o.book.Changes().Entries); err != nil {
		o.t.Fatal(err)
	}
}

// settle waits until the bank has said all that it will, then reconciles.
func (o *office) settle() ledger.Report {
	for range 12 {
		o.c.at = o.c.at.Add(12 * time.Hour)
		o.listen()
		o.chase()
	}
	lines, err := o.bank.Statement(ctx, start, o.c.at)
	if err != nil {
		o.t.Fatal(err)
	}
	w := ledger.Window{Bank: "YLB", From: start, To: o.c.at, Slack: 72 * time.Hour}
	r := ledger.Reconcile(w, lines, o.movements())
	for _, f := range r.Findings {
		if f.Answer != nil {
			o.take(*f.Answer)
		}
	}
	o.check()
	return ledger.Reconcile(w, lines, o.movements())
}

func (o *office) movements() []ledger.Movement {
	var list []ledger.Instruction
	for _, in := range o.orders {
		list = append(list, in)
	}
	return ledger.Movements(list, o.book.Changes().Entries)
}

// held is what the book says that the bank holds.
func (o *office) held() money.Fen {
	sum := ledger.PositionOf(deal, o.book.States()).Custody()
	for _, s := range o.book.States() {
		if s.Kind == ledger.Suspense {
			sum += s.Net()
		}
	}
	return sum
}

// However badly the bank tells, in the end the book holds to the fen what the
// bank holds, the statement agrees, and no instruction was carried out twice or
// for more than was said.
func TestRudeBank(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		f := bank.Rude()
		f.Flip = 0
		o := newOffice(t, f)
		for range rapid.IntRange(1, 60).Draw(t, "steps") {
			o.step()
		}
		report := o.settle()
		for key, in := range o.orders {
			sum, times := o.bank.Moved(key)
			if times > 1 || in.Code.Out() && sum > in.Amount {
				t.Fatalf("%s: %s in %d payments of %s", key, sum, times, in.Amount)
			}
			if _, ended := o.book.EndOf(key); !ended {
				t.Fatalf("%s was never settled", key)
			}
		}
		if o.held() != o.bank.Balance(sub) {
			t.Fatalf("the book holds %s, the bank %s", o.held(), o.bank.Balance(sub))
		}
		if report.Count[ledger.Matched] != len(report.Findings) {
			t.Fatalf("reconciliation %v", report.Count)
		}
	})
}

// A bank that also takes back what it said and moves money twice: the book
// still adds up, and every fen by which the two differ is before a clerk.
func TestLyingBank(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		f := bank.Rude()
		f.Flip, f.PayTwice = 30, 10
		o := newOffice(t, f)
		for range rapid.IntRange(1, 60).Draw(t, "steps") {
			o.step()
		}
		report := o.settle()
		if o.held() != o.bank.Balance(sub) && report.Clean() {
			t.Fatalf("the book holds %s, the bank %s, and nobody is told: %v", o.held(), o.bank.Balance(sub), report.Count)
		}
		diff := o.held() - o.bank.Balance(sub)
		for _, x := range report.Findings {
			switch x.Class {
			case ledger.Unexplained, ledger.Doubled:
				diff -= x.Line.Amount
			case ledger.Unmatched:
				diff += x.Line.Amount
			case ledger.Missing:
				t.Fatalf("the statement is true but %s is called missing", x.Movement.Key)
			}
		}
		if diff != 0 {
			t.Fatalf("%s are explained by no finding: %v", diff, report.Count)
		}
	})
}

// A statement with doubled, missing and bare lines: each fault is named.
func TestFalseStatement(t *testing.T) {
	t.Parallel()
	c := &clock{start}
	b := bank.NewFake(3, bank.Faults{LineTwice: 20, LineGone: 20, LineBare: 40}, c.now)
	o := &office{book: ledger.NewBook(nil, nil), orders: map[ledger.TransferID]ledger.Instruction{}}
	o.book.Open(deal.Accounts([]int{1})...)
	for n := 1; n <= 60; n++ {
		hold := deal.Expect(n, money.Fen(1000+n), c.at)
		o.orders[hold.ID] = ledger.InstructionFor(hold, sub, ledger.Party{}, c.at)
		if err := b.Instruct(ctx, o.orders[hold.ID]); err != nil {
			t.Fatal(err)
		}
		a, err := b.Ask(ctx, hold.ID)
		if err != nil {
			t.Fatal(err)
		}
		o.book.ApplyBatch([]ledger.Transfer{hold, hold.Post(a.Amount, a.BankRef, c.at)})
		c.at = c.at.Add(time.Minute)
	}
	lines, err := b.Statement(ctx, start, c.at)
	if err != nil {
		t.Fatal(err)
	}
	distinct := map[string]bool{}
	for _, l := range lines {
		distinct[l.BankRef] = true
	}
	r := ledger.Reconcile(ledger.Window{Bank: "YLB", From: start, To: c.at, Slack: 0}, lines, o.movements())
	if r.Count[ledger.Matched] != len(distinct) || r.Count[ledger.Doubled] != len(lines)-len(distinct) || r.Count[ledger.Missing] != 60-len(distinct) || r.Count[ledger.OffBalance] == 0 || r.Clean() {
		t.Errorf("%d lines, %d distinct of 60: %v", len(lines), len(distinct), r.Count)
	}
	// Without the bank's numbers, keys and amounts must do.
	for i := range lines {
		lines[i].BankRef = ""
	}
	r = ledger.Reconcile(ledger.Window{Bank: "YLB", From: start, To: c.at, Slack: time.Hour}, lines, o.movements())
	if r.Count[ledger.Matched] < len(distinct)*2/3 || r.Count[ledger.Matched] > len(distinct) {
		t.Errorf("without numbers: %v of %d", r.Count, len(distinct))
	}
}

func TestFakeIsTheSameEveryTime(t *testing.T) {
	t.Parallel()
	tell := func() (out []ledger.Answer) {
		c := &clock{start}
		b := bank.NewFake(42, bank.Rude(), c.now)
		for n := 1; n < 40; n++ {
			hold := deal.Expect(n, 100_00, c.at)
			for err := errs.New(errs.Unavailable, "x", nil); err != nil; {
				err = errs.As(b.Instruct(ctx, ledger.InstructionFor(hold, sub, ledger.Party{}, c.at)))
			}
			c.at = c.at.Add(40 * time.Minute)
		}
		out, _, _ = b.Answers(ctx, "")
		return out
	}
	a, b := tell(), tell()
	if len(a) == 0 || len(a) != len(b) {
		t.Fatalf("%d and %d messages", len(a), len(b))
	}
	for i := range a {
		if a[i] != b[i] {
			t.Errorf("message %d: %+v and %+v", i, a[i], b[i])
		}
	}
}
