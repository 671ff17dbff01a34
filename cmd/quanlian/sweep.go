package main

import (
	"context"
	"errors"
	"time"

	"quanlian/web/site"
)

// Sweeping. Unit of each: hours, days, days, days, rows. Source: our choice; a form
// with its uploads may lie open over a weekend. Log-ins are kept for half a year
// and some days, since 网络安全法 wants logs of a network kept for six months [M].
const (
	sweepEvery   = 6 * time.Hour
	uploadsLie   = 3 * 24 * time.Hour
	logInsLie    = 190 * 24 * time.Hour
	listsLie     = 7 * 24 * time.Hour
	orphansAPage = 100
)

// sweeper removes what nobody needs any more: sessions that have expired, old
// log-ins, uploads that came into no case.
type sweeper struct {
	h    *house
	last time.Time // of this process; doing it twice is harmless
}

// sweep is its step. Under a lease, so that one process at a time does it.
func (s *sweeper) sweep(ctx context.Context) (bool, error) {
	now := s.h.now()
	if now.Sub(s.last) < sweepEvery {
		return false, nil
	}
	if err := s.h.store.SweepSessions(ctx, now, now.Add(-logInsLie)); err != nil {
		return false, err
	}
	if err := s.h.store.SweepHeld(ctx, now.Add(-site.HeldFor)); err != nil {
		return false, err
	}
	if err := s.h.store.SweepTries(ctx, time.Now()); err != nil {
		return false, err
	}
	if err := s.h.sweepLists(ctx, now.Add(-listsLie)); err != nil {
		return false, err
	}
	if err := s.uploads(ctx, now.Add(-uploadsLie)); err != nil {
		return false, err
	}
	s.last = now
	return false, nil
}

// uploads removes those that lie in no case, and contents that nothing refers
// to any more.
func (s *sweeper) uploads(ctx context.Context, before time.Time) error {
	after := ""
	var faults []error
	for ctx.Err() == nil {
		list, err := s.h.store.Orphans(ctx, before, after, orphansAPage)
		if err != nil || len(list) == 0 {
			return errors.Join(append(faults, err)...)
		}
		for _, o := range list {
			after = o.ID
			_, free, err := s.h.store.DropOrphan(ctx, o)
			if err == nil && free {
				err = s.h.files.Drop(o.SHA256, before)
			}
			faults = append(faults, err)
		}
	}
	return ctx.Err()
}
