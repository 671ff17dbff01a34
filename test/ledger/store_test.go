package ledger

import (
	"context"
	"fmt"
	"sync"
	"testing"
	"time"

	"pgregory.net/rapid"

	"quanlian/adapter/sqlstore"
	"quanlian/base/errs"
	"quanlian/base/money"
	"quanlian/kernel"
	"quanlian/kernel/desk"
	"quanlian/ledger"
	"quanlian/test/storetest"
)

var at = time.Date(2026, 11, 23, 2, 0, 0, 123456000, time.UTC)

const deal = ledger.Escrow("YL-JY-2026-000001")

var ctx = context.Background()

func open(t *testing.T, s *sqlstore.Store, deals ...ledger.Escrow) {
	t.Helper()
	for _, d := range deals {
		if err := s.OpenAccounts(ctx, d.Accounts([]int{1, 2})); err != nil {
			t.Fatal(err)
		}
	}
}

func apply(t *testing.T, s *sqlstore.Store, ts ...ledger.Transfer) []ledger.Result {
	t.Helper()
	rs, err := s.ApplyBatch(ctx, ts)
	if err != nil {
		t.Fatal(err)
	}
	if len(rs) != len(ts) {
		t.Fatalf("%d results for %d entries", len(rs), len(ts))
	}
	return rs
}

func audit(t *testing.T, s *sqlstore.Store) {
	t.Helper()
	if err := s.LedgerAudit(ctx); err != nil {
		t.Errorf("audit: %v", err)
	}
}

func TestBatch(t *testing.T) {
	t.Parallel()
	storetest.Run(t, sqlstore.Options{}, func(t *testing.T, s *sqlstore.Store) {
		open(t, s, deal, deal) // twice changes nothing
		hold := deal.Expect(1, 1_000_00, at)
		rs := apply(t, s, hold, deal.Lock(1, 1, 5, at), hold.Post(900_00, "B1", at), deal.Lock(1, 2, 600_00, at), hold)
		want := []ledger.Outcome{ledger.Booked, ledger.Refused, ledger.Booked, ledger.Booked, ledger.Exists}
		for i, r := range rs {
			if r.Outcome != want[i] {
				t.Errorf("entry %d: %s %v, want %s", i, r.Outcome, r.Err, want[i])
			}
		}
		if !errs.Is(rs[1].Err, "ledger.insufficient") {
			t.Errorf("refused with %v", rs[1].Err)
		}
		rs = apply(t, s, hold.Post(900_00, "B1", at), hold.Void("B2", at), deal.Expect(1, 7, at))
		if rs[0].Outcome != ledger.Exists || !errs.Is(rs[1].Err, "ledger.hold_ended") || !errs.Is(rs[2].Err, "ledger.id_taken") {
			t.Errorf("in a second batch: %+v", rs)
		}
		states, err := s.LedgerStates(ctx, deal)
		if err != nil {
			t.Fatal(err)
		}
		p := ledger.PositionOf(deal, states)
		if p.Deposited != 900_00 || p.Locked != 600_00 || p.Available != 300_00 || p.Expected != 0 {
			t.Errorf("position %+v", p)
		}
		entries, err := s.LedgerEntries(ctx, deal)
		if err != nil || len(entries) != 3 {
			t.Fatalf("%d entries, %v", len(entries), err)
		}
		for _, e := range entries {
			if !e.At.Equal(at) {
				t.Errorf("%s recorded at %s", e.ID, e.At)
			}
		}
		if err := ledger.Audit(states, entries); err != nil {
			t.Error(err)
		}
		audit(t, s)
	})
}

