package rehearsal

import (
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"quanlian/base/calendar"
)

func contains(s, part string) bool { return strings.Contains(s, part) }

func drawn(t *rapid.T, pauses bool) Request {
	q := Request{Seed: rapid.Uint64().Draw(t, "seed"), Runs: 3, Until: calendar.On(2026, time.November, 30),
		Units: []Unit{{ID: "u", Staff: rapid.IntRange(0, 3).Draw(t, "u"), ByLoad: pauses && rapid.Bool().Draw(t, "by load")}, {ID: "v", Staff: rapid.IntRange(1, 2).Draw(t, "v")}},
		Items: []Item{{ID: "a", Limit: wd(rapid.IntRange(1, 6).Draw(t, "limit")), Effort: Effort{10, 100, 400}}, {ID: "b", Effort: Effort{1, 2, 1000}}}}
	for range rapid.IntRange(1, 60).Draw(t, "cases") {
		c := Case{Arrived: at(1, 0, 0).Add(time.Duration(rapid.IntRange(0, 29*24*60).Draw(t, "minute")) * time.Minute),
			Item: rapid.SampledFrom([]string{"a", "b"}).Draw(t, "item"), Unit: rapid.SampledFrom([]string{"u", "v"}).Draw(t, "unit")}
		if pauses && rapid.Bool().Draw(t, "paused") {
			c.Pauses = []Pause{{After: rapid.IntRange(0, 200).Draw(t, "after"), Days: rapid.IntRange(1, 9).Draw(t, "days")}}
		}
		if pauses && rapid.Bool().Draw(t, "asks another office") {
			c.Pauses = append(c.Pauses, Pause{Share: 0.9, Unit: "v", Minutes: rapid.IntRange(0, 90).Draw(t, "assist")})
		}
		q.Cases = append(q.Cases, c)
	}
	return q
}

// Whatever comes: arrived = closed + open; nobody closes before work began nor
// sooner than the effort takes; no office works more than it has people for.
func TestConservation(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		q := drawn(t, true)
		a, err := Rehearse(q, calendar.National())
		if err != nil {
			t.Fatal(err)
		}
		if diff := a.Base.Closed.Mean + a.Base.Open.Mean - float64(len(q.Cases)); diff > 1e-5 || diff < -1e-5 {
			t.Fatalf("%v closed + %v open of %d", a.Base.Closed, a.Base.Open, len(q.Cases))
		}
		for _, u := range a.Base.Units {
			if u.Load.High > 1 || u.Load.Low < 0 {
				t.Fatalf("%s works %v of its time", u.Unit, u.Load)
			}
		}
		_ = q.check()
		v, _ := q.variant(Change{}, calendar.National())
		effort := v.efforts(0)
		for i, f := range v.play(effort).fates {
			if f.Taken >= 0 && f.Taken < v.arrive[i] || f.Closed >= 0 && f.Closed < f.Taken+effort[i] {
				t.Fatalf("case %d: arrives %d, %+v, effort %d", i, v.arrive[i], f, effort[i])
			}
		}
	})
}

// First come, first served: within an office nobody is taken up before one who
// came earlier.
func TestFirstComeFirstServed(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		q := drawn(t, false)
		_ = q.check()
		v, _ := q.variant(Change{}, calendar.National())
		last, ended := map[string]int{}, map[string]bool{}
		for i, f := range v.play(v.efforts(0)).fates {
			u := q.Cases[i].Unit
			if f.Taken < 0 {
				ended[u] = true
				continue
			}
			if ended[u] || f.Taken < last[u] {
				t.Fatalf("case %d overtakes", i)
			}
			last[u] = f.Taken
		}
	})
}

// One more in an office, on the same draws: no run has a greater share overdue,
// no case closes later.
func TestMoreStaffNeverHarms(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		q := drawn(t, false)
		q.Try = []Change{{Name: "more", Staff: map[string]int{"u": q.Units[0].Staff + 1}}}
		a, err := Rehearse(q, calendar.National())
		if err != nil {
			t.Fatal(err)
		}
		if a.Tried[0].Change.Share.High > 0 || a.Tried[0].Closed.Mean < a.Base.Closed.Mean {
			t.Fatalf("%+v", a.Tried[0].Change)
		}
	})
}
