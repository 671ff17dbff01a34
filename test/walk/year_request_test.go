package walk

import (
	"cmp"
	"slices"
	"sort"

	"quanlian/base/calendar"
	"quanlian/engine/rehearsal"
)

// request is the year as a director could write it down at its end.
func (y *year) request(runs int) rehearsal.Request {
	q := rehearsal.Request{Seed: 7, Runs: runs, From: y.plot.first, Until: y.plot.last}
	for u, m := range y.plot.offices {
		x := rehearsal.Unit{ID: string(u), Staff: m.people, ByLoad: m.byLoad}
		for _, g := range m.short {
			x.Short = append(x.Short, rehearsal.Short{From: g.from, To: g.to, Missing: g.missing})
		}
		q.Units = append(q.Units, x)
	}
	sort.Slice(q.Units, func(i, j int) bool { return q.Units[i].ID < q.Units[j].ID })
	known := map[string]bool{}
	for _, e := range y.errands {
		if !known[e.it.Code] {
			known[e.it.Code] = true
			tri := y.plot.efforts[e.it.Code]
			it := rehearsal.Item{ID: e.it.Code, Effort: rehearsal.Effort{Low: tri.low, Likely: tri.likely, High: tri.high}}
			for _, l := range e.it.Limits {
				if l.Committed {
					it.Limit, it.Regime, it.Taken = l.Period, l.Regime, l.From == "accept"
				}
			}
			q.Items = append(q.Items, it)
		}
		c := rehearsal.Case{Arrived: e.filed, Item: e.it.Code, Unit: string(e.unit)}
		c.Pauses = y.waits(e)
		q.Cases = append(q.Cases, c)
	}
	return q
}

// waits are the waits that stand in the record of a case. When in the work they
// came nobody writes down: a correction is asked for early, papers are handed on
// when nearly all is done.
func (y *year) waits(e *errand) []rehearsal.Pause {
	var out []rehearsal.Pause
	for i, p := range e.pauses {
		to, minute := p.To, 0
		if i < len(e.returned) {
			_, minute = minuteOf(e.returned[i])
		}
		if to.IsZero() {
			to = y.plot.last.AddDays(1)
		}
		if n := int(to.DaysSince(p.From)); n > 0 {
			share := map[string]float64{"correction": 0.25, "forward": 0.9, "publicity": 0.8}[p.Reason]
			out = append(out, rehearsal.Pause{Share: share, Days: n, At: minute, Meets: p.Reason == "forward"})
		}
	}
	for _, o := range y.helped {
		if o.asked == e {
			out = append(out, rehearsal.Pause{Share: 0.5, Unit: string(o.unit), Minutes: o.effort})
		}
	}
	slices.SortStableFunc(out, func(a, b rehearsal.Pause) int { return cmp.Compare(a.Share, b.Share) })
	return out
}

// outcome is what became of the year: closed, overdue share, median days, for the
// city ("") and every office, as the engine defines them.
func (y *year) outcome() map[string]map[string]float64 {
	type sums struct {
		closed, judged, late int
		days                 []int
	}
	all, today := map[string]*sums{"": {}}, calendar.DateOf(y.end)
	for _, e := range y.errands {
		if all[string(e.unit)] == nil {
			all[string(e.unit)] = &sums{}
		}
		late, limited := false, false
		for _, l := range e.it.Limits {
			if !l.Committed || l.Period.IsZero() {
				continue
			}
			from, end := e.filed, today
			if l.From == "accept" {
				from = e.accepted
			}
			if from.IsZero() || l.From != "submit" && l.From != "accept" {
				continue
			}
			if !e.met.IsZero() {
				end = calendar.DateOf(e.met)
			}
			limited, late = true, e.lateOf(l.Period, l.Regime, from, end)
		}
		for _, s := range []*sums{all[""], all[string(e.unit)]} {
			if !e.closed.IsZero() {
				s.closed++
				s.days = append(s.days, workdays(e))
			}
			if limited && (!e.closed.IsZero() || late) {
				s.judged++
			}
			if late {
				s.late++
			}
		}
	}
	out := map[string]map[string]float64{}
	for u, s := range all {
		slices.Sort(s.days)
		x := map[string]float64{"closed": float64(s.closed), "overdue": 0, "median": 0}
		if s.judged > 0 {
			x["overdue"] = float64(s.late) / float64(s.judged)
		}
		if n := len(s.days); n > 0 {
			x["median"] = float64(s.days[(n-1)/2])
		}
		out[u] = x
	}
	return out
}

// workdays are the working days from the one on which work could begin to the
// one on which it ended.
func workdays(e *errand) int {
	c := calendar.National()
	from, _ := minuteOf(later(e.filed, 0))
	return int(c.WorkdaysBetween(from, calendar.DateOf(e.closed)))
}
