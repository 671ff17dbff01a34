package form

import (
	"testing"

	"quanlian/base/calendar"
)

// Timed: somebody has to be done in a declared time; the applicant's own limit and the
// time to accept are none of them.
func TestTimed(t *testing.T) {
	t.Parallel()
	days := calendar.WorkDays(3).Period()
	for _, x := range []struct {
		class Class
		limit Limit
		want  bool
	}{
		{Committed, Limit{Name: "committed", Period: days}, true},
		{Committed, Limit{Name: "statutory", Period: days}, true},
		{Committed, Limit{Name: "outside", Period: days}, true},
		{Committed, Limit{Name: "outside", Note: Text{Zh: "由各机构定", En: "set by each"}}, false},
		{Committed, Limit{Name: Yours, Period: days}, false},
		{Committed, Limit{Name: "acceptance", Period: days}, false},
		{Instant, Limit{Name: "committed", Note: Text{Zh: "当场", En: "at once"}}, true},
	} {
		if got := (Item{Class: x.class, Limits: []Limit{x.limit}}).Timed(); got != x.want {
			t.Errorf("%s %s %s: %v", x.class, x.limit.Name, x.limit.Period, got)
		}
	}
}
