package rehearsal

import (
	"container/heap"
	"math"
	"time"

	"quanlian/base/calendar"
)

// Fate is what became of one case in one run.
type Fate struct {
	Taken  int // working minute at which work began; -1 never
	Met    int // working minute at which what was promised was done; -1 not yet
	Closed int // working minute; -1 open at the end
	Day    calendar.Date
	Due    calendar.Date // zero without a limit that runs
	Late   bool          // begun or done after its limit, or not done when it had run out
}

// replay is one run of one variant.
type replay struct {
	*variant
	effort []int
	fates  []Fate
	stops  [][]calendar.Interval
	owner  []int // who has the case, in an office that hands out by load; -1 nobody yet
	at     []*office
	todo   events
	seq    int
}

func (v *variant) play(effort []int) *replay {
	n := len(v.cases)
	r := &replay{variant: v, effort: effort, fates: make([]Fate, n), stops: make([][]calendar.Interval, n), owner: make([]int, n), at: v.offices()}
	for u, days := range v.present {
		for i := 1; i < len(days); i++ {
			if days[i] != days[i-1] {
				r.push(event{at: i * v.length, kind: roster, unit: u})
			}
		}
	}
	for i := range v.cases {
		r.fates[i], r.owner[i] = Fate{Taken: -1, Met: -1, Closed: -1}, -1
		r.push(event{at: v.arrive[i], kind: joins, unit: v.home[i], job: i})
	}
	for len(r.todo) > 0 {
		e := heap.Pop(&r.todo).(event)
		if e.at >= v.end {
			break
		}
		r.happen(e)
	}
	return r
}

func (r *replay) push(e event) {
	r.seq++
	e.seq = r.seq
	heap.Push(&r.todo, e)
}

// happen lets the event happen and gives free desks their next case.
func (r *replay) happen(e event) {
	o := r.at[e.unit]
	switch e.kind {
	case joins:
		r.join(o, e)
	case leaves:
		o.free(e)
		r.done(e)
	}
	present := o.has(e.at, r.length)
	for o.byLoad && present > 0 && o.pool.Len() > 0 { // what nobody could be given
		r.join(o, heap.Pop(&o.pool).(event))
	}
	for {
		next, ok := o.next(present)
		if !ok {
			return
		}
		r.take(next, e.at)
	}
}

// join puts a case into its queue: that of the office, or of who has it.
func (r *replay) join(o *office, e event) {
	if !o.byLoad {
		heap.Push(&o.pool, e)
		return
	}
	who := r.owner[e.job]
	if e.assist || who < 0 {
		if who = o.hand(e.at, o.has(e.at, r.length)); who < 0 {
			heap.Push(&o.pool, e)
			return
		}
	}
	e.who = who
	if !e.assist {
		r.owner[e.job] = who
	}
	heap.Push(&o.people[who].queue, e)
}

// take begins the part of a case at a desk.
func (r *replay) take(e event, now int) {
	if r.fates[e.job].Taken < 0 {
		r.fates[e.job].Taken = now
	}
	minutes := r.minutes(e)
	r.at[e.unit].busy += min(minutes, r.end-now)
	e.at, e.kind = now+minutes, leaves
	if e.at == r.end { // done with the last minute of the replay
		r.done(e)
		return
	}
	r.push(e)
}

// minutes is the effort between two pauses of a case, or of another office's step.
func (r *replay) minutes(e event) int {
	pauses := r.cases[e.job].Pauses
	if e.assist {
		return pauses[e.part].Minutes
	}
	from, to := 0, r.effort[e.job]
	for i := range e.part {
		from = max(from, pauses[i].cut(to))
	}
	if e.part < len(pauses) {
		to = max(from, pauses[e.part].cut(to))
	}
	return to - from
}

// cut is the minute of the effort at which the pause begins.
func (p Pause) cut(effort int) int {
	if p.Share > 0 {
		return int(math.Round(p.Share * float64(effort)))
	}
	return min(p.After, effort)
}

// done closes the case, or sends it on: to wait for somebody outside, to
// another office, or back from there.
func (r *replay) done(e event) {
	c := r.cases[e.job]
	f := &r.fates[e.job]
	if !e.assist && f.Met < 0 && (e.part == len(c.Pauses) || c.Pauses[e.part].Meets) {
		f.Met = e.at
	}
	back := event{at: e.at, kind: joins, unit: r.home[e.job], part: e.part + 1, job: e.job}
	switch {
	case e.assist:
		if o := r.at[e.unit]; o.byLoad {
			o.people[e.who].open--
		}
		r.push(back)
	case e.part == len(c.Pauses):
		f.Closed = e.at
		if o := r.at[e.unit]; o.byLoad {
			o.people[e.who].open--
		}
	case c.Pauses[e.part].Unit != "":
		r.push(event{at: e.at, kind: joins, unit: r.number[c.Pauses[e.part].Unit], part: e.part, assist: true, job: e.job})
	default:
		p := c.Pauses[e.part]
		from := r.closing(e.at)
		to := from.AddDays(p.Days)
		if !p.Running {
			r.stops[e.job] = append(r.stops[e.job], calendar.Interval{From: from, To: to})
		}
		back.at = r.minute(to.At(0).Add(time.Duration(p.At) * time.Minute))
		r.push(back)
	}
}

// judge gives every case its limit's end and says which are late.
func (r *replay) judge() error {
	for i, c := range r.cases {
		f := &r.fates[i]
		if f.Closed >= 0 {
			f.Day = r.closing(f.Closed)
		}
		it := r.items[c.Item]
		if limit := r.limits[c.Item]; !limit.IsZero() && !(it.Taken && f.Taken < 0) {
			from := dateOf(c)
			if it.Taken {
				from = r.day(f.Taken)
			}
			due, err := r.due(from, limit, it.Regime, r.stops[i])
			if err != nil {
				return err
			}
			f.Due = due
			f.Late = f.Met >= 0 && r.closing(f.Met).After(due) || f.Met < 0 && due.Before(r.q.Until)
		}
		if it.Accept.IsZero() {
			continue
		}
		due, err := r.due(dateOf(c), it.Accept, it.Regime, nil)
		if err != nil {
			return err
		}
		if f.Due.IsZero() {
			f.Due = due
		}
		f.Late = f.Late || f.Taken >= 0 && r.day(f.Taken).After(due) || f.Taken < 0 && due.Before(r.q.Until)
	}
	return nil
}
