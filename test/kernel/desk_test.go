package kernel

import (
	"context"
	"encoding/json"
	"fmt"
	"sync"
	"testing"
	"time"

	"quanlian/adapter/sqlstore"
	"quanlian/base/errs"
	"quanlian/kernel"
	"quanlian/kernel/desk"
	"quanlian/test/librarycard"
	"quanlian/test/storetest"
)

func TestLifeOfACard(t *testing.T) {
	t.Parallel()
	storetest.Run(t, options(), func(t *testing.T, s *sqlstore.Store) {
		w := newWorld(t, s)
		ctx := context.Background()
		reader, clerk := w.as("u-reader", ""), w.as("u-clerk", "")
		r := w.apply(reader, "k1", "读者甲")
		if r.State != "submitted" || r.No != "YL2026-LB-00001" || r.Version != 1 {
			t.Fatalf("receipt %+v", r)
		}
		inbox, n, err := s.Cases(ctx, clerk, kernel.ViewDetail, kernel.CaseQuery{Open: true, Turn: []kernel.Role{kernel.RoleClerk}})
		if err != nil || n != 1 || inbox[0].ID != r.Case {
			t.Fatalf("inbox %v %d %v", inbox, n, err)
		}
		w.must(w.act(clerk, r.Case, "check", "k2", 1, nil))
		asks, err := s.UnsentAsks(ctx, "registry", 10)
		if err != nil || len(asks) != 1 {
			t.Fatalf("asks %v %v", asks, err)
		}
		got, err := w.d.Answer(ctx, desk.OutsideAnswer{Party: "registry", ID: "r-1", AskKey: asks[0].Ask.Key, Payload: raw(librarycard.Proof{Answer: "resident"})})
		if err != nil || got.Doubled || got.Suspended {
			t.Fatalf("answer %+v %v", got, err)
		}
		w.must(w.act(clerk, r.Case, "issue", "k3", 3, librarycard.Decide{}))
		c := w.get(reader, r.Case)
		if c.State != "issued" || len(c.Pauses) != 1 || c.Pauses[0].To.IsZero() {
			t.Fatalf("case %+v", c)
		}
		w.clock.Advance(366 * 24 * time.Hour)
		made, err := w.d.Due(ctx, w.clock.Now())
		if err != nil || made != 1 {
			t.Fatalf("due %d %v", made, err)
		}
		if made, _ = w.d.Due(ctx, w.clock.Now()); made != 0 {
			t.Fatalf("due twice: %d", made)
		}
		h, err := s.History(ctx, r.Case)
		if err != nil || len(h) != 5 || h[4].To != "expired" || h[4].Actor.System != "timer" {
			t.Fatalf("history %d %v", len(h), err)
		}
	})
}

func TestTwoPeopleAtOneInstant(t *testing.T) {
	t.Parallel()
	storetest.Run(t, options(), func(t *testing.T, s *sqlstore.Store) {
		w := newWorld(t, s)
		r := w.apply(w.as("u-reader", ""), "k1", "读者甲")
		var wg sync.WaitGroup
		results := make([]error, 8)
		for i := range results {
			wg.Add(1)
			go func() {
				defer wg.Done()
				user, move := kernel.UserID("u-clerk"), "issue"
				if i%2 == 1 {
					user, move = "u-clerk2", "refuse"
				}
				_, results[i] = w.act(w.as(user, ""), r.Case, move, fmt.Sprintf("race-%d", i), 1, librarycard.Decide{Reason: "不符合条件"})
			}()
		}
		wg.Wait()
		won := 0
		for _, err := range results {
			switch {
			case err == nil:
				won++
			case errs.KindOf(err) != errs.Conflict:
				t.Errorf("loser got %v", err)
			}
		}
		if c := w.get(w.as("u-clerk", ""), r.Case); won != 1 || c.Version != 2 {
			t.Fatalf("%d won, version %d", won, c.Version)
		}
	})
}

func TestSameKeyTwice(t *testing.T) {
	t.Parallel()
	storetest.Run(t, options(), func(t *testing.T, s *sqlstore.Store) {
		w := newWorld(t, s)
		reader := w.as("u-reader", "")
		var wg sync.WaitGroup
		ids := make([]kernel.CaseID, 6)
		for i := range ids {
			wg.Add(1)
			go func() {
				defer wg.Done()
				r, err := w.d.Open(context.Background(), reader, desk.OpenCommand{Flow: librarycard.Card, Move: "apply", Key: "same", Input: raw(librarycard.Apply{Reader: "读者甲"})})
				if err == nil {
					ids[i] = r.Case
				}
			}()
		}
		wg.Wait()
		for _, id := range ids {
			if id != ids[0] || id == "" {
				t.Fatalf("ids differ: %v", ids)
			}
		}
		_, err := w.d.Open(context.Background(), reader, desk.OpenCommand{Flow: librarycard.Card, Move: "apply", Key: "same", Input: raw(librarycard.Apply{Reader: "读者乙"})})
		if !errs.Is(err, "kernel.key_reused") {
			t.Fatalf("key for another command: %v", err)
		}
	})
}

