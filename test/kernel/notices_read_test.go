package kernel

import (
	"context"
	"slices"
	"testing"
	"time"

	"quanlian/adapter/sqlstore"
	"quanlian/kernel"
	"quanlian/test/storetest"
)

// What one was told is marked as read at once, but not what came since.
func TestAllNoticesAreRead(t *testing.T) {
	t.Parallel()
	storetest.Run(t, options(), func(t *testing.T, s *sqlstore.Store) {
		w := newWorld(t, s)
		ctx, reader, clerk := context.Background(), w.as("u-reader", ""), w.as("u-clerk", "")
		r := w.apply(reader, "k", "读者甲")
		if _, err := w.act(clerk, r.Case, kernel.MoveClaim, "claim", 0, kernel.ReasonInput{Reason: "办"}); err != nil {
			t.Fatal(err)
		}
		ask := func(key string) {
			t.Helper()
			w.clock.Advance(time.Hour)
			if err := w.d.Do(ctx, clerk, key, kernel.PostMessage{ID: key, Case: r.Case, From: clerk.User, Party: clerk.Party, Text: "请看", Level: kernel.ViewDetail}); err != nil {
				t.Fatal(err)
			}
		}
		fresh := func(a kernel.Actor) (n int) {
			list, err := s.Notices(ctx, a, 50)
			if err != nil {
				t.Fatal(err)
			}
			for _, x := range list {
				if x.Seen.IsZero() {
					n++
				}
			}
			return n
		}
		ask("m1")
		shown := w.clock.Now()
		before := fresh(clerk)
		ask("m2")
		if fresh(reader) < 2 {
			t.Fatal("nothing was told")
		}
		if err := s.SeeAllNotices(ctx, reader, shown, w.clock.Now()); err != nil || fresh(reader) != 1 || fresh(clerk) < before {
			t.Errorf("%d are new (%v), of the clerk's %d of %d", fresh(reader), err, fresh(clerk), before)
		}
	})
}

// An agent reads of what its principal was told only what its mandate covers, and
// marks nothing else as read.
func TestAgentIsToldWithinItsMandate(t *testing.T) {
	t.Parallel()
	storetest.Run(t, options(), func(t *testing.T, s *sqlstore.Store) {
		w := newWorld(t, s)
		ctx, reader, clerk := context.Background(), w.as("u-reader", ""), w.as("u-clerk", "")
		r := w.apply(reader, "k", "读者甲")
		w.must(w.act(clerk, r.Case, kernel.MoveClaim, "claim", 0, kernel.ReasonInput{Reason: "办"}))
		w.must(w.act(clerk, r.Case, kernel.MoveAskCorrection, "ask", 0, kernel.CorrectionInput{Reason: "补身份证明"}))
		for _, c := range []struct {
			id    string
			scope []string
			sees  bool
		}{{"other", []string{"service/none"}, false}, {"narrow", []string{"service/none", "service/library"}, true}, {"all", []string{"*"}, true}} {
			m := kernel.Mandate{ID: kernel.MandateID(c.id), Principal: "reader", Agent: "agency", Scope: c.scope, Rights: []kernel.Right{kernel.RightView}, From: w.clock.Now(), To: w.clock.Now().AddDate(1, 0, 0)}
			w.mustDo(reader, "give-"+c.id, kernel.GrantMandate{Mandate: m})
			agent := w.as("u-agent", "reader")
			told := func(fresh bool) (n int) {
				list, err := s.Notices(ctx, agent, 50)
				if err != nil {
					t.Fatal(err)
				}
				for _, x := range list {
					if x.Case == r.Case && (!fresh || x.Seen.IsZero()) {
						n++
					}
				}
				return n
			}
			if got := told(false) > 0; got != c.sees {
				t.Errorf("a mandate for %v is told of the card: %v", c.scope, got)
			}
			if err := s.SeeAllNotices(ctx, agent, w.clock.Now(), w.clock.Now()); err != nil || told(true) != 0 {
				t.Errorf("a mandate for %v, read: %d are new, %v", c.scope, told(true), err)
			}
			if !c.sees {
				if list, err := s.Notices(ctx, reader, 50); err != nil || !slices.ContainsFunc(list, func(x kernel.Notice) bool {
					return x.Case == r.Case && x.Text != "kernel.notice.tripwire" && x.Seen.IsZero()
				}) {
					t.Errorf("what the agent may not see is read for its principal (%v)", err)
				}
			}
			w.clock.Advance(time.Second)
			w.mustDo(reader, "end-"+c.id, kernel.RevokeMandate{ID: m.ID, Principal: "reader", At: w.clock.Now()})
		}
	})
}
