package main

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"quanlian/adapter/sqlstore"
	"quanlian/base/calendar"
	"quanlian/chain/utilization/hall"
	"quanlian/kernel"
	"quanlian/kernel/desk"
	"quanlian/registry"
)

// Unit: seconds. Source: our choice: a person who has just imported what an office
// said finds it in the deal on the next page.
const watchEvery = 3 * time.Second

// watcher follows what the register learns of rights whose deals have money in
// custody, and lets those deals know.
type watcher struct {
	h    *house
	last time.Time
	seen map[kernel.CaseID]seenRight // of this process; looking twice is harmless
	back map[kernel.CaseID][]string  // what a cross licence gives in return, as its last look found it
}

// seenRight is what a deal was last compared with: the register, the day (a fee
// falls due without news) and the state (another check counts after the record).
type seenRight struct {
	updated time.Time
	back    time.Time // of the rights that are licensed in return
	day     calendar.Date
	state   kernel.State
}

// watch is its step. Under a lease, so that one process at a time does it.
func (x *watcher) watch(ctx context.Context) (bool, error) {
	now := x.h.now()
	if since := now.Sub(x.last); since >= 0 && since < watchEvery {
		return false, nil
	}
	list, err := x.h.store.HallWatched(ctx)
	if err != nil {
		return false, err
	}
	seen := make(map[kernel.CaseID]seenRight, len(list))
	var faults []error
	for _, w := range list {
		back, err := x.h.store.RightsChanged(ctx, x.back[w.Case])
		if err != nil {
			faults = append(faults, err)
			continue
		}
		s := seenRight{w.Updated, back, calendar.DateOf(now), w.State}
		if x.seen[w.Case] != s {
			if err := x.look(ctx, w, now); err != nil {
				faults = append(faults, fmt.Errorf("deal %s: %w", w.Case, err))
				continue
			}
		}
		seen[w.Case] = s
	}
	x.seen, x.last = seen, now
	return false, errors.Join(faults...)
}

// look acts only when the register has news for the deal.
func (x *watcher) look(ctx context.Context, w sqlstore.Watched, now time.Time) error {
	c, err := x.h.store.Case(ctx, kernel.SystemActor("watcher"), string(w.Case), kernel.ViewSecret)
	if err != nil {
		return err
	}
	d, err := hall.DealOf(c)
	if err != nil {
		return err
	}
	x.back[w.Case] = d.Rights()[1:]
	find := func(number string) (registry.View, error) { return x.h.store.Right(ctx, number) }
	if news, err := x.h.rules.News(c, find, now); err != nil || !news {
		return err
	}
	_, err = x.h.desk.Act(ctx, kernel.SystemActor("watcher"), desk.Command{Case: c.ID, Move: "watch", Key: fmt.Sprintf("watch/%s/%d", c.ID, now.UnixMicro())})
	return err
}

// freshLooks closes the requests for a look-up whose right an import, or an entry
// of staff, made fresh. One that fails holds up no other.
func (h *house) freshLooks(ctx context.Context) (bool, error) {
	now := h.now()
	list, err := h.store.HallLooksAsked(ctx, now.Add(-h.rules.FactsMaxAge))
	if err != nil {
		return false, err
	}
	actor := kernel.SystemActor("watcher")
	var faults []error
	for _, id := range list {
		if err := h.freshLook(ctx, actor, id, now); err != nil {
			faults = append(faults, fmt.Errorf("look-up %s: %w", id, err))
		}
	}
	return false, errors.Join(faults...)
}

func (h *house) freshLook(ctx context.Context, actor kernel.Actor, id kernel.CaseID, now time.Time) error {
	c, err := h.store.Case(ctx, actor, string(id), kernel.ViewSecret)
	if err != nil {
		return err
	}
	v, err := h.store.Right(ctx, strings.TrimPrefix(c.About, registry.About("")))
	if err != nil {
		return err
	}
	if fresh, err := h.rules.Freshened(c, v, now); err != nil || !fresh {
		return err
	}
	_, err = h.desk.Act(ctx, actor, desk.Command{Case: id, Move: "freshened", Key: fmt.Sprintf("freshened/%s/%d", id, v.ObservedAt.UnixMicro())})
	return err
}
