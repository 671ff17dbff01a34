package calendar

import (
	"cmp"
	"fmt"
	"time"

	"quanlian/base/errs"
)

// Date is a legal date (日期): a day of the civil calendar in China, without
// an hour and without a zone. The zero Date is "no date". Dates compare with ==.
type Date struct {
	Year  int
	Month time.Month
	Day   int
}

// China is the one time zone of the country, UTC+8 without summer time (which
// existed from 1986 to 1991 only). Unit: s east of UTC. Source: IANA zone
// Asia/Shanghai since 1991-09-15.
var China = time.FixedZone("UTC+8", 8*60*60)

// OfficeCloses is the hour at which an office day ends, for texts such as
// 今天17:00. Unit: hour of the day in China. Source: design decision [D].
const OfficeCloses = 17

// Years that a Date may have: what four digits can write.
// Unit: year. Source: GB/T 7408 (ISO 8601), four-digit years.
const (
	minYear = 1000
	maxYear = 9999
)

// On makes the date of a year, month and day as they stand; ask Valid when
// they come from outside.
func On(year int, month time.Month, day int) Date { return Date{year, month, day} }

// DateOf is the legal date in China at an instant.
func DateOf(t time.Time) Date {
	y, m, d := t.In(China).Date()
	return Date{y, m, d}
}

// IsZero reports whether there is no date.
func (d Date) IsZero() bool { return d == Date{} }

// Valid reports whether the day exists.
func (d Date) Valid() bool {
	return d.Year >= minYear && d.Year <= maxYear && d.Month >= time.January && d.Month <= time.December &&
		d.Day >= 1 && d.Day <= lastDay(d.Year, d.Month)
}

// String prints YYYY-MM-DD, and nothing for no date.
func (d Date) String() string {
	if d.IsZero() {
		return ""
	}
	return fmt.Sprintf("%04d-%02d-%02d", d.Year, int(d.Month), d.Day)
}

// Chinese prints 2026年9月18日, for documents; nothing for no date.
func (d Date) Chinese() string {
	if d.IsZero() {
		return ""
	}
	return fmt.Sprintf("%d年%d月%d日", d.Year, int(d.Month), d.Day)
}

// Compare is -1, 0 or 1 as d is before, on or after e.
func (d Date) Compare(e Date) int {
	return cmp.Or(cmp.Compare(d.Year, e.Year), cmp.Compare(d.Month, e.Month), cmp.Compare(d.Day, e.Day))
}

// Before reports whether d is earlier than e.
func (d Date) Before(e Date) bool { return d.Compare(e) < 0 }

// After reports whether d is later than e.
func (d Date) After(e Date) bool { return d.Compare(e) > 0 }

// AddDays is the date n calendar days later (earlier when n is negative).
func (d Date) AddDays(n int) Date { return fromNumber(d.number() + n) }

// AddMonths is the corresponding day n months later, or the last day of that
// month where it has none (month-end rule). Always add to the original start:
// Jan 31 + 1 month + 1 month is not Jan 31 + 2 months.
func (d Date) AddMonths(n int) Date {
	months := d.Year*12 + int(d.Month) - 1 + n
	y, m := months/12, time.Month(months%12+1)
	if months < 0 {
		y, m = 0, 1
	}
	return Date{y, m, min(d.Day, lastDay(y, m))}
}

// AddYears is the corresponding day n years later; February 29 becomes
// February 28 where the year has none.
func (d Date) AddYears(n int) Date { return d.AddMonths(12 * n) }

// DaysSince is the number of calendar days from e to d.
func (d Date) DaysSince(e Date) CalendarDays { return CalendarDays(d.number() - e.number()) }

// Weekday is the day of the week.
func (d Date) Weekday() time.Weekday { return weekday(d.number()) }

// At is the instant at an hour of this day in China.
func (d Date) At(hour int) time.Time {
	return time.Date(d.Year, d.Month, d.Day, hour, 0, 0, 0, China)
}

// MarshalText writes YYYY-MM-DD, and nothing for no date.
func (d Date) MarshalText() ([]byte, error) {
	if !d.IsZero() && !d.Valid() {
		return nil, errs.New(errs.Internal, "base.calendar.not_a_date", errs.Args{"value": d.String()})
	}
	return []byte(d.String()), nil
}

// UnmarshalText reads whatever ParseDate reads; an empty text is no date.
func (d *Date) UnmarshalText(b []byte) error {
	if len(b) == 0 {
		*d = Date{}
		return nil
	}
	v, err := ParseDate(string(b))
	if err != nil {
		return err
	}
	*d = v
	return nil
}

const secondsPerDay = 24 * 60 * 60 // Unit: s. Source: definition.

// number counts days from 1970-01-01.
func (d Date) number() int {
	return int(time.Date(d.Year, d.Month, d.Day, 0, 0, 0, 0, time.UTC).Unix() / secondsPerDay)
}

// fromNumber is the inverse of number.
func fromNumber(n int) Date {
	y, m, d := time.Unix(int64(n)*secondsPerDay, 0).UTC().Date()
	return Date{y, m, d}
}

// weekday is the day of the week of a day number (1970-01-01 was a Thursday).
func weekday(n int) time.Weekday {
	return time.Weekday(((n+int(time.Thursday))%7 + 7) % 7)
}

// lastDay is the number of days of a month.
func lastDay(y int, m time.Month) int {
	return time.Date(y, m+1, 0, 0, 0, 0, 0, time.UTC).Day()
}
