package main

import (
	"context"
	"encoding/json"
	"fmt"
	"log/slog"
	"slices"
	"testing"
	"time"

	"quanlian/adapter/bank"
	"quanlian/adapter/office"
	"quanlian/base/calendar"
	"quanlian/base/errs"
	"quanlian/base/money"
	"quanlian/chain/utilization/hall"
	"quanlian/demo"
	"quanlian/kernel"
	"quanlian/kernel/desk"
	"quanlian/ledger"
	"quanlian/registry"
	"quanlian/test/storetest"
)

// play is one deal in the whole house: the people of the demo, its register,
// the worker with its steps, and a bank of the test's own.
type play struct {
	t     *testing.T
	h     *house
	clock *heldClock
	n     int
	deal  kernel.CaseID
	no    string

	readers map[string]*reader // browsers by login
}

const dealPrice = 100 * money.Wan

func houseOn(t *testing.T, url string) (*house, *heldClock) {
	t.Helper()
	clock := &heldClock{at: calendar.On(2026, time.November, 23).At(9)}
	h, err := build(context.Background(), config{Database: url, Dir: t.TempDir()}.withDefaults(), slog.New(slog.DiscardHandler), clock.Now)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = h.store.Close() })
	return h, clock
}

// seeded is a house with the demo's people and patents, and no deals.
func seeded(t *testing.T, url string, b func(now func() time.Time) ledger.Bank) *play {
	t.Helper()
	h, clock := houseOn(t, url)
	p := &play{t: t, h: h, clock: clock}
	p.ok(h.desk.Do(context.Background(), kernel.SystemActor("demo"), "people", demo.PeopleWrites("")...))
	records, err := demo.Records(clock.Now())
	p.ok(err)
	_, _, _, err = h.store.Sink(clock.Now).Put(context.Background(), records)
	p.ok(err)
	h.worker.addParty(hall.Office, &office.Fake{Now: clock.Now})
	signs, err := h.fakeSigning()
	p.ok(err)
	h.addSigning(signs)
	h.worker.addParty(ledger.BankRole, &bankParty{bank: b(clock.Now)})
	p.wait(0)
	return p
}

func (p *play) ok(err error) {
	p.t.Helper()
	if err != nil {
		p.t.Fatal(err)
	}
}

// wait moves the clock on and lets the worker work.
func (p *play) wait(d time.Duration) {
	p.t.Helper()
	p.clock.advance(d)
	p.ok(p.h.store.ObserveAll(context.Background(), p.clock.Now()))
	p.h.worker.pass(context.Background())
}

func (p *play) actor(u string) kernel.Actor {
	p.t.Helper()
	hats, err := p.h.store.Hats(context.Background(), kernel.UserID(u), p.clock.Now())
	p.ok(err)
	return hats[0]
}

func (p *play) raw(v any) json.RawMessage {
	p.t.Helper()
	b, err := json.Marshal(v)
	p.ok(err)
	return b
}

func (p *play) key() string { p.n++; return fmt.Sprintf("t/%d", p.n) }

func (p *play) open(u string, flow kernel.FlowAddr, move string, in any) kernel.CaseID {
	p.t.Helper()
	p.wait(time.Minute)
	r, err := p.h.desk.Open(context.Background(), p.actor(u), desk.OpenCommand{Flow: flow, Move: move, Key: p.key(), Input: p.raw(in)})
	if err != nil {
		p.t.Fatalf("%s opens %s: %v", u, move, err)
	}
	return r.Case
}

func (p *play) do(u string, c kernel.CaseID, move string, in any) {
	p.t.Helper()
	p.wait(time.Minute)
	if _, err := p.h.desk.Act(context.Background(), p.actor(u), desk.Command{Case: c, Move: move, Key: p.key(), Input: p.raw(in)}); err != nil {
		p.t.Fatalf("%s makes %s in %s: %v", u, move, p.state(), err)
	}
}

func (p *play) get(c kernel.CaseID) kernel.Case {
	p.t.Helper()
	k, err := p.h.store.Case(context.Background(), kernel.SystemActor("test"), string(c), kernel.ViewSecret)
	p.ok(err)
	return k
}

func (p *play) state() kernel.State {
	if p.deal == "" {
		return ""
	}
	return p.get(p.deal).State
}

func (p *play) data() hall.DealData {
	p.t.Helper()
	d, err := hall.DealOf(p.get(p.deal))
	p.ok(err)
	return d
}

func (p *play) position() ledger.Position {
	p.t.Helper()
	x, err := book{p.h.store}.Position(context.Background(), p.no)
	p.ok(err)
	return x
}

