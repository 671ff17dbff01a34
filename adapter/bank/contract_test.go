package bank_test

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"testing"
	"time"

	"quanlian/adapter/bank"
	"quanlian/ledger"
)

var ctx = context.Background()

var start = time.Date(2026, 11, 23, 1, 0, 0, 0, time.UTC)

type clock struct{ at time.Time }

func (c *clock) now() time.Time { return c.at }

// subject is a bank under test; settle makes it carry out what it was told and
// tell of it.
type subject struct {
	ledger.Bank
	settle func(t *testing.T)
}

func order(key string, code ledger.Code) ledger.Instruction {
	return ledger.Instruction{
		Key: ledger.TransferID("YL-JY-2026-000001/" + key), Code: code, Deal: "YL-JY-2026-000001", SubAccount: "6222021001122334455", Amount: 100 * 100,
		Other: ledger.Party{Name: "云澜新材料有限公司", Account: "110060149012345678901", Bank: "云澜银行营业部"}, AnswerBy: start.Add(time.Hour), Memo: "YL-JY-2026-000001/" + key,
	}
}

// Every fulfilment of the port keeps these promises.
func TestContract(t *testing.T) {
	t.Parallel()
	for name, make := range map[string]func(*testing.T, *clock) subject{"fake": fakeSubject, "folder": folderSubject} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			c := &clock{start}
			contract(t, c, make(t, c))
		})
	}
}

func fakeSubject(_ *testing.T, c *clock) subject {
	b := bank.NewFake(7, bank.Faults{}, c.now)
	return subject{b, func(*testing.T) { c.at = c.at.Add(time.Hour) }}
}

// folderSubject plays the person at the bank's counter with a fake bank: orders
// are carried over, the statement is brought back, once in each format.
func folderSubject(t *testing.T, c *clock) subject {
	f, err := bank.NewFolder(t.TempDir(), c.now)
	if err != nil {
		t.Fatal(err)
	}
	counter := bank.NewFake(8, bank.Faults{}, c.now)
	n := 0
	return subject{f, func(t *testing.T) {
		from := c.at
		for _, in := range []ledger.Instruction{order("deposit/1", ledger.Deposit), order("release/1/1", ledger.Release)} {
			if _, err := os.Stat(f.Order(in.Key)); err == nil {
				if err := counter.Instruct(ctx, in); err != nil {
					t.Fatal(err)
				}
			}
		}
		lines, err := counter.Statement(ctx, start, from.Add(time.Second))
		if err != nil {
			t.Fatal(err)
		}
		var file bytes.Buffer
		name := []string{"a.csv", "b.xlsx", "c.csv"}[n]
		switch n {
		case 0:
			err = bank.WriteCSV(&file, lines, bank.GB18030)
		case 1:
			err = bank.WriteXLSX(&file, lines)
		default:
			err = bank.WriteCSV(&file, lines, bank.UTF8)
		}
		if err != nil {
			t.Fatal(err)
		}
		n++
		if err := os.WriteFile(filepath.Join(f.Dir, "statements", name), file.Bytes(), 0o600); err != nil {
			t.Fatal(err)
		}
		c.at = c.at.Add(time.Hour)
	}}
}

func contract(t *testing.T, c *clock, b subject) {
	in, out := order("deposit/1", ledger.Deposit), order("release/1/1", ledger.Release)
	if a, err := b.Ask(ctx, in.Key); err != nil || a.Verdict != ledger.Unknown {
		t.Errorf("before it was told: %+v, %v", a, err)
	}
	for range 2 { // the same instruction twice is one
		if err := b.Instruct(ctx, in); err != nil {
			t.Fatal(err)
		}
	}
	first, cursor, err := b.Answers(ctx, "")
	if err != nil || len(first) != 0 {
		t.Fatalf("an answer before anything was done: %+v, %v", first, err)
	}
	b.settle(t)
	first, cursor, err = b.Answers(ctx, cursor)
	if err != nil || len(first) != 1 || first[0].Key != in.Key || first[0].Verdict != ledger.Done || first[0].Amount != in.Amount || first[0].BankRef == "" {
		t.Fatalf("answer to the deposit: %+v, %v", first, err)
	}
	asked, err := b.Ask(ctx, in.Key)
	if err != nil || asked.BankRef != first[0].BankRef || asked.Verdict != ledger.Done {
		t.Errorf("asked about it: %+v, %v", asked, err)
	}
	if err := b.Instruct(ctx, out); err != nil {
		t.Fatal(err)
	}
	b.settle(t)
	second, next, err := b.Answers(ctx, cursor)
	if err != nil || len(second) != 1 || second[0].Key != out.Key {
		t.Fatalf("after the cursor: %+v, %v", second, err)
	}
	all, _, err := b.Answers(ctx, "")
	if err != nil || len(all) != 2 || all[0].BankRef != first[0].BankRef || all[1].BankRef != second[0].BankRef {
		t.Errorf("from the beginning: %+v, %v", all, err)
	}
	b.settle(t) // the statement again, in another file: nothing new
	if rest, _, err := b.Answers(ctx, next); err != nil || len(rest) != 0 {
		t.Errorf("after the end: %+v, %v", rest, err)
	}
	if _, _, err := b.Answers(ctx, "9999"); err == nil {
		t.Error("a cursor that was never given out is taken")
	}
	lines, err := b.Statement(ctx, start, c.at)
	if err != nil || len(lines) != 2 {
		t.Fatalf("statement: %+v, %v", lines, err)
	}
	if l := lines[0]; !l.In || l.Amount != in.Amount || l.Key != in.Key || l.SubAccount != in.SubAccount || l.Other != in.Other || l.BankRef != first[0].BankRef || l.No != 1 {
		t.Errorf("line of the deposit: %+v", l)
	}
	if l := lines[1]; l.In || l.Balance == nil || *l.Balance != 0 {
		t.Errorf("line of the release: %+v", l)
	}
	if got, _ := b.Statement(ctx, start, lines[0].Date); len(got) != 0 {
		t.Error("the end of the window is included")
	}
	if got, _ := b.Statement(ctx, lines[1].Date, c.at); len(got) != 1 {
		t.Error("the start of the window is excluded")
	}
}
