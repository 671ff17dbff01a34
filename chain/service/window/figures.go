package window

import (
	"slices"
	"time"

	"quanlian/kernel"
)

// Figures are a unit's day in numbers.
type Figures struct {
	Taken, Waiting, AtCounter, Served, Missed, Left, Moved int
	// Called is how many were called at least once: the base of the missed share.
	Called int
	// MeanWait and LongWait (nine of ten waited no longer) run from taking the
	// number, or joining the queue again, to the call that was answered.
	MeanWait, LongWait time.Duration
	Waits              int // how many these rest on
	MeanService        time.Duration
	// CounterHours is how long counters were open, pauses left out.
	CounterHours time.Duration
	Rated, Bad   int
}

// PerHour is how many were served in an hour of an open counter; ok is false
// while less than an hour was open.
func (f Figures) PerHour() (n float64, ok bool) {
	if f.CounterHours < time.Hour {
		return 0, false
	}
	return float64(f.Served) / f.CounterHours.Hours(), true
}

// MissedShare is the share of those called who did not come, of one.
func (f Figures) MissedShare() (share float64, ok bool) {
	if f.Called == 0 {
		return 0, false
	}
	return float64(f.Missed) / float64(f.Called), true
}

// Unit: tenths. Source: the usual ninth decile.
const longTenths = 9

// FiguresOf counts the day of a unit; shut is when its windows close, see
// [Rules.Shuts]. A shift that nobody ended counts until then, or until the last
// who was served there.
func FiguresOf(tickets []TicketRow, shifts []ShiftRow, now, shut time.Time) Figures {
	var f Figures
	var waits []time.Duration
	var served time.Duration
	for _, t := range tickets {
		f.Taken++
		f.count(t)
		if !t.Began.IsZero() {
			waits = append(waits, t.Called.Sub(t.Since))
		}
		if t.State == Done && !t.Began.IsZero() {
			served += t.Ended.Sub(t.Began)
		}
	}
	if f.Served > 0 {
		f.MeanService = served / time.Duration(f.Served)
	}
	if f.Waits = len(waits); f.Waits > 0 {
		slices.Sort(waits)
		var sum time.Duration
		for _, w := range waits {
			sum += w
		}
		f.MeanWait = sum / time.Duration(len(waits))
		f.LongWait = waits[(len(waits)*longTenths+9)/10-1]
	}
	for _, s := range shifts {
		f.CounterHours += s.open(s.until(tickets, now, shut))
	}
	return f
}

func (f *Figures) count(t TicketRow) {
	if t.Calls > 0 {
		f.Called++
	}
	switch t.State {
	case Waiting:
		f.Waiting++
	case Called, Serving:
		f.AtCounter++
	case Done:
		f.Served++
	case Missed:
		f.Missed++
	case Moved:
		f.Moved++
	case Left:
		f.Left++
		if t.Calls > 0 {
			f.Missed++
		}
	}
	if t.Rating != nil {
		f.Rated++
		if t.Rating.Stars <= badStars {
			f.Bad++
		}
	}
}

// until is the end of the shift, or the instant where it runs; without the idle
// time after closing where nobody ended it.
func (s ShiftRow) until(tickets []TicketRow, now, shut time.Time) time.Time {
	end := now
	if !s.Ended.IsZero() {
		end = s.Ended
	}
	if forgotten := s.Idle || s.Ended.IsZero() && s.State == Open; !forgotten || shut.IsZero() || !s.Started.Before(shut) || s.Ticket != "" {
		return end
	}
	last := shut
	for _, t := range tickets {
		for _, at := range []time.Time{t.Called, t.Began, t.Ended} {
			if t.Counter == s.Counter && at.After(last) {
				last = at
			}
		}
	}
	if last.Before(end) {
		return last
	}
	return end
}

// open is how long the counter was open until its end, pauses left out.
func (s ShiftRow) open(end time.Time) time.Duration {
	away := s.Away
	if s.State == Paused && !s.Since.IsZero() {
		away += end.Sub(s.Since)
	}
	return max(end.Sub(s.Started)-away, 0)
}

// Visits are a unit's bookings of a day in numbers; cancelled ones do not count.
type Visits struct{ Booked, Came, Missed int }

// VisitsOf counts the bookings of a day.
func VisitsOf(list []BookingRow) Visits {
	var v Visits
	for _, b := range list {
		switch b.State {
		case Arrived:
			v.Came++
		case NoShow:
			v.Missed++
		case Cancelled:
			continue
		}
		v.Booked++
	}
	return v
}

// Unit: people served. Source: our own choice: a mean of fewer says nothing.
const leastServed = 3

// Estimate is how long the last in the queue will wait about; ok is false
// while too few were served today, or no counter is open.
func Estimate(f Figures, open, ahead int) (time.Duration, bool) {
	if f.Served < leastServed || open == 0 {
		return 0, false
	}
	return f.MeanService * time.Duration(ahead) / time.Duration(open), true
}

// Before counts those who will be called before a number.
func Before(waiting []TicketRow, id kernel.CaseID, now time.Time) int {
	return max(slices.IndexFunc(InOrder(waiting, now), func(t TicketRow) bool { return t.Case == id }), 0)
}
