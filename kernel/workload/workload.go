package workload

import (
	"cmp"
	"slices"
	"time"

	"quanlian/base/calendar"
	"quanlian/kernel"
)

// Unit: working days. Source: look/LOOK.md §4: soon is the last two of them.
const soon calendar.WorkDays = 2

// Bands are the shares of the nearest limit that cases have used, by fifths;
// the last is beyond it. Shape: (6).
type Bands [6]int

// Board is how the work stands at an instant.
type Board struct {
	At                 time.Time
	Open, Late, Soon   int
	DueToday, LateLaw  int // of Soon those due today, of Late those beyond the law's limit
	Held, HeldForOwner int
	Unlimited          int // open cases without a limit that runs
	// Waiting are those of Unlimited that wait to be taken in, see [Board.Wait], and
	// Waited how long the first of them has.
	Waiting int
	Waited  calendar.WorkDays
	Bands   Bands
	Units   []Unit
}

// Load is what one office or one person has.
type Load struct {
	Open, Soon, Late, Held int
	Longest                int // Unit: calendar days beyond the limit, the longest
	Done, OnTime, Judged   int // closed in the span; of those with a promised limit, in time
	days                   int
	Cases                  []Standing // open ones, the most pressing first
	Closed                 []Finished // in the span, those beyond their promise first
}

// Unit is an office with its people.
type Unit struct {
	ID kernel.UnitID
	Load
	People []Person
}

// Person is one who handles cases; User "" is the pool.
type Person struct {
	User kernel.UserID
	Load
}

// Standing is one open case and how its nearest limit stands.
type Standing struct {
	Case      kernel.Case
	Light     calendar.Light
	Due       calendar.Date
	Days      int  // left, negative when late; Unit: calendar days
	Band      int  // of [Bands]; noBand while the clock stands still or there is none
	Unlimited bool // no limit runs, and nothing holds it
	LateLaw   bool // beyond the limit by law
	// Waiting: it waits to be taken in, since Waited.
	Waiting bool
	Waited  calendar.WorkDays
}

const noBand = -1

// Finished is one closed case: whether it had a promised limit, and kept it.
type Finished struct {
	Case         kernel.Case
	Judged, Kept bool
}

// PerHead is open cases for each person who has any; 0 when nobody has.
func (u Unit) PerHead() float64 {
	n := 0
	for _, p := range u.People {
		if p.User != "" {
			n++
		}
	}
	if n == 0 {
		return 0
	}
	return float64(u.Open) / float64(n)
}

// MeanDays is the mean of calendar days from filing to closing.
func (l Load) MeanDays() float64 {
	if l.Done == 0 {
		return 0
	}
	return float64(l.days) / float64(l.Done)
}

// Of reckons the board of open cases and of those closed in the span.
func Of(open, closed []kernel.Case, now time.Time, cal *calendar.Calendar) Board {
	b := Board{At: now}
	units := map[kernel.UnitID]*Unit{}
	people := map[kernel.UnitID]map[kernel.UserID]*Person{}
	find := func(c kernel.Case) (*Unit, *Person) {
		if units[c.Unit] == nil {
			units[c.Unit], people[c.Unit] = &Unit{ID: c.Unit}, map[kernel.UserID]*Person{}
		}
		if people[c.Unit][c.Assignee] == nil {
			people[c.Unit][c.Assignee] = &Person{User: c.Assignee}
		}
		return units[c.Unit], people[c.Unit][c.Assignee]
	}
	counters := b.counters()
	for _, c := range open {
		s := stand(c, now, cal)
		for _, x := range counters {
			if x.figure.has(s, now) {
				*x.n++
			}
		}
		if s.Band != noBand {
			b.Bands[s.Band]++
		}
		u, p := find(c)
		u.add(s, false)
		p.add(s, true)
	}
	for _, c := range closed {
		u, p := find(c)
		f := Finished{Case: c}
		f.Judged, f.Kept = onTime(c, cal)
		u.done(f, false)
		p.done(f, true)
	}
	for id, u := range units {
		for _, p := range people[id] {
			slices.SortFunc(p.Cases, pressing)
			slices.SortFunc(p.Closed, missedFirst)
			u.People = append(u.People, *p)
		}
		slices.SortFunc(u.People, func(a, b Person) int {
			return cmp.Or(cmp.Compare(b.Late, a.Late), cmp.Compare(b.Open, a.Open), cmp.Compare(a.User, b.User))
		})
		b.Units = append(b.Units, *u)
	}
	slices.SortFunc(b.Units, func(a, b Unit) int { return cmp.Or(cmp.Compare(b.Open, a.Open), cmp.Compare(a.ID, b.ID)) })
	return b
}

