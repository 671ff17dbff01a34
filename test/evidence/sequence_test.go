package evidence

import (
	"context"
	"fmt"
	"strconv"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"quanlian/adapter/sqlstore"
	"quanlian/base/errs"
	"quanlian/kernel/desk"
	"quanlian/test/storetest"
)

func engines(t *testing.T, f func(t *testing.T, url string)) {
	t.Helper()
	for _, engine := range []string{"sqlite", "postgres"} {
		t.Run(engine, func(t *testing.T) {
			t.Parallel()
			f(t, storetest.URL(t, engine))
		})
	}
}

// Two processes number at once, taking the lease from each other every few
// milliseconds, while four writers commit. What one numbers under a lease that
// the other has taken meanwhile is refused.
func TestTwoSequencersAtOnce(t *testing.T) {
	t.Parallel()
	engines(t, func(t *testing.T, url string) {
		const writers, each = 4, 60
		stores := []*sqlstore.Store{storetest.Open(t, url, sqlstore.Options{}), storetest.Open(t, url, sqlstore.Options{})}
		var work, seq sync.WaitGroup
		done := make(chan struct{})
		var took, lost atomic.Int64
		for i, s := range stores {
			seq.Go(func() {
				for over := false; !over; {
					select {
					case <-done:
						over = true
					default:
					}
					n, refused := oneTurn(t, s, "p"+strconv.Itoa(i))
					took.Add(int64(n))
					lost.Add(int64(refused))
				}
			})
		}
		for w := range writers {
			work.Go(func() {
				for n := range each {
					write(t, stores[w%2], fmt.Sprintf("%d-%03d", w, n), start.Add(time.Duration(n)*time.Second))
				}
			})
		}
		work.Wait()
		close(done)
		seq.Wait()
		took.Add(int64(number(t, stores[0])))
		if took.Load() != writers*each {
			t.Errorf("numbered %d, want %d", took.Load(), writers*each)
		}
		dense(t, stores[0], writers*each)
		t.Logf("%d turns found their lease lost", lost.Load())
	})
}

// oneTurn takes the lease for a millisecond if it is free, and numbers three
// times under it, whether or not it is still its own.
func oneTurn(t *testing.T, s *sqlstore.Store, holder string) (n, refused int) {
	l, ok, err := s.TakeLease(context.Background(), "log", holder, time.Now(), time.Millisecond)
	if err != nil {
		t.Error(err)
	}
	if !ok {
		return 0, 0
	}
	for range 3 {
		k, err := s.Number(context.Background(), l)
		n += k
		switch {
		case errs.Is(err, "adapter.sqlstore.lease_lost"):
			refused++
		case err != nil:
			t.Error(err)
		}
		time.Sleep(3 * time.Millisecond)
	}
	return n, refused
}

// An entry that was made first and committed last gets the later number: who
// reads by number misses nothing.
func TestLateCommit(t *testing.T) {
	t.Parallel()
	url := storetest.URL(t, "postgres") // SQLite has one writer: nothing can be late
	s := storetest.Open(t, url, sqlstore.Options{})
	written, commit, over := make(chan struct{}), make(chan struct{}), make(chan error)
	go func() {
		var once sync.Once
		over <- s.InTx(context.Background(), func(tx desk.Tx) error {
			if err := tx.Journal(entry("late", start)); err != nil {
				return err
			}
			once.Do(func() { close(written) })
			<-commit
			return nil
		})
	}()
	<-written
	write(t, s, "early", start.Add(time.Second))
	if n := number(t, s); n != 1 {
		t.Fatalf("numbered %d, want the one that is committed", n)
	}
	close(commit)
	if err := <-over; err != nil {
		t.Fatal(err)
	}
	number(t, s)
	if rows := dense(t, s, 2); rows[0].ID != "early" || rows[1].ID != "late" {
		t.Fatalf("order %s, %s", rows[0].ID, rows[1].ID)
	}
}

// A process whose lease was taken while it slept must write nothing.
func TestLostLeaseWritesNothing(t *testing.T) {
	t.Parallel()
	storetest.Run(t, sqlstore.Options{}, func(t *testing.T, s *sqlstore.Store) {
		ctx := context.Background()
		write(t, s, "x", start)
		a := lease(t, s, "a")
		if err := s.DropLease(ctx, "log", "a"); err != nil {
			t.Fatal(err)
		}
		b := lease(t, s, "b")
		if b.Fence <= a.Fence {
			t.Fatalf("fence %d after %d", b.Fence, a.Fence)
		}
		if n, err := s.Number(ctx, a); n != 0 || !errs.Is(err, "adapter.sqlstore.lease_lost") {
			t.Fatalf("numbered %d under a lost lease: %v", n, err)
		}
		wrote := false
		err := s.InTxUnder(ctx, a, func(tx desk.Tx) error { wrote = true; return tx.Journal(entry("y", start)) })
		if !errs.Is(err, "adapter.sqlstore.lease_lost") || wrote {
			t.Fatalf("wrote under a lost lease: %v %v", wrote, err)
		}
		if n, err := s.Number(ctx, b); n != 1 || err != nil {
			t.Fatalf("the new holder numbered %d, %v", n, err)
		}
		if err := s.InTxUnder(ctx, b, func(tx desk.Tx) error { return tx.Journal(entry("z", start)) }); err != nil {
			t.Fatal(err)
		}
	})
}
