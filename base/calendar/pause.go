package calendar

import (
	"cmp"
	"math"
	"slices"

	"quanlian/base/errs"
)

// Interval is a time during which the clock of a limit stands still (暂停).
// From is the first day that does not count; To is the day on which the clock
// runs again and which counts; a zero To is still open. So a pause moves the
// end by To − From days, and one that ends on the day it began by none.
type Interval struct {
	From   Date   `json:"from"`
	To     Date   `json:"to"`
	Reason string `json:"reason"` // 补正, 中止, 公告, 鉴定, 管辖异议, 延期举证, 和解, ...
}

// stops is a set of day numbers without a clock: merged, ascending, [from, to).
type stops struct {
	spans [][2]int
	open  int // first day of an open pause; math.MaxInt when there is none
}

// newStops checks and merges pauses; overlapping days count once.
func newStops(pauses []Interval) (stops, error) {
	s := stops{open: math.MaxInt}
	for _, p := range pauses {
		if !p.From.Valid() || !p.To.IsZero() && (!p.To.Valid() || p.To.Before(p.From)) {
			return s, errs.At("/pauses", "base.calendar.not_a_pause", errs.Args{"from": p.From.String(), "to": p.To.String()})
		}
		if p.To.IsZero() {
			s.open = min(s.open, p.From.number())
		} else if p.To != p.From {
			s.spans = append(s.spans, [2]int{p.From.number(), p.To.number()})
		}
	}
	slices.SortFunc(s.spans, func(a, b [2]int) int { return cmp.Or(cmp.Compare(a[0], b[0]), cmp.Compare(a[1], b[1])) })
	merged := s.spans[:0]
	for _, p := range s.spans {
		if k := len(merged) - 1; k >= 0 && p[0] <= merged[k][1] {
			merged[k][1] = max(merged[k][1], p[1])
			continue
		}
		merged = append(merged, p)
	}
	s.spans = merged
	return s, nil
}

// holds reports whether the clock stands still on a day.
func (s stops) holds(day int) bool {
	if day >= s.open {
		return true
	}
	for _, p := range s.spans {
		if p[0] <= day && day < p[1] {
			return true
		}
	}
	return false
}

// days counts the days without a clock in (from, to].
func (s stops) days(from, to int) int {
	n := 0
	for _, p := range s.spans {
		n += max(0, min(p[1], to+1)-max(p[0], from+1))
	}
	return n
}

// Due is the end of a limit that pauses have stopped: the days paused are
// added to the counted end, then it is moved off a holiday once. It is
// computed from the start each time and never by changing an earlier result.
// While a pause is open it gives Held and no date.
func (c *Calendar) Due(start Date, limit Period, pauses []Interval, id RegimeID) (Result, error) {
	stop, err := newStops(pauses)
	if err != nil {
		return Result{}, err
	}
	res, regime, err := c.begin(start, limit, id)
	if err != nil {
		return Result{}, err
	}
	end, ok := 0, true
	if res.Counted.Unit == WorkDay {
		end, ok = c.countWork(&res, stop)
	} else {
		end, ok = stretch(start.number(), res.count().number(), stop)
	}
	if ok && end > (Date{maxYear, 12, 31}).number() {
		return Result{}, errs.At("", "base.calendar.period_too_long", errs.Args{"value": limit.String(), "max": maxN[limit.Unit]})
	}
	if ok {
		res.Unrolled = fromNumber(end)
		if res.Paused = stop.days(start.number(), end); res.Paused > 0 {
			res.say("base.calendar.step.paused", errs.Args{"days": res.Paused, "end": res.Unrolled})
		}
		ok = c.roll(&res, regime, stop)
	}
	if !ok {
		res.Held, res.Unrolled, res.Paused = true, Date{}, 0
		res.say("base.calendar.step.held", errs.Args{"from": fromNumber(stop.open)})
	}
	return res, nil
}

// stretch moves a counted end by the paused days up to it. It reports false
// when an open pause is met first.
func stretch(start, counted int, stop stops) (int, bool) {
	end := counted
	for {
		next := counted + stop.days(start, end)
		if stop.open <= next {
			return 0, false
		}
		if next == end {
			return end, true
		}
		end = next
	}
}

// countWork finds the n-th working day after the start on which the clock
// runs. It reports false when an open pause is met first.
func (c *Calendar) countWork(r *Result, stop stops) (int, bool) {
	day, span := r.Start.number(), 0
	for left := r.Counted.N; left > 0; {
		day++
		if day >= stop.open {
			return 0, false
		}
		for span < len(stop.spans) && stop.spans[span][1] <= day {
			span++
		}
		if span < len(stop.spans) && stop.spans[span][0] <= day {
			day = stop.spans[span][1] - 1
			continue
		}
		if c.works(day) {
			left--
		}
	}
	end := fromNumber(day)
	r.say(countedStep[WorkDay], errs.Args{"n": r.Counted.N, "end": end})
	for y := r.Start.Year; y <= min(end.Year, maxYear); y++ {
		if r.Start.AddDays(1).Year <= y {
			c.doubt(r, y)
		}
	}
	return day, true
}
