package rehearsal

import (
	"fmt"
	"reflect"
	"testing"
	"time"

	"quanlian/base/calendar"
	"quanlian/base/errs"
)

func wd(n int) calendar.Period { return calendar.WorkDays(n).Period() }

// One clerk, efforts of exactly half a day (195 minutes of 390).
func plain(cases ...Case) Request {
	return Request{Runs: 1, Until: calendar.On(2026, time.November, 30), Units: []Unit{{ID: "w", Staff: 1}}, Items: []Item{{ID: "a", Limit: wd(1), Effort: Effort{195, 195, 195}}}, Cases: cases}
}

func at(day, hour, minute int) time.Time {
	return calendar.On(2026, time.November, day).At(hour).Add(time.Duration(minute) * time.Minute)
}

func fates(t *testing.T, q Request) []Fate {
	t.Helper()
	if err := q.check(); err != nil {
		t.Fatal(err)
	}
	v, err := q.variant(Change{}, calendar.National())
	if err != nil {
		t.Fatal(err)
	}
	r := v.play(v.efforts(0))
	if err := r.judge(); err != nil {
		t.Fatal(err)
	}
	return r.fates
}

// Five cases on a Friday morning take one clerk two and a half working days; the weekend
// does not count; the fifth is late.
func TestClosingDaysByHand(t *testing.T) {
	t.Parallel()
	var cases []Case
	for i := range 5 {
		cases = append(cases, Case{Arrived: at(20, 9, i), Item: "a", Unit: "w"})
	}
	got := fates(t, plain(cases...))
	for i, want := range []int{20, 20, 23, 23, 24} {
		if got[i].Day.Day != want {
			t.Errorf("case %d closes on the %d, want %d", i, got[i].Day.Day, want)
		}
		if late := want > 23; got[i].Late != late || got[i].Due.Day != 23 {
			t.Errorf("case %d: late %v due %s", i, got[i].Late, got[i].Due)
		}
	}
}

// A pause frees the desk, moves the limit's end, and the case keeps its place.
func TestPauseStopsTheClock(t *testing.T) {
	t.Parallel()
	q := plain(Case{Arrived: at(16, 9, 0), Item: "a", Unit: "w", Pauses: []Pause{{After: 60, Days: 3}}}, Case{Arrived: at(16, 9, 1), Item: "a", Unit: "w"})
	got := fates(t, q)
	if got[1].Taken != 60 || got[1].Day.Day != 16 {
		t.Errorf("the desk was not free: %+v", got[1])
	}
	// out on the 16th, back on the 19th: the first day that counts is the 19th, and one working day ends there
	if got[0].Day.Day != 19 || got[0].Late || got[0].Due.Day != 19 {
		t.Errorf("%+v", got[0])
	}
}

func TestArrivalOutsideHours(t *testing.T) {
	t.Parallel()
	for _, x := range []struct {
		at    time.Time
		taken int
	}{{at(21, 22, 0), 0}, {at(23, 8, 0), 0}, {at(23, 12, 30), 180}, {at(23, 14, 0), 210}, {at(23, 18, 0), 390}} {
		q := plain(Case{Arrived: at(20, 16, 0), Item: "a", Unit: "w"}, Case{Arrived: x.at, Item: "a", Unit: "w"})
		q.Units[0].Staff = 2
		if got := fates(t, q)[1].Taken - 390; got != x.taken {
			t.Errorf("%s is taken up at minute %d, want %d", x.at, got, x.taken)
		}
	}
}

