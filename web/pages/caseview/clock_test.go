package caseview

import (
	"slices"
	"testing"
	"time"

	"quanlian/base/calendar"
	"quanlian/kernel"
	"quanlian/web/ui"
)

// The bar of a clock shows what ran and what stood still in the order of the days;
// what is left is not drawn, and of a late limit nothing is left.
func TestClockParts(t *testing.T) {
	t.Parallel()
	day := func(n int) calendar.Date { return calendar.On(2026, time.November, n) }
	pause := func(from, to int) kernel.Pause {
		p := kernel.Pause{From: day(from).At(9)}
		if to > 0 {
			p.To = day(to).At(9)
		}
		return p
	}
	for name, c := range map[string]struct {
		today, due int
		pauses     []kernel.Pause
		want       []ui.ClockPart
	}{
		"begun today":   {1, 21, nil, nil},
		"a quarter":     {6, 21, nil, []ui.ClockPart{{Share: 25}}},
		"paused within": {13, 21, []kernel.Pause{pause(4, 8)}, []ui.ClockPart{{Share: 10}, {Share: 20, Held: true}, {Share: 30}}},
		"paused now":    {11, 21, []kernel.Pause{pause(7, 0)}, []ui.ClockPart{{Share: 25}, {Share: 25, Held: true}}},
		"late":          {21, 11, nil, []ui.ClockPart{{Share: 100}}},
	} {
		if got := clockParts(day(1), day(c.today), day(c.due), c.pauses); !slices.Equal(got, c.want) {
			t.Errorf("%s: %v, want %v", name, got, c.want)
		}
	}
	all := []kernel.Pause{pause(4, 8)}
	for name, l := range map[string]kernel.Limit{"another office's": {Outside: true, From: day(1).At(9)}, "a fixed day": {Fixed: true, From: day(1).At(9)}, "begun later": {From: day(9).At(9)}} {
		if got := pausesOf(l, all); len(got) > 0 {
			t.Errorf("%s: %v", name, got)
		}
	}
	if got := pausesOf(kernel.Limit{From: day(1).At(9)}, all); len(got) != 1 {
		t.Errorf("ours: %v", got)
	}
}

// A long history shows its newest entries and folds the rest; a short one is whole.
func TestRecentHistory(t *testing.T) {
	t.Parallel()
	for n, want := range map[int]int{0: 0, 5: 5, 8: 8, 9: 6, 20: 6} {
		if got := (view{History: make([]ui.Event, n)}).recent(); got != want {
			t.Errorf("of %d entries %d stand open, want %d", n, got, want)
		}
	}
}
