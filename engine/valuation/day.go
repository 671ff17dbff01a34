package valuation

import "time"

// Day is a legal date, YYYY-MM-DD; "" is unknown. Days compare as strings.
type Day string

const dayLayout = "2006-01-02"

// Valid reports whether the day is a date of the calendar.
func (d Day) Valid() bool { _, ok := d.time(); return ok }

func (d Day) time() (time.Time, bool) {
	t, err := time.Parse(dayLayout, string(d))
	return t, err == nil && d != ""
}

// AddMonths moves the day by whole months; a day that the target month lacks
// becomes its last day (29 February plus a year is 28 February).
func (d Day) AddMonths(n int) Day {
	t, ok := d.time()
	if !ok {
		return ""
	}
	first := time.Date(t.Year(), t.Month()+time.Month(n), 1, 0, 0, 0, 0, time.UTC)
	last := first.AddDate(0, 1, -1).Day()
	return Day(first.AddDate(0, 0, min(t.Day(), last)-1).Format(dayLayout))
}

// AddYears moves the day by whole years, clamped like AddMonths.
func (d Day) AddYears(n int) Day { return d.AddMonths(12 * n) }

// addDays moves the day by days.
func (d Day) addDays(n int) Day {
	t, ok := d.time()
	if !ok {
		return ""
	}
	return Day(t.AddDate(0, 0, n).Format(dayLayout))
}

// MonthsUntil counts the whole months from d to end; 0 when end is not later.
func (d Day) MonthsUntil(end Day) int {
	a, ok := d.time()
	b, ok2 := end.time()
	if !ok || !ok2 || !b.After(a) {
		return 0
	}
	n := (b.Year()-a.Year())*12 + int(b.Month()) - int(a.Month())
	for n > 0 && d.AddMonths(n) > end {
		n--
	}
	return n
}

// DaysUntil counts the days from d to end, negative when end is earlier.
func (d Day) DaysUntil(end Day) (int, bool) {
	a, ok := d.time()
	b, ok2 := end.time()
	return int(b.Sub(a).Hours() / 24), ok && ok2
}
