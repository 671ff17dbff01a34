package main

import (
	"context"
	"sync"
	"time"

	"quanlian/demo"
	"quanlian/kernel"
)

// heldClock stands where it was put until it is let go; then it runs.
type heldClock struct {
	mu   sync.Mutex
	at   time.Time
	free bool
}

// Now is the held instant, or the time of day.
func (c *heldClock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.free {
		return time.Now()
	}
	return c.at
}

func (c *heldClock) advance(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.at = c.at.Add(d)
}

func (c *heldClock) letGo() {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.free = true
}

// Unit: days. Source: what the demo's deals take, publicity of fifteen days
// included, with some days to spare.
const demoDays = 26

// seed fills an empty database with the demo city.
func (h *house) seed(ctx context.Context, clock *heldClock) error {
	hash, err := demoHash()
	if err != nil {
		return err
	}
	if err := h.desk.Do(ctx, kernel.SystemActor("demo"), "demo/people", demo.PeopleWrites(hash)...); err != nil {
		return err
	}
	records, err := demo.Records(clock.Now())
	if err != nil {
		return err
	}
	if _, _, _, err := h.store.Sink(clock.Now).Put(ctx, records); err != nil {
		return err
	}
	if err := h.store.ObserveAll(ctx, clock.Now()); err != nil {
		return err
	}
	if err := h.store.ObserveAll(ctx, clock.Now()); err != nil {
		return err
	}
	err = demo.Play(ctx, demo.Stage{
		Desk: h.desk, Hats: h.store.Hats, Now: clock.Now,
		Case: func(ctx context.Context, id kernel.CaseID) (kernel.Case, error) {
			return h.store.Case(ctx, kernel.SystemActor("demo"), string(id), kernel.ViewSecret)
		},
		Wait: func(ctx context.Context, d time.Duration) error {
			clock.advance(d)
			for range 2 { // the question goes out, its answer comes back
				h.worker.pass(ctx)
				clock.advance(10 * time.Second)
			}
			return ctx.Err()
		},
		PayIn:   h.bank.PayIn,
		Observe: func(ctx context.Context) error { return h.store.ObserveAll(ctx, clock.Now()) },
	})
	if err != nil {
		return err
	}
	h.env.Demo = demoUsers()
	clock.letGo()
	return h.store.ObserveAll(ctx, clock.Now())
}
