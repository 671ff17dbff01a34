package calendar

import (
	"regexp"
	"strconv"
	"strings"

	"quanlian/base/errs"
)

// WorkDays is a number of working days (工作日).
type WorkDays int

// CalendarDays is a number of calendar days (自然日).
type CalendarDays int

// Months is a number of calendar months (月).
type Months int

// Years is a number of years (年).
type Years int

// Period is the limit of n working days.
func (n WorkDays) Period() Period { return Period{int(n), WorkDay} }

// Period is the limit of n calendar days.
func (n CalendarDays) Period() Period { return Period{int(n), CalendarDay} }

// Period is the limit of n months.
func (n Months) Period() Period { return Period{int(n), Month} }

// Period is the limit of n years.
func (n Years) Period() Period { return Period{int(n), Year} }

// Unit is what a period is counted in.
type Unit string

// The units, as the command line and the catalogue write them.
const (
	Year        Unit = "y"
	Month       Unit = "mo"
	CalendarDay Unit = "d"
	WorkDay     Unit = "wd"
)

// maxN is the longest period that is still plausible, per unit; longer ones
// are typing errors. Unit: the key's. Source: design decision [D].
var maxN = map[Unit]int{Year: 200, Month: 2400, CalendarDay: 73_000, WorkDay: 50_000}

// Period is a limit: a number of units. The zero Period is "no limit".
type Period struct {
	N    int
	Unit Unit
}

var periodRE = regexp.MustCompile(`^(\d{1,6})(y|mo|m|d|wd|年|个月|月|日|天|自然日|个工作日|工作日)$`)

var unitOf = map[string]Unit{
	"y": Year, "年": Year, "mo": Month, "个月": Month, "月": Month, "d": CalendarDay, "日": CalendarDay, "天": CalendarDay,
	"自然日": CalendarDay, "wd": WorkDay, "个工作日": WorkDay, "工作日": WorkDay,
}

// ParsePeriod reads 10y, 3mo, 15d, 5wd and the Chinese forms 10年, 3个月, 15日,
// 5个工作日. A bare "m" is refused: it could be months or minutes.
func ParsePeriod(s string) (Period, error) {
	bad := func() (Period, error) {
		return Period{}, errs.At("", "base.calendar.not_a_period", errs.Args{"value": s})
	}
	m := periodRE.FindStringSubmatch(strings.ToLower(narrow(s)))
	if m == nil {
		return bad()
	}
	u, ok := unitOf[m[2]]
	if !ok {
		return bad()
	}
	n, _ := strconv.Atoi(m[1]) // digits by the pattern
	p := Period{n, u}
	return p, p.check()
}

// check refuses unknown units, negative and implausibly long periods.
func (p Period) check() error {
	limit, ok := maxN[p.Unit]
	if !ok {
		return errs.At("", "base.calendar.not_a_period", errs.Args{"value": p.String()})
	}
	if p.N < 0 || p.N > limit {
		return errs.At("", "base.calendar.period_too_long", errs.Args{"value": p.String(), "max": limit})
	}
	return nil
}

// IsZero reports whether there is no limit.
func (p Period) IsZero() bool { return p == Period{} }

// String prints the form that ParsePeriod reads, as 3mo.
func (p Period) String() string {
	if p.IsZero() {
		return ""
	}
	return strconv.Itoa(p.N) + string(p.Unit)
}

// Chinese prints the words of a notice, as 3个月 or 5个工作日.
func (p Period) Chinese() string {
	word := map[Unit]string{Year: "年", Month: "个月", CalendarDay: "日", WorkDay: "个工作日"}[p.Unit]
	if word == "" {
		return ""
	}
	return strconv.Itoa(p.N) + word
}

// English prints the words of a notice, as 3 months or 5 working days.
func (p Period) English() string {
	word := map[Unit]string{Year: "year", Month: "month", CalendarDay: "day", WorkDay: "working day"}[p.Unit]
	switch {
	case word == "":
		return ""
	case p.N != 1:
		word += "s"
	}
	return strconv.Itoa(p.N) + " " + word
}

// MarshalText writes the form that ParsePeriod reads.
func (p Period) MarshalText() ([]byte, error) { return []byte(p.String()), nil }

// UnmarshalText reads what ParsePeriod reads; an empty text is no limit.
func (p *Period) UnmarshalText(b []byte) error {
	if len(b) == 0 {
		*p = Period{}
		return nil
	}
	v, err := ParsePeriod(string(b))
	if err != nil {
		return err
	}
	*p = v
	return nil
}
