package main

import (
	"context"
	"fmt"
	"log/slog"
	"runtime/debug"
	"slices"
	"sync"
	"time"

	"quanlian/adapter/sqlstore"
	"quanlian/kernel"
	"quanlian/kernel/desk"
)

// worker carries what acts left behind to the outside and back: due timers,
// questions to outside parties, papers, and whatever follows the journal.
// Losing it loses nothing: all of it lies in the database, and any instance
// may go on with it.
type worker struct {
	store  *sqlstore.Store
	desk   *desk.Desk
	log    *slog.Logger
	now    func() time.Time
	wall   func() time.Time // of leases and claims: the clock that the machines share
	name   string           // of this process, in leases and claims
	roles  []string         // what this process does
	poll   time.Duration
	leases leases
	bell   ringer // reaches other processes; nil when there are none

	steps []*step
}

// ringer wakes a process that hears the queue. adapter/jobs fulfils it.
type ringer interface {
	Ring(queue, step string)
	Hear(queue string) error
	Deafen(ctx context.Context, queue string) error
}

// step is one thing that is done again and again: the shared seam to which
// papers, notices, the evidence log, the search index and the lake add theirs.
type step struct {
	name string
	role string // of the processes that do it
	// on is what a commit leaves that this step takes up: it is woken at once.
	on sqlstore.Left
	// lease names what one process at a time holds while it does the step; ""
	// when all instances may share the work. The step's context ends with it.
	lease string
	// run does what it finds; more asks to be run again without a pause.
	run func(ctx context.Context) (more bool, err error)

	woken chan struct{}
}

// Unit: milliseconds. Source: our choice; the net below the bell. A person who
// waits for the fake bank sees its answer on the next page.
const workerPoll = 500 * time.Millisecond

// add joins a step. Steps are added once, before run.
func (w *worker) add(s step) {
	s.woken = make(chan struct{}, 1)
	w.steps = append(w.steps, &s)
}

func (w *worker) does(s *step) bool { return slices.Contains(w.roles, s.role) }

// queue is the name under which other processes ring for a step: its role, or
// its lease, which one of them hears.
func (s *step) queue() string {
	if s.lease != "" {
		return "lease_" + s.lease
	}
	return "role_" + s.role
}

// left wakes whoever takes up what a commit left: this process, or another.
func (w *worker) left(l sqlstore.Left) {
	for _, s := range w.steps {
		switch {
		case s.on&l == 0:
		case w.does(s) && (s.lease == "" || w.leases.has(s.lease)):
			s.wake()
		case w.bell != nil:
			w.bell.Ring(s.queue(), s.name)
		}
	}
}

// wake makes the named step look at once; another process rang for it.
func (w *worker) wake(name string) {
	for _, s := range w.steps {
		if s.name == name {
			s.wake()
		}
	}
}

func (s *step) wake() {
	select {
	case s.woken <- struct{}{}:
	default: // it will look anyway
	}
}

// run works until the context ends, then gives its leases back.
func (w *worker) run(ctx context.Context) {
	var all sync.WaitGroup
	for _, s := range w.steps {
		if w.does(s) {
			all.Go(func() { w.loop(ctx, s) })
		}
	}
	all.Wait()
	w.drop(context.WithoutCancel(ctx))
}

func (w *worker) loop(ctx context.Context, s *step) {
	t := time.NewTicker(w.poll)
	defer t.Stop()
	for {
		if more := w.once(ctx, s); more && ctx.Err() == nil {
			continue
		}
		select {
		case <-ctx.Done():
			return
		case <-t.C:
		case <-s.woken:
		}
	}
}

