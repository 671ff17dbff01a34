package rehearsal

import (
	"math"
	"slices"
	"time"

	"quanlian/base/calendar"
	engine "quanlian/engine/rehearsal"
	"quanlian/kernel"
)

// Clerk is a clerk's post of an office, until it ended; Until is zero while it lasts.
type Clerk struct {
	User  kernel.UserID
	Unit  kernel.UnitID
	Until time.Time
}

// Leave is a time in which the holder of a post was away and somebody stood in.
type Leave struct {
	User     kernel.UserID
	Unit     kernel.UnitID
	From, To time.Time
}

// On how many days somebody of an office has to have put something down before
// people are weighed by their days. Unit: working days. Source: design decision [D].
const enoughDays = 10

// From which weight on the holder of a post is missed when away. Unit: share of the
// busiest colleague's days. Source: design decision [D].
const missedFrom = 0.5

// roll is who worked in one office.
type roll struct {
	clerks []Clerk
	leaves []Leave
	moved  map[kernel.UserID]map[calendar.Date]bool
	days   []calendar.Date
}

func (p *past) rollOf(u kernel.UnitID, o Offices, acts []Act) roll {
	r := roll{moved: map[kernel.UserID]map[calendar.Date]bool{}, clerks: slices.DeleteFunc(slices.Clone(o.Clerks), func(c Clerk) bool {
		return c.Unit != u || !c.Until.IsZero() && c.Until.Before(p.q.From.At(0))
	}), leaves: slices.DeleteFunc(slices.Clone(o.Leaves), func(l Leave) bool { return l.Unit != u })}
	for d := p.q.From; !d.After(calendar.DateOf(p.end.Add(-time.Second))); d = d.AddDays(1) {
		if p.cal.IsWorkday(d) {
			r.days = append(r.days, d)
		}
	}
	for _, a := range acts {
		i, known := p.index[a.Case]
		if !a.Own || !known || p.cases[i].Unit != u || slices.Contains(asides, a.Name) {
			continue
		}
		if r.moved[a.By] == nil {
			r.moved[a.By] = map[calendar.Date]bool{}
		}
		r.moved[a.By][calendar.DateOf(a.At)] = true
	}
	return r
}

// away reports whether the holder of a post had left it by the day, or had a
// deputy for all of its office hours.
func (r roll) away(c Clerk, d calendar.Date) bool {
	from, to := d.At(0).Add(time.Duration(officeHours[0][0])*time.Minute), d.At(0).Add(time.Duration(officeHours[1][1])*time.Minute)
	if !c.Until.IsZero() && !c.Until.After(from) {
		return true
	}
	return slices.ContainsFunc(r.leaves, func(l Leave) bool { return l.User == c.User && !l.From.After(from) && !l.To.Before(to) })
}

// weights say how much of each post was worked: somebody's days with a move, of
// those on which he was there, as a share of the busiest colleague's. Of an
// office with few days everybody who moved something counts as one.
func (r roll) weights() []float64 {
	out, most := make([]float64, len(r.clerks)), 0.0
	enough := false
	for i, c := range r.clerks {
		there, moved := 0, 0
		for _, d := range r.days {
			if !r.away(c, d) {
				there++
				if r.moved[c.User][d] {
					moved++
				}
			}
		}
		enough = enough || moved >= enoughDays
		if there > 0 {
			out[i] = float64(moved) / float64(there)
		}
		most = max(most, out[i])
	}
	for i := range out {
		switch {
		case out[i] > 0 && !enough:
			out[i] = 1
		case most > 0:
			out[i] /= most
		}
	}
	return out
}

// staff is how many people an office had, and when some of them were missing.
// Where nobody of it moved a case, all its posts count.
func (r roll) staff() (n int, short []engine.Short) {
	w, sum := r.weights(), 0.0
	for _, x := range w {
		sum += x
	}
	counts := func(i int) bool { return w[i] >= missedFrom }
	if n = max(1, int(math.Round(sum))); sum == 0 {
		n, counts = len(r.clerks), func(int) bool { return true }
	}
	for k, d := range r.days {
		missing := 0
		for i, c := range r.clerks {
			if counts(i) && r.away(c, d) {
				missing++
			}
		}
		missing = min(missing, n)
		switch last := len(short) - 1; {
		case missing == 0:
		case last >= 0 && k > 0 && short[last].To == r.days[k-1] && short[last].Missing == missing:
			short[last].To = d
		default:
			short = append(short, engine.Short{From: d, To: d, Missing: missing})
		}
	}
	return n, short
}
