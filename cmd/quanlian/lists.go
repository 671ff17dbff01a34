package main

import (
	"context"
	"sync"
	"sync/atomic"
	"time"

	"quanlian/adapter/sqlstore"
	"quanlian/base/errs"
	"quanlian/catalogue/source"
	"quanlian/kernel"
)

// Source: our choice. A program from before case_list that still runs beside this
// one, while a city upgrades instance by instance, leaves rows behind.
const (
	relistEvery = 30 * time.Second
	relistBack  = 24 * time.Hour // at the start
	relistMost  = 200            // Unit: cases
)

// relister mends rows of lists that another program left behind.
type relister struct {
	store *sqlstore.Store
	now   func() time.Time

	mu     sync.Mutex
	looked time.Time
}

func (r *relister) run(ctx context.Context) (bool, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	now, since := r.now(), r.looked.Add(-relistEvery)
	if r.looked.IsZero() {
		since = now.Add(-relistBack)
	} else if now.Sub(r.looked) < relistEvery {
		return false, nil
	}
	list, err := r.store.Behind(ctx, since, relistMost)
	if err != nil {
		return false, err
	}
	for _, id := range list {
		if err := r.store.Relist(ctx, id); err != nil {
			return false, err
		}
	}
	if len(list) == relistMost {
		return true, nil
	}
	r.looked = now
	return false, nil
}

// reckoner computes the ends of limits anew once the calendar is another one: the
// notice of a new year moves what was provisional.
type reckoner struct {
	store    *sqlstore.Store
	calendar string // its version
	done     atomic.Bool
}

func (r *reckoner) run(ctx context.Context) (bool, error) {
	if r.done.Load() {
		return false, nil
	}
	stands, err := r.store.Reckoned(ctx, r.calendar)
	if err != nil {
		return false, err
	}
	for after := kernel.CaseID(""); !stands; {
		_, last, err := r.store.Reckon(ctx, after, relistMost)
		if err != nil {
			return false, err
		}
		if after = last; last == "" {
			stands = true
			if err := r.store.MarkReckoned(ctx, r.calendar); err != nil {
				return false, err
			}
		}
	}
	r.done.Store(true)
	return false, nil
}

// Unit: cases. Source: our choice, so that memory stays small.
const listsPage = 500

// checkLists compares what lists read with the cases themselves.
func checkLists(ctx context.Context, on *inspection) ([]source.Fault, error) {
	if on.store == nil {
		return nil, errUnasked
	}
	var out []source.Fault
	for after := kernel.CaseID(""); ; {
		astray, last, err := on.store.Astray(ctx, after, listsPage)
		if err != nil {
			return nil, err
		}
		for _, id := range astray {
			out = append(out, source.Fault{Field: string(id), Code: "cmd.check.list_astray", Args: errs.Args{"case": id}})
		}
		if after = last; last == "" {
			return out, nil
		}
	}
}
