package ui

import (
	"net/http"

	"quanlian/catalogue/lang"
)

// State is how a thing stands: shape and colour; the word comes with it.
type State string

// The states. Each has a shape of its own, so that none is told by colour.
const (
	Done State = "done" // finished, in force
	OK   State = "ok"   // within its limit
	Run  State = "run"  // somebody is at it
	You  State = "you"  // the reader's move
	Soon State = "soon" // due soon, or to be verified
	Late State = "late" // beyond its limit
	Hold State = "hold" // the clock stands still
	Idle State = "idle" // nothing has begun
	No   State = "no"   // refused, not so
)

func (s State) class() string {
	if s == "" {
		s = Idle
	}
	return "is-" + string(s)
}

// LimitKind is how a limit stands.
type LimitKind int

// The kinds, as the calendar finds them.
const (
	NoLimit     LimitKind = iota
	LimitLeft             // N units are left
	LimitSoon             // N units are left, the last two working days
	LimitToday            // today, At
	LimitLate             // N units over
	LimitHeld             // stopped for N units
	LimitClosed           // the case is closed, in time
	LimitWaits            // none runs: N units since it waits to be taken in
)

// Limit is a time limit as of now. The page computes nothing: kind and number
// come from the calendar.
type Limit struct {
	Kind LimitKind
	N    int
	Unit string // workday, day or hour
	At   string // the hour, for LimitToday: 17:00; "" once it has passed
	Till string // the last moment in words, for a tooltip and readers; may be empty
}

// Text says how a limit stands, without its light.
func (m Limit) Text(l *lang.Localizer) string {
	_, text := m.show(l)
	return text
}

// show gives the light of a limit.
func (m Limit) show(l *lang.Localizer) (State, string) {
	unit := m.Unit
	if unit == "" {
		unit = "workday"
	}
	args := []any{"n", m.N}
	switch m.Kind {
	case LimitLeft:
		return OK, l.T("web.ui.limit.left."+unit, args...)
	case LimitSoon:
		return Soon, l.T("web.ui.limit.left."+unit, args...)
	case LimitToday:
		if m.At == "" { // the offices are closed for today
			return Soon, l.T("web.ui.limit.ends_today")
		}
		return Soon, l.T("web.ui.limit.today", "at", m.At)
	case LimitLate:
		return Late, l.T("web.ui.limit.late."+unit, args...)
	case LimitHeld:
		return Hold, l.T("web.ui.limit.held."+unit, args...)
	case LimitClosed:
		return Done, l.T("web.ui.limit.closed")
	case LimitWaits:
		if m.N == 0 {
			return Idle, l.T("web.ui.limit.waits_today")
		}
		return Idle, l.T("web.ui.limit.waits", args...)
	}
	return Idle, l.T("web.ui.limit.none")
}

// Step is one link of a chain.
type Step struct{ Text, Fact string }

// link tells how step i (from 0) of a chain stands when step now (from 1) is
// in hand; now 0 means that nothing has begun, beyond the last that all is done.
func link(i, now int) string {
	switch {
	case i+1 < now:
		return "is-past"
	case i+1 == now:
		return "is-now"
	}
	return ""
}

func node(i, now int) string {
	if i+1 < now {
		return "✓"
	}
	return itoa(i + 1)
}

// ClockPart is a stretch of a clock.
type ClockPart struct {
	Share float64 // percent of the whole limit
	Held  bool    // the clock stood still
}

// Clock is the time of a case: used, stopped, left.
type Clock struct {
	Parts     []ClockPart
	Sentence  string // the same in words
	From, To  string // below the bar: begin and last moment; may be empty
	Committed string
	Statutory string
	Pauses    []string // each with its reason
	Moved     []string // by which outages the end was moved
}

// EventKind is who did a thing.
type EventKind string

// The kinds of events.
const (
	ByPerson EventKind = ""
	BySystem EventKind = "is-sys"
	ByReader EventKind = "is-you"
)

// Event is a line of a timeline: time, who, what, in that order.
type Event struct {
	Time, Who, What, Note string
	Href                  string
	Kind                  EventKind
	Proof                 Link // the way to a receipt of it
}

func errorTitle(status int) string {
	switch status {
	case http.StatusNotFound:
		return "web.ui.error_notfound"
	case http.StatusForbidden:
		return "web.ui.error_forbidden"
	case http.StatusConflict, http.StatusUnprocessableEntity:
		return "web.ui.error_refused"
	case http.StatusServiceUnavailable:
		return "web.ui.error_unavailable"
	}
	return "web.ui.error_internal"
}
