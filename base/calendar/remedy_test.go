package calendar_test

import (
	"testing"

	"quanlian/base/calendar"
)

func TestRemediesAreThoseOfTheDay(t *testing.T) {
	t.Parallel()
	for day, want := range map[calendar.Date]map[string]string{
		calendar.On(2026, 11, 20): {"review": "60d", "suit": "6mo"},
		calendar.On(2024, 1, 1):   {"review": "60d", "suit": "6mo"},
		calendar.On(2023, 12, 31): {"suit": "6mo"}, // what held for reviews before is not established
		calendar.On(2017, 6, 30):  {},
	} {
		got := calendar.RemediesOn(day)
		if len(got) != len(want) {
			t.Fatalf("%s: %+v", day, got)
		}
		for _, r := range got {
			if r.Period.String() != want[r.Name] || r.Basis == "" || r.Verified {
				t.Errorf("%s: %+v", day, r)
			}
		}
	}
}
