package itemflow

import (
	"maps"
	"slices"
	"strings"

	"quanlian/base/calendar"
	"quanlian/base/errs"
	"quanlian/kernel"
)

// Outage is the program when an outage of the city's systems moves the days on
// which something in a case ends.
const Outage kernel.Role = "outage"

// Names of the days that a case holds beside its limits, as a rule on outages
// names them.
const (
	DayCorrection = "correction" // last day to answer a notice (补正)
	DaySupply     = "supply"     // last day to supply what was owed (容缺)
	DayPublicity  = "publicity"  // last day of a publicity (公示)
)

// OutageInput is one outage as it stands now: the days on which nothing ends,
// and which limits and days are moved. Off takes it out again.
type OutageInput struct {
	calendar.Shut
	Limits []string `json:"limits"`
	Off    bool     `json:"off,omitempty"`
}

// Stretched is a day of a case that outages moved: as it was set first, and by
// which outages.
type Stretched struct {
	Plain calendar.Date   `json:"plain"`
	Shut  []calendar.Shut `json:"shut"`
}

// shut is the outage for a limit of the kind, nil when it moves none.
func (in OutageInput) shut(kind string) *calendar.Shut {
	if in.Off || !slices.Contains(in.Limits, kind) {
		return nil
	}
	s := in.Shut
	return &s
}

// Move is one end that an outage moved.
type Move struct {
	Kind string        `json:"kind"`
	Was  calendar.Date `json:"was"`
	Now  calendar.Date `json:"now"`
}

// Shifts is what an outage does to a case: the case and its data with new days,
// and which of them are others than before. Nothing else is touched.
func (r Rules) Shifts(c kernel.Case, d Data, in OutageInput, today calendar.Date) (kernel.Case, Data, []Move) {
	var moves []Move
	c.Limits = slices.Clone(c.Limits)
	for i, l := range c.Limits {
		if !l.Met.IsZero() || l.Outside {
			continue
		}
		was, err := l.Due(c.Pauses, r.Calendar)
		if err != nil {
			continue
		}
		next := l
		next.Shut = kernel.WithShut(l.Shut, in.No, in.shut(l.Name))
		now, err := next.Due(c.Pauses, r.Calendar)
		if err != nil || now.Date == was.Date && sameShut(l, in, now) {
			continue
		}
		if !now.Held && !slices.ContainsFunc(now.Moved, func(m calendar.Moved) bool { return m.No == in.No }) {
			next.Shut = kernel.WithShut(l.Shut, in.No, nil)
		}
		c.Limits[i] = next
		moves = append(moves, Move{Kind: l.Name, Was: was.Date, Now: now.Date})
		d = d.stretch(KeyLimit+l.Name, r.plain(l, c.Pauses), next.Shut)
	}
	days, more := r.shiftDays(d, in, today)
	return c, days, append(moves, more...)
}

// KeyLimit begins the keys of limits among what is [Stretched].
const KeyLimit = "limit/"

// plain is the day on which a limit would end without outages.
func (r Rules) plain(l kernel.Limit, pauses []kernel.Pause) calendar.Date {
	l.Shut = nil
	due, err := l.Due(pauses, r.Calendar)
	if err != nil {
		return calendar.Date{} // it could be reckoned before
	}
	return due.Date
}

// stretch notes what moved a day.
func (d Data) stretch(key string, plain calendar.Date, shut []calendar.Shut) Data {
	d.Stretched = maps.Clone(d.Stretched)
	if d.Stretched == nil {
		d.Stretched = map[string]Stretched{}
	}
	d.Stretched[key] = Stretched{Plain: plain, Shut: shut}
	return d
}

// sameShut reports whether the limit carries the outage as it stands already, or
// has nothing to do with it.
func sameShut(l kernel.Limit, in OutageInput, now calendar.Result) bool {
	i := slices.IndexFunc(l.Shut, func(s calendar.Shut) bool { return s.No == in.No })
	if i < 0 {
		return !slices.ContainsFunc(now.Moved, func(m calendar.Moved) bool { return m.No == in.No })
	}
	return l.Shut[i] == in.Shut && !in.Off
}

// Stretch moves a day past an outage; s is what outages did to it before, empty
// for nothing. A day that was told does not go back behind today, which nobody could
// keep: it stays.
func Stretch(cal *calendar.Calendar, s Stretched, kind string, day calendar.Date, in OutageInput, today calendar.Date) (Stretched, calendar.Date) {
	was := s
	if s.Plain.IsZero() {
		s.Plain = day
	}
	s.Shut = kernel.WithShut(s.Shut, in.No, in.shut(kind))
	now, moved := cal.PastShut(s.Plain, s.Shut)
	if !slices.ContainsFunc(moved, func(m calendar.Moved) bool { return m.No == in.No }) {
		s.Shut = kernel.WithShut(s.Shut, in.No, nil)
	}
	if now.Before(day) && now.Before(today) {
		return was, day
	}
	return s, now
}

