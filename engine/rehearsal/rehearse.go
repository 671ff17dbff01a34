package rehearsal

import (
	"time"

	"quanlian/base/calendar"
)

// variant is a world with its cases, staff and limits.
type variant struct {
	*world
	q       *Request
	name    string
	cases   []Case   // as they came, or more or fewer of them
	keys    []uint64 // of their draws
	home    []int    // the office of each, by its place in the request
	arrive  []int    // working minute of each
	number  map[string]int
	items   map[string]Item
	staff   map[string]int
	present [][]int // people of every office on every working day
	limits  map[string]calendar.Period
	weeks   []calendar.Date
	first   calendar.Date
}

// Rehearse replays the cases as they were and with every change, on the same draws.
func Rehearse(q Request, cal *calendar.Calendar) (Answer, error) {
	if err := q.check(); err != nil {
		return Answer{}, err
	}
	base, err := q.variant(Change{}, cal)
	if err != nil {
		return Answer{}, err
	}
	a := Answer{Seed: q.Seed, Runs: q.Runs, Calendar: cal.Version(), Note: "engine.rehearsal.note"}
	w := &watch{tell: q.Watch, of: q.Runs * (1 + len(q.Try))}
	first, err := base.all(w)
	if err != nil {
		return Answer{}, err
	}
	a.Base = first.outcome(base)
	for _, ch := range q.Try {
		v, err := q.variant(ch, cal)
		if err != nil {
			return Answer{}, err
		}
		t, err := v.all(w)
		if err != nil {
			return Answer{}, err
		}
		o := t.outcome(v)
		o.Idle = idle(cal, ch, v.first, q.Until)
		o.Change = &Against{Share: spread(less(t.share, first.share)), Wait: spread(less(t.wait, first.wait))}
		if ch.Goal != nil {
			if o.Needed, err = v.need(*ch.Goal, a.Base, o, w); err != nil {
				return Answer{}, err
			}
		}
		a.Tried = append(a.Tried, o)
	}
	return a, nil
}

// watch counts runs and tells whoever waits for the answer.
type watch struct {
	tell     func(done, of int) error
	done, of int
}

func (w *watch) step() error {
	w.done++
	if w.tell == nil {
		return nil
	}
	return w.tell(w.done, max(w.of, w.done))
}

func less(a, b []float64) []float64 {
	out := make([]float64, len(a))
	for i := range a {
		out[i] = a[i] - b[i]
	}
	return out
}

// idle are the days of a change that change nothing.
func idle(cal *calendar.Calendar, ch Change, first, until calendar.Date) []calendar.Date {
	var out []calendar.Date
	outside := func(d calendar.Date) bool { return d.Before(first) || d.After(until) }
	for _, d := range ch.Off {
		if outside(d) || !cal.IsWorkday(d) {
			out = append(out, d)
		}
	}
	for _, d := range ch.Work {
		if kind, _ := cal.Kind(d); outside(d) || kind != calendar.Weekend {
			out = append(out, d)
		}
	}
	return out
}

// variant is the request with one change.
func (q *Request) variant(ch Change, cal *calendar.Calendar) (*variant, error) {
	cal, err := shifted(cal, ch.Off, ch.Work)
	if err != nil {
		return nil, err
	}
	v := &variant{q: q, name: ch.Name, number: map[string]int{}, items: map[string]Item{}, staff: map[string]int{}, limits: map[string]calendar.Period{}}
	first := q.From
	if first.IsZero() {
		first = dateOf(q.Cases[0])
	}
	v.first = first
	v.world = layOut(cal, q.Hours, first, q.Until)
	if len(v.days) == 0 {
		return nil, fault("/until", "no_working_day", nil)
	}
	for i, u := range q.Units {
		v.staff[u.ID], v.number[u.ID] = u.Staff, i
	}
	for u, n := range ch.Staff {
		v.staff[u] = n
	}
	v.man()
	for _, it := range q.Items {
		v.items[it.ID], v.limits[it.ID] = it, it.Limit
		if all, ok := ch.Limits["*"]; ok && !it.Limit.IsZero() {
			v.limits[it.ID] = all
		}
		if own, ok := ch.Limits[it.ID]; ok {
			v.limits[it.ID] = own
		}
	}
	v.cases, v.keys = q.arriving(ch.Arrivals)
	for _, c := range v.cases {
		v.arrive, v.home = append(v.arrive, v.minute(c.Arrived)), append(v.home, v.number[c.Unit])
	}
	for d := first; !d.After(q.Until); d = d.AddDays(1) {
		if d.Weekday() == time.Sunday || d == q.Until {
			v.weeks = append(v.weeks, d)
		}
	}
	return v, nil
}

// man gives every office its people, day by day.
func (v *variant) man() {
	v.present = nil
	for _, u := range v.q.Units {
		v.present = append(v.present, v.people(u))
	}
}

// all plays every run.
func (v *variant) all(w *watch) (*tally, error) {
	t := newTally(v)
	for run := range v.q.Runs {
		r := v.play(v.efforts(run))
		if err := r.judge(); err != nil {
			return nil, err
		}
		t.add(r)
		if err := w.step(); err != nil {
			return nil, err
		}
	}
	return t, nil
}
