package main

import (
	"context"
	"sync"
	"testing"
	"time"

	"quanlian/adapter/login"
	"quanlian/adapter/sqlstore"
	"quanlian/test/storetest"
)

// Tries are counted for all instances together: what one has used up the other
// has not either, at once or one after the other; who got in has them back; no
// log-in or address is read from what is kept.
func TestTriesOfAllInstances(t *testing.T) {
	t.Parallel()
	for _, engine := range []string{"sqlite", "postgres"} {
		t.Run(engine, func(t *testing.T) {
			t.Parallel()
			s := storetest.Open(t, storetest.URL(t, engine), sqlstore.Options{})
			pace := map[string]login.Pace{"login": {Burst: 8, Every: time.Minute}, "addr": {Burst: 600, Every: time.Second}}
			a, b := login.NewTries(pace, sharedTries{s}), login.NewTries(pace, sharedTries{s})
			if n := allowed(t, "login:one", a, b); n != 8 {
				t.Errorf("two instances let %d tries through, want 8", n)
			}
			if n := allowed(t, "login:two", b); n != 8 {
				t.Errorf("another log-in has %d tries, want 8", n)
			}
			restarted := login.NewTries(pace, sharedTries{s})
			if ok, err := restarted.Allow(context.Background(), "login:one"); ok || err != nil {
				t.Errorf("a new process gives the tries anew: %t %v", ok, err)
			}
			later(t, s)
		})
	}
}

// allowed counts how many of forty tries at once go through.
func allowed(t *testing.T, key string, from ...*login.Tries) int {
	t.Helper()
	var wg sync.WaitGroup
	var mu sync.Mutex
	n := 0
	for i := range 40 {
		wg.Go(func() {
			ok, err := from[i%len(from)].Allow(context.Background(), "addr:192.0.2.1", key)
			mu.Lock()
			defer mu.Unlock()
			if err != nil {
				t.Error(err)
			}
			if ok {
				n++
			}
		})
	}
	wg.Wait()
	return n
}

// later: tries come back one by one, all of them when they are forgotten, and
// what counts no more is swept.
func later(t *testing.T, s *sqlstore.Store) {
	t.Helper()
	ctx, now := context.Background(), time.Now()
	x := []sqlstore.Try{{Name: "x", Burst: 2, Every: time.Minute}}
	take := func(at time.Duration) bool {
		ok, err := s.TakeTries(ctx, x, now.Add(at))
		if err != nil {
			t.Fatal(err)
		}
		return ok
	}
	for i, want := range []struct {
		at time.Duration
		ok bool
	}{{0, true}, {0, true}, {0, false}, {59 * time.Second, false}, {60 * time.Second, true}, {61 * time.Second, false}, {time.Hour, true}, {time.Hour, true}, {time.Hour, false}} {
		if got := take(want.at); got != want.ok {
			t.Errorf("try %d after %s: %t", i, want.at, got)
		}
	}
	if err := s.ForgetTry(ctx, "x"); err != nil || !take(time.Hour) {
		t.Errorf("forgotten and not back: %v", err)
	}
	if err := s.SweepTries(ctx, now.Add(time.Hour)); err != nil || !take(time.Hour) || take(time.Hour) {
		t.Errorf("swept although it counts: %v", err)
	}
}
