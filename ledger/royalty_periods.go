package ledger

import (
	"time"

	"quanlian/base/calendar"
	"quanlian/base/errs"
)

// RoyaltyEvery is how long a period of a running royalty is, by the calendar. It is
// what the contract says, no rule of law.
type RoyaltyEvery string

// The lengths; "" leaves the periods to the sides.
const (
	EveryMonth    RoyaltyEvery = "month"     // 按月
	EveryQuarter  RoyaltyEvery = "quarter"   // 按季
	EveryHalfYear RoyaltyEvery = "half_year" // 按半年
	EveryYear     RoyaltyEvery = "year"      // 按年
)

// months of the length, 0 for none that is known.
func (e RoyaltyEvery) months() int {
	switch e {
	case EveryMonth:
		return 1
	case EveryQuarter:
		return 3
	case EveryHalfYear:
		return 6
	case EveryYear:
		return 12
	}
	return 0
}

// RoyaltySpan is one period by the calendar, both days in it. Partial tells a first
// or last one that is shorter than the others.
type RoyaltySpan struct {
	Period  int           `json:"period"`
	From    calendar.Date `json:"from"`
	To      calendar.Date `json:"to"`
	Partial bool          `json:"partial,omitempty"`
}

// Span is the n-th period of a royalty that runs from a day to another (zero: without
// an end). Periods are those of the calendar, so that the first begins with the first
// day and the last ends with the last. ok is false after the last, and where the
// contract names no length.
func (r *Royalty) Span(n int, from, to calendar.Date) (s RoyaltySpan, ok bool) {
	m := r.Every.months()
	if m == 0 || n < 1 || from.IsZero() {
		return s, false
	}
	first := calendar.On(from.Year, time.Month((int(from.Month)-1)/m*m+1), 1)
	begin := first.AddMonths((n - 1) * m)
	s = RoyaltySpan{Period: n, From: begin, To: begin.AddMonths(m).AddDays(-1)}
	if s.From.Before(from) {
		s.From, s.Partial = from, true
	}
	if !to.IsZero() && s.To.After(to) {
		s.To, s.Partial = to, true
	}
	return s, !s.To.Before(s.From)
}

// mostReportDays is the longest time for a report.
// Unit: calendar days. Source: our own bound; it only catches a slip of the pen.
const mostReportDays = 180

// checkPeriods says what is wrong with length and time for the report: both or none.
func (r *Royalty) checkPeriods(l *errs.List) {
	switch {
	case r.Every == "" && r.ReportDays == 0:
	case r.Every.months() == 0:
		l.Add(errs.At("royalty/every", "ledger.royalty.every", nil))
	case r.ReportDays < 1 || r.ReportDays > mostReportDays:
		l.Add(errs.At("royalty/report_days", "ledger.royalty.report_days", errs.Args{"most": mostReportDays}))
	}
}
