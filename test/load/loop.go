package load

import (
	"context"
	"slices"
	"sync"
	"time"
)

// Plan is an open loop: every user does one thing in each interval, at an
// instant fixed before, whether or not the one before has been answered.
type Plan struct {
	Users    int
	Every    time.Duration // between two acts of one user
	For      time.Duration
	Warm     time.Duration // at the start, not measured
	Act      func(ctx context.Context, user, n int) (kind string, err error)
	Patience time.Duration // an act that takes longer has failed
}

// Took are latencies of one kind of act, from the instant at which it was due.
type Took struct {
	All    []time.Duration
	Failed int
}

// At is the latency that a share of the acts kept, in percent.
func (t *Took) At(percent int) time.Duration {
	if len(t.All) == 0 {
		return 0
	}
	slices.Sort(t.All)
	return t.All[min(len(t.All)-1, len(t.All)*percent/100)]
}

// Figures are the latencies of a run, by kind.
type Figures struct {
	mu     sync.Mutex
	Kinds  map[string]*Took
	Errors []error
	Span   time.Duration // measured
}

// Of gives the latencies of a kind.
func (f *Figures) Of(kind string) *Took {
	if t := f.Kinds[kind]; t != nil {
		return t
	}
	return &Took{}
}

// Unit: errors. Source: our choice; the rest is counted.
const errorsKept = 20

func (f *Figures) add(kind string, d time.Duration, err error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	t := f.Kinds[kind]
	if t == nil {
		t = &Took{}
		f.Kinds[kind] = t
	}
	if err != nil {
		t.Failed++
		if len(f.Errors) < errorsKept {
			f.Errors = append(f.Errors, err)
		}
		return
	}
	t.All = append(t.All, d)
}

// Run sends the users. Each act is a goroutine of its own: a slow answer keeps
// no later arrival waiting.
func (p Plan) Run(ctx context.Context) *Figures {
	f := &Figures{Kinds: map[string]*Took{}, Span: p.For - p.Warm}
	start := time.Now()
	var all sync.WaitGroup
	step := p.Every / time.Duration(p.Users)
	for i := 0; ; i++ {
		due := time.Duration(i) * step
		if due >= p.For || ctx.Err() != nil {
			break
		}
		time.Sleep(time.Until(start.Add(due)))
		all.Go(func() {
			act, cancel := context.WithTimeout(ctx, p.Patience)
			defer cancel()
			kind, err := p.Act(act, i%p.Users, i/p.Users)
			if due >= p.Warm && kind != "" {
				f.add(kind, time.Since(start.Add(due)), err)
			}
		})
	}
	all.Wait()
	return f
}