// Whatever is asked, in whatever batches, the database answers and holds what a
// book in memory does.
func TestBatchIsTheBook(t *testing.T) {
	t.Parallel()
	storetest.Run(t, sqlstore.Options{}, func(t *testing.T, s *sqlstore.Store) {
		round := 0
		rapid.Check(t, func(rt *rapid.T) {
			round++
			a, b := ledger.Escrow(fmt.Sprintf("A%d", round)), ledger.Escrow(fmt.Sprintf("B%d", round))
			model := ledger.NewBook(nil, nil)
			for _, d := range []ledger.Escrow{a, b} {
				model.Open(d.Accounts([]int{1, 2})...)
				if err := s.OpenAccounts(ctx, d.Accounts([]int{1, 2})); err != nil {
					rt.Fatal(err)
				}
			}
			for range rapid.IntRange(1, 4).Draw(rt, "batches") {
				batch := rapid.SliceOfN(rapid.Custom(func(rt *rapid.T) ledger.Transfer { return drawTransfer(rt, a, b) }), 1, 25).Draw(rt, "batch")
				got, err := s.ApplyBatch(ctx, batch)
				if err != nil {
					rt.Fatal(err)
				}
				for i, w := range model.ApplyBatch(batch) {
					if got[i].Outcome != w.Outcome || (w.Err != nil && got[i].Err.Code != w.Err.Code) {
						rt.Fatalf("%+v: store says %s %v, book says %s %v", batch[i], got[i].Outcome, got[i].Err, w.Outcome, w.Err)
					}
				}
			}
			compare(rt, s, model, a, b)
		})
		audit(t, s)
	})
}

func compare(t *rapid.T, s *sqlstore.Store, model *ledger.Book, deals ...ledger.Escrow) {
	for _, d := range deals {
		states, err := s.LedgerStates(ctx, d)
		if err != nil {
			t.Fatal(err)
		}
		for _, x := range states {
			if w, ok := model.State(x.ID); !ok || w != x {
				t.Fatalf("%s: store %+v, book %+v", x.ID, x.Balance, w.Balance)
			}
		}
	}
	if err := ledger.Audit(model.States(), model.Changes().Entries); err != nil {
		t.Fatal(err)
	}
}

// drawTransfer makes right and wrong entries, with few ids so that they clash.
func drawTransfer(t *rapid.T, a, b ledger.Escrow) ledger.Transfer {
	d := rapid.SampledFrom([]ledger.Escrow{a, b}).Draw(t, "deal")
	n := rapid.IntRange(1, 3).Draw(t, "n")
	tr := rapid.IntRange(1, 2).Draw(t, "tranche")
	amount := money.Fen(rapid.IntRange(0, 300).Draw(t, "amount"))
	var x ledger.Transfer
	switch rapid.IntRange(0, 7).Draw(t, "kind") {
	case 0, 1:
		x = d.Expect(n, 1000, at)
	case 2:
		x = d.Lock(tr, n, amount, at)
	case 3:
		x = d.Unlock(tr, n, amount, at)
	case 4:
		x = d.Freeze(tr, n, amount, at)
	case 5:
		x = d.Release(tr, n, "", 100, at)
	case 6:
		x = d.Refund(n, 50, at)
	case 7:
		x = d.Lock(3, n, amount, at) // no such account
	}
	if x.Phase == ledger.Pending {
		switch rapid.IntRange(0, 3).Draw(t, "end") {
		case 0, 1:
			x = x.Post(max(1, x.Amount-money.Fen(rapid.IntRange(-1, 40).Draw(t, "less"))), "ref", at)
		case 2:
			x = x.Void("ref", at)
		}
	}
	if rapid.IntRange(0, 9).Draw(t, "keyed") == 0 {
		x.IdempotencyKey = string(d) + rapid.SampledFrom([]string{"k1", "k2"}).Draw(t, "key")
	}
	x.Linked = rapid.IntRange(0, 5).Draw(t, "linked") == 0
	return x
}

