package walk

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"quanlian/base/calendar"
	"quanlian/kernel"
	"quanlian/kernel/form"
	"quanlian/kernel/itemflow"
)

// A year of the Ningbo complex is 23,366 cases (the city's report for 2023 [S]).
// Source: [D] for everything else: which items are asked for how often, the
// shape of the year, the week and the day, who sends things in at night,
// efforts, pauses, absences; people for a load of some eight tenths.
const yearCases = 23_366

// The working day of the simulation. Unit: minutes after midnight.
var shifts = [2][2]int{{9 * 60, 12 * 60}, {13*60 + 30, 17 * 60}}

const dayLength = 390

// draw is what the simulation knows of one case and the forecast does not.
type draw struct {
	it     form.Item
	filed  time.Time
	effort int
	breaks []stop
}

// stop is where a case leaves its desk, after a share of the effort.
type stop struct {
	kind   string // correction, opinion, forward, publicity
	share  float64
	days   int // that somebody outside takes
	office kernel.UnitID
	effort int // of the other office's step
}

// triangle is what anybody may know of the effort of an item. Unit: minutes.
type triangle struct{ low, likely, high int }

func (t triangle) draw(r *rand.Rand) int {
	low, mode, high, u := float64(t.low), float64(t.likely), float64(t.high), r.Float64()
	if u < (mode-low)/(high-low) {
		return int(low + math.Sqrt(u*(high-low)*(mode-low)) + 0.5)
	}
	return int(high - math.Sqrt((1-u)*(high-low)*(high-mode)) + 0.5)
}

// plot is a year as it will come.
type plot struct {
	first, last calendar.Date
	draws       []draw
	efforts     map[string]triangle
	offices     map[kernel.UnitID]*manned
}

// manned is an office with its people and the times in which some are missing.
type manned struct {
	people int
	byLoad bool
	short  []gap
}

type gap struct {
	from, to calendar.Date
	missing  int
}

// The shape of a year, a week, and a day from 9 to 17. Unit: none, weights.
var (
	months   = [12]float64{0.9, 0.6, 1.1, 1.1, 1.0, 1.2, 1.0, 0.9, 1.1, 0.8, 1.2, 1.3}
	weekdays = [7]float64{0.12, 1.25, 1.1, 1.0, 0.95, 0.8, 0.15} // Sunday first; online
	hours    = [24]float64{7: 1, 8: 2, 9: 9, 10: 11, 11: 8, 12: 3, 13: 5, 14: 10, 15: 9, 16: 6, 17: 2, 18: 1, 19: 1, 20: 1.5, 21: 1.5, 22: 1}
)

func pick(r *rand.Rand, weights []float64) int {
	sum := 0.0
	for _, w := range weights {
		sum += w
	}
	u := r.Float64() * sum
	for i, w := range weights {
		if u -= w; u < 0 {
			return i
		}
	}
	return len(weights) - 1
}

// plotOf draws n cases from the first to the last day.
func plotOf(t *testing.T, list []form.Item, byLoad map[kernel.UnitID]bool, first, last calendar.Date, n int) plot {
	t.Helper()
	r := rand.New(rand.NewPCG(2023, yearCases))
	p := plot{first: first, last: last, efforts: map[string]triangle{}, offices: map[kernel.UnitID]*manned{}}
	var days []calendar.Date
	var of []float64
	for d := first; !d.After(last); d = d.AddDays(1) {
		w := weekdays[d.Weekday()] * months[d.Month-1] * (0.8 + 0.4*r.Float64())
		if !calendar.National().IsWorkday(d) {
			w = min(w, 0.15)
		}
		days, of = append(days, d), append(of, w)
	}
	var asked []float64
	for _, it := range list {
		asked = append(asked, r.ExpFloat64())
		likely := 15 + r.IntN(90)
		p.efforts[it.Code] = triangle{max(3, likely*2/5), likely, likely * 3}
		if p.offices[it.Unit] == nil {
			p.offices[it.Unit] = &manned{byLoad: byLoad[it.Unit]}
		}
	}
	need := map[kernel.UnitID]int{}
	for range n {
		d := days[pick(r, of)]
		x := draw{it: list[pick(r, asked)], filed: d.At(0).Add(time.Duration(pick(r, hours[:])*60+r.IntN(60)) * time.Minute)}
		x.effort = p.efforts[x.it.Code].draw(r)
		x.breaks = stopsOf(r, x.it, list)
		need[x.it.Unit] += x.effort
		for _, b := range x.breaks {
			need[b.office] += b.effort
		}
		p.draws = append(p.draws, x)
	}
	slices.SortStableFunc(p.draws, func(a, b draw) int { return a.filed.Compare(b.filed) })
	p.man(r, need)
	return p
}

// stopsOf are what will hold a case up.
func stopsOf(r *rand.Rand, it form.Item, list []form.Item) []stop {
	var out []stop
	switch it.Flow {
	case itemflow.Instant, itemflow.Consult, itemflow.Book:
		return nil
	}
	if r.Float64() < 0.15 {
		out = append(out, stop{kind: "correction", share: 0.3, days: 1 + r.IntN(5)})
	}
	if (it.Flow == itemflow.Decide || it.Flow == itemflow.Examine) && r.Float64() < 0.08 {
		if other := list[r.IntN(len(list))].Unit; other != it.Unit {
			out = append(out, stop{kind: "opinion", share: 0.5, office: other, effort: 15 + r.IntN(46)})
		}
	}
	switch it.Flow {
	case itemflow.Forward:
		out = append(out, stop{kind: "forward", share: 0.8, days: 1 + r.IntN(5)})
	case itemflow.Publish:
		out = append(out, stop{kind: "publicity", share: 0.7})
	}
	return out
}

// man gives every office people for its load, and takes some away for some weeks.
func (p plot) man(r *rand.Rand, need map[kernel.UnitID]int) {
	workdays := 0
	for d := p.first; !d.After(p.last); d = d.AddDays(1) {
		if calendar.National().IsWorkday(d) {
			workdays++
		}
	}
	var units []kernel.UnitID
	for u := range p.offices {
		units = append(units, u)
	}
	slices.Sort(units)
	span := p.last.DaysSince(p.first)
	for _, u := range units {
		o := p.offices[u]
		o.people = max(1, int(math.Round(float64(need[u])/0.82/dayLength/float64(workdays))))
		if o.people < 2 {
			continue
		}
		for range max(1, int(span)/120) {
			from := p.first.AddDays(r.IntN(int(span) + 1))
			o.short = append(o.short, gap{from, from.AddDays(6 + r.IntN(8)), 1 + r.IntN((o.people+2)/3)})
		}
		o.short = apart(o.short)
	}
}

// apart leaves only the gaps that do not touch one before.
func apart(gaps []gap) []gap {
	slices.SortFunc(gaps, func(a, b gap) int { return a.from.Compare(b.from) })
	var out []gap
	for _, g := range gaps {
		if len(out) == 0 || g.from.After(out[len(out)-1].to) {
			out = append(out, g)
		}
	}
	return out
}
