package workload

import (
	"cmp"
	"slices"
	"strconv"
	"strings"
	"time"

	"quanlian/base/calendar"
	"quanlian/kernel"
)

// Figure names a figure of the board: what is counted in it can be listed.
type Figure string

// The figures of open cases, then those of closed ones; came takes both.
const (
	Open    Figure = "open"
	None    Figure = "nolimit"
	Late    Figure = "late"
	Law     Figure = "law" // beyond the limit by law
	Soon    Figure = "soon"
	Today   Figure = "today" // due today
	Fine    Figure = "fine"
	Waits   Figure = "waits" // to be taken in, without a limit
	Held    Figure = "held"
	Owner   Figure = "owner"  // held, the owner is asked for something
	Others  Figure = "others" // held for somebody else
	Done    Figure = "done"   // closed in the span
	Judged  Figure = "judged" // of those, with a promised limit
	Came    Figure = "came"   // filed on a day
	Closed  Figure = "closed" // closed on a day
	bandsAt        = "band"   // with its place in [Bands]
)

// Band is the figure of a bar of [Bands].
func Band(i int) Figure { return Figure(bandsAt + strconv.Itoa(i)) }

// OfClosed reports whether the figure counts closed cases only.
func (f Figure) OfClosed() bool { return f == Done || f == Judged || f == Closed }

// Known reports whether there is such a figure.
func (f Figure) Known() bool {
	return slices.Contains([]Figure{Open, None, Late, Law, Soon, Today, Fine, Waits, Held, Owner, Others, Done, Judged, Came, Closed}, f) || f.band() != noBand
}

func (f Figure) band() int {
	if at, ok := strings.CutPrefix(string(f), bandsAt); ok {
		if n, err := strconv.Atoi(at); err == nil && n >= 0 && n < len(Bands{}) {
			return n
		}
	}
	return noBand
}

// has reports whether the figure counts the open case.
func (f Figure) has(s Standing, at time.Time) bool {
	owner := s.Case.Hold != nil && s.Case.Hold.Kind == kernel.HoldCorrection
	switch f {
	case Open:
		return true
	case None:
		return s.Unlimited
	case Late:
		return s.Light == calendar.LightLate
	case Law:
		return s.LateLaw
	case Soon:
		return s.Light == calendar.LightSoon
	case Today:
		return s.Light == calendar.LightSoon && s.Due == calendar.DateOf(at)
	case Waits:
		return s.Waiting
	case Fine:
		return s.Light == calendar.LightOK
	case Held:
		return s.Light == calendar.LightHold
	case Owner:
		return s.Light == calendar.LightHold && owner
	case Others:
		return s.Light == calendar.LightHold && !owner
	}
	return f.band() != noBand && f.band() == s.Band
}

// counts reports whether the figure counts the closed case.
func (f Figure) counts(x Finished) bool { return f == Done || f == Judged && x.Judged }

// Asked is a figure of the board, of an office and one of its people; day is that of
// [Came] and [Closed].
type Asked struct {
	Figure Figure
	Unit   kernel.UnitID
	Pool   bool          // of those that nobody has
	User   kernel.UserID // "" for everybody
	Day    calendar.Date
}

// Listed is a case behind a figure; exactly one of the two is set.
type Listed struct {
	Open   *Standing
	Closed *Finished
}

// Case that is listed.
func (l Listed) Case() kernel.Case {
	if l.Open != nil {
		return l.Open.Case
	}
	return l.Closed.Case
}

// Cases are those that a figure counts: open ones the most pressing first, closed
// ones those beyond their promise first.
func (b Board) Cases(a Asked) []Listed {
	var out []Listed
	on := func(t time.Time) bool { return !t.IsZero() && calendar.DateOf(t) == a.Day }
	for _, u := range b.Units {
		if a.Unit != "" && a.Unit != u.ID {
			continue
		}
		for _, p := range u.People {
			if a.Pool && p.User != "" || a.User != "" && a.User != p.User {
				continue
			}
			for i, s := range p.Cases {
				if a.Figure.has(s, b.At) || a.Figure == Came && on(s.Case.Opened) {
					out = append(out, Listed{Open: &p.Cases[i]})
				}
			}
			for i, x := range p.Closed {
				if a.Figure.counts(x) || a.Figure == Came && on(x.Case.Opened) || a.Figure == Closed && on(x.Case.Closed) {
					out = append(out, Listed{Closed: &p.Closed[i]})
				}
			}
		}
	}
	slices.SortStableFunc(out, func(x, y Listed) int {
		switch {
		case x.Open != nil && y.Open != nil:
			return pressing(*x.Open, *y.Open)
		case x.Open == nil && y.Open == nil:
			return missedFirst(*x.Closed, *y.Closed)
		case x.Open != nil:
			return -1
		}
		return 1
	})
	return out
}

func missedFirst(a, b Finished) int {
	missed := func(f Finished) int {
		if f.Judged && !f.Kept {
			return 0
		}
		return 1
	}
	return cmp.Or(cmp.Compare(missed(a), missed(b)), b.Case.Closed.Compare(a.Case.Closed), cmp.Compare(a.Case.No, b.Case.No))
}