func (p *play) tasks() []ledger.OpenTask {
	p.t.Helper()
	list, err := p.h.store.LedgerTasks(context.Background(), "")
	p.ok(err)
	return list
}

func (p *play) has(k ledger.TaskKind) bool {
	return slices.ContainsFunc(p.tasks(), func(x ledger.OpenTask) bool { return x.Kind == k })
}

// contracted leads a deal between 澄芯 and the university to the deposit.
func (p *play) contracted() {
	p.t.Helper()
	p.inquired()
	p.agreed()
}

// inquired leads a deal of 澄芯's to where both sides talk.
func (p *play) inquired() {
	p.t.Helper()
	mine, _, err := p.h.store.FindRights(context.Background(), registry.Filter{Owner: "party:p-chengxin", Limit: 1})
	p.ok(err)
	listing := p.open("u-shen", hall.Listing, "list", hall.ListInput{Right: mine[0].Number, Deal: registry.Assignment, Price: dealPrice, Territory: "中国", Field: "不限"})
	p.do("u-song", listing, "approve", nil)
	p.deal = p.open("u-gu", hall.Deal, "inquire", hall.InquireInput{Listing: listing})
	p.no = p.get(p.deal).No
	p.do("u-shen", p.deal, "welcome", nil)
	p.do("u-shen", p.deal, "sign_nda", nil)
	p.do("u-gu", p.deal, "sign_nda", nil)
}

// agreed leads talks to a contract that both signed.
func (p *play) agreed() {
	p.t.Helper()
	p.do("u-gu", p.deal, "offer", hall.OfferInput{Terms: hall.Terms{Deal: registry.Assignment, PriceKind: ledger.LumpSum, Price: dealPrice, Territory: "中国", Field: "不限",
		Tranches: []hall.Part{{Name: "全部价款", Amount: dealPrice, Needs: ledger.StandardNeeds(true)}}}})
	p.do("u-shen", p.deal, "accept", nil)
	p.do("u-shen", p.deal, "draft", nil)
	for _, u := range []string{"u-shen", "u-gu"} {
		p.do(u, p.deal, "sign", hall.SignInput{Hash: p.data().Contract.Hash})
	}
}

// push does what the deal waits for, as the people in it would.
func (p *play) push() {
	p.t.Helper()
	switch p.state() {
	case hall.DealDeposit:
		if s, err := p.h.store.LedgerSuspense(context.Background()); err == nil && len(s) > 0 {
			p.do("u-song", p.deal, "attribute", hall.StrayInput{BankRef: s[0].Part})
			return
		}
		p.do("u-gu", p.deal, "deposit", hall.AccountInput{Account: "6222990001000999", Bank: "云澜湾银行"})
	case hall.DealRecording:
		p.do("u-shen", p.deal, "file", nil)
	case hall.DealDelivery:
		p.deliver()
	case hall.DealTaxing:
		p.do("u-song", p.deal, "settle", nil)
	default:
		p.wait(time.Hour)
	}
	p.wait(time.Minute)
	p.ok(p.h.store.LedgerAudit(context.Background()))
}

func (p *play) deliver() {
	p.t.Helper()
	d := p.data()
	if len(d.Delivered) == 0 {
		p.do("u-shen", p.deal, "deliver", hall.DeliverInput{What: "图纸"})
		p.do("u-gu", p.deal, "accept_delivery", nil)
		p.do("u-shen", p.deal, "invoice", hall.InvoiceInput{No: "26992000000000999001", Kind: "ordinary", Amount: dealPrice, Date: calendar.DateOf(p.clock.Now())})
	}
	for _, x := range d.Disputes {
		if x.Ended.IsZero() { // the bank first refused and then had paid: the head sets the book right
			p.do("u-ye", p.deal, "end_dispute", hall.EndDisputeInput{Result: "已与银行核实，款项已付出", Left: x.Amount})
			return
		}
	}
	p.do("u-shen", p.deal, "ask_release", hall.AccountInput{Account: "6222990001000888", Bank: "云澜湾银行"})
	p.do("u-gu", p.deal, "release", nil)
}

