package kernel

import (
	"context"
	"fmt"
	"testing"
	"time"

	"quanlian/adapter/sqlstore"
	"quanlian/base/calendar"
	"quanlian/kernel"
	"quanlian/kernel/desk"
	"quanlian/kernel/workload"
	"quanlian/test/librarycard"
	"quanlian/test/storetest"
)

// What the inbox counts as late, held and without a limit is what the board counts.
func TestInboxCountsAsTheBoard(t *testing.T) {
	t.Parallel()
	cal := calendar.National()
	now := calendar.On(2026, 11, 20).At(10)
	own := kernel.Limit{Name: "own", Committed: true, Period: calendar.Period{N: 5, Unit: calendar.WorkDay}, Regime: calendar.Administrative, From: calendar.On(2026, 11, 17).At(9)}
	past, met, there := own, own, own
	past.From, met.Met = calendar.On(2026, 11, 2).At(9), now
	there.Name, there.Outside, there.From = "there", true, calendar.On(2026, 10, 9).At(9)
	pause := func(day int, why string) []kernel.Pause {
		return []kernel.Pause{{From: calendar.On(2026, 11, day).At(9), Reason: why}}
	}
	asks, stops := &kernel.Hold{Kind: kernel.HoldCorrection}, &kernel.Hold{Kind: kernel.HoldSuspended}
	o := options()
	o.DueOf = func(c kernel.Case) time.Time { return kernel.NearestDue(c, cal) }
	storetest.Run(t, o, func(t *testing.T, s *sqlstore.Store) {
		for i, c := range []kernel.Case{
			{Limits: []kernel.Limit{own}}, {Limits: []kernel.Limit{past}}, {Limits: []kernel.Limit{met}}, {},
			{Limits: []kernel.Limit{there}}, // another office is late, we are not
			{Limits: []kernel.Limit{own, there}, Pauses: pause(18, "forwarded")},
			{Limits: []kernel.Limit{own}, Hold: asks, Pauses: pause(18, "correction")},
			{Limits: []kernel.Limit{past}, Hold: asks, Pauses: pause(19, "correction")}, // late before it was asked
			{Limits: []kernel.Limit{met}, Pauses: pause(18, "publishing")},
			{Hold: stops, Pauses: pause(18, "suspended")},
		} {
			c.ID, c.No, c.Flow, c.State, c.Unit, c.Version, c.Data, c.Opened, c.Updated = kernel.CaseID(fmt.Sprint("c-", i)), fmt.Sprint("N-", i), librarycard.Card, "submitted", "library", 1, []byte("{}"), own.From, own.From
			c.Grant(kernel.Access{Relation: kernel.RelUnit, Subject: "unit:library", As: "clerk", Level: kernel.ViewSecret})
			if err := s.InTx(context.Background(), func(tx desk.Tx) error { return tx.PutCase(c, 0) }); err != nil {
				t.Fatal(err)
			}
		}
		clerk := kernel.Actor{User: "u-clerk", Posts: []kernel.Post{{Unit: "library", Role: "clerk"}}}
		open, _, err := s.Work(context.Background(), clerk, now)
		if err != nil {
			t.Fatal(err)
		}
		b := workload.Of(open, nil, now, cal)
		n, err := s.Tally(context.Background(), clerk, kernel.ViewDetail, kernel.CaseQuery{Open: true, DueBy: now}, kernel.CaseQuery{Open: true, Light: kernel.CaseHeld}, kernel.CaseQuery{Open: true, Light: kernel.CaseNoLimit}, kernel.CaseQuery{Open: true, Light: kernel.CaseRunning, DueAfter: now})
		if err != nil {
			t.Fatal(err)
		}
		if want := []int{b.Late, b.Held, b.Unlimited, b.Open - b.Late - b.Held - b.Unlimited}; fmt.Sprint(n) != fmt.Sprint(want) || fmt.Sprint(n) != "[2 3 4 1]" {
			t.Errorf("the inbox counts %v, the board %v", n, want)
		}
	})
}

// stands is a clock that stands still: of one beyond its limit it is told that.
func stands(c kernel.Case, due time.Time) bool {
	return due.IsZero() && (c.Hold != nil || len(c.Pauses) > 0 && len(c.Limits) > 0)
}
