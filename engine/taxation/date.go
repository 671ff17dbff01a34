package taxation

import (
	"time"

	"quanlian/base/errs"
)

// Date is a calendar day as 2026-10-28; "" is no day. Days compare as text.
type Date string

// ParseDate checks a day.
func ParseDate(s string) (Date, error) {
	if _, err := time.Parse(time.DateOnly, s); err != nil {
		return "", errs.At("", "engine.taxation.bad_date", errs.Args{"value": s})
	}
	return Date(s), nil
}

// Valid reports whether d is a real day.
func (d Date) Valid() bool {
	_, err := time.Parse(time.DateOnly, string(d))
	return err == nil
}

// Year is the calendar year of d, 0 when d is no day.
func (d Date) Year() int {
	t, err := time.Parse(time.DateOnly, string(d))
	if err != nil {
		return 0
	}
	return t.Year()
}

// addDays is d moved by n days.
func (d Date) addDays(n int) Date { return d.move(0, n) }

// addMonths is d moved by n months; the day is clamped to the month's end.
func (d Date) addMonths(n int) Date { return d.move(n, 0) }

func (d Date) move(months, days int) Date {
	t, err := time.Parse(time.DateOnly, string(d))
	if err != nil {
		return ""
	}
	first := time.Date(t.Year(), t.Month(), 1, 0, 0, 0, 0, time.UTC).AddDate(0, months, 0)
	last := first.AddDate(0, 1, -1).Day()
	return Date(first.AddDate(0, 0, min(t.Day(), last)-1+days).Format(time.DateOnly))
}

// period names the VAT period of d: its month, quarter or, per occasion, day.
func (d Date) period(kind string) string {
	switch {
	case len(d) < 10 || kind == "occasion":
		return string(d)
	case kind == "quarter":
		return string(d.quarterEnd())
	}
	return string(d[:7])
}

// quarterEnd is the last day of d's quarter.
func (d Date) quarterEnd() Date {
	t, err := time.Parse(time.DateOnly, string(d))
	if err != nil {
		return ""
	}
	q := (int(t.Month())-1)/3*3 + 3
	return Date(time.Date(t.Year(), time.Month(q)+1, 0, 0, 0, 0, 0, time.UTC).Format(time.DateOnly))
}

// yearEnd is 31 December of d's year.
func (d Date) yearEnd() Date {
	t, err := time.Parse(time.DateOnly, string(d))
	if err != nil {
		return ""
	}
	return Date(time.Date(t.Year(), 12, 31, 0, 0, 0, 0, time.UTC).Format(time.DateOnly))
}