// shiftDays does the same to the days that the data hold.
func (r Rules) shiftDays(d Data, in OutageInput, today calendar.Date) (Data, []Move) {
	var moves []Move
	move := func(key string, day calendar.Date) calendar.Date {
		kind, _, _ := strings.Cut(key, "/")
		s, now := Stretch(r.Calendar, d.Stretched[key], kind, day, in, today)
		if now == day {
			return day
		}
		d = d.stretch(key, s.Plain, s.Shut)
		moves = append(moves, Move{Kind: kind, Was: day, Now: now})
		return now
	}
	if n := d.Notified; n != nil && n.Answered.IsZero() {
		next := *n
		next.By = move(DayCorrection, n.By)
		d.Notified = &next
	}
	d.Gaps = slices.Clone(d.Gaps)
	for i, g := range d.Gaps {
		if g.Supplied.IsZero() {
			d.Gaps[i].By = move(DaySupply+"/"+g.Material, g.By)
		}
	}
	if p := d.Publicity; p != nil {
		next := *p
		next.To = move(DayPublicity, p.To)
		d.Publicity = &next
	}
	return d, moves
}

// timers sets the timers of the days that were moved.
func timersOf(d Data, moves []Move) []kernel.Effect {
	var out []kernel.Effect
	has := func(kind string) bool { return slices.ContainsFunc(moves, func(m Move) bool { return m.Kind == kind }) }
	if has(DayCorrection) {
		out = append(out, kernel.SetTimer{Name: "deemed", At: d.Notified.By.At(24), Move: "deem_withdrawn"})
	}
	if has(DaySupply) {
		var last calendar.Date
		for _, g := range d.OpenGaps() {
			if g.By.After(last) {
				last = g.By
			}
		}
		out = append(out, kernel.SetTimer{Name: "gaps", At: last.At(24), Move: "revoke"})
	}
	if has(DayPublicity) {
		out = append(out, kernel.SetTimer{Name: "publicity", At: d.Publicity.To.At(24), Move: "end_publicity"})
	}
	return out
}

// told says each moved day to the applicant, the nearest first, one notice for
// one pair of days.
func told(no string, in OutageInput, moves []Move) []kernel.Effect {
	var out []kernel.Effect
	seen := map[Move]bool{}
	for _, m := range moves {
		pair := Move{Was: m.Was, Now: m.Now}
		if seen[pair] || m.Was == m.Now || m.Now.IsZero() {
			continue
		}
		seen[pair] = true
		text := "kernel.itemflow.notice.outage"
		if m.Now.Before(m.Was) {
			text = "kernel.itemflow.notice.outage_back"
		}
		out = append(out, kernel.Notify{To: kernel.RoleOwner, Text: text, Args: map[string]string{"no": no, "outage": in.No, "was": m.Was.String(), "now": m.Now.String()}})
	}
	return out
}

// outage moves what would end on a day on which the systems were down. The same
// outage told again changes only what it did before; it can be told any number
// of times.
func (r Rules) outage() kernel.Move {
	return kernel.MoveOf[Data, OutageInput, none]{
		Name: "outage", Anytime: true, By: []kernel.Role{Outage}, Hidden: true, OnHold: true,
		Guard: func(t kernel.Turn[Data, OutageInput, none]) error {
			if t.Input.No == "" || t.Input.To.Before(t.Input.From) {
				return errs.New(errs.Invalid, "kernel.itemflow.outage_days", nil)
			}
			if _, _, moves := r.Shifts(t.Case, t.Data, t.Input, calendar.DateOf(t.Now)); len(moves) == 0 {
				return errs.New(errs.Conflict, "kernel.itemflow.outage_nothing", errs.Args{"no": t.Input.No})
			}
			return nil
		},
		Effects: func(t kernel.Turn[Data, OutageInput, none]) (kernel.Out[Data], error) {
			c, d, moves := r.Shifts(t.Case, t.Data, t.Input, calendar.DateOf(t.Now))
			return kernel.Out[Data]{Data: d, Change: func(k *kernel.Case) { k.Limits = c.Limits }, Effects: append(timersOf(d, moves), told(t.Case.No, t.Input, moves)...)}, nil
		},
	}.Build()
}
