package rehearsal

import (
	"cmp"
	"slices"
	"sort"

	"quanlian/base/calendar"
	engine "quanlian/engine/rehearsal"
	"quanlian/kernel"
)

// promise is the committed limit of a case, the last one declared of several.
func promise(c kernel.Case) (l kernel.Limit, ok bool) {
	for _, x := range c.Limits {
		if x.Committed && !x.Outside && !x.Period.IsZero() {
			l, ok = x, true
		}
	}
	return l, ok
}

// items gathers what is known of each item. Its limit is the one of the case
// that came last.
func (p *past) items() {
	minutes := map[string][]int{}
	by := map[string]*ItemFact{}
	limits := map[string]kernel.Limit{}
	for _, c := range p.cases {
		if _, ok := p.helps(c); ok {
			continue
		}
		id := ItemOf(c)
		if by[id] == nil {
			by[id] = &ItemFact{ID: id}
		}
		by[id].Cases++
		if n, ok := p.effort[c.ID]; ok {
			minutes[id] = append(minutes[id], n)
		}
		if l, ok := promise(c); ok {
			limits[id] = l
			by[id].Limit, by[id].Taken = l.Period, l.From.After(c.Opened)
		}
	}
	for id, f := range by {
		f.Observed = len(minutes[id])
		f.Assumed = f.Observed < leastObserved
		if f.Observed > 0 {
			sort.Ints(minutes[id])
			f.Minutes = minutes[id][len(minutes[id])/2]
		}
		p.b.Items = append(p.b.Items, *f)
	}
	slices.SortFunc(p.b.Items, func(a, b ItemFact) int { return cmp.Or(cmp.Compare(b.Cases, a.Cases), cmp.Compare(a.ID, b.ID)) })
	for _, f := range p.b.Items {
		it := engine.Item{ID: f.ID, Limit: f.Limit, Taken: f.Taken, Regime: limits[f.ID].Regime}
		if f.Assumed {
			it.Effort = p.q.Effort
		}
		p.r.Items = append(p.r.Items, it)
	}
}

// units gathers what is known of each office. What the question says of an
// office stands before what the record says.
func (p *past) units(o Offices, acts []Act) {
	cases := map[string]int{}
	for _, c := range p.r.Cases {
		cases[c.Unit]++
	}
	for _, u := range p.q.Units {
		r := p.rollOf(u, o, acts)
		f := UnitFact{ID: u, Cases: cases[string(u)], Posts: len(r.clerks), Seen: len(r.moved), ByLoad: o.ByLoad != nil && o.ByLoad(u)}
		f.Staff, f.Short = r.staff()
		if n, ok := p.q.Staff[u]; ok {
			f.Staff, f.Given = n, true
		}
		if said, ok := p.q.Short[u]; ok {
			f.Short = said
		}
		p.b.Units = append(p.b.Units, f)
		p.r.Units = append(p.r.Units, engine.Unit{ID: string(u), Staff: f.Staff, ByLoad: f.ByLoad, Short: f.Short})
	}
}

// actual counts what really became of the cases, as the engine counts its own.
func (p *past) actual() {
	var days []int
	of := map[string]*ItemFact{}
	for i := range p.b.Items {
		of[p.b.Items[i].ID] = &p.b.Items[i]
	}
	for _, c := range p.cases {
		if _, ok := p.helps(c); ok {
			continue
		}
		late, item := p.late(c), of[ItemOf(c)]
		if !c.Closed.IsZero() {
			p.b.Closed++
			if !calendar.DateOf(c.Opened).Before(p.q.From) {
				from := p.cal.NextWorkday(calendar.DateOf(c.Opened))
				days = append(days, max(0, int(p.cal.WorkdaysBetween(from, calendar.DateOf(c.Closed)))))
			}
		}
		l, ok := promise(c)
		if ok && (!c.Closed.IsZero() || late) {
			p.b.Judged++
			item.Judged++
		}
		if ok && l.Period != item.Limit {
			item.Other++
		}
		if late {
			p.b.Late++
			item.Late++
		}
	}
	sort.Ints(days)
	if len(days) > 0 {
		p.b.Median = float64(days[(len(days)-1)/2])
	}
}

// late reports whether the promise of a case was not kept.
func (p *past) late(c kernel.Case) bool {
	l, ok := promise(c)
	if !ok {
		return false
	}
	end := l.Met
	if end.IsZero() {
		end = c.Closed
	}
	if !end.IsZero() {
		before := slices.DeleteFunc(slices.Clone(c.Pauses), func(x kernel.Pause) bool { return !x.From.Before(end) })
		due, err := l.Due(before, p.cal)
		return err == nil && calendar.DateOf(end).After(due.Date)
	}
	left, err := l.Left(c.Pauses, p.end, p.cal)
	return err == nil && left.Late()
}
