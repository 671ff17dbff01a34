package rehearsal

import (
	"cmp"
	"slices"
	"time"

	"quanlian/base/calendar"
	engine "quanlian/engine/rehearsal"
	"quanlian/kernel"
	"quanlian/kernel/itemflow"
)

// Few is how many observed cases are too few to say much of an item or office.
// Unit: cases. Source: design decision [D], a usual rule of thumb for a mean.
const Few = 30

// leastObserved is how many efforts an item needs before they are drawn from
// instead of the assumption. Unit: cases. Source: design decision [D].
const leastObserved = 5

// Where in its work a case goes out to wait, as a share of the effort: nobody
// writes it down. Unit: share. Source: design decision [D]: what is missing
// shows early, papers are handed on and made public when most is done.
var outAt = map[string]float64{string(kernel.HoldCorrection): 0.25, string(itemflow.Forwarded): 0.9, string(itemflow.Publishing): 0.8, string(itemflow.HandedOver): 0.1}

const outElse = 0.5

// Basis is what a replay rests on, with the numbers behind it.
type Basis struct {
	AsOf    time.Time     `json:"as_of"`
	First   calendar.Date `json:"first,omitzero"` // on which a case came
	Cases   int           `json:"cases"`
	Carried int           `json:"carried"` // came before the first day and were open on it
	Waits   int           `json:"waits"`   // waits for somebody outside, observed
	Helped  int           `json:"helped"`  // steps of another office
	Items   []ItemFact    `json:"items"`
	Units   []UnitFact    `json:"units"`
	// What really happened, by the same definitions as the engine's.
	Closed int     `json:"closed"`
	Judged int     `json:"judged"`
	Late   int     `json:"late"`
	Median float64 `json:"median_closing_workdays"`
}

// ItemFact is what is known of one item, or of a flow without an item.
type ItemFact struct {
	ID       string          `json:"id"`
	Cases    int             `json:"cases"`
	Observed int             `json:"observed"` // cases whose effort was read
	Minutes  int             `json:"median_minutes"`
	Assumed  bool            `json:"assumed"` // too few were observed
	Limit    calendar.Period `json:"limit,omitzero"`
	Taken    bool            `json:"from_taken,omitempty"`
	// What really happened, as in Basis; Other are the cases that were promised
	// another limit than the last one, by which the replay holds all of them.
	Judged int `json:"judged"`
	Late   int `json:"late"`
	Other  int `json:"other_limit,omitempty"`
}

// UnitFact is what is known of one office.
type UnitFact struct {
	ID     kernel.UnitID `json:"id"`
	Cases  int           `json:"cases"`
	Staff  int           `json:"staff"`
	Given  bool          `json:"given"` // by the question
	Posts  int           `json:"posts"`
	Seen   int           `json:"seen"` // people of the office who moved a case of it
	ByLoad bool          `json:"by_load,omitempty"`
	// Short is when people were missing, by deputies and posts or by the question.
	Short []engine.Short `json:"short,omitempty"`
}

// Offices is what is known of the offices beside their cases.
type Offices struct {
	Clerks []Clerk
	Leaves []Leave
	ByLoad func(kernel.UnitID) bool
}

// ItemOf is the item of a case, or the flow of one that has none.
func ItemOf(c kernel.Case) string { return cmp.Or(c.Item, string(c.Flow)) }

// ofItem reports whether a case is one of a declared item, or of what belongs to
// it. Deals and the like wait for their parties, not for a desk: they are left out.
func ofItem(c kernel.Case) bool {
	return c.Item != "" || itemflow.NameOf(c.Flow) == itemflow.OpinionFlow || itemflow.NameOf(c.Flow) == itemflow.ReviewFlow
}

// asOf is a case as it stood at an instant.
func asOf(c kernel.Case, at time.Time) kernel.Case {
	if c.Closed.After(at) {
		c.Closed = time.Time{}
	}
	c.Limits, c.Pauses = slices.Clone(c.Limits), slices.DeleteFunc(slices.Clone(c.Pauses), func(p kernel.Pause) bool { return p.From.After(at) })
	for i := range c.Limits {
		if c.Limits[i].Met.After(at) {
			c.Limits[i].Met = time.Time{}
		}
	}
	for i := range c.Pauses {
		if c.Pauses[i].To.After(at) {
			c.Pauses[i].To = time.Time{}
		}
	}
	return c
}

