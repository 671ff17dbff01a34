package main

import (
	"context"
	"errors"
	"sync"
	"time"

	"quanlian/base/calendar"
	"quanlian/kernel"
)

// Unit: minutes; days; cases. Source: our choice. Who was away for some days
// still tells of what ended meanwhile; a notice names the first cases and counts all.
const (
	mandatesEvery = time.Minute
	mandatesBack  = 15
	mandateNames  = 5
)

// mandateTeller tells both sides of a mandate that it ends: some days before, as
// the city says, and on its last day.
type mandateTeller struct {
	h      *house
	mu     sync.Mutex
	looked time.Time
}

func (k *mandateTeller) run(ctx context.Context) (bool, error) {
	k.mu.Lock()
	defer k.mu.Unlock()
	now := k.h.now()
	if since := now.Sub(k.looked); since >= 0 && since < mandatesEvery {
		return false, nil
	}
	today, ahead := calendar.DateOf(now), k.h.items.Now().City.MandateNotice
	midnight := today.At(24)
	soon, err := k.h.store.MandatesEnding(ctx, midnight, today.AddDays(ahead).At(24), kernel.MandateSoonKey)
	if err != nil {
		return false, err
	}
	last, err := k.h.store.MandatesEnding(ctx, today.AddDays(-mandatesBack).At(0), midnight, kernel.MandateLastKey)
	if err != nil {
		return false, err
	}
	var faults []error
	for _, m := range soon {
		if m.From.Before(m.LastDay().AddDays(-ahead).At(0)) { // one given for less: who gave it just said so
			faults = append(faults, k.tell(ctx, m, false))
		}
	}
	for _, m := range last {
		faults = append(faults, k.tell(ctx, m, true))
	}
	k.looked = now
	return false, errors.Join(faults...)
}

func (k *mandateTeller) tell(ctx context.Context, m kernel.Mandate, last bool) error {
	given, err := k.h.store.Mandates(ctx, "principal", m.Principal)
	if err != nil || m.Continued(given) {
		return err
	}
	list, n, err := k.h.store.Cases(ctx, m.Reader(""), kernel.ViewDetail, kernel.CaseQuery{Open: true, Party: m.Principal, Limit: mandateNames})
	if err != nil {
		return err
	}
	w := kernel.MandateEnds{ID: m.ID, Last: last, Open: n}
	for _, c := range list {
		w.Cases = append(w.Cases, c.No)
	}
	return k.h.desk.Do(ctx, kernel.SystemActor(kernel.RoleSystem), w.Key(), w)
}
