package rehearsal

import (
	"slices"

	"quanlian/base/calendar"
)

// tally collects one figure per run, of all cases, of every office and item.
type tally struct {
	closed, open, late, wait []float64
	all                      column
	units, items             []column
	load                     [][]float64
	weeks                    [][]float64
	share                    []float64 // that of all
}

// column is how a set of cases was closed, run by run.
type column struct{ closed, share, days, slow []float64 }

// count is the same within one run.
type count struct {
	closed, late, judged int
	took                 []int // Unit: working days
}

func newTally(v *variant) *tally {
	return &tally{units: make([]column, len(v.q.Units)), items: make([]column, len(v.q.Items)), load: make([][]float64, len(v.q.Units)), weeks: make([][]float64, len(v.weeks))}
}

func (n *count) add(f Fate, days int, whole bool) {
	if f.Closed >= 0 {
		n.closed++
		if whole {
			n.took = append(n.took, days)
		}
	}
	if !f.Due.IsZero() && (f.Closed >= 0 || f.Late) {
		n.judged++
	}
	if f.Late {
		n.late++
	}
}

func (c *column) add(n count) {
	slices.Sort(n.took)
	at := func(p float64) float64 {
		if len(n.took) == 0 {
			return 0
		}
		return float64(max(0, n.took[int(p*float64(len(n.took)-1))]))
	}
	c.closed, c.share = append(c.closed, float64(n.closed)), append(c.share, ratio(n.late, n.judged))
	c.days, c.slow = append(c.days, at(0.5)), append(c.slow, at(0.9))
}

// add counts one run. A case that was carried over says nothing about waiting
// and closing times: it came before the replay.
func (t *tally) add(r *replay) {
	var all count
	units, items := make([]count, len(r.q.Units)), make([]count, len(r.q.Items))
	wait, taken := 0, 0
	number := map[string]int{}
	for i, it := range r.q.Items {
		number[it.ID] = i
	}
	for i, f := range r.fates {
		c := r.cases[i]
		whole := !dateOf(c).Before(r.first)
		if f.Taken >= 0 && whole {
			wait += f.Taken - r.arrive[i]
			taken++
		}
		days := 0
		if f.Closed >= 0 {
			days = (f.Closed-1)/r.length - r.arrive[i]/r.length
		}
		all.add(f, days, whole)
		units[r.home[i]].add(f, days, whole)
		items[number[c.Item]].add(f, days, whole)
	}
	t.closed, t.open = append(t.closed, float64(all.closed)), append(t.open, float64(len(r.fates)-all.closed))
	t.late, t.wait, t.share = append(t.late, float64(all.late)), append(t.wait, ratio(wait, taken)), append(t.share, ratio(all.late, all.judged))
	t.all.add(all)
	for i := range units {
		t.units[i].add(units[i])
		t.load[i] = append(t.load[i], ratio(r.at[i].busy, r.time(i)))
	}
	for i := range items {
		t.items[i].add(items[i])
	}
	t.backlog(r)
}

// time is the working time that the people of an office had. Unit: minutes.
func (v *variant) time(unit int) int {
	n := 0
	for _, people := range v.present[unit] {
		n += people * v.length
	}
	return n
}

// backlog counts the open cases at the end of every week.
func (t *tally) backlog(r *replay) {
	n := make([]int, len(r.weeks)+1)
	at := func(d calendar.Date) int {
		i, _ := slices.BinarySearchFunc(r.weeks, d, calendar.Date.Compare)
		return i
	}
	for i, f := range r.fates {
		n[at(dateOf(r.cases[i]))]++
		if f.Closed >= 0 {
			n[at(f.Day)]--
		}
	}
	open := 0
	for i := range r.weeks {
		open += n[i]
		t.weeks[i] = append(t.weeks[i], float64(open))
	}
}

func (t *tally) outcome(v *variant) Outcome {
	o := Outcome{Name: v.name, Cases: len(v.cases), Closed: spread(t.closed), Open: spread(t.open), Late: spread(t.late), Share: spread(t.share),
		Wait: spread(t.wait), Days: spread(t.all.days), Slow: spread(t.all.slow)}
	unit, item := map[string]int{}, map[string]int{}
	for _, c := range v.cases {
		unit[c.Unit]++
		item[c.Item]++
	}
	for i, u := range v.q.Units {
		c := t.units[i]
		o.Units = append(o.Units, Load{Unit: u.ID, Staff: v.staff[u.ID], Cases: unit[u.ID], Load: spread(t.load[i]), Share: spread(c.share),
			Closed: spread(c.closed), Days: spread(c.days), Slow: spread(c.slow)})
	}
	for i, it := range v.q.Items {
		o.Items = append(o.Items, Kept{Item: it.ID, Limit: v.limits[it.ID], Cases: item[it.ID], Share: spread(t.items[i].share)})
	}
	for i, w := range v.weeks {
		o.Backlog = append(o.Backlog, Week{End: w, Open: spread(t.weeks[i])})
	}
	return o
}