// TestBadBankInTheHouse: late, twice, wrong amount, out of order, silent; the
// deal comes to its end, nothing is paid twice, and what needs a person is
// before a clerk.
func TestBadBankInTheHouse(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name   string
		faults bank.Faults
		task   ledger.TaskKind // that a clerk must have seen, "" for none
	}{
		{"late", bank.Faults{Late: 100}, ""},
		{"twice", bank.Faults{Twice: 100, NewNumber: 100}, ledger.TaskSecondAnswer},
		{"wrong", bank.Faults{WrongAmount: 100}, ledger.TaskShortPayment},
		{"order", bank.Faults{Flip: 100}, ledger.TaskContradiction},
		{"silent", bank.Faults{Silent: 100}, ""},
		{"deaf", bank.Faults{Deaf: 60, Broken: 40}, ""},
	} {
		for _, engine := range storetest.Walked(t) {
			t.Run(tt.name+"_"+engine, func(t *testing.T) {
				t.Parallel()
				var b *bank.Fake
				p := seeded(t, storetest.URL(t, engine), func(now func() time.Time) ledger.Bank { b = bank.NewFake(5, tt.faults, now); return b })
				p.contracted()
				for range 400 {
					if p.state() == hall.DealSettled {
						break
					}
					p.push()
				}
				x := p.position()
				if p.state() != hall.DealSettled || x.Released != dealPrice || x.Custody() != 0 {
					t.Fatalf("the deal stands in %s with %+v; tasks %+v", p.state(), x, p.tasks())
				}
				if got := b.Balance(p.data().Money.SubAccount); got != 0 && tt.name != "wrong" {
					t.Errorf("the bank still holds %s", got)
				}
				if tt.task != "" && !p.has(tt.task) {
					t.Errorf("no clerk was told of %s: %+v", tt.task, p.tasks())
				}
				if tt.task == "" && len(p.tasks()) > 0 {
					t.Errorf("a clerk was bothered: %+v", p.tasks())
				}
			})
		}
	}
}

// dumb is a bank that takes everything in and says nothing, until it is mended.
type dumb struct {
	*bank.Fake
	mended bool
	asked  []time.Time
	now    func() time.Time
}

func (d *dumb) Ask(ctx context.Context, key ledger.TransferID) (ledger.Answer, error) {
	d.asked = append(d.asked, d.now())
	if !d.mended {
		return ledger.Answer{}, errs.New(errs.Unavailable, "adapter.bank.no_connection", errs.Args{"key": string(key)})
	}
	return d.Fake.Ask(ctx, key)
}

func (d *dumb) Answers(ctx context.Context, cursor string) ([]ledger.Answer, string, error) {
	return nil, cursor, nil
}

// TestDumbBank: a bank that never speaks is asked again with the same key, a
// few times and further and further apart, then a clerk has to telephone; the
// money stays reserved. Asked anew after that, it answers and the task is over.
func TestDumbBank(t *testing.T) {
	t.Parallel()
	for _, engine := range storetest.Walked(t) {
		t.Run(engine, func(t *testing.T) {
			t.Parallel()
			var b *dumb
			p := seeded(t, storetest.URL(t, engine), func(now func() time.Time) ledger.Bank {
				b = &dumb{Fake: bank.NewFake(5, bank.Faults{}, now), now: now}
				return b
			})
			p.contracted()
			p.do("u-gu", p.deal, "deposit", hall.AccountInput{Account: "6222990001000999", Bank: "云澜湾银行"})
			p.wait(23 * time.Hour)
			if len(b.asked) > 0 || len(p.tasks()) > 0 {
				t.Fatal("the bank was chased before its time was over")
			}
			for range 24 * 12 {
				p.wait(10 * time.Minute)
			}
			if len(b.asked) != 5 {
				t.Fatalf("the bank was asked %d times, want 5: %v", len(b.asked), b.asked)
			}
			for i := 2; i < len(b.asked); i++ {
				if b.asked[i].Sub(b.asked[i-1]) < b.asked[i-1].Sub(b.asked[i-2]) {
					t.Errorf("the questions come closer together: %v", b.asked)
				}
			}
			if list := p.tasks(); len(list) != 1 || list[0].Kind != ledger.TaskSilent || list[0].Deal != p.no {
				t.Fatalf("tasks: %+v", list)
			}
			if p.state() != hall.DealDepositing || p.position().Expected != dealPrice {
				t.Fatalf("silence was taken for an answer: %s %+v", p.state(), p.position())
			}
			b.mended = true
			key := p.tasks()[0].Key
			p.ok(p.h.desk.Do(context.Background(), p.actor("u-song"), p.key(), ledger.AskAgain{Key: key}))
			p.wait(time.Minute)
			if p.state() != hall.DealRecording || len(p.tasks()) != 0 {
				t.Fatalf("after the answer: %s, tasks %+v", p.state(), p.tasks())
			}
			if err := p.h.desk.Do(context.Background(), p.actor("u-gu"), p.key(), ledger.AskAgain{Key: key}); errs.KindOf(err) != errs.Forbidden {
				t.Errorf("a buyer may have the bank asked: %v", err)
			}
		})
	}
}
