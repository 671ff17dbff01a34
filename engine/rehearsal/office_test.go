package rehearsal

import (
	"errors"
	"testing"

	"quanlian/base/calendar"
)

func nov(day int) calendar.Date { return calendar.On(2026, 11, day) }

// morning is cases of half a day's effort that come on a morning.
func morning(day, n int) []Case {
	var out []Case
	for range n {
		out = append(out, Case{Arrived: at(day, 9, 0), Item: "a", Unit: "w"})
	}
	return out
}

// One of two is missing on the 17th: that day closes two cases instead of four.
func TestMissingPeople(t *testing.T) {
	t.Parallel()
	q := plain(morning(16, 8)...)
	q.Units[0] = Unit{ID: "w", Staff: 2, Short: []Short{{From: nov(17), To: nov(17), Missing: 1}}}
	n := map[int]int{}
	for _, f := range fates(t, q) {
		n[f.Day.Day]++
	}
	if n[16] != 4 || n[17] != 2 || n[18] != 2 {
		t.Fatalf("closed by day: %v", n)
	}
}

// Handed out by load, a case stays with its person: the one who has a case of
// three days keeps the second he was given, though the other is idle.
func TestHandedOutByLoad(t *testing.T) {
	t.Parallel()
	q := plain(morning(16, 3)...)
	q.Units[0] = Unit{ID: "w", Staff: 2, ByLoad: true}
	q.Items[0].Effort = Effort{}
	for i, minutes := range []int{390 * 3, 390 * 3, 195} { // one each, then the first again
		q.Cases[i].Minutes, q.Cases[i].Item = minutes, []string{"a", "a", "b"}[i]
	}
	q.Items = append(q.Items, Item{ID: "b", Limit: wd(1)})
	got := fates(t, q)
	if got[2].Taken != 390*3 || got[2].Day.Day != 19 {
		t.Fatalf("the third case: %+v", got[2])
	}
	q.Units[0].ByLoad = false
	if alike := fates(t, q); alike[2].Day.Day != 19 {
		t.Fatalf("%+v", alike[2])
	}
	q.Cases = q.Cases[1:] // two cases, two people
	q.Units[0].ByLoad = true
	if got = fates(t, q); got[1].Taken != 0 {
		t.Fatalf("an idle person does not begin: %+v", got[1])
	}
}

// Another office's step takes that office's time, and the clock runs on.
func TestAnotherOfficeHelps(t *testing.T) {
	t.Parallel()
	q := plain(Case{Arrived: at(16, 9, 0), Item: "a", Unit: "w", Pauses: []Pause{{Share: 0.5, Unit: "help", Minutes: 390}}},
		Case{Arrived: at(16, 9, 0), Item: "a", Unit: "help"})
	q.Units = append(q.Units, Unit{ID: "help", Staff: 1})
	got := fates(t, q)
	// 98 minutes, then it waits until the other office is through with its own case at 195, works 390 there, and 97 at home
	if got[0].Closed != 195+390+97 || got[0].Day.Day != 17 || got[0].Due.Day != 17 || got[0].Late {
		t.Fatalf("%+v", got[0])
	}
	_ = q.check()
	v, _ := q.variant(Change{}, calendar.National())
	if r := v.play(v.efforts(0)); r.at[1].busy != 195+390 {
		t.Fatalf("the other office worked %d minutes", r.at[1].busy)
	}
}

// A limit from the day of acceptance, and one for acceptance itself.
func TestLimitFromAcceptance(t *testing.T) {
	t.Parallel()
	q := plain(morning(16, 5)...)
	q.Items[0].Taken, q.Items[0].Accept = true, wd(1)
	got := fates(t, q)
	for i, want := range []struct {
		day, due int
		late     bool
	}{{16, 17, false}, {16, 17, false}, {17, 18, false}, {17, 18, false}, {18, 19, true}} { // the fifth is begun a day too late
		if got[i].Day.Day != want.day || got[i].Due.Day != want.due || got[i].Late != want.late {
			t.Errorf("case %d: %+v, want %+v", i, got[i], want)
		}
	}
}

