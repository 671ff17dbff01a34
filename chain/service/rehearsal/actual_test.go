package rehearsal

import (
	"testing"

	"quanlian/base/calendar"
	"quanlian/kernel"
)

// What really happened is told of each item, and how many cases were promised
// another limit than the replay holds them by.
func TestWhatReallyHappenedByItem(t *testing.T) {
	t.Parallel()
	one := func(id, item string, days, closed int) kernel.Case {
		l := kernel.Limit{Committed: true, From: hour(0, 9, 0), Period: calendar.Period{N: days, Unit: calendar.WorkDay}, Regime: calendar.Administrative}
		c := kernel.Case{ID: kernel.CaseID(id), Item: item, Unit: "desk", Opened: hour(0, 9, 0), Limits: []kernel.Limit{l}}
		if closed >= 0 {
			c.Closed = hour(closed, 10, 0)
		}
		return c
	}
	rec := Record{Cases: []kernel.Case{one("a", "X", 3, 1), one("b", "X", 1, 4), one("c", "X", 2, -1), one("d", "Y", 9, -1)}}
	_, b := Replay(Question{Units: []kernel.UnitID{"desk"}, From: monday, Until: monday.AddDays(6)}, rec, Offices{}, hour(7, 9, 0), calendar.National())
	if len(b.Items) != 2 || b.Judged != 3 || b.Late != 2 {
		t.Fatalf("%+v", b)
	}
	if x, y := b.Items[0], b.Items[1]; x.Judged != 3 || x.Late != 2 || x.Other != 2 || y.Judged+y.Late+y.Other != 0 {
		t.Errorf("by item: %+v, %+v", x, y)
	}
}
