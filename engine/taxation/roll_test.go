package taxation

import (
	"testing"

	"quanlian/base/calendar"
)

// TestDueDaysMove: a due day on a rest day is moved to the day after it, and
// says from where; one on a working day stays; doing it twice moves nothing.
func TestDueDaysMove(t *testing.T) {
	t.Parallel()
	for from, to := range map[Date]Date{
		"2026-08-15": "2026-08-17", // a Saturday
		"2026-08-14": "2026-08-14",
		"2026-10-03": "2026-10-08", // 国庆节
		"2026-09-20": "2026-09-20", // a Sunday that is worked (调休)
		"":           "",
	} {
		s := Sheet{Reminders: []Reminder{{Side: SellerSide, Code: "stamp", Due: from}}}
		for range 2 {
			if err := s.Roll(calendar.National()); err != nil {
				t.Fatal(err)
			}
		}
		r := s.Reminders[0]
		if r.Due != to || (r.Moved != nil) != (from != to) {
			t.Errorf("%s is due %s, want %s: %+v", from, r.Due, to, r.Moved)
		}
		if m := r.Moved; m != nil && (m.From != from || m.Verified || m.Basis == "" || len(m.Steps) == 0) {
			t.Errorf("%s moved by %+v", from, m)
		}
	}
	s := Sheet{Reminders: []Reminder{{Due: "2026-02-31"}}}
	if s.Roll(calendar.National()) == nil {
		t.Error("a day that is none")
	}
}
