package kernel

import (
	"slices"
	"time"

	"quanlian/base/calendar"
)

// Limit is a time within which somebody has to act (期限). Statutory (法定) and
// committed (承诺) limits stand side by side; a shorter promise binds too.
type Limit struct {
	Name      string            `json:"name"` // language key suffix
	Committed bool              `json:"committed"`
	Period    calendar.Period   `json:"period"`
	Regime    calendar.RegimeID `json:"regime"`
	From      time.Time         `json:"from"`
	Met       time.Time         `json:"met,omitzero"` // when what it asks for was done
	Basis     string            `json:"basis,omitempty"`
	Verified  bool              `json:"verified"`
	// Outside: the clock of another office; it runs whatever ours does.
	Outside bool `json:"outside,omitempty"`
	// Fixed: a day that law or contract sets the parties; no pause of ours moves it.
	Fixed bool `json:"fixed,omitempty"`
	// Shut are the outages on whose days it would have ended: it ends after them.
	Shut []calendar.Shut `json:"shut,omitempty"`
}

// Pause is an interval in which the clock of a case stood still.
type Pause struct {
	From   time.Time `json:"from"`
	To     time.Time `json:"to,omitzero"` // zero while it lasts
	Reason string    `json:"reason"`
}

// intervals are the pauses as the calendar counts them, in whole days.
func intervals(ps []Pause) []calendar.Interval {
	out := make([]calendar.Interval, 0, len(ps))
	for _, p := range ps {
		iv := calendar.Interval{From: calendar.DateOf(p.From), Reason: p.Reason}
		if !p.To.IsZero() {
			iv.To = calendar.DateOf(p.To)
		}
		out = append(out, iv)
	}
	return out
}

// Due is the last day of the limit, the pauses after its start taken out, past
// the outages that it fell into.
func (l Limit) Due(ps []Pause, cal *calendar.Calendar) (calendar.Result, error) {
	return cal.DueAfter(calendar.DateOf(l.From), l.Period, l.after(ps), l.Regime, l.Shut)
}

// Left is what is left of the limit at the instant.
func (l Limit) Left(ps []Pause, now time.Time, cal *calendar.Calendar) (calendar.Left, error) {
	return cal.RemainingAfter(calendar.DateOf(now), calendar.DateOf(l.From), l.Period, l.after(ps), l.Regime, l.Shut)
}

// after are the pauses that touch the time since the limit began.
func (l Limit) after(ps []Pause) []calendar.Interval {
	if l.Outside || l.Fixed {
		return nil
	}
	var out []Pause
	for _, p := range ps {
		if !p.To.IsZero() && !p.To.After(l.From) {
			continue
		}
		if p.From.Before(l.From) {
			p.From = l.From
		}
		out = append(out, p)
	}
	return intervals(out)
}

// NearestDue is the instant at which the first open limit of the case ends,
// zero when none runs or all stand still. The clock of another office is
// none of ours. It is kept only as a cache.
func NearestDue(c Case, cal *calendar.Calendar) time.Time {
	var first time.Time
	for _, l := range c.Limits {
		if !l.ours() {
			continue
		}
		r, err := l.Due(c.Pauses, cal)
		if err != nil || r.Date.IsZero() {
			continue
		}
		if at := r.Date.At(24); first.IsZero() || at.Before(first) {
			first = at
		}
	}
	return first
}

// ours reports whether the limit runs still, and by our clock.
func (l Limit) ours() bool { return l.Met.IsZero() && !l.Outside }

// StandsStill reports whether the clock of an open case stands still (停表), given
// its nearest due instant: it waits for somebody, or for what its state waits for.
// What was late before it stopped is late, and has a due instant still. Lists and
// the board count by it.
func (c Case) StandsStill(due time.Time) bool {
	return due.IsZero() && (c.Hold != nil ||
		slices.ContainsFunc(c.Pauses, func(p Pause) bool { return p.To.IsZero() }) && slices.ContainsFunc(c.Limits, Limit.ours))
}

// Running is the named limit while it is not met.
func (c Case) Running(name string) (Limit, bool) {
	i := slices.IndexFunc(c.Limits, func(l Limit) bool { return l.Name == name && l.Met.IsZero() })
	if i < 0 {
		return Limit{}, false
	}
	return c.Limits[i], true
}

// Meet marks the named limit as met.
func (c *Case) Meet(name string, at time.Time) {
	for i := range c.Limits {
		if c.Limits[i].Name == name && c.Limits[i].Met.IsZero() {
			c.Limits = append([]Limit(nil), c.Limits...)
			c.Limits[i].Met = at
		}
	}
}

// EndCorrection lets the clock run on after what was asked for came (补正); a
// case that waits for nothing of the kind stays as it is.
func (c *Case) EndCorrection(at time.Time) {
	if c.Hold == nil || c.Hold.Kind != HoldCorrection {
		return
	}
	c.EndHold(at)
}

// EndHold lets a case go on that waits. The pauses of the hold end with it and no
// others: a state that stops the clock (公告, 送交其他机关) goes on stopping it.
func (c *Case) EndHold(at time.Time) {
	if c.Hold == nil {
		return
	}
	own := string(c.Hold.Kind)
	c.Hold = nil
	c.Pauses = slices.Clone(c.Pauses)
	for i := range c.Pauses {
		if c.Pauses[i].To.IsZero() && c.Pauses[i].Reason == own {
			c.Pauses[i].To = at
		}
	}
}

// StartLimit adds a limit, or restarts the one of the name.
func (c *Case) StartLimit(l Limit) {
	out := make([]Limit, 0, len(c.Limits)+1)
	for _, x := range c.Limits {
		if x.Name != l.Name || x.Committed != l.Committed {
			out = append(out, x)
		}
	}
	c.Limits = append(out, l)
}

// WithShut gives the outages with this one in place of the earlier statement of
// its number; without it when none is given.
func WithShut(list []calendar.Shut, no string, s *calendar.Shut) []calendar.Shut {
	var out []calendar.Shut
	for _, x := range list {
		if x.No != no {
			out = append(out, x)
		}
	}
	if s != nil {
		out = append(out, *s)
	}
	return out
}
