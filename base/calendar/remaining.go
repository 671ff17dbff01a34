package calendar

// Light is the state of a limit as lists show it.
type Light string

// The lights.
const (
	LightOK   Light = "ok"
	LightSoon Light = "soon"
	LightLate Light = "late"
	LightHold Light = "hold" // the clock stands still
)

// DefaultSoon is how many working days before the end a limit begins to show
// as soon. Unit: working days. Source: design decision [D].
const DefaultSoon WorkDays = 3

// Left is what is left of a limit on a day.
type Left struct {
	Due         Result       `json:"due"`          // while held: the end if the clock ran again tomorrow
	Elapsed     CalendarDays `json:"elapsed_days"` // since the start, without pauses, up to the end
	ElapsedWork WorkDays     `json:"elapsed_workdays"`
	Days        CalendarDays `json:"left_days"` // until the end, without pauses; negative: days late
	Work        WorkDays     `json:"left_workdays"`
	Held        bool         `json:"held"`
}

// Remaining tells how much of a limit has run and how much is left on the day
// now. While the clock stands still the figures stay as they were when it
// stopped.
func (c *Calendar) Remaining(now, start Date, limit Period, pauses []Interval, id RegimeID) (Left, error) {
	return c.RemainingAfter(now, start, limit, pauses, id, nil)
}

// RemainingAfter is [Calendar.Remaining], the end moved past outages.
func (c *Calendar) RemainingAfter(now, start Date, limit Period, pauses []Interval, id RegimeID, shut []Shut) (Left, error) {
	var l Left
	closed := make([]Interval, 0, len(pauses))
	for _, p := range pauses {
		if !p.From.After(now) && (p.To.IsZero() || p.To.After(now)) {
			l.Held = true
		}
		if p.To.IsZero() {
			if p.From.After(now) {
				continue // announced for later: nothing stands still yet
			}
			p.To = now.AddDays(1)
		}
		closed = append(closed, p)
	}
	due, err := c.DueAfter(start, limit, closed, id, shut)
	if err != nil {
		return Left{}, err
	}
	stop, err := newStops(closed)
	if err != nil {
		return Left{}, err
	}
	l.Due = due
	if l.Held && due.Date.Before(now) { // stopped after it was late already
		l.Held = false
	}
	till := now
	if till.After(due.Date) {
		till = due.Date
	}
	l.Elapsed, l.ElapsedWork = c.running(start, till, stop)
	if now.After(due.Date) {
		days, work := CalendarDays(now.DaysSince(due.Date)), c.WorkdaysBetween(due.Date, now)
		l.Days, l.Work = -days, -work
		return l, nil
	}
	l.Days, l.Work = c.running(now, due.Date, stop)
	if now.Before(start) {
		l.Elapsed, l.ElapsedWork = 0, 0
	}
	return l, nil
}

// running counts the days in (from, to] on which the clock runs.
func (c *Calendar) running(from, to Date, stop stops) (CalendarDays, WorkDays) {
	a, b := from.number(), to.number()
	days, work := b-a, int(c.WorkdaysBetween(from, to))
	for _, p := range stop.spans {
		lo, hi := max(p[0]-1, a), min(p[1]-1, b)
		if hi > lo {
			days -= hi - lo
			work -= int(c.WorkdaysBetween(fromNumber(lo), fromNumber(hi)))
		}
	}
	return CalendarDays(days), WorkDays(work)
}

// Late reports whether the end has passed.
func (l Left) Late() bool { return l.Days < 0 }

// Light is the light for a list: soon when at most so many working days are
// left.
func (l Left) Light(soon WorkDays) Light {
	switch {
	case l.Late():
		return LightLate
	case l.Held:
		return LightHold
	case l.Work <= soon:
		return LightSoon
	}
	return LightOK
}
