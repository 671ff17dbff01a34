package rehearsal

import "container/heap"

// event is something that happens at a working minute: a case joins a queue, a
// desk is done with it for now, or an office has other people from now on.
type event struct {
	at, seq int
	kind    eventKind
	unit    int  // the office, by its place in the request
	who     int  // the person who has it, in an office that hands out by load
	part    int  // of the case, between its pauses
	assist  bool // another office's step
	job     int
}

type eventKind int

const (
	joins eventKind = iota
	leaves
	roster
)

type events []event

func (e events) Len() int { return len(e) }
func (e events) Less(i, j int) bool {
	if e[i].at != e[j].at {
		return e[i].at < e[j].at
	}
	return e[i].seq < e[j].seq
}
func (e events) Swap(i, j int) { e[i], e[j] = e[j], e[i] }
func (e *events) Push(x any)   { *e = append(*e, x.(event)) }
func (e *events) Pop() any     { o := *e; x := o[len(o)-1]; *e = o[:len(o)-1]; return x }

// waiting is a queue: the oldest case first.
type waiting []event

func (q waiting) Len() int           { return len(q) }
func (q waiting) Less(i, j int) bool { return q[i].job < q[j].job }
func (q waiting) Swap(i, j int)      { q[i], q[j] = q[j], q[i] }
func (q *waiting) Push(x any)        { *q = append(*q, x.(event)) }
func (q *waiting) Pop() any          { o := *q; x := o[len(o)-1]; *q = o[:len(o)-1]; return x }

// office is one office in one run.
type office struct {
	byLoad  bool
	present []int   // people on each working day
	pool    waiting // of the whole office; by load: what nobody could be given
	people  []person
	working int
	busy    int // Unit: minutes worked until the end
}

// person is one member of an office that hands out by load.
type person struct {
	queue      waiting
	open, last int // cases that he has, and the minute at which he was given one last
	busy       bool
}

// people are those of an office on a working day.
func (v *variant) people(u Unit) []int {
	out := make([]int, len(v.days))
	for i, d := range v.days {
		out[i] = v.staff[u.ID]
		for _, s := range u.Short {
			if !d.Before(s.From) && !d.After(s.To) {
				out[i] -= s.Missing
			}
		}
		out[i] = max(0, out[i])
	}
	return out
}

func (v *variant) offices() []*office {
	var out []*office
	for i, u := range v.q.Units {
		o := &office{byLoad: u.ByLoad, present: v.present[i]}
		if u.ByLoad {
			o.people = make([]person, v.staff[u.ID])
			for j := range o.people {
				o.people[j].last = -1
			}
		}
		out = append(out, o)
	}
	return out
}

// has is how many people are there at a minute.
func (o *office) has(minute, length int) int {
	return o.present[min(minute/length, len(o.present)-1)]
}

// hand gives a case to who has the fewest of those present, of those to who
// has waited longest; -1 when nobody is there.
func (o *office) hand(minute, present int) int {
	best := -1
	for i := range min(present, len(o.people)) {
		p := o.people[i]
		if best < 0 || p.open < o.people[best].open || p.open == o.people[best].open && p.last < o.people[best].last {
			best = i
		}
	}
	if best >= 0 {
		o.people[best].open++
		o.people[best].last = minute
	}
	return best
}

// next gives the case that a free desk takes up now; the person is -1 where
// all take from one queue.
func (o *office) next(present int) (event, bool) {
	if !o.byLoad {
		if o.working >= present || o.pool.Len() == 0 {
			return event{}, false
		}
		o.working++
		return heap.Pop(&o.pool).(event), true
	}
	for i := range min(present, len(o.people)) {
		if p := &o.people[i]; !p.busy && p.queue.Len() > 0 {
			p.busy = true
			return heap.Pop(&p.queue).(event), true
		}
	}
	return event{}, false
}

// free gives the desk of an event back.
func (o *office) free(e event) {
	if o.byLoad {
		o.people[e.who].busy = false
		return
	}
	o.working--
}
