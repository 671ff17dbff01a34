package calendar

import (
	"testing"

	"pgregory.net/rapid"
)

func shutOn(t testing.TB, no, from, to string) Shut {
	t.Helper()
	return Shut{No: no, From: mustDate(t, from), To: mustDate(t, to)}
}

func TestDueAfterOutages(t *testing.T) {
	t.Parallel()
	for _, x := range []struct {
		name  string
		shut  []Shut
		want  string
		moved int
	}{
		{"none", nil, "2026-03-23", 0},
		{"the day itself", []Shut{shutOn(t, "1", "2026-03-23", "2026-03-23")}, "2026-03-24", 1},
		{"over a weekend", []Shut{shutOn(t, "1", "2026-03-20", "2026-03-27")}, "2026-03-30", 1},
		{"before it", []Shut{shutOn(t, "1", "2026-03-20", "2026-03-22")}, "2026-03-23", 0},
		{"one into another", []Shut{shutOn(t, "2", "2026-03-30", "2026-03-30"), shutOn(t, "1", "2026-03-23", "2026-03-27")}, "2026-03-31", 2},
	} {
		r, err := National().DueAfter(mustDate(t, "2026-03-02"), CalendarDays(20).Period(), nil, Administrative, x.shut)
		if err != nil || r.Date.String() != x.want || len(r.Moved) != x.moved {
			t.Errorf("%s: %v %v %v, want %s", x.name, r.Date, r.Moved, err, x.want)
		}
	}
	left, err := National().RemainingAfter(mustDate(t, "2026-03-24"), mustDate(t, "2026-03-02"), CalendarDays(20).Period(), nil, Administrative, []Shut{shutOn(t, "1", "2026-03-23", "2026-03-23")})
	if err != nil || left.Late() || left.Days != 0 {
		t.Errorf("on the day it was moved to: %+v %v", left, err)
	}
}

// An end moved past outages never falls into one of them, never comes earlier,
// and stays where it is when no outage holds it.
func TestPastShutProperty(t *testing.T) {
	t.Parallel()
	cal := National()
	rapid.Check(t, func(t *rapid.T) {
		base := On(2026, 1, 1)
		end := cal.NextWorkday(base.AddDays(rapid.IntRange(0, 300).Draw(t, "end")))
		var shut []Shut
		for range rapid.IntRange(0, 5).Draw(t, "n") {
			from := base.AddDays(rapid.IntRange(0, 300).Draw(t, "from"))
			shut = append(shut, Shut{From: from, To: from.AddDays(rapid.IntRange(0, 9).Draw(t, "days"))})
		}
		got, moved := cal.PastShut(end, shut)
		inside := func(d Date) bool {
			for _, s := range shut {
				if !d.Before(s.From) && !d.After(s.To) {
					return true
				}
			}
			return false
		}
		if inside(got) || got.Before(end) || !cal.IsWorkday(got) || (len(moved) > 0) != inside(end) {
			t.Fatalf("%v of %v by %v: %v", got, end, shut, moved)
		}
	})
}
