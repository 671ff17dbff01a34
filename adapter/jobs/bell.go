package jobs

import (
	"context"
	"log/slog"
	"math/rand/v2"
	"slices"
	"sync"
	"time"

	"github.com/riverqueue/river"
	"github.com/riverqueue/river/rivertype"

	"quanlian/base/errs"
)

// Options of a bell.
type Options struct {
	Name string   // of this process, unlike that of every other one
	Hear []string // queues that this process answers from the start
	// Wake is called with the step that another process rang for. It must not
	// block.
	Wake func(step string)
	Log  *slog.Logger
}

// Bell rings for other processes and hears them. It is safe for concurrent use.
type Bell struct {
	river  client
	closer func()
	log    *slog.Logger
	rung   chan struct{}
	done   chan struct{}
	slot   int64 // of the last row, of so many
	slots  int64

	mu     sync.Mutex
	waits  []wake
	hears  []string
	closed bool
}

// client is what river's clients of both databases have in common.
type client interface {
	InsertMany(ctx context.Context, params []river.InsertManyParams) (n int, err error)
	Start(ctx context.Context) error
	Stop(ctx context.Context) error
	Queues() *river.QueueBundle
}

// wake is the one kind of job: look at the step. Slot bounds the rows of a
// queue that nobody hears: a row of the same slot that still waits does for the
// next one too.
type wake struct {
	Queue string `json:"queue"`
	Step  string `json:"step"`
	Slot  int64  `json:"slot"`
}

// slots of a step, used in turn. Unit: number. Source: our choice; a row is
// taken and marked done within some hundred milliseconds, so that a slot is
// free long before its turn comes again, and a queue without listeners keeps
// no more rows than this.
const slots = 256

// unsettled are the states in which a wake-up still does its work.
func unsettled() []rivertype.JobState {
	return []rivertype.JobState{rivertype.JobStateAvailable, rivertype.JobStatePending, rivertype.JobStateRetryable, rivertype.JobStateRunning, rivertype.JobStateScheduled}
}

// Kind names the job in river's tables.
func (wake) Kind() string { return "wake" }

// waker answers the job. It only passes the word on, so it cannot fail.
type waker struct {
	river.WorkerDefaults[wake]
	call func(step string)
}

// Work passes the name of the step on.
func (w *waker) Work(_ context.Context, j *river.Job[wake]) error {
	w.call(j.Args.Step)
	return nil
}

// Pauses. Unit: milliseconds. Source: our choice; the first ring goes at once,
// the next of the same step at the earliest after the pause, so that a thousand
// acts a second are fifty rows and not a thousand.
const ringPause = 20 * time.Millisecond

// Open joins the bell of the database and begins to hear.
func Open(ctx context.Context, url string, o Options) (*Bell, error) {
	b := &Bell{log: o.Log, rung: make(chan struct{}, 1), done: make(chan struct{}), slot: rand.Int64N(slots), slots: slots}
	var err error
	if b.river, b.closer, err = connect(ctx, url, b.config(o)); err != nil {
		return nil, errs.Wrap(errs.Unavailable, "adapter.jobs.no_bell", err)
	}
	// The client outlives the context that opens it: Close stops it.
	if err := b.river.Start(context.WithoutCancel(ctx)); err != nil {
		b.closer()
		return nil, errs.Wrap(errs.Unavailable, "adapter.jobs.no_bell", err)
	}
	for _, q := range o.Hear {
		if err := b.Hear(q); err != nil {
			return nil, err
		}
	}
	go b.insert()
	return b, nil
}

// Times of river. Unit: as written. Source: our choice: a wake-up is worthless
// once somebody has looked, so its row goes after a minute; the pause between
// two fetches is what a ring may wait at most.
const (
	keepDone  = time.Minute
	fetchEach = 10 * time.Millisecond
	fetchPoll = 250 * time.Millisecond
)

func (b *Bell) config(o Options) *river.Config {
	workers := river.NewWorkers()
	river.AddWorker(workers, &waker{call: o.Wake})
	return &river.Config{
		ID: o.Name, Logger: quiet(o.Log), Workers: workers, MaxAttempts: 1,
		// A queue of its own name keeps the client a working one before the
		// first queue is heard.
		Queues:                      map[string]river.QueueConfig{"self_" + clean(o.Name): {MaxWorkers: 1}},
		CompletedJobRetentionPeriod: keepDone, CancelledJobRetentionPeriod: keepDone, DiscardedJobRetentionPeriod: keepDone,
		FetchCooldown: fetchEach, FetchPollInterval: fetchPoll,
	}
}

// Ring wakes one process that hears the queue. It never blocks and never
// fails: who is not woken looks at the next poll.
func (b *Bell) Ring(queue, step string) {
	w := wake{Queue: queue, Step: step}
	b.mu.Lock()
	if !b.closed && !slices.Contains(b.waits, w) {
		b.waits = append(b.waits, w)
	}
	b.mu.Unlock()
	select {
	case b.rung <- struct{}{}:
	default:
	}
}

// insert writes what was rung, until the bell is closed.
func (b *Bell) insert() {
	defer close(b.done)
	for range b.rung {
		b.mu.Lock()
		waits, closed := b.waits, b.closed
		b.waits = nil
		b.mu.Unlock()
		if len(waits) > 0 {
			b.put(waits)
		}
		if closed {
			return
		}
		time.Sleep(ringPause)
	}
}

func (b *Bell) put(waits []wake) {
	ctx, cancel := context.WithTimeout(context.Background(), 2*time.Second)
	defer cancel()
	b.slot = (b.slot + 1) % b.slots
	rows := make([]river.InsertManyParams, 0, len(waits))
	for _, w := range waits {
		w.Slot = b.slot
		rows = append(rows, river.InsertManyParams{Args: w, InsertOpts: &river.InsertOpts{Queue: w.Queue, UniqueOpts: river.UniqueOpts{ByArgs: true, ByState: unsettled()}}})
	}
	if _, err := b.river.InsertMany(ctx, rows); err != nil {
		b.log.WarnContext(ctx, "nobody was woken; the poll finds the work", "error", err)
	}
}

// Hear begins to answer a queue, as when a lease was taken.
func (b *Bell) Hear(queue string) error {
	b.mu.Lock()
	defer b.mu.Unlock()
	if slices.Contains(b.hears, queue) {
		return nil
	}
	if err := b.river.Queues().Add(queue, river.QueueConfig{MaxWorkers: 4}); err != nil {
		return errs.Wrap(errs.Unavailable, "adapter.jobs.no_bell", err)
	}
	b.hears = append(b.hears, queue)
	return nil
}

// Deafen stops answering a queue, as when a lease was lost.
func (b *Bell) Deafen(ctx context.Context, queue string) error {
	b.mu.Lock()
	defer b.mu.Unlock()
	if !slices.Contains(b.hears, queue) {
		return nil
	}
	if err := b.river.Queues().Remove(ctx, queue); err != nil {
		return errs.Wrap(errs.Unavailable, "adapter.jobs.no_bell", err)
	}
	b.hears = slices.DeleteFunc(b.hears, func(q string) bool { return q == queue })
	return nil
}

// Close writes what was rung last and leaves the bell.
func (b *Bell) Close(ctx context.Context) error {
	b.mu.Lock()
	already := b.closed
	b.closed = true
	b.mu.Unlock()
	if already {
		return nil
	}
	select {
	case b.rung <- struct{}{}:
	default:
	}
	<-b.done
	err := b.river.Stop(ctx)
	b.closer()
	if err != nil {
		return errs.Wrap(errs.Unavailable, "adapter.jobs.no_bell", err)
	}
	return nil
}
