package jobs_test

import (
	"context"
	"database/sql"
	"fmt"
	"io"
	"log/slog"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	_ "github.com/jackc/pgx/v5/stdlib" // driver pgx

	"quanlian/adapter/jobs"
	"quanlian/test/storetest"
)

// heard collects the steps that a process was woken for.
type heard struct {
	mu    sync.Mutex
	steps []string
	came  chan string
}

func newHeard() *heard { return &heard{came: make(chan string, 1000)} }

func (h *heard) wake(step string) {
	h.mu.Lock()
	h.steps = append(h.steps, step)
	h.mu.Unlock()
	h.came <- step
}

func (h *heard) next(t *testing.T, within time.Duration) string {
	t.Helper()
	select {
	case s := <-h.came:
		return s
	case <-time.After(within):
		return ""
	}
}

func open(t *testing.T, url, name string, hear ...string) (*jobs.Bell, *heard) {
	t.Helper()
	h := newHeard()
	b, err := jobs.Open(context.Background(), url, jobs.Options{Name: name, Hear: hear, Wake: h.wake, Log: slog.New(slog.NewTextHandler(io.Discard, nil))})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = b.Close(context.Background()) })
	return b, h
}

func both(t *testing.T, f func(t *testing.T, url string)) {
	t.Helper()
	for _, engine := range []string{"sqlite", "postgres"} {
		t.Run(engine, func(t *testing.T) {
			t.Parallel()
			f(t, storetest.URL(t, engine))
		})
	}
}

// TestRingWakesAnotherProcess: who hears the queue is woken well before the
// poll of the worker (500 ms); who does not hear it is left alone.
func TestRingWakesAnotherProcess(t *testing.T) {
	t.Parallel()
	both(t, func(t *testing.T, url string) {
		from, _ := open(t, url, "from")
		_, to := open(t, url, "to", "worker")
		_, deaf := open(t, url, "deaf", "log")
		var took []time.Duration
		for i := range 20 {
			step := fmt.Sprintf("step%d", i)
			at := time.Now()
			from.Ring("worker", step)
			if got := to.next(t, 5*time.Second); got != step {
				t.Fatalf("rang for %s, woke for %q", step, got)
			}
			took = append(took, time.Since(at))
			time.Sleep(30 * time.Millisecond)
		}
		slices.Sort(took)
		t.Logf("woken after: median %v, slowest %v", took[len(took)/2], took[len(took)-1])
		if took[len(took)/2] > 300*time.Millisecond {
			t.Errorf("median %v: no better than the poll", took[len(took)/2])
		}
		if s := deaf.next(t, 10*time.Millisecond); s != "" {
			t.Errorf("a queue that is not heard woke for %s", s)
		}
	})
}

// TestRingsAreGathered: a thousand rings of one step are few rows.
func TestRingsAreGathered(t *testing.T) {
	t.Parallel()
	both(t, func(t *testing.T, url string) {
		from, _ := open(t, url, "from")
		_, to := open(t, url, "to", "worker")
		begin := time.Now()
		for range 1000 {
			from.Ring("worker", "papers")
		}
		took := time.Since(begin)
		if took > time.Second {
			t.Errorf("ringing waits for the database: %v", took)
		}
		if to.next(t, 5*time.Second) == "" {
			t.Fatal("nobody woke")
		}
		time.Sleep(500 * time.Millisecond)
		to.mu.Lock()
		defer to.mu.Unlock()
		if n := len(to.steps); n > 20 {
			t.Errorf("%d rows for a thousand rings at once", n)
		}
	})
}

// TestHearAndDeafen: a queue is answered from the moment on in which its lease
// is taken, and by nobody once it is lost; what was rung then waits.
func TestHearAndDeafen(t *testing.T) {
	t.Parallel()
	both(t, func(t *testing.T, url string) {
		from, _ := open(t, url, "from")
		to, ears := open(t, url, "to")
		from.Ring("log", "one")
		if s := ears.next(t, 400*time.Millisecond); s != "" {
			t.Fatalf("woke for %s without hearing", s)
		}
		if err := to.Hear("log"); err != nil {
			t.Fatal(err)
		}
		if s := ears.next(t, 5*time.Second); s != "one" {
			t.Fatalf("what waited was not answered: %q", s)
		}
		if err := to.Deafen(context.Background(), "log"); err != nil {
			t.Fatal(err)
		}
		from.Ring("log", "two")
		if s := ears.next(t, 400*time.Millisecond); s != "" {
			t.Fatalf("woke for %s after the lease was lost", s)
		}
	})
}

// TestAllRowsLost: with all of river's rows deleted the bell goes on ringing.
func TestAllRowsLost(t *testing.T) {
	t.Parallel()
	both(t, func(t *testing.T, url string) {
		from, _ := open(t, url, "from")
		_, to := open(t, url, "to", "worker")
		from.Ring("worker", "before")
		if to.next(t, 5*time.Second) != "before" {
			t.Fatal("nobody woke")
		}
		wipe(t, url)
		from.Ring("worker", "after")
		if s := to.next(t, 5*time.Second); s != "after" {
			t.Fatalf("after the loss: %q", s)
		}
	})
}

func db(t *testing.T, url string) *sql.DB {
	t.Helper()
	driver, address := "pgx", url
	if path, ok := strings.CutPrefix(url, "sqlite:"); ok {
		driver, address = "sqlite", "file:"+jobs.File(path)+"?_pragma=busy_timeout(5000)"
	}
	d, err := sql.Open(driver, address)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = d.Close() })
	return d
}

// wipe deletes every row of river's tables but those of its migrations.
func wipe(t *testing.T, url string) {
	t.Helper()
	d := db(t, url)
	for _, table := range []string{"river_job", "river_leader", "river_queue"} {
		if _, err := d.Exec("delete from " + table); err != nil {
			t.Fatal(err)
		}
	}
}
