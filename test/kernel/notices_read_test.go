package kernel

import (
	"context"
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