func pressing(a, b Standing) int {
	return cmp.Or(cmp.Compare(a.Days, b.Days), cmp.Compare(b.Waited, a.Waited), cmp.Compare(a.Case.No, b.Case.No))
}

// stand reckons the nearest limit of one open case.
func stand(c kernel.Case, now time.Time, cal *calendar.Calendar) Standing {
	s := Standing{Case: c, Light: calendar.LightOK, Days: 1 << 30, Band: noBand}
	var nearest *kernel.Limit
	var left calendar.Left
	for i, l := range c.Limits {
		if !l.Met.IsZero() || l.Outside {
			continue
		}
		x, err := l.Left(c.Pauses, now, cal)
		if err != nil {
			continue
		}
		s.LateLaw = s.LateLaw || x.Late() && !l.Committed
		if nearest == nil || x.Due.Date.Before(left.Due.Date) {
			nearest, left = &c.Limits[i], x
		}
	}
	switch {
	case nearest != nil:
		s.Light, s.Due, s.Days, s.Band = left.Light(soon), left.Due.Date, int(left.Days), band(left)
	case c.Hold != nil:
		s.Light = calendar.LightHold
	default:
		s.Unlimited = true
	}
	return s
}

func band(left calendar.Left) int {
	switch left.Light(soon) {
	case calendar.LightHold:
		return noBand
	case calendar.LightLate:
		return len(Bands{}) - 1
	}
	if whole := int(left.Elapsed) + max(0, int(left.Days)); whole > 0 {
		return min(4, int(left.Elapsed)*5/whole)
	}
	return 0
}

// counter is a figure with where it is counted.
type counter struct {
	figure Figure
	n      *int
}

func (b *Board) counters() []counter {
	return []counter{{Open, &b.Open}, {Late, &b.Late}, {Law, &b.LateLaw}, {Soon, &b.Soon}, {Today, &b.DueToday}, {Held, &b.Held}, {Owner, &b.HeldForOwner}, {None, &b.Unlimited}}
}

func (l *Load) add(s Standing, keep bool) {
	l.Open++
	switch s.Light {
	case calendar.LightHold:
		l.Held++
	case calendar.LightLate:
		l.Late++
		l.Longest = max(l.Longest, -s.Days)
	case calendar.LightSoon:
		l.Soon++
	}
	if keep {
		l.Cases = append(l.Cases, s)
	}
}

func (l *Load) done(f Finished, keep bool) {
	l.Done++
	l.days += int(calendar.DateOf(f.Case.Closed).DaysSince(calendar.DateOf(f.Case.Opened)))
	if f.Judged {
		l.Judged++
		if f.Kept {
			l.OnTime++
		}
	}
	if keep {
		l.Closed = append(l.Closed, f)
	}
}

// onTime reports whether every promised limit of a closed case was kept; judged
// is false when it had none.
func onTime(c kernel.Case, cal *calendar.Calendar) (judged, inTime bool) {
	inTime = true
	for _, l := range c.Limits {
		if !l.Committed || l.Outside {
			continue
		}
		due, err := l.Due(c.Pauses, cal)
		if err != nil {
			continue
		}
		end := l.Met
		if end.IsZero() {
			end = c.Closed
		}
		judged = true
		if calendar.DateOf(end).After(due.Date) {
			inTime = false
		}
	}
	return judged, judged && inTime
}