func TestGroupCommitUnderContention(t *testing.T) {
	t.Parallel()
	storetest.Run(t, sqlstore.Options{}, func(t *testing.T, s *sqlstore.Store) {
		open(t, s, deal)
		hold := deal.Expect(1, 1_000, at)
		apply(t, s, hold, hold.Post(1_000, "B1", at))
		g := s.NewLedgerGroup(16)
		var mu sync.Mutex
		booked := map[ledger.TransferID]int{}
		var wg sync.WaitGroup
		for w := range 40 {
			wg.Add(1)
			go func() {
				defer wg.Done()
				for n := range 10 {
					// 400 callers want 5 fen each of 1,000; every id is asked for twice.
					x := deal.Lock(1, (w/2)*10+n, 5, at)
					c, cancel := context.WithCancel(ctx)
					if w%7 == 0 && n%3 == 0 {
						cancel()
					}
					rs, err := g.Apply(c, x)
					cancel()
					if err == nil && rs[0].Outcome == ledger.Booked {
						mu.Lock()
						booked[x.ID]++
						mu.Unlock()
					}
				}
			}()
		}
		wg.Wait()
		for id, n := range booked {
			if n != 1 {
				t.Errorf("%s was booked %d times", id, n)
			}
		}
		states, err := s.LedgerStates(ctx, deal)
		if err != nil {
			t.Fatal(err)
		}
		if p := ledger.PositionOf(deal, states); p.Available < 0 || p.Locked+p.Available != 1_000 {
			t.Errorf("position %+v", p)
		}
		if rs, err := g.Apply(ctx, deal.Unlock(1, 1, 5, at)); err != nil || !rs[0].OK() {
			t.Errorf("the group stands still: %v %v", rs, err)
		}
		audit(t, s)
	})
}

// Two batches and two acts at one account at once: on PostgreSQL they meet for
// real.
func TestBatchesAndActsMeet(t *testing.T) {
	t.Parallel()
	storetest.Run(t, sqlstore.Options{}, func(t *testing.T, s *sqlstore.Store) {
		open(t, s, deal)
		hold := deal.Expect(1, 100, at)
		apply(t, s, hold, hold.Post(100, "B1", at))
		var wg sync.WaitGroup
		for w := range 8 {
			wg.Add(1)
			go func() {
				defer wg.Done()
				for n := range 10 {
					x := deal.Lock(1+w%2, w*10+n, 2, at)
					if w < 4 {
						if _, err := s.ApplyBatch(ctx, []ledger.Transfer{x}); err != nil {
							t.Errorf("batch: %v", err)
						}
						continue
					}
					err := s.InTx(ctx, func(tx desk.Tx) error {
						return tx.Apply(desk.Meta{At: at}, ledger.Record{Transfers: []ledger.Transfer{x}})
					})
					if err != nil && !errs.Is(err, "ledger.insufficient") {
						t.Errorf("act: %v", err)
					}
				}
			}()
		}
		wg.Wait()
		states, err := s.LedgerStates(ctx, deal)
		if err != nil {
			t.Fatal(err)
		}
		if p := ledger.PositionOf(deal, states); p.Available != 0 || p.Locked != 100 {
			t.Errorf("160 fen were asked of 100, position %+v", p)
		}
		audit(t, s)
	})
}

func TestAnActBooksAllOrNothing(t *testing.T) {
	t.Parallel()
	storetest.Run(t, sqlstore.Options{}, func(t *testing.T, s *sqlstore.Store) {
		m := desk.Meta{At: at}
		task := ledger.Task{Kind: ledger.TaskAttribute, Deal: string(deal), BankRef: "B1", Theirs: 7}
		hold := deal.Expect(1, 100, at)
		err := s.InTx(ctx, func(tx desk.Tx) error {
			return tx.Apply(m, ledger.Record{Accounts: deal.Accounts([]int{1}), Transfers: []ledger.Transfer{hold, deal.Lock(1, 1, 5, at)}, Tasks: []ledger.Task{task}})
		})
		if !errs.Is(err, "ledger.insufficient") {
			t.Fatalf("the act gives %v", err)
		}
		if states, _ := s.LedgerStates(ctx, deal); len(states) != 0 {
			t.Errorf("a failed act left %d accounts", len(states))
		}
		for range 2 { // the same act twice
			err = s.InTx(ctx, func(tx desk.Tx) error {
				var w kernel.Write = ledger.Record{Accounts: deal.Accounts([]int{1}), Transfers: []ledger.Transfer{hold}, Tasks: []ledger.Task{task}}
				return tx.Write(m, w)
			})
			if err != nil {
				t.Fatal(err)
			}
		}
		tasks, err := s.LedgerTasks(ctx, deal)
		if err != nil || len(tasks) != 1 || tasks[0].Task != task || !tasks[0].Made.Equal(at) {
			t.Fatalf("tasks %+v, %v", tasks, err)
		}
		closing := func() error {
			return s.InTx(ctx, func(tx desk.Tx) error { return tx.Write(m, ledger.CloseTask{ID: task.ID(), By: "u", Note: "认领"}) })
		}
		if err := closing(); err != nil {
			t.Fatal(err)
		}
		if err := closing(); !errs.Is(err, "ledger.task_closed") {
			t.Errorf("closing twice gives %v", err)
		}
		audit(t, s)
	})
}