// once runs a step; its fault is logged and stops nothing else.
func (w *worker) once(ctx context.Context, s *step) (more bool) {
	defer func() {
		if p := recover(); p != nil {
			w.log.ErrorContext(ctx, "step panicked", "step", s.name, "value", fmt.Sprint(p), "stack", string(debug.Stack()))
		}
	}()
	if s.lease != "" {
		l, ok, err := w.keep(ctx, s.lease)
		if err != nil {
			w.log.WarnContext(ctx, "lease", "lease", s.lease, "error", err)
		}
		if !ok {
			return false
		}
		var cancel context.CancelFunc
		ctx, cancel = context.WithTimeout(ctx, l.Until.Sub(w.wall()))
		defer cancel()
	}
	more, err := s.run(ctx)
	if err != nil && ctx.Err() == nil {
		w.log.ErrorContext(ctx, "step", "step", s.name, "error", err)
		return false
	}
	return more
}

// pass does every step of this process once, one after another.
func (w *worker) pass(ctx context.Context) {
	for _, s := range w.steps {
		if w.does(s) {
			w.once(ctx, s)
		}
	}
}

// timers makes the moves whose instant has come.
func (w *worker) timers(ctx context.Context) (bool, error) {
	n, err := w.desk.Due(ctx, w.now())
	return n > 0, err
}

// Unit: questions. Source: our choice, so that one pass stays short.
const asksAtOnce = 50

// addParty joins an outside party. One process at a time speaks with it, so
// that questions keep their order.
func (w *worker) addParty(role kernel.Role, p party) *line {
	line := &line{worker: w, role: role, party: p, lease: "party_" + string(role)}
	w.add(step{name: "party_" + string(role), role: roleWorker, on: sqlstore.LeftAsk, lease: line.lease, run: line.exchange})
	return line
}

// line is the connection with one outside party.
type line struct {
	*worker
	role  kernel.Role
	party party
	lease string
	fence int64 // of the lease under which open questions were last asked again
	// ahead is by how much a trial lets the time of asking again run ahead; nil elsewhere.
	ahead func() time.Duration
}

// overdueAt is the instant by which answers are overdue.
func (x *line) overdueAt() time.Time {
	if x.ahead == nil {
		return x.now()
	}
	return x.now().Add(x.ahead())
}

// exchange sends what waits and takes what has come. Sending again after a
// crash is safe: the question carries our key. Who takes the line over asks
// again whatever has no answer yet: the one before may have died in between.
func (x *line) exchange(ctx context.Context) (bool, error) {
	if l, ok := x.leases.get(x.lease); ok && l.Fence != x.fence {
		if err := x.again(ctx); err != nil {
			return false, err
		}
		x.fence = l.Fence
	}
	asks, err := x.store.UnsentAsks(ctx, x.role, asksAtOnce)
	if err != nil {
		return false, err
	}
	for _, a := range asks {
		if err := x.party.Send(ctx, a.Ask); err != nil {
			return false, err
		}
		if err := x.store.MarkSent(ctx, a.Ask.Key, x.now()); err != nil {
			return false, err
		}
	}
	answers, err := x.party.Answers(ctx)
	if err != nil {
		return false, err
	}
	for _, a := range answers {
		if err := x.take(ctx, a); err != nil {
			return false, err
		}
	}
	return len(asks) == asksAtOnce, x.chase(ctx)
}

// take hands an answer to the desk; what the party tells of its own accord is
// written as it says.
func (x *line) take(ctx context.Context, a desk.OutsideAnswer) error {
	if t, ok := x.party.(teller); ok && a.AskKey == "" {
		w, err := t.Tells(a, x.now())
		if err != nil || w == nil {
			return err
		}
		return x.desk.Do(ctx, kernel.SystemActor(x.role), "answer/"+string(x.role)+"/"+a.ID, w)
	}
	_, err := x.desk.Answer(ctx, a)
	return err
}

// again asks what was asked before and has no answer.
func (x *line) again(ctx context.Context) error {
	after := ""
	for {
		open, err := x.store.OpenAsks(ctx, x.role, after, asksAtOnce)
		if err != nil || len(open) == 0 {
			return err
		}
		for _, a := range open {
			if err := x.party.Send(ctx, a.Ask); err != nil {
				return err
			}
			after = a.Ask.Key
		}
	}
}
