package outage

import (
	"testing"
	"time"

	"quanlian/base/calendar"
	"quanlian/kernel"
)

// Which days an outage touches: midnight ends a day and begins none, rest days
// count as they come, and what was withdrawn or lies ahead touches nothing.
func TestDaysThatAnOutageTouches(t *testing.T) {
	t.Parallel()
	friday := calendar.On(2026, time.November, 20)
	at := func(days, hours int) time.Time {
		return friday.AddDays(days).At(0).Add(time.Duration(hours) * time.Hour)
	}
	for name, x := range map[string]struct {
		from, to time.Time
		state    kernel.State
		today    int
		first    int
		last     int
		off      bool
	}{
		"within a day":               {at(0, 9), at(0, 17), Over, 3, 0, 0, false},
		"over midnight":              {at(0, 22), at(1, 1), Over, 3, 0, 1, false},
		"up to midnight":             {at(0, 22), at(1, 0), Over, 3, 0, 0, false},
		"from midnight to midnight":  {at(0, 0), at(1, 0), Over, 3, 0, 0, false},
		"over a weekend":             {at(0, 22), at(3, 8), Over, 5, 0, 3, false},
		"a moment at midnight":       {at(1, 0), at(1, 0), Over, 3, 1, 1, false},
		"still running: up to today": {at(0, 9), time.Time{}, Running, 4, 0, 4, false},
		"announced":                  {at(2, 9), time.Time{}, Announced, 0, 2, 2, true},
		"withdrawn":                  {at(0, 9), at(0, 17), Withdrawn, 3, 0, 0, true},
	} {
		t.Run(name, func(t *testing.T) {
			d := Data{Said: []Said{{Statement: Statement{From: x.from, To: x.to}}}}
			got := Told("GZ-1", x.state, d, friday.AddDays(x.today))
			if got.From != friday.AddDays(x.first) || got.To != friday.AddDays(x.last) || got.Off != x.off {
				t.Errorf("%s to %s, off %t", got.From, got.To, got.Off)
			}
		})
	}
}
