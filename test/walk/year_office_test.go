package walk

import (
	"container/heap"
	"slices"
	"time"

	"quanlian/base/calendar"
	"quanlian/kernel"
)

// errand is one case of the simulation, or another office's step of one.
type errand struct {
	draw
	n        int
	id       kernel.CaseID
	who      kernel.Actor // the applicant
	unit     kernel.UnitID
	mine     int // clerk who has it, in an office that hands out; -1 nobody
	part     int // between its stops
	left     int // minutes of the part
	asked    *errand
	asks     kernel.CaseID
	accepted time.Time
	met      time.Time
	closed   time.Time
	pauses   []calendar.Interval
	returned []time.Time // of each pause that ended
}

// bureau is an office at work.
type bureau struct {
	*manned
	unit   kernel.UnitID
	clerks []*clerk
	pool   []*errand
}

type clerk struct {
	user  kernel.UserID
	here  bool
	queue []*errand
	job   *errand
	since time.Time
	stamp int // of what he is doing: another one cancels the end of the work
}

// happening is something at an instant.
type happening struct {
	at  time.Time
	seq int
	do  func()
}

type happenings []happening

func (h happenings) Len() int { return len(h) }
func (h happenings) Less(i, j int) bool {
	if !h[i].at.Equal(h[j].at) {
		return h[i].at.Before(h[j].at)
	}
	return h[i].seq < h[j].seq
}
func (h happenings) Swap(i, j int) { h[i], h[j] = h[j], h[i] }
func (h *happenings) Push(x any)   { *h = append(*h, x.(happening)) }
func (h *happenings) Pop() any     { o := *h; x := o[len(o)-1]; *h = o[:len(o)-1]; return x }

func minuteOf(t time.Time) (calendar.Date, int) {
	l := t.In(calendar.China)
	return calendar.DateOf(t), l.Hour()*60 + l.Minute()
}

func instantOf(d calendar.Date, minute int) time.Time {
	return d.At(0).Add(time.Duration(minute) * time.Minute)
}

// later is the instant after so many minutes of office hours; with none, the
// next at which the office is open.
func later(t time.Time, minutes int) time.Time {
	d, m := minuteOf(t)
	for {
		if calendar.National().IsWorkday(d) {
			for _, s := range shifts {
				if m >= s[1] {
					continue
				}
				from := max(m, s[0])
				if minutes < s[1]-from || minutes == s[1]-from && minutes > 0 {
					return instantOf(d, from+minutes)
				}
				minutes -= s[1] - from
				m = s[1]
			}
		}
		d, m = d.AddDays(1), 0
	}
}

// worked are the minutes of office hours between two instants.
func worked(a, b time.Time) int {
	d, from := minuteOf(a)
	last, to := minuteOf(b)
	n := 0
	for ; !d.After(last); d, from = d.AddDays(1), 0 {
		if !calendar.National().IsWorkday(d) {
			continue
		}
		end := 24 * 60
		if d == last {
			end = to
		}
		for _, s := range shifts {
			n += max(0, min(end, s[1])-max(from, s[0]))
		}
	}
	return n
}

func open(t time.Time) bool { return later(t, 0).Equal(t) }

func (y *year) at(t time.Time, do func()) {
	y.seq++
	heap.Push(&y.todo, happening{t, y.seq, do})
}

// put lays an errand into its queue: oldest first.
func (y *year) put(b *bureau, e *errand) {
	list := &b.pool
	if b.byLoad && e.mine >= 0 {
		list = &b.clerks[e.mine].queue
	}
	i, _ := slices.BinarySearchFunc(*list, e, func(a, b *errand) int { return a.n - b.n })
	*list = slices.Insert(*list, i, e)
	y.work(b)
}

// work lets whoever is there and free take up the next one.
func (y *year) work(b *bureau) {
	now := y.h.clock.Now()
	if !open(now) {
		y.at(later(now, 0), func() { y.work(b) })
		return
	}
	for _, c := range b.clerks {
		if !c.here || c.job != nil {
			continue
		}
		list := &b.pool
		if b.byLoad {
			list = &c.queue
		}
		if len(*list) == 0 {
			continue
		}
		e := (*list)[0]
		*list = (*list)[1:]
		c.job = e
		y.begin(b, c, e)
	}
}

// begin goes on with an errand at a desk.
func (y *year) begin(b *bureau, c *clerk, e *errand) {
	now := y.h.clock.Now()
	y.taken(c, e)
	c.since = now
	c.stamp++
	stamp := c.stamp
	y.at(later(now, e.left), func() {
		if c.stamp == stamp && c.job == e {
			c.job = nil
			e.left = 0
			y.through(b, c, e)
			y.work(b)
		}
	})
}

// staffed says who is there today: the last of the list are those missing. What
// lay on a desk goes back to the pool, or waits for its clerk.
func (y *year) staffed(b *bureau, d calendar.Date) {
	present := b.people
	for _, g := range b.short {
		if !d.Before(g.from) && !d.After(g.to) {
			present -= g.missing
		}
	}
	now := y.h.clock.Now()
	for i, c := range b.clerks {
		here := i < present
		if c.here == here {
			continue
		}
		c.here = here
		if b.byLoad {
			y.post(b, c, here)
		}
		if e := c.job; e != nil && !here {
			e.left -= worked(c.since, now)
			c.stamp++
			c.job = nil
			if b.byLoad {
				c.queue = slices.Insert(c.queue, 0, e)
			} else {
				y.put(b, e)
			}
		}
	}
	if b.byLoad {
		y.handOut(b)
	}
	y.work(b)
}
