package rehearsal

import (
	"container/heap"
	"math"

	"quanlian/base/calendar"
)

// Fate is what became of one case in one run.
type Fate struct {
	Taken  int // working minute at which work began; -1 never
	Closed int // working minute; -1 open at the end
	Day    calendar.Date
	Due    calendar.Date // zero without a limit
	Late   bool          // closed after its limit, or open when it had run out
}

// efforts draws the hands-on minutes of every case of one run. A case's draw
// depends on the seed, the run and the case alone, never on the variant.
func (q *Request) efforts(run int) []int {
	pool, items := map[string][]int{}, map[string]Item{}
	for _, it := range q.Items {
		items[it.ID] = it
	}
	for _, c := range q.Cases {
		if c.Minutes > 0 {
			pool[c.Item] = append(pool[c.Item], c.Minutes)
		}
	}
	out := make([]int, len(q.Cases))
	for i, c := range q.Cases {
		u := quantile(q.Seed, uint64(run), uint64(i))
		if e := items[c.Item].Effort; e != (Effort{}) {
			out[i] = e.at(u)
		} else {
			out[i] = pool[c.Item][int(u*float64(len(pool[c.Item])))]
		}
	}
	return out
}

// quantile is a number in [0, 1) that looks drawn and follows from its seed.
func quantile(seed ...uint64) float64 {
	var x uint64
	for _, s := range seed {
		x = mix(x + gamma + s)
	}
	return float64(x>>11) / (1 << 53)
}

// The step of SplitMix64. Unit: none. Source: Steele, Lea, Flood, Fast splittable
// pseudorandom number generators (OOPSLA 2014).
const gamma = 0x9e3779b97f4a7c15

func mix(x uint64) uint64 {
	x = (x ^ x>>30) * 0xbf58476d1ce4e5b9
	x = (x ^ x>>27) * 0x94d049bb133111eb
	return x ^ x>>31
}

// at is the effort at the quantile u of the triangle.
func (e Effort) at(u float64) int {
	low, mode, high := float64(e.Low), float64(e.Likely), float64(e.High)
	if high == low {
		return e.Low
	}
	if cut := (mode - low) / (high - low); u < cut {
		return int(math.Round(low + math.Sqrt(u*(high-low)*(mode-low))))
	}
	return int(math.Round(high - math.Sqrt((1-u)*(high-low)*(high-mode))))
}

// event is something that happens at a working minute: a case joins a queue, or
// a desk is done with it for now.
type event struct {
	at, seq int
	joins   bool
	part    int // of the case, between its pauses
	job     int
}

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

// waiting is the queue of an office: the oldest case first.
type waiting []event

func (q waiting) Len() int           { return len(q) }
func (q waiting) Less(i, j int) bool { return q[i].job < q[j].job }
func (q waiting) Swap(i, j int)      { q[i], q[j] = q[j], q[i] }
func (q *waiting) Push(x any)        { *q = append(*q, x.(event)) }
func (q *waiting) Pop() any          { o := *q; x := o[len(o)-1]; *q = o[:len(o)-1]; return x }

// replay is one run of one variant.
type replay struct {
	*variant
	effort []int
	fates  []Fate
	stops  [][]calendar.Interval
	busy   map[string]int // Unit: minutes worked until the end
	todo   events
	queue  map[string]*waiting
	free   map[string]int
	seq    int
}

func (v *variant) play(effort []int) *replay {
	r := &replay{variant: v, effort: effort, fates: make([]Fate, len(v.q.Cases)), stops: make([][]calendar.Interval, len(v.q.Cases)),
		busy: map[string]int{}, queue: map[string]*waiting{}, free: map[string]int{}}
	for u, n := range v.staff {
		r.queue[u], r.free[u] = &waiting{}, n
	}
	for i := range v.q.Cases {
		r.fates[i] = Fate{Taken: -1, Closed: -1}
		r.push(event{at: v.arrive[i], joins: true, job: i})
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
	unit := r.q.Cases[e.job].Unit
	if e.joins {
		heap.Push(r.queue[unit], e)
	} else {
		r.free[unit]++
		r.done(e)
	}
	for r.free[unit] > 0 && r.queue[unit].Len() > 0 {
		r.free[unit]--
		r.take(heap.Pop(r.queue[unit]).(event), e.at, unit)
	}
}

// take begins the part of a case at a desk.
func (r *replay) take(e event, now int, unit string) {
	if r.fates[e.job].Taken < 0 {
		r.fates[e.job].Taken = now
	}
	from, to := r.part(e.job, e.part)
	r.busy[unit] += min(to-from, r.end-now)
	if now+to-from == r.end { // done with the last minute of the replay
		r.done(event{at: r.end, job: e.job, part: e.part})
		return
	}
	r.push(event{at: now + to - from, job: e.job, part: e.part})
}

// part is the stretch of effort of a case between two of its pauses.
func (r *replay) part(job, part int) (from, to int) {
	pauses := r.q.Cases[job].Pauses
	if part > 0 {
		from = min(pauses[part-1].After, r.effort[job])
	}
	to = r.effort[job]
	if part < len(pauses) {
		to = min(to, pauses[part].After)
	}
	return from, to
}

// done closes the case, or sends it out to wait for somebody.
func (r *replay) done(e event) {
	c := r.q.Cases[e.job]
	if e.part == len(c.Pauses) {
		r.fates[e.job].Closed = e.at
		return
	}
	from := r.closing(e.at)
	back := from.AddDays(c.Pauses[e.part].Days)
	r.stops[e.job] = append(r.stops[e.job], calendar.Interval{From: from, To: back})
	r.push(event{at: r.minute(back.At(0)), joins: true, part: e.part + 1, job: e.job})
}

// judge gives every case its limit's end and says which are late.
func (r *replay) judge() error {
	for i, c := range r.q.Cases {
		f := &r.fates[i]
		if f.Closed >= 0 {
			f.Day = r.closing(f.Closed)
		}
		limit := r.limits[c.Item]
		if limit.IsZero() {
			continue
		}
		due, err := r.due(dateOf(c), limit, r.stops[i])
		if err != nil {
			return err
		}
		f.Due = due
		f.Late = f.Closed >= 0 && f.Day.After(due) || f.Closed < 0 && due.Before(r.q.Until)
	}
	return nil
}
