package hall

import (
	"testing"
	"time"

	"quanlian/base/calendar"
	"quanlian/ledger"
)

// TestReportOfATermBegunBefore: the days for a report of a term that began before
// the contract count from the day it took effect.
func TestReportOfATermBegunBefore(t *testing.T) {
	t.Parallel()
	begun, signed := calendar.On(2026, time.September, 1), calendar.On(2026, time.November, 23)
	d := DealData{Terms: &Terms{From: begun, To: begun.AddYears(5), Royalty: &ledger.Royalty{Every: ledger.EveryMonth, ReportDays: 10}}, Contract: &Contract{Effective: signed}}
	for n, want := range map[int]calendar.Date{1: calendar.On(2026, time.December, 3), 2: calendar.On(2026, time.December, 3), 3: calendar.On(2026, time.December, 10)} {
		s, ok := d.RoyaltySpan(n)
		if !ok {
			t.Fatal(n)
		}
		if due, err := (Rules{Calendar: calendar.National()}).ReportDue(d, s); err != nil || due != want {
			t.Errorf("period %d: %s %v, want %s", n, due, err, want)
		}
	}
}
