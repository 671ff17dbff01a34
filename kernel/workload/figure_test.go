package workload_test

import (
	"testing"

	"quanlian/base/calendar"
	"quanlian/kernel"
	"quanlian/kernel/workload"
)

// Every figure of the board leads to as many cases as it says, and a case that is
// held without a limit waits for somebody: it is none without a limit.
func TestEveryFigureIsItsList(t *testing.T) {
	t.Parallel()
	day := calendar.On
	law := open("a", "u1", day(2026, 11, 2), 3)
	law.Limits[0].Committed = false
	held := open("b", "u3", day(2026, 11, 9), 10)
	held.Hold = &kernel.Hold{Kind: kernel.HoldCorrection}
	held.Pauses = []kernel.Pause{{From: day(2026, 11, 12).At(9), Reason: "correction"}}
	bare := kernel.Case{Unit: "b", Opened: day(2026, 11, 19).At(9), Hold: &kernel.Hold{Kind: "suspended"}}
	none := kernel.Case{Unit: "b", Assignee: "u3", Opened: day(2026, 11, 20).At(9)}
	good, bad := open("a", "u1", day(2026, 11, 2), 3), open("a", "u1", day(2026, 11, 20), 3)
	good.Closed, bad.Closed = day(2026, 11, 4).At(9), day(2026, 11, 20).At(13)
	bad.Opened, bad.Limits[0].From = day(2026, 11, 20).At(9), day(2026, 11, 2).At(9)
	b := workload.Of([]kernel.Case{law, held, bare, none, open("a", "u1", day(2026, 11, 9), 3), open("a", "u1", day(2026, 11, 18), 2), open("a", "", day(2026, 11, 19), 20)}, []kernel.Case{good, bad}, now, calendar.National())
	all := func(f workload.Figure, n int) {
		t.Helper()
		if got := b.Cases(workload.Asked{Figure: f}); len(got) != n {
			t.Errorf("%s counts %d and lists %d", f, n, len(got))
		}
	}
	all(workload.Open, b.Open)
	all(workload.None, b.Unlimited)
	all(workload.Late, b.Late)
	all(workload.Law, b.LateLaw)
	all(workload.Soon, b.Soon)
	all(workload.Today, b.DueToday)
	all(workload.Held, b.Held)
	all(workload.Owner, b.HeldForOwner)
	all(workload.Others, b.Held-b.HeldForOwner)
	all(workload.Fine, b.Open-b.Late-b.Soon-b.Held)
	for i, n := range b.Bands {
		all(workload.Band(i), n)
	}
	if b.Unlimited != 1 || b.Held != 2 || b.HeldForOwner != 1 || b.LateLaw != 1 || b.Late != 2 || b.DueToday != 1 {
		t.Errorf("%+v", b)
	}
	of := func(a workload.Asked, n int) {
		t.Helper()
		if got := b.Cases(a); len(got) != n {
			t.Errorf("%+v counts %d and lists %d", a, n, len(got))
		}
	}
	for _, u := range b.Units {
		for _, p := range u.People {
			for f, n := range map[workload.Figure]int{workload.Open: p.Open, workload.Soon: p.Soon, workload.Late: p.Late, workload.Held: p.Held, workload.Done: p.Done, workload.Judged: p.Judged} {
				of(workload.Asked{Figure: f, Unit: u.ID, User: p.User, Pool: p.User == ""}, n)
			}
		}
		of(workload.Asked{Figure: workload.Done, Unit: u.ID}, u.Done)
	}
	of(workload.Asked{Figure: workload.Came, Day: calendar.DateOf(now)}, 2) // one of them closed since
	of(workload.Asked{Figure: workload.Closed, Day: calendar.DateOf(now)}, 1)
	if first := b.Cases(workload.Asked{Figure: workload.Done})[0]; first.Closed == nil || first.Closed.Kept {
		t.Errorf("who missed the promise is not first: %+v", first)
	}
	if workload.Figure("band9").Known() || workload.Figure("x").Known() || !workload.Band(5).Known() {
		t.Error("what is a figure")
	}
}
