package rehearsal

import (
	"time"

	"quanlian/base/calendar"
)

// variant is a world with its staff and limits.
type variant struct {
	*world
	q      *Request
	name   string
	staff  map[string]int
	limits map[string]calendar.Period
	arrive []int // working minute of every case
	weeks  []calendar.Date
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
	first, err := base.all()
	if err != nil {
		return Answer{}, err
	}
	a.Base = first.outcome(base)
	for _, ch := range q.Try {
		v, err := q.variant(ch, cal)
		if err != nil {
			return Answer{}, err
		}
		t, err := v.all()
		if err != nil {
			return Answer{}, err
		}
		o := t.outcome(v)
		o.Change = &Against{Share: spread(less(t.share, first.share)), Wait: spread(less(t.wait, first.wait))}
		a.Tried = append(a.Tried, o)
	}
	return a, nil
}

func less(a, b []float64) []float64 {
	out := make([]float64, len(a))
	for i := range a {
		out[i] = a[i] - b[i]
	}
	return out
}

// variant is the request with one change.
func (q *Request) variant(ch Change, cal *calendar.Calendar) (*variant, error) {
	cal, err := shifted(cal, ch.Off, ch.Work)
	if err != nil {
		return nil, err
	}
	v := &variant{q: q, name: ch.Name, staff: map[string]int{}, limits: map[string]calendar.Period{}}
	v.world = layOut(cal, q.Hours, dateOf(q.Cases[0]), q.Until)
	for _, u := range q.Units {
		v.staff[u.ID] = u.Staff
	}
	for u, n := range ch.Staff {
		v.staff[u] = n
	}
	for _, it := range q.Items {
		v.limits[it.ID] = it.Limit
		if all, ok := ch.Limits["*"]; ok && !it.Limit.IsZero() {
			v.limits[it.ID] = all
		}
		if own, ok := ch.Limits[it.ID]; ok {
			v.limits[it.ID] = own
		}
	}
	for _, c := range q.Cases {
		v.arrive = append(v.arrive, v.minute(c.Arrived))
	}
	for d := dateOf(q.Cases[0]); !d.After(q.Until); d = d.AddDays(1) {
		if d.Weekday() == time.Sunday || d == q.Until {
			v.weeks = append(v.weeks, d)
		}
	}
	return v, nil
}

// all plays every run.
func (v *variant) all() (*tally, error) {
	t := &tally{load: map[string][]float64{}, unitShare: map[string][]float64{}, weeks: make([][]float64, len(v.weeks))}
	for run := range v.q.Runs {
		r := v.play(v.q.efforts(run))
		if err := r.judge(); err != nil {
			return nil, err
		}
		t.add(r)
	}
	return t, nil
}
