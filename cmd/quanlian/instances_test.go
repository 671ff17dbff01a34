package main

import (
	"context"
	"database/sql"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"quanlian/adapter/jobs"
	"quanlian/kernel"
	"quanlian/test/storetest"
)

const onceOnly = `rung 1 answered "x" papers 1 of 1 version 3`

// waitAll waits until every relay has come to its end, and checks that each
// piece of work was done once.
func waitAll(t *testing.T, h *house, ids []kernel.CaseID) {
	t.Helper()
	for _, id := range ids {
		patiently(t, "relayed", func() (string, bool) {
			done, told := relayed(t, h, id)
			if done && told != onceOnly {
				t.Errorf("%s: %s; want %s", id, told, onceOnly)
			}
			return told, done
		})
	}
}

// parent is a process that only serves pages.
func parent(t *testing.T, url, party string, poll time.Duration) *house {
	t.Helper()
	ctx, cancel := context.WithCancel(context.Background())
	h, err := instance(ctx, url, t.TempDir(), party, roleWeb, poll)
	if err != nil {
		t.Fatal(err)
	}
	hangUp := h.ring(ctx)
	t.Cleanup(func() { cancel(); hangUp(); _ = h.store.Close() })
	return h
}

// TestWokenByAnotherProcess: work that a process without workers leaves is
// taken up by another at once, while its poll would have slept for an hour.
func TestWokenByAnotherProcess(t *testing.T) {
	t.Parallel()
	for _, engine := range []string{"sqlite", "postgres"} {
		t.Run(engine, func(t *testing.T) {
			t.Parallel()
			url, party := storetest.URL(t, engine), filepath.Join(t.TempDir(), "echo")
			h := parent(t, url, party, time.Hour)
			startChild(t, url, t.TempDir(), party, roleWorker, time.Hour)
			time.Sleep(300 * time.Millisecond) // its first look is over
			var took []time.Duration
			for n := range 15 {
				at := time.Now()
				id := openRelay(t, h, n)
				for {
					// The echo answers in the pass after the one that asked; only
					// timer and paper come by the bell alone.
					if _, told := relayed(t, h, id); strings.HasPrefix(told, "rung 1") && strings.Contains(told, "papers 1 of 1") {
						break
					}
					if time.Since(at) > 5*time.Minute {
						_, told := relayed(t, h, id)
						t.Fatalf("relay %d was not taken up: %s", n, told)
					}
					time.Sleep(2 * time.Millisecond)
				}
				took = append(took, time.Since(at))
			}
			slices.Sort(took)
			t.Logf("commit to timer fired and paper drawn: median %v, slowest %v", took[len(took)/2], took[len(took)-1])
		})
	}
}

// TestTwoInstancesOneKilled: two instances share the work of one database; one
// is killed in the middle; nothing is lost and nothing is done twice. All rows
// of the bell are deleted on the way: it holds nothing.
func TestTwoInstancesOneKilled(t *testing.T) {
	t.Parallel()
	for _, engine := range []string{"sqlite", "postgres"} {
		t.Run(engine, func(t *testing.T) {
			t.Parallel()
			url, party := storetest.URL(t, engine), filepath.Join(t.TempDir(), "echo")
			h := parent(t, url, party, time.Second)
			one := startChild(t, url, t.TempDir(), party, "worker,log", childPoll)
			two := startChild(t, url, t.TempDir(), party, "worker,lake", childPoll)
			var ids []kernel.CaseID
			for n := range 60 {
				ids = append(ids, openRelay(t, h, n))
			}
			waitAll(t, h, ids)
			a, b := one.drawn(t), two.drawn(t)
			t.Logf("papers drawn by each: %d and %d", a, b)
			if a == 0 || b == 0 || a+b != len(ids) {
				t.Errorf("papers drawn: %d and %d of %d; both share, none twice", a, b, len(ids))
			}
			wipeBell(t, url)
			for n := range 60 {
				ids = append(ids, openRelay(t, h, 1000+n))
				if n == 30 {
					one.kill()
				}
			}
			waitAll(t, h, ids)
		})
	}
}

// wipeBell deletes every row that wakes anybody.
func wipeBell(t *testing.T, url string) {
	t.Helper()
	driver, address := "pgx", url
	if path, ok := strings.CutPrefix(url, "sqlite:"); ok {
		driver, address = "sqlite", "file:"+jobs.File(path)+"?_pragma=busy_timeout(5000)"
	}
	db, err := sql.Open(driver, address)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	for _, table := range []string{"river_job", "river_leader", "river_queue"} {
		if _, err := db.Exec("delete from " + table); err != nil {
			t.Fatal(err)
		}
	}
}
