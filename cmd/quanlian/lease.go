package main

import (
	"context"
	"maps"
	"sync"
	"time"

	"quanlian/adapter/sqlstore"
)

// Unit: seconds. Source: our choice; after a process was killed another goes on
// within it, and clocks of machines under NTP differ by far less.
const leaseTime = 10 * time.Second

// leases are those that this process holds. Safe for concurrent use.
type leases struct {
	wall func() time.Time // the clock that the machines share
	mu   sync.Mutex
	held map[string]sqlstore.Lease
}

func (l *leases) get(name string) (sqlstore.Lease, bool) {
	l.mu.Lock()
	defer l.mu.Unlock()
	x, ok := l.held[name]
	return x, ok && l.wall().Before(x.Until)
}

func (l *leases) has(name string) bool {
	_, ok := l.get(name)
	return ok
}

func (l *leases) put(x sqlstore.Lease) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.held == nil {
		l.held = map[string]sqlstore.Lease{}
	}
	l.held[x.Name] = x
}

func (l *leases) remove(name string) bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	_, had := l.held[name]
	delete(l.held, name)
	return had
}

func (l *leases) names() []string {
	l.mu.Lock()
	defer l.mu.Unlock()
	var out []string
	for n := range maps.Keys(l.held) {
		out = append(out, n)
	}
	return out
}

// keep gives the lease if this process holds it or can take it. It renews it
// in its second half, so that a step always has some time ahead.
func (w *worker) keep(ctx context.Context, name string) (sqlstore.Lease, bool, error) {
	if l, ok := w.leases.get(name); ok && l.Until.Sub(w.wall()) > leaseTime/2 {
		return l, true, nil
	}
	l, ok, err := w.store.TakeLease(ctx, name, w.name, w.wall(), leaseTime)
	if err != nil {
		return l, false, err
	}
	queue := "lease_" + name
	if !ok {
		if w.leases.remove(name) && w.bell != nil {
			err = w.bell.Deafen(ctx, queue)
		}
		return l, false, err
	}
	if !w.leases.has(name) {
		w.log.InfoContext(ctx, "lease taken", "lease", name, "fence", l.Fence)
	}
	w.leases.put(l)
	if w.bell != nil {
		err = w.bell.Hear(queue)
	}
	return l, true, err
}

// drop gives all leases back, so that another process need not wait for their
// end.
func (w *worker) drop(ctx context.Context) {
	ctx, cancel := context.WithTimeout(ctx, 2*time.Second)
	defer cancel()
	for _, name := range w.leases.names() {
		if err := w.store.DropLease(ctx, name, w.name); err != nil {
			w.log.WarnContext(ctx, "lease not given back; it ends by itself", "lease", name, "error", err)
		}
		w.leases.remove(name)
	}
}
