package workload_test

import (
	"testing"
	"time"

	"quanlian/base/calendar"
	"quanlian/kernel"
	"quanlian/kernel/workload"
)

var now = calendar.On(2026, time.November, 20).At(14) // a Friday

func open(unit kernel.UnitID, user kernel.UserID, filed calendar.Date, n int) kernel.Case {
	return kernel.Case{Unit: unit, Assignee: user, Opened: filed.At(9), Limits: []kernel.Limit{
		{Name: "committed", Committed: true, Period: calendar.WorkDays(n).Period(), Regime: calendar.Administrative, From: filed.At(9)},
	}}
}

func TestBoardCountsEveryCaseOnce(t *testing.T) {
	t.Parallel()
	day := calendar.On
	late := open("a", "u1", day(2026, 11, 9), 3)
	today := open("a", "u1", day(2026, 11, 18), 2)
	fresh := open("a", "u2", day(2026, 11, 19), 20)
	pool := open("b", "", day(2026, 11, 19), 20)
	held := open("b", "u3", day(2026, 11, 9), 10)
	held.Hold = &kernel.Hold{Kind: kernel.HoldCorrection}
	held.Pauses = []kernel.Pause{{From: day(2026, 11, 12).At(9), Reason: "correction"}}
	none := kernel.Case{Unit: "b", Assignee: "u3", Opened: day(2026, 11, 19).At(9)}
	good := open("a", "u1", day(2026, 11, 2), 3)
	good.Closed = day(2026, 11, 4).At(9)
	good.Limits[0].Met = good.Closed
	bad := open("a", "u1", day(2026, 11, 2), 3)
	bad.Closed = day(2026, 11, 12).At(9)
	bad.Limits[0].Met = bad.Closed

	b := workload.Of([]kernel.Case{late, today, fresh, pool, held, none}, []kernel.Case{good, bad}, now, calendar.National())
	if b.Open != 6 || b.Late != 1 || b.Soon != 1 || b.DueToday != 1 || b.Held != 1 || b.HeldForOwner != 1 || b.Unlimited != 1 {
		t.Fatalf("%+v", b)
	}
	sum := 0
	for _, n := range b.Bands {
		sum += n
	}
	if sum != b.Open-b.Held-b.Unlimited {
		t.Fatalf("bands %v do not hold every running case once", b.Bands)
	}
	units := 0
	for _, u := range b.Units {
		people := 0
		for _, p := range u.People {
			people += p.Open
			if len(p.Cases) != p.Open {
				t.Fatalf("%s: %d cases of %d", p.User, len(p.Cases), p.Open)
			}
		}
		if people != u.Open {
			t.Fatalf("%s: people have %d of %d", u.ID, people, u.Open)
		}
		units += u.Open
	}
	if units != b.Open {
		t.Fatalf("units have %d of %d", units, b.Open)
	}
	a := b.Units[0]
	if a.ID != "a" || a.Done != 2 || a.Judged != 2 || a.OnTime != 1 || a.MeanDays() != 6 || a.Longest != 8 || a.PerHead() != 1.5 {
		t.Fatalf("%+v mean %v", a, a.MeanDays())
	}
	if first := a.People[0].Cases[0]; first.Light != calendar.LightLate {
		t.Fatalf("the most pressing case is not first: %+v", first)
	}
}

// A case that waits to be taken in has no limit yet: it is counted, and the one that
// waits longest stands first. Monday to Friday are four working days.
func TestBoardCountsWhatWaits(t *testing.T) {
	t.Parallel()
	bare := func(no string, filed calendar.Date) kernel.Case {
		return kernel.Case{No: no, Unit: "b", Assignee: "u3", State: "submitted", Opened: filed.At(9)}
	}
	day := calendar.On
	taken := bare("3", day(2026, 11, 2))
	taken.State = "accepted"
	limited := open("b", "u3", day(2026, 11, 9), 20)
	limited.State = "submitted"
	since := func(c kernel.Case) (time.Time, bool) { return c.Opened, c.State == "submitted" }
	cal := calendar.National()
	b := workload.Of([]kernel.Case{bare("1", day(2026, 11, 20)), bare("2", day(2026, 11, 16)), taken, limited}, nil, now, cal).Wait(since, cal)
	list := b.Cases(workload.Asked{Figure: workload.Waits})
	if b.Unlimited != 3 || b.Waiting != 2 || b.Waited != 4 || len(list) != 2 || list[0].Case().No != "2" || list[0].Open.Waited != 4 || list[1].Open.Waited != 0 || !workload.Waits.Known() {
		t.Errorf("%+v lists %+v", b, list)
	}
}
