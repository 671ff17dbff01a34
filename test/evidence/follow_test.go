package evidence

import (
	"context"
	"fmt"
	"os"
	"testing"
	"time"

	"quanlian/adapter/sqlstore"
	"quanlian/adapter/tlog"
	"quanlian/base/errs"
	"quanlian/kernel"
	"quanlian/test/storetest"
)

func follow(t testing.TB, l *tlog.Log, s *sqlstore.Store) int {
	t.Helper()
	n, err := tlog.NewFollower(l, s).Follow(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	return n
}

func fill(t testing.TB, s *sqlstore.Store, from, n int) {
	t.Helper()
	for i := from; i < from+n; i++ {
		write(t, s, fmt.Sprintf("e%05d", i), start.Add(time.Duration(i)*time.Second))
	}
	number(t, s)
}

func TestLogFollowsTheJournal(t *testing.T) {
	t.Parallel()
	storetest.Run(t, sqlstore.Options{}, func(t *testing.T, s *sqlstore.Store) {
		dir, ring := logDir(t), newRing(t)
		l := openLog(t, dir, ring)
		if n := follow(t, l, s); n != 0 {
			t.Fatalf("appended %d out of nothing", n)
		}
		fill(t, s, 0, 30)
		if n := follow(t, l, s); n != 30 {
			t.Fatalf("appended %d", n)
		}
		fill(t, s, 30, 5)
		_ = l.Close()
		l = openLog(t, dir, ring) // a new start compares first
		if n := follow(t, l, s); n != 5 {
			t.Fatalf("after the start: %d", n)
		}
		whole(t, s, l.Reader, 35)
		was, err := l.Checkpoint(context.Background())
		if err != nil {
			t.Fatal(err)
		}
		_ = l.Close()
		if err := os.RemoveAll(dir); err != nil {
			t.Fatal(err)
		}
		l = openLog(t, dir, ring) // the log is gone: the journal makes the same one
		follow(t, l, s)
		whole(t, s, l.Reader, 35)
		if now, err := l.Checkpoint(context.Background()); err != nil || now.Root != was.Root {
			t.Fatalf("another tree was made: %v %v", now.Root, err)
		}
	})
}

// A database that was restored from yesterday under a log of today: nothing is
// numbered and nothing appended until the lost entries are taken over; then the
// log goes on and never says anything else at the old numbers.
func TestLogAheadOfTheJournal(t *testing.T) {
	t.Parallel()
	storetest.Run(t, sqlstore.Options{}, func(t *testing.T, s *sqlstore.Store) {
		ctx, dir, ring := context.Background(), logDir(t), newRing(t)
		l := openLog(t, dir, ring)
		fill(t, s, 0, 20)
		follow(t, l, s)
		old := storetest.Open(t, storetest.URL(t, engineOf(s)), sqlstore.Options{})
		copyEntries(t, s, old, 14, 17) // 14 numbered, three more that wait for their number
		f := tlog.NewFollower(l, old)
		if _, err := f.Follow(ctx); !errs.Is(err, "adapter.tlog.ahead") {
			t.Fatalf("followed: %v", err)
		}
		if _, err := old.Number(ctx, lease(t, old, "only")); !errs.Is(err, "adapter.sqlstore.behind_log") {
			t.Fatalf("numbered: %v", err)
		}
		d, err := tlog.Compare(ctx, l.Reader, logName, old, 0)
		if err != nil || len(d.Lost) != 6 || d.Lost[0].Number != 14 {
			t.Fatalf("lost %+v %v", d.Lost, err)
		}
		found, lost, err := old.AdoptLost(ctx, d.Lost, start, kernel.Entry{ID: "rec", Act: "journal.lost", Actor: kernel.SystemActor("restore"), At: start, Salt: salt()})
		if err != nil || found != 3 || len(lost) != 3 {
			t.Fatalf("found %d, lost %v, %v", found, lost, err)
		}
		fill(t, old, 100, 4)
		if n, err := f.Follow(ctx); err != nil || n != 5 { // the record of the loss and four acts
			t.Fatalf("went on with %d, %v", n, err)
		}
		whole(t, old, l.Reader, 25)
		rows := dense(t, old, 25)
		if !rows[17].Lost() || rows[14].Lost() || rows[14].ID != "e00014" {
			t.Fatalf("rows %+v %+v", rows[14], rows[17])
		}
		if l.Size() != 25 {
			t.Fatalf("size %d", l.Size())
		}
	})
}

func TestLogThatSaysSomethingElse(t *testing.T) {
	t.Parallel()
	storetest.Run(t, sqlstore.Options{}, func(t *testing.T, s *sqlstore.Store) {
		ctx, ring := context.Background(), newRing(t)
		l := openLog(t, logDir(t), ring)
		fill(t, s, 0, 5)
		follow(t, l, s)
		other := storetest.Open(t, storetest.URL(t, engineOf(s)), sqlstore.Options{})
		fill(t, other, 50, 8)
		if _, err := tlog.NewFollower(l, other).Follow(ctx); !errs.Is(err, "adapter.tlog.differs") {
			t.Fatalf("another journal was followed: %v", err)
		}
		if l.Size() != 5 {
			t.Fatalf("size %d", l.Size())
		}
		// A log that was made anew out of another journal under the same name.
		l2 := openLog(t, logDir(t), ring)
		follow(t, l2, other)
		d, err := tlog.Compare(ctx, l2.Reader, logName, s, 0)
		if err != nil || d.Err() == nil {
			t.Fatalf("a forked log passed: %+v %v", d, err)
		}
		if err := s.CloseLog(ctx, logName, 5); err != nil {
			t.Fatal(err)
		}
		if _, err := tlog.NewFollower(l, s).Follow(ctx); !errs.Is(err, "adapter.tlog.closed") {
			t.Fatalf("a closed log was followed: %v", err)
		}
	})
}

func engineOf(s *sqlstore.Store) string {
	if s.Postgres() {
		return "postgres"
	}
	return "sqlite"
}

// copyEntries puts the entries below end of one journal into another, as a
// backup would; those below numbered have their numbers.
func copyEntries(t *testing.T, from, to *sqlstore.Store, numbered, end int) {
	t.Helper()
	rows, err := from.Entries(context.Background(), 0, end)
	if err != nil {
		t.Fatal(err)
	}
	for i, r := range rows {
		e := entry(r.ID, start.Add(time.Duration(i)*time.Second))
		e.Salt = r.Salt
		put(t, to, e)
		if i == numbered-1 {
			number(t, to)
		}
	}
}