func TestWhatIf(t *testing.T) {
	t.Parallel()
	var cases []Case
	for day := 2; day <= 27; day++ {
		for i := range 3 {
			cases = append(cases, Case{Arrived: at(day, 9, i), Item: "a", Unit: "w"})
		}
	}
	q := plain(cases...)
	q.Items[0].Effort = Effort{60, 150, 300}
	q.Runs = 20
	q.Try = []Change{
		{Name: "staff", Staff: map[string]int{"w": 2}},
		{Name: "limit", Limits: map[string]calendar.Period{"*": wd(10)}},
		{Name: "off", Off: []calendar.Date{calendar.On(2026, time.November, 11), calendar.On(2026, time.November, 12)}},
		{Name: "work", Work: []calendar.Date{calendar.On(2026, time.November, 14), calendar.On(2026, time.November, 15)}},
		{Name: "none", Staff: map[string]int{"w": 0}},
	}
	a, err := Rehearse(q, calendar.National())
	if err != nil {
		t.Fatal(err)
	}
	for i, better := range []bool{true, true, false, false, false} {
		o := a.Tried[i]
		if (o.Share.Mean < a.Base.Share.Mean) != better {
			t.Errorf("%s: overdue %v, base %v", o.Name, o.Share, a.Base.Share)
		}
	}
	if a.Tried[2].Closed.Mean >= a.Base.Closed.Mean {
		t.Errorf("two days off cost nothing: %v closed", a.Tried[2].Closed)
	}
	// a day that is worked counts in the limit too: it helps the queue, not the share
	if a.Tried[3].Closed.Mean <= a.Base.Closed.Mean {
		t.Errorf("two days more bring nothing: %v closed", a.Tried[3].Closed)
	}
	if a.Tried[4].Closed.Mean != 0 || a.Tried[4].Units[0].Load.Mean != 0 {
		t.Errorf("nobody closed %v", a.Tried[4].Closed)
	}
	if len(a.Tried[2].Idle)+len(a.Tried[3].Idle) != 0 {
		t.Errorf("days that count are said to do nothing: %v %v", a.Tried[2].Idle, a.Tried[3].Idle)
	}
	// a Sunday off, a Friday and a holiday worked, a day after the end
	if got := idle(calendar.National(), Change{Off: []calendar.Date{calendar.On(2026, time.November, 15), q.Until.AddDays(1)}, Work: []calendar.Date{calendar.On(2026, time.November, 13), calendar.On(2026, time.October, 1)}}, calendar.On(2026, time.October, 1), q.Until); len(got) != 4 {
		t.Errorf("of four days that change nothing %v are named", got)
	}
	last := a.Base.Backlog[len(a.Base.Backlog)-1]
	if last.End != q.Until || last.Open != a.Base.Open {
		t.Errorf("the last week has %v open, the end %v", last, a.Base.Open)
	}
	b, _ := Rehearse(q, calendar.National())
	if !reflect.DeepEqual(a, b) {
		t.Error("the same seed gives two answers")
	}
	q.Seed++
	if c, _ := Rehearse(q, calendar.National()); reflect.DeepEqual(a.Base, c.Base) {
		t.Error("the seed does nothing")
	}
}

func TestRefusals(t *testing.T) {
	t.Parallel()
	for want, spoil := range map[string]func(*Request){
		"/runs":             func(q *Request) { q.Runs = 1001 },
		"/until":            func(q *Request) { q.Until = calendar.Date{} },
		"/cases":            func(q *Request) { q.Cases = nil },
		"/cases/0/item":     func(q *Request) { q.Cases[0].Item = "?" },
		"/cases/0/unit":     func(q *Request) { q.Cases[0].Unit = "?" },
		"/cases/0/arrived":  func(q *Request) { q.Cases[0].Arrived = at(30, 9, 0).AddDate(0, 1, 0) },
		"/cases/0/minutes":  func(q *Request) { q.Items[0].Effort = Effort{} },
		"/cases/0/pauses/0": func(q *Request) { q.Cases[0].Pauses = []Pause{{After: 1}} },
		"/hours/1":          func(q *Request) { q.Hours = []Shift{{540, 700}, {600, 800}} },
		"/units/0/staff":    func(q *Request) { q.Units[0].Staff = -1 },
		"/items/0/effort":   func(q *Request) { q.Items[0].Effort = Effort{5, 4, 6} },
		"/try/0/name":       func(q *Request) { q.Try = []Change{{}} },
		"/try/0/staff":      func(q *Request) { q.Try = []Change{{Name: "x", Staff: map[string]int{"?": 1}}} },
		"/try/0/limits":     func(q *Request) { q.Try = []Change{{Name: "x", Limits: map[string]calendar.Period{"?": wd(1)}}} },
	} {
		q := plain(Case{Arrived: at(20, 9, 0), Item: "a", Unit: "w"})
		spoil(&q)
		_, err := Rehearse(q, calendar.National())
		if errs.KindOf(err) != errs.Invalid || !contains(fmt.Sprintf("%+v", err), want) {
			t.Errorf("%s: %+v", want, err)
		}
	}
}

// Draws are even over tenths, and the triangle has its mean.
func TestDraws(t *testing.T) {
	t.Parallel()
	const n = 20000
	var tenth [10]int
	sum := 0
	for i := range uint64(n) {
		u := quantile(3, i%7, i)
		tenth[int(u*10)]++
		sum += Effort{30, 60, 240}.at(u)
	}
	for i, k := range tenth {
		if k < n/10-200 || k > n/10+200 {
			t.Errorf("tenth %d: %d of %d", i, k, n)
		}
	}
	if mean := float64(sum) / n; mean < 108 || mean > 112 {
		t.Errorf("the mean is %.1f, want 110", mean)
	}
}
