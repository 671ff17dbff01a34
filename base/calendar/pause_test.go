package calendar

import (
	"testing"

	"pgregory.net/rapid"
)

func due(t testing.TB, start string, p Period, id RegimeID, pauses ...Interval) Result {
	t.Helper()
	r, err := National().Due(mustDate(t, start), p, pauses, id)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func pause(t testing.TB, from, to string) Interval {
	t.Helper()
	iv := Interval{From: mustDate(t, from), Reason: "补正"}
	if to != "" {
		iv.To = mustDate(t, to)
	}
	return iv
}

func TestDueWithPauses(t *testing.T) {
	t.Parallel()
	for _, x := range []struct {
		name, start string
		limit       Period
		pauses      []Interval
		want        string
		paused      int
	}{
		{"no pause", "2026-03-02", CalendarDays(20).Period(), nil, "2026-03-23", 0}, // 22 is a Sunday
		{"ten days", "2026-03-02", CalendarDays(20).Period(), []Interval{pause(t, "2026-03-05", "2026-03-15")}, "2026-04-01", 10},
		{"overlap counts once", "2026-03-02", CalendarDays(20).Period(), []Interval{pause(t, "2026-03-05", "2026-03-12"), pause(t, "2026-03-08", "2026-03-15")}, "2026-04-01", 10},
		{"same day", "2026-03-02", CalendarDays(20).Period(), []Interval{pause(t, "2026-03-05", "2026-03-05")}, "2026-03-23", 0},
		{"from the day it starts", "2026-03-02", CalendarDays(20).Period(), []Interval{pause(t, "2026-03-02", "2026-03-05")}, "2026-03-24", 2}, // the start is not counted anyway
		{"after the end", "2026-03-02", CalendarDays(20).Period(), []Interval{pause(t, "2026-03-24", "2026-04-15")}, "2026-03-23", 0},
		{"before the start", "2026-03-02", CalendarDays(20).Period(), []Interval{pause(t, "2026-02-01", "2026-02-10")}, "2026-03-23", 0},
		{"the stretch meets a second pause", "2026-03-02", CalendarDays(20).Period(), []Interval{pause(t, "2026-03-05", "2026-03-15"), pause(t, "2026-03-30", "2026-04-02")}, "2026-04-07", 13}, // 04-04 is a holiday
		{"working days", "2026-09-14", WorkDays(5).Period(), []Interval{pause(t, "2026-09-16", "2026-09-21")}, "2026-09-24", 5},
		{"months", "2026-01-15", Months(3).Period(), []Interval{pause(t, "2026-02-01", "2026-02-11")}, "2026-04-27", 10}, // 04-25 is a Saturday
		{"on the day it rolls to", "2026-03-02", CalendarDays(20).Period(), []Interval{pause(t, "2026-03-23", "2026-03-26")}, "2026-03-26", 0},
	} {
		got := due(t, x.start, x.limit, Administrative, x.pauses...)
		if got.Date.String() != x.want || got.Paused != x.paused || got.Held {
			t.Errorf("%s: %v paused %d held %v, want %s %d (%v)", x.name, got.Date, got.Paused, got.Held, x.want, x.paused, got.Steps)
		}
	}
}

func TestDueHeld(t *testing.T) {
	t.Parallel()
	for _, limit := range []Period{CalendarDays(20).Period(), WorkDays(14).Period(), Months(1).Period()} {
		if r := due(t, "2026-03-02", limit, Administrative, pause(t, "2026-03-05", "")); !r.Held || !r.Date.IsZero() || !has(r, "held") {
			t.Errorf("%v: %+v", limit, r)
		}
		if r := due(t, "2026-03-02", limit, Administrative, pause(t, "2026-06-05", "")); r.Held {
			t.Errorf("%v: a pause after the end holds it", limit)
		}
	}
	if r := due(t, "2026-03-02", CalendarDays(20).Period(), Administrative, pause(t, "2026-03-23", "")); !r.Held {
		t.Error("a pause from the day it rolls to does not hold it")
	}
	if r := due(t, "2026-03-02", CalendarDays(20).Period(), Plain, pause(t, "2026-03-22", "")); !r.Held {
		t.Error("a pause from the last day does not hold what never rolls")
	}
}

func TestPauseAddsExactly(t *testing.T) {
	t.Parallel()
	c := National()
	rapid.Check(t, func(t *rapid.T) {
		start := anyDate(t, "start")
		n := rapid.IntRange(1, 90).Draw(t, "n")
		k := rapid.IntRange(0, 60).Draw(t, "k")
		from := start.AddDays(rapid.IntRange(1, n).Draw(t, "from"))
		iv := []Interval{{From: from, To: from.AddDays(k)}}
		plain, err := c.End(start, CalendarDays(n).Period(), PatentLaw)
		if err != nil {
			t.Fatal(err)
		}
		stopped, err := c.Due(start, CalendarDays(n).Period(), iv, PatentLaw)
		if err != nil {
			t.Fatal(err)
		}
		if got := int(stopped.Unrolled.DaysSince(plain.Unrolled)); got != k || stopped.Paused != k || stopped.Date != c.NextWorkday(stopped.Unrolled) {
			t.Fatalf("a pause of %d days moved the end by %d: %+v", k, got, stopped)
		}
		work, err := c.Due(start, WorkDays(n).Period(), iv, PatentLaw)
		if err != nil {
			t.Fatal(err)
		}
		counted := c.WorkdaysBetween(start, work.Date) - c.WorkdaysBetween(from.AddDays(-1), min2(iv[0].To.AddDays(-1), work.Date))
		if k == 0 || from.After(work.Date) {
			counted = c.WorkdaysBetween(start, work.Date)
		}
		if int(counted) != n {
			t.Fatalf("%d working days outside the pause, want %d: %+v", counted, n, work)
		}
	})
}

func min2(a, b Date) Date {
	if a.Before(b) {
		return a
	}
	return b
}

func TestRemaining(t *testing.T) {
	t.Parallel()
	c := National()
	start, limit := On(2026, 9, 14), WorkDays(5).Period() // ends Sunday 09-20, which works: 15 16 17 18 20
	for _, x := range []struct {
		now           string
		pauses        []Interval
		work, elapsed WorkDays
		light         Light
		due           string
	}{
		{"2026-09-14", nil, 5, 0, LightOK, "2026-09-20"},
		{"2026-09-16", nil, 3, 2, LightSoon, "2026-09-20"},
		{"2026-09-20", nil, 0, 5, LightSoon, "2026-09-20"},
		{"2026-09-22", nil, -2, 5, LightLate, "2026-09-20"},
		{"2026-09-16", []Interval{pause(t, "2026-09-16", "")}, 4, 1, LightHold, "2026-09-21"},
		{"2026-09-23", []Interval{pause(t, "2026-09-16", "")}, 4, 1, LightHold, "2026-09-30"},
		{"2026-09-23", []Interval{pause(t, "2026-09-16", "2026-09-22")}, 2, 3, LightSoon, "2026-09-28"},
		{"2026-09-17", []Interval{pause(t, "2026-09-16", "2026-09-22")}, 4, 1, LightHold, "2026-09-28"},
		{"2026-09-23", []Interval{pause(t, "2026-09-22", "")}, -3, 5, LightLate, "2026-09-20"},
		{"2026-09-10", nil, 7, 0, LightOK, "2026-09-20"},
	} {
		l, err := c.Remaining(mustDate(t, x.now), start, limit, x.pauses, Administrative)
		if err != nil {
			t.Fatal(err)
		}
		if l.Work != x.work || l.ElapsedWork != x.elapsed || l.Light(DefaultSoon) != x.light || l.Held != (x.light == LightHold) || l.Due.Date.String() != x.due {
			t.Errorf("%s %v: left %d elapsed %d %s due %v; want %+v", x.now, x.pauses, l.Work, l.ElapsedWork, l.Light(DefaultSoon), l.Due.Date, x)
		}
	}
	// Two days after a Friday's end no working day has passed, and yet it is late.
	l, err := c.Remaining(On(2026, 3, 8), On(2026, 3, 5), WorkDays(1).Period(), nil, Administrative)
	if err != nil || !l.Late() || l.Work != 0 || l.Light(DefaultSoon) != LightLate {
		t.Errorf("%+v, %v", l, err)
	}
}

func BenchmarkDue(b *testing.B) {
	c := National()
	iv := []Interval{{From: On(2026, 2, 1), To: On(2026, 2, 11)}, {From: On(2026, 3, 1), To: On(2026, 3, 5)}}
	for b.Loop() {
		if _, err := c.Due(On(2026, 1, 15), WorkDays(60).Period(), iv, Administrative); err != nil {
			b.Fatal(err)
		}
	}
}