func TestWriteSkewBetweenTwoCases(t *testing.T) {
	t.Parallel()
	storetest.Run(t, options(), func(t *testing.T, s *sqlstore.Store) {
		w := newWorld(t, s)
		reader, clerk := w.as("u-reader", ""), w.as("u-clerk", "")
		var cards []kernel.CaseID
		for i := range 4 {
			r := w.apply(reader, fmt.Sprintf("open-%d", i), "读者甲")
			w.must(w.act(clerk, r.Case, "issue", fmt.Sprintf("issue-%d", i), 0, librarycard.Decide{}))
			cards = append(cards, r.Case)
		}
		var wg sync.WaitGroup
		for i := range 12 {
			wg.Add(1)
			go func() {
				defer wg.Done()
				_, _ = w.act(clerk, cards[i%4], "lend", fmt.Sprintf("lend-%d", i), 0, nil)
			}()
		}
		wg.Wait()
		sum := 0
		for _, id := range cards {
			var d librarycard.Data
			if err := json.Unmarshal(w.get(clerk, id).Data, &d); err != nil {
				t.Fatal(err)
			}
			sum += d.Lent
		}
		if sum != librarycard.MaxLent {
			t.Fatalf("%d books lent, the rule says %d over all cards", sum, librarycard.MaxLent)
		}
	})
}

func TestLateDoubledAndStrayAnswers(t *testing.T) {
	t.Parallel()
	storetest.Run(t, options(), func(t *testing.T, s *sqlstore.Store) {
		w := newWorld(t, s)
		ctx := context.Background()
		clerk := w.as("u-clerk", "")
		r := w.apply(w.as("u-reader", ""), "k1", "读者甲")
		w.must(w.act(clerk, r.Case, "check", "k2", 0, nil))
		ans := desk.OutsideAnswer{Party: "registry", ID: "a1", AskKey: "proof/" + string(r.Case), Payload: raw(librarycard.Proof{Answer: "ok"})}
		first, err := w.d.Answer(ctx, ans)
		if err != nil {
			t.Fatal(err)
		}
		again, err := w.d.Answer(ctx, ans)
		if err != nil || !again.Doubled || again.Receipt.Version != first.Receipt.Version {
			t.Fatalf("doubled: %+v %v", again, err)
		}
		ans.ID = "a2" // a second answer to the same question, too late
		late, err := w.d.Answer(ctx, ans)
		if err != nil || !late.Suspended {
			t.Fatalf("late: %+v %v", late, err)
		}
		if again, err = w.d.Answer(ctx, ans); err != nil || !again.Doubled {
			t.Fatalf("late and doubled: %+v %v", again, err)
		}
		stray, err := w.d.Answer(ctx, desk.OutsideAnswer{Party: "registry", ID: "a3", AskKey: "nothing", Payload: raw(librarycard.Proof{})})
		if err != nil || !stray.Suspended {
			t.Fatalf("stray: %+v %v", stray, err)
		}
		if c := w.get(clerk, r.Case); c.Version != first.Receipt.Version {
			t.Fatalf("version %d moved", c.Version)
		}
	})
}

func TestStaleFormLosesNothing(t *testing.T) {
	t.Parallel()
	storetest.Run(t, options(), func(t *testing.T, s *sqlstore.Store) {
		w := newWorld(t, s)
		ctx := context.Background()
		clerk := w.as("u-clerk", "")
		r := w.apply(w.as("u-reader", ""), "k1", "读者甲")
		typed := raw(librarycard.Decide{Reason: "写了很久的理由"})
		if err := w.d.Do(ctx, clerk, "draft-1", kernel.SaveDraft{User: clerk.User, Party: clerk.Party, Subject: string(r.Case) + "/refuse", Data: typed}); err != nil {
			t.Fatal(err)
		}
		w.must(w.act(w.as("u-clerk2", ""), r.Case, "check", "k2", 1, nil))
		_, err := w.act(clerk, r.Case, "refuse", "k3", 1, librarycard.Decide{Reason: "写了很久的理由"})
		if !errs.Is(err, "kernel.stale") {
			t.Fatalf("stale form: %v", err)
		}
		data, _, ok, err := s.Draft(ctx, clerk.User, clerk.Party, string(r.Case)+"/refuse")
		if err != nil || !ok || string(data) != string(typed) {
			t.Fatalf("draft %s %v %v", data, ok, err)
		}
	})
}

func TestNothingHalfHappens(t *testing.T) {
	t.Parallel()
	storetest.Run(t, options(), func(t *testing.T, s *sqlstore.Store) {
		w := newWorld(t, s)
		_, err := w.d.Open(context.Background(), w.as("u-reader", ""), desk.OpenCommand{Flow: librarycard.Card, Move: "apply", Key: "bad", Input: raw(librarycard.Apply{})})
		if !errs.Is(err, "service.library.reader_missing") || errs.As(err).Field != "reader" {
			t.Fatalf("missing reader: %v", err)
		}
		_, n, err := s.Cases(context.Background(), kernel.SystemActor("x"), kernel.ViewSummary, kernel.CaseQuery{})
		if err != nil || n != 0 {
			t.Fatalf("%d cases after a refused form, %v", n, err)
		}
	})
}
