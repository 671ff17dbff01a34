package window

import (
	"testing"
	"time"

	"quanlian/base/calendar"
	"quanlian/base/errs"
	"quanlian/catalogue/city"
)

var halfHours = city.Unit{Queue: &city.Queue{Open: []city.Span{{From: 9 * 60, To: 17 * 60}}, Slot: 30, Capacity: 1}}

// One may book on ten days whatever the hour: a day whose times have all begun is
// none of them.
func TestTenDaysAtAnyHour(t *testing.T) {
	t.Parallel()
	r := Rules{Calendar: calendar.National()}
	for _, c := range []struct {
		name        string
		now         time.Time
		first, last calendar.Date
	}{
		{"in the morning", calendar.On(2026, 11, 23).At(8), calendar.On(2026, 11, 23), calendar.On(2026, 12, 4)},
		{"in the last time", calendar.On(2026, 11, 23).At(16).Add(30 * time.Minute), calendar.On(2026, 11, 24), calendar.On(2026, 12, 7)},
		{"in the evening", calendar.On(2026, 11, 23).At(20), calendar.On(2026, 11, 24), calendar.On(2026, 12, 7)},
		{"on a Sunday", calendar.On(2026, 11, 22).At(12), calendar.On(2026, 11, 23), calendar.On(2026, 12, 4)},
		{"before a Saturday that is worked and a holiday", calendar.On(2026, 2, 13).At(8), calendar.On(2026, 2, 13), calendar.On(2026, 3, 4)},
	} {
		days := r.Days(halfHours, c.now)
		if len(days) != int(Ahead) || days[0] != c.first || days[len(days)-1] != c.last {
			t.Errorf("%s: %d days %v", c.name, len(days), days)
		}
	}
	evening := calendar.On(2026, 11, 23).At(20)
	for day, want := range map[calendar.Date]string{calendar.On(2026, 11, 23): "service.window.time_over", calendar.On(2026, 12, 7): "", calendar.On(2026, 12, 8): "service.window.too_far"} {
		err := r.bookable(halfHours, Slot{Day: day, Time: "10:00"}, evening)
		if want == "" && err != nil || want != "" && !errs.Is(err, want) {
			t.Errorf("%s in the evening: %v, want %q", day, err, want)
		}
	}
}

// A shut machine says when the windows open again: past weekends and holidays, on a
// Saturday that is worked.
func TestWhenTheWindowsOpenAgain(t *testing.T) {
	t.Parallel()
	r := Rules{Calendar: calendar.National()}
	for _, c := range []struct{ now, want time.Time }{
		{calendar.On(2026, 11, 23).At(8), calendar.On(2026, 11, 23).At(9)},
		{calendar.On(2026, 11, 20).At(18), calendar.On(2026, 11, 23).At(9)},
		{calendar.On(2026, 2, 13).At(18), calendar.On(2026, 2, 14).At(9)},
		{calendar.On(2026, 2, 14).At(18), calendar.On(2026, 2, 24).At(9)},
		{calendar.On(2026, 4, 6).At(10), calendar.On(2026, 4, 7).At(9)},
	} {
		if at, ok := r.Opens(halfHours, c.now); !ok || !at.Equal(c.want) {
			t.Errorf("shut at %s: opens %s, want %s", c.now, at, c.want)
		}
		if r.IsOpen(halfHours, c.now) {
			t.Errorf("open at %s", c.now)
		}
	}
	if !r.IsOpen(halfHours, calendar.On(2026, 2, 14).At(10)) {
		t.Error("shut on a Saturday that is worked")
	}
}
