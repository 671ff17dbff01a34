package ledger

import (
	"time"

	"quanlian/base/calendar"
	"quanlian/base/errs"
)

// RoyaltyEvery is how long a period of a running royalty is, by the calendar or by
// months counted from a day. It is what the contract says, no rule of law.
type RoyaltyEvery string

// The lengths; "" leaves the periods to the sides.
const (
	EveryMonth    RoyaltyEvery = "month"     // 按月
	EveryQuarter  RoyaltyEvery = "quarter"   // 按季
	EveryHalfYear RoyaltyEvery = "half_year" // 按半年
	EveryYear     RoyaltyEvery = "year"      // 按年
	EveryMonths   RoyaltyEvery = "months"    // 每若干个月，自起算日起
)

// RoyaltyStart is the day from which the months of [EveryMonths] count, and with
// them the royalty.
type RoyaltyStart string

// The days; "" is the first.
const (
	StartTerm      RoyaltyStart = "term"      // 许可起始日
	StartEffective RoyaltyStart = "effective" // 合同生效日，许可晚于生效的为许可起始日
	StartOn        RoyaltyStart = "day"       // 约定的日子
)

// Begin is the day on which the royalty begins, of a licence from a first day under
// a contract in effect since a day; zero while that day is not known.
func (r *Royalty) Begin(first, effective calendar.Date) calendar.Date {
	switch {
	case r.Every != EveryMonths:
	case r.Start == StartOn:
		return r.StartDay
	case r.Start == StartEffective && (effective.IsZero() || effective.After(first)):
		return effective
	}
	return first
}

// months of the length, 0 for none that is known.
func (r *Royalty) months() int {
	switch r.Every {
	case EveryMonths:
		return max(0, r.Months)
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

// RoyaltySpan is one period, both days in it. Partial tells a first
// or last one that is shorter than the others.
type RoyaltySpan struct {
	Period  int           `json:"period"`
	From    calendar.Date `json:"from"`
	To      calendar.Date `json:"to"`
	Partial bool          `json:"partial,omitempty"`
}

// Span is the n-th period of a royalty that runs from a day to another (zero: without
// an end). Periods are those of the calendar, so that the first begins with the first
// day and the last ends with the last; counted months begin with the first day, each
// on its corresponding day or, where a month has none, on its last. ok is false after
// the last, and where the contract names no length.
func (r *Royalty) Span(n int, from, to calendar.Date) (s RoyaltySpan, ok bool) {
	m := r.months()
	if m == 0 || n < 1 || from.IsZero() {
		return s, false
	}
	first := from
	if r.Every != EveryMonths {
		first = calendar.On(from.Year, time.Month((int(from.Month)-1)/m*m+1), 1)
	}
	s = RoyaltySpan{Period: n, From: first.AddMonths((n - 1) * m), To: first.AddMonths(n * m).AddDays(-1)}
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

// mostMonths is the longest period that is counted in months.
// Unit: months. Source: our own bound; it only catches a slip of the pen.
const mostMonths = 60

// checkPeriods says what is wrong with length and time for the report: both or none.
func (r *Royalty) checkPeriods(l *errs.List) {
	r.checkMonths(l)
	switch {
	case r.Every == "" && r.ReportDays == 0:
	case r.months() == 0 && r.Every != EveryMonths:
		l.Add(errs.At("royalty/every", "ledger.royalty.every", nil))
	case r.ReportDays < 1 || r.ReportDays > mostReportDays:
		l.Add(errs.At("royalty/report_days", "ledger.royalty.report_days", errs.Args{"most": mostReportDays}))
	}
}

// checkMonths says what is wrong with a length in months and the day it counts from,
// which belong to no other length.
func (r *Royalty) checkMonths(l *errs.List) {
	counted := r.Every == EveryMonths
	switch {
	case counted && (r.Months < 1 || r.Months > mostMonths):
		l.Add(errs.At("royalty/months", "ledger.royalty.months", errs.Args{"most": mostMonths}))
	case !counted && r.Months != 0:
		l.Add(errs.At("royalty/every", "ledger.royalty.months_alone", nil))
	}
	switch {
	case !counted && (r.Start != "" || !r.StartDay.IsZero()):
		l.Add(errs.At("royalty/every", "ledger.royalty.start_alone", nil))
	case r.Start != "" && r.Start != StartTerm && r.Start != StartEffective && r.Start != StartOn:
		l.Add(errs.At("royalty/start", "ledger.royalty.start", nil))
	case (r.Start == StartOn) == r.StartDay.IsZero():
		l.Add(errs.At("royalty/start_day", "ledger.royalty.start_day", nil))
	}
}
