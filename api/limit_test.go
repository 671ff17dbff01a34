package api

import (
	"testing"
	"time"

	"quanlian/base/calendar"
	"quanlian/catalogue/lang"
	"quanlian/kernel"
)

// TestLimitThatWasMetIsNotLate: a limit is told as of the day on which it was met
// or its case closed, whenever one asks.
func TestLimitThatWasMetIsNotLate(t *testing.T) {
	t.Parallel()
	from := time.Date(2026, 10, 26, 2, 0, 0, 0, time.UTC)
	a := &API{Deps: Deps{Calendar: calendar.National(), Now: func() time.Time { return from.AddDate(0, 1, 0) }, TurnOf: func(kernel.Case) kernel.Role { return "" }}}
	reader := &visitor{L: lang.For(lang.En), Actor: kernel.Actor{User: "u", Party: "p", Rights: []kernel.Right{kernel.RightView}}}
	for _, c := range []struct {
		met, closed time.Time
		want        calendar.Light
	}{
		{time.Time{}, time.Time{}, calendar.LightLate},
		{from.Add(time.Hour), time.Time{}, calendar.LightOK},
		{from.AddDate(0, 0, 8), time.Time{}, calendar.LightLate},
		{time.Time{}, from.Add(time.Hour), calendar.LightOK},
		{from.Add(time.Hour), from.AddDate(0, 0, 20), calendar.LightOK},
	} {
		k := kernel.Case{Closed: c.closed, Limits: []kernel.Limit{{Name: "review_need", Period: calendar.Period{N: 1, Unit: calendar.WorkDay}, Regime: calendar.Administrative, From: from, Met: c.met}}}
		k.Grant(kernel.PartyAccess(kernel.RelOwner, "p", kernel.RoleOwner, kernel.ViewSecret))
		x := a.caseOf(t.Context(), reader, k)
		if len(x.Limits) != 1 || x.Limits[0].Light != c.want {
			t.Errorf("met %v, closed %v: %+v", c.met, c.closed, x.Limits)
		}
	}
}