// Record is what was written down: the cases of the offices that came up to the
// last day and were not closed before the first, and the moves on them and of
// their clerks since the first, in their order.
type Record struct {
	Cases []kernel.Case
	Acts  []Act
}

// Replay makes the engine's request of past cases, and says what it rests on.
func Replay(q Question, rec Record, o Offices, at time.Time, cal *calendar.Calendar) (engine.Request, Basis) {
	end := q.Until.At(24)
	if at.Before(end) {
		end = at
	}
	p := past{q: q, end: end, cal: cal, b: Basis{AsOf: at}, index: map[kernel.CaseID]int{}}
	for _, c := range rec.Cases {
		if !ofItem(c) || c.Opened.After(end) || !slices.Contains(q.Units, c.Unit) || !c.Closed.IsZero() && c.Closed.Before(q.From.At(0)) {
			continue
		}
		p.cases = append(p.cases, asOf(c, end))
	}
	slices.SortFunc(p.cases, func(a, b kernel.Case) int { return cmp.Or(a.Opened.Compare(b.Opened), cmp.Compare(a.ID, b.ID)) })
	for i, c := range p.cases {
		p.index[c.ID] = i
	}
	acts := slices.DeleteFunc(slices.Clone(rec.Acts), func(a Act) bool { return a.At.After(end) })
	p.effort = efforts(acts, p.cases, q.From.At(0), cal)
	p.r = engine.Request{Seed: q.Seed, Runs: q.Runs, From: q.From, Until: q.Until, Try: nil}
	if q.Changes() {
		p.r.Try = []engine.Change{q.change()}
	}
	p.fill()
	p.items()
	p.units(o, acts)
	p.actual()
	return p.r, p.b
}

// past is the work on one request.
type past struct {
	q      Question
	end    time.Time
	cal    *calendar.Calendar
	cases  []kernel.Case
	index  map[kernel.CaseID]int
	effort map[kernel.CaseID]int
	r      engine.Request
	b      Basis
}

// helps reports whether a case is another office's step for one that is
// replayed too.
func (p *past) helps(c kernel.Case) (parent int, ok bool) {
	if itemflow.NameOf(c.Flow) != itemflow.OpinionFlow || c.Parent == "" {
		return 0, false
	}
	parent, ok = p.index[c.Parent]
	return parent, ok && p.cases[parent].Unit != c.Unit
}

// fill takes the cases over, with what held them up.
func (p *past) fill() {
	steps := map[int][]engine.Pause{}
	for _, c := range p.cases {
		if parent, ok := p.helps(c); ok {
			minutes := p.effort[c.ID]
			if minutes == 0 {
				minutes = p.q.Effort.Likely
			}
			steps[parent] = append(steps[parent], engine.Pause{Share: outElse, Unit: string(c.Unit), Minutes: minutes})
			p.b.Helped++
		}
	}
	for i, c := range p.cases {
		if _, ok := p.helps(c); ok {
			continue
		}
		day := calendar.DateOf(c.Opened)
		if p.b.First.IsZero() {
			p.b.First = day
		}
		if day.Before(p.q.From) {
			p.b.Carried++
		}
		pauses := append(p.waits(c), steps[i]...)
		slices.SortStableFunc(pauses, func(a, b engine.Pause) int { return cmp.Compare(a.Share, b.Share) })
		p.r.Cases = append(p.r.Cases, engine.Case{ID: c.No, Arrived: c.Opened, Item: ItemOf(c), Unit: string(c.Unit), Minutes: p.effort[c.ID], Pauses: pauses})
	}
	p.b.Cases = len(p.r.Cases)
}

// waits are the times in which a case waited for somebody outside.
func (p *past) waits(c kernel.Case) []engine.Pause {
	var out []engine.Pause
	first := p.q.From
	for _, x := range c.Pauses {
		from, to, minute := calendar.DateOf(x.From), p.q.Until.AddDays(1), 0
		if !x.To.IsZero() {
			to, minute = calendar.DateOf(x.To), minuteOf(x.To)
		}
		if from.Before(first) { // what of it lay before the replay is over
			from = first
		}
		n := int(to.DaysSince(from))
		if n < 1 {
			continue
		}
		share, ok := outAt[x.Reason]
		if !ok {
			share = outElse
		}
		out = append(out, engine.Pause{Share: share, Days: n, At: minute, Meets: x.Reason == string(itemflow.Forwarded)})
		p.b.Waits++
	}
	return out
}
