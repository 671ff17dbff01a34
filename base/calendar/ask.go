package calendar

import (
	"strings"

	"quanlian/base/errs"
)

// Question asks for the end of a period: by the command, by the API.
type Question struct {
	From   Date // start, or the day of dispatch when Way is set
	Add    Period
	Regime RegimeID
	Pauses []Interval
	// Way and Received count from the deemed receipt of a document.
	Way      Way
	Received Date
	// Now asks besides what is left on that day.
	Now Date
}

// Answer is the end with its reasons, and what was asked besides.
type Answer struct {
	Result
	Receipt *Receipt `json:"receipt,omitempty"`
	Left    *LeftOn  `json:"left,omitempty"`
}

// LeftOn is what is left of a limit on a day.
type LeftOn struct {
	On          Date         `json:"on"`
	Light       Light        `json:"light"`
	Days        CalendarDays `json:"left_days"`
	Work        WorkDays     `json:"left_workdays"`
	Elapsed     CalendarDays `json:"elapsed_days"`
	ElapsedWork WorkDays     `json:"elapsed_workdays"`
}

// Answer counts a period as it was asked for.
func (c *Calendar) Answer(q Question) (Answer, error) {
	var a Answer
	start := q.From
	if q.Way != "" || !q.Received.IsZero() {
		r, err := Service(q.Way, q.From, q.Received)
		if err != nil {
			return a, err
		}
		a.Receipt, start = &r, r.Date
	}
	var err error
	if a.Result, err = c.Due(start, q.Add, q.Pauses, q.Regime); err != nil || q.Now.IsZero() {
		return a, err
	}
	l, err := c.Remaining(q.Now, start, q.Add, q.Pauses, q.Regime)
	a.Left = &LeftOn{q.Now, l.Light(DefaultSoon), l.Days, l.Work, l.Elapsed, l.ElapsedWork}
	return a, err
}

// ParsePause reads FROM..TO:REASON; TO is empty while the pause lasts.
func ParsePause(s string) (Interval, error) {
	from, rest, ok := strings.Cut(s, "..")
	to, reason, _ := strings.Cut(strings.ReplaceAll(rest, "：", ":"), ":")
	if !ok {
		return Interval{}, errs.At("pause", "base.calendar.not_a_pause", errs.Args{"from": from, "to": to})
	}
	iv := Interval{Reason: reason}
	var err error
	if iv.From, err = ParseDate(from); err == nil && to != "" {
		iv.To, err = ParseDate(to)
	}
	return iv, err
}
