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
		got := calendar.RemediesOn(day, nil)
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

// A ruling on a patent dispute has its own time for a suit, in place of the general
// rules, from the day on which the article came into force.
func TestRemedyOfItsOwn(t *testing.T) {
	t.Parallel()
	ruling := func(p calendar.Provision) bool { return p == calendar.Provision{Law: "专利法", Article: "65"} }
	for day, want := range map[calendar.Date]map[string]string{
		calendar.On(2026, 11, 20): {"suit": "15d"},
		calendar.On(2021, 5, 31):  {"suit": "6mo"},
	} {
		got := calendar.RemediesOn(day, ruling)
		if len(got) != len(want) || got[0].Period.String() != want[got[0].Name] {
			t.Errorf("%s: %+v", day, got)
		}
	}
}