// What the desk needs to take a message of the bank is there, and a message
// that comes again is known.
func TestKnownOfAnInstruction(t *testing.T) {
	t.Parallel()
	storetest.Run(t, sqlstore.Options{}, func(t *testing.T, s *sqlstore.Store) {
		m := desk.Meta{At: at}
		hold := deal.Expect(1, 100, at)
		effects, err := ledger.Instruct(hold, "sub", ledger.Party{Name: "甲公司"}, at.Add(time.Hour), "bank_answered")
		if err != nil {
			t.Fatal(err)
		}
		answer := ledger.Answer{BankRef: "B1", Key: hold.ID, Verdict: ledger.Done, Amount: 120, SubAccount: "sub"}
		take := func(a ledger.Answer) (got ledger.Taking) {
			err := s.InTx(ctx, func(tx desk.Tx) error {
				k, err := kernel.Load[ledger.Known](tx, ledger.KnownOf{Bank: "YLB", BankRef: a.BankRef, Key: a.Key})
				if err != nil {
					return err
				}
				if got, err = ledger.Take(k, a, at); err != nil || got.Record().Empty() {
					return err
				}
				return tx.Apply(m, got.Record())
			})
			if err != nil {
				t.Fatal(err)
			}
			return got
		}
		err = s.InTx(ctx, func(tx desk.Tx) error {
			for _, e := range append([]kernel.Effect{ledger.Record{Accounts: deal.Accounts([]int{1})}}, effects...) {
				if err := tx.Apply(m, e); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
		if got := take(answer); len(got.Transfers) != 2 || len(got.Tasks) != 1 || got.Tasks[0].Kind != ledger.TaskSurplus {
			t.Errorf("first answer: %+v", got)
		}
		if got := take(answer); !got.Duplicate {
			t.Errorf("the same again: %+v", got)
		}
		answer.BankRef = "B2"
		if got := take(answer); len(got.Transfers) != 0 || len(got.Tasks) != 1 || got.Tasks[0].Kind != ledger.TaskSecondAnswer {
			t.Errorf("under another number: %+v", got)
		}
		list, err := s.LedgerInstructions(ctx)
		if err != nil || len(list) != 1 || list[0].Key != hold.ID || list[0].Other.Name != "甲公司" {
			t.Errorf("instructions %+v, %v", list, err)
		}
		orders, all, open, err := s.LedgerOrders(ctx, false, 10, 0)
		if err != nil || len(orders) != 1 || all != 1 || open != 0 || orders[0].End != ledger.Posted || orders[0].Key != hold.ID {
			t.Errorf("orders %+v %d %d, %v", orders, all, open, err)
		}
		if waits, n, _, err := s.LedgerOrders(ctx, true, 10, 0); err != nil || len(waits) != 0 || n != 0 {
			t.Errorf("orders that wait %+v %d, %v", waits, n, err)
		}
		if held, n, funds, err := s.LedgerHeld(ctx, 10, 0); err != nil || n != len(held) || n != 1 || funds != 100 || held[0].Funds != 100 || held[0].Frozen != 0 {
			t.Errorf("held %+v %d %s, %v", held, n, funds, err)
		}
		entries, err := s.LedgerBankEntries(ctx)
		if err != nil {
			t.Fatal(err)
		}
		ms := ledger.Movements(list, entries)
		if len(ms) != 1 || ms[0].Amount != 120 || ms[0].BankRef != "B1" || !ms[0].Final {
			t.Errorf("movements %+v", ms)
		}
		audit(t, s)
	})
}