// What came before the first day waits on its first morning, its limit counted
// from its arrival; it says nothing about closing times.
func TestCarriedOver(t *testing.T) {
	t.Parallel()
	q := plain(append(morning(12, 1), morning(17, 1)...)...)
	q.From = nov(16)
	got := fates(t, q)
	if got[0].Taken != 0 || got[0].Day.Day != 16 || got[0].Due.Day != 13 || !got[0].Late || got[1].Day.Day != 17 {
		t.Fatalf("%+v", got)
	}
	a, err := Rehearse(q, calendar.National())
	if err != nil || a.Base.Closed.Mean != 2 || a.Base.Days.Mean != 0 || a.Base.Backlog[0].End != nov(22) {
		t.Fatalf("%v %+v", err, a.Base)
	}
}

// Twice as many cases are twice as many, half as many about half; the same seed
// gives the same ones.
func TestOtherArrivals(t *testing.T) {
	t.Parallel()
	var cases []Case
	for day := 2; day <= 27; day++ {
		cases = append(cases, morning(day, 10)...)
	}
	q := plain(cases...)
	q.Units[0].Staff, q.Runs = 9, 3
	q.Try = []Change{{Name: "twice", Arrivals: 2}, {Name: "half", Arrivals: 0.5}, {Name: "same", Arrivals: 1}}
	a, err := Rehearse(q, calendar.National())
	if err != nil {
		t.Fatal(err)
	}
	twice, half, same := a.Tried[0], a.Tried[1], a.Tried[2]
	if twice.Cases != 2*len(cases) || half.Cases < len(cases)/2-40 || half.Cases > len(cases)/2+40 || same.Cases != len(cases) || same.Closed != a.Base.Closed {
		t.Fatalf("%d: twice %d, half %d, same %d", len(cases), twice.Cases, half.Cases, same.Cases)
	}
}

// How many people an office needs is the least number that reaches the goal.
func TestHowManyAreNeeded(t *testing.T) {
	t.Parallel()
	var cases []Case
	for day := 2; day <= 27; day++ {
		cases = append(cases, morning(day, 8)...)
	}
	q := plain(cases...)
	q.Units[0].Staff, q.Runs = 2, 1
	q.Try = []Change{{Name: "none late", Goal: &Goal{}}, {Name: "as it is", Goal: &Goal{AsBase: true}}, {Name: "no days", Goal: &Goal{}, Limits: map[string]calendar.Period{"a": wd(1)}, Staff: map[string]int{"w": 9}}}
	var last, of int
	q.Watch = func(done, all int) error { last, of = done, all; return nil }
	a, err := Rehearse(q, calendar.National())
	if err != nil {
		t.Fatal(err)
	}
	need := a.Tried[0].Needed
	if len(need) != 1 || need[0].Staff != 2 || need[0].Needs <= 2 || !need[0].Enough || len(a.Tried[1].Needed) != 0 || len(a.Tried[2].Needed) != 0 {
		t.Fatalf("%+v", a.Tried)
	}
	for n := 2; n <= need[0].Needs; n++ {
		q.Try = []Change{{Name: "n", Staff: map[string]int{"w": n}}}
		b, err := Rehearse(q, calendar.National())
		if err != nil {
			t.Fatal(err)
		}
		if late := b.Tried[0].Share.Mean > 0; late != (n < need[0].Needs) {
			t.Errorf("with %d people overdue %v, said to need %d", n, b.Tried[0].Share, need[0].Needs)
		}
	}
	if last == 0 || last > of {
		t.Errorf("watched %d of %d", last, of)
	}
	stop := errors.New("stop")
	q.Watch = func(int, int) error { return stop }
	if _, err := Rehearse(q, calendar.National()); !errors.Is(err, stop) {
		t.Errorf("not stopped: %v", err)
	}
}

// What is handed on in time keeps its promise, however late it comes back.
func TestPromiseIsToHandOn(t *testing.T) {
	t.Parallel()
	q := plain(Case{Arrived: at(16, 9, 0), Item: "a", Unit: "w", Pauses: []Pause{{Share: 0.5, Days: 8, Running: true, Meets: true}}})
	if got := fates(t, q)[0]; got.Late || got.Day.Day != 24 || got.Due.Day != 17 {
		t.Fatalf("%+v", got)
	}
	q.Cases[0].Pauses[0].At = 18 * 60 // after hours: the next working day
	if got := fates(t, q)[0]; got.Day.Day != 25 {
		t.Fatalf("%+v", got)
	}
	q.Cases[0].Pauses[0].Meets = false
	if got := fates(t, q)[0]; !got.Late {
		t.Fatalf("%+v", got)
	}
}
