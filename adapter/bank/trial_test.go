package bank_test

import (
	"cmp"
	"context"
	"slices"
	"testing"
	"time"

	"quanlian/adapter/bank"
	"quanlian/base/money"
	"quanlian/ledger"
)

// TestManners: each manner treats one deposit in its own way, and the next one
// is treated well again.
func TestManners(t *testing.T) {
	t.Parallel()
	for _, x := range []struct {
		manner ledger.Manner
		told   []ledger.Verdict // without being asked
		asked  ledger.Verdict
		times  int // that money moved
		cmp    int // moved in all, against what was instructed
	}{
		{ledger.MannerGood, []ledger.Verdict{ledger.Done}, ledger.Done, 1, 0},
		{ledger.MannerLate, nil, ledger.Done, 1, 0},
		{ledger.MannerSilent, nil, ledger.Working, 1, 0},
		{ledger.MannerTwice, []ledger.Verdict{ledger.Done, ledger.Done, ledger.Done}, ledger.Done, 1, 0},
		{ledger.MannerShort, []ledger.Verdict{ledger.Done}, ledger.Done, 1, -1},
		{ledger.MannerMore, []ledger.Verdict{ledger.Done}, ledger.Done, 1, 1},
		{ledger.MannerFlip, []ledger.Verdict{ledger.Rejected, ledger.Done}, ledger.Done, 1, 0},
		{ledger.MannerRefuse, []ledger.Verdict{ledger.Rejected}, ledger.Rejected, 0, -1},
		{ledger.MannerDouble, []ledger.Verdict{ledger.Done}, ledger.Done, 2, 1},
	} {
		t.Run(string(x.manner), func(t *testing.T) {
			t.Parallel()
			c := &clock{start}
			b := bank.NewFake(3, bank.Faults{}, c.now)
			b.SetManner(x.manner)
			in := order("d1", ledger.Deposit)
			must(t, b.Instruct(ctx, in))
			c.at = c.at.Add(time.Hour)
			if got := verdicts(t, b, ""); !slices.Equal(got, x.told) {
				t.Errorf("told %v, want %v", got, x.told)
			}
			for range 4 {
				a, err := b.Ask(ctx, in.Key)
				if must(t, err); a.Verdict != x.asked {
					t.Errorf("asked it says %s, want %s", a.Verdict, x.asked)
				}
			}
			sum, times := b.Moved(in.Key)
			if times != x.times || cmp.Compare(sum, in.Amount) != x.cmp {
				t.Errorf("moved %s in %d payments of %s", sum, times, in.Amount)
			}
			must(t, b.Instruct(ctx, order("d2", ledger.Deposit)))
			if sum, times := b.Moved(order("d2", ledger.Deposit).Key); sum != in.Amount || times != 1 {
				t.Errorf("the next one moved %s in %d", sum, times)
			}
		})
	}
}

// TestOpening: what a sub-account held before the process began is paid out, and no more.
func TestOpening(t *testing.T) {
	t.Parallel()
	c := &clock{start}
	b := bank.NewFake(3, bank.Faults{}, c.now)
	b.Opening = func(context.Context, ledger.Instruction) (money.Fen, error) { return 150 * 100, nil }
	for _, x := range []struct {
		key    string
		amount money.Fen
		want   ledger.Verdict
	}{{"r1", 100 * 100, ledger.Done}, {"r2", 51 * 100, ledger.Rejected}, {"r3", 50 * 100, ledger.Done}} {
		in := order(x.key, ledger.Release)
		in.Amount = x.amount
		must(t, b.Instruct(ctx, in))
		if a, err := b.Ask(ctx, in.Key); err != nil || a.Verdict != x.want {
			t.Errorf("%s: %s, %v", x.key, a.Verdict, err)
		}
	}
}

// TestSpeak: what is kept is answered in the order in which a person lets it.
func TestSpeak(t *testing.T) {
	t.Parallel()
	c := &clock{start}
	b := bank.NewFake(3, bank.Faults{}, c.now)
	for _, k := range []string{"d1", "d2"} {
		b.SetManner(ledger.MannerSilent)
		must(t, b.Instruct(ctx, order(k, ledger.Deposit)))
	}
	if got := b.Kept(); len(got) != 2 || got[0].Key != order("d1", ledger.Deposit).Key {
		t.Fatalf("kept %+v", got)
	}
	for _, k := range []string{"d2", "d1", "d1", "nothing"} {
		b.Speak(ledger.TransferID("YL-JY-2026-000001/" + k))
		c.at = c.at.Add(time.Hour)
	}
	list, _, err := b.Answers(ctx, "")
	must(t, err)
	if len(list) != 2 || list[0].Key != order("d2", ledger.Deposit).Key || len(b.Kept()) != 0 {
		t.Errorf("answers %+v, kept %d", list, len(b.Kept()))
	}
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func verdicts(t *testing.T, b *bank.Fake, cursor string) (out []ledger.Verdict) {
	t.Helper()
	list, _, err := b.Answers(ctx, cursor)
	must(t, err)
	for _, a := range list {
		out = append(out, a.Verdict)
	}
	return out
}
