package registry

import (
	"testing"

	"quanlian/base/calendar"
	"quanlian/base/errs"
	"quanlian/base/money"
)

func TestTermOf(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		kind   Kind
		filing calendar.Date
		end    string
	}{
		{Invention, calendar.On(2021, 9, 14), "2041-09-14"},
		{UtilityModel, calendar.On(1999, 9, 6), "2009-09-06"},
		{Design, calendar.On(2021, 5, 31), "2031-05-31"},
		{Design, calendar.On(2021, 6, 1), "2036-06-01"},
		{Invention, calendar.On(2004, 2, 29), "2024-02-29"},
		{UtilityModel, calendar.On(2024, 2, 29), "2034-02-28"},
		{Trademark, calendar.On(2021, 9, 14), ""},
		{Invention, calendar.Date{}, ""},
	} {
		if got := (Right{Kind: c.kind, Filing: c.filing}).TermEnd().String(); got != c.end {
			t.Errorf("%s filed %s: ends %s, want %s", c.kind, c.filing, got, c.end)
		}
	}
}

// TestAnnualFeeVectors holds the golden figures. The 500 is the vector of the
// rulebook: year 7 of an invention, 85 % remitted, two and a half months late.
func TestAnnualFeeVectors(t *testing.T) {
	t.Parallel()
	cal := calendar.National()
	inv := FeeBasis{Kind: Invention, Filing: calendar.On(2020, 3, 4), Granted: calendar.On(2023, 5, 9), Reduction: SingleReduction}
	full := inv
	full.Reduction = NoReduction
	open := full
	open.OpenLicence = true
	both := inv
	both.OpenLicence = true
	old := FeeBasis{Kind: Invention, Filing: calendar.On(2010, 3, 4), Granted: calendar.On(2012, 5, 9), Reduction: SingleReduction}
	design := FeeBasis{Kind: Design, Filing: calendar.On(2021, 6, 1), Granted: calendar.On(2021, 12, 1)}
	for name, c := range map[string]struct {
		b        FeeBasis
		year     int
		on       calendar.Date
		total    money.Fen
		months   int
		tooLate  bool
		verified bool
	}{
		"golden 500":                {inv, 7, calendar.On(2026, 5, 19), 500 * money.Yuan, 3, false, true},
		"in time":                   {inv, 7, calendar.On(2026, 3, 4), 300 * money.Yuan, 0, false, true},
		"one month late costs none": {inv, 7, calendar.On(2026, 4, 4), 300 * money.Yuan, 1, false, true},
		"month end rolls off 清明":    {inv, 7, calendar.On(2026, 4, 7), 300 * money.Yuan, 1, false, true},
		"into the second month":     {inv, 7, calendar.On(2026, 4, 8), 400 * money.Yuan, 2, false, true},
		"last day of the grace":     {inv, 7, calendar.On(2026, 9, 4), 800 * money.Yuan, 6, false, true},
		"grace over":                {inv, 7, calendar.On(2026, 9, 5), 800 * money.Yuan, 7, true, true},
		"unreduced":                 {full, 7, calendar.On(2026, 5, 19), 2200 * money.Yuan, 3, false, true},
		"open licence 15 %":         {open, 7, calendar.On(2026, 3, 4), 1700 * money.Yuan, 0, false, true},
		"best one, never stacked":   {both, 7, calendar.On(2026, 3, 4), 300 * money.Yuan, 0, false, true},
		"tenth year of reduction":   {old, 12, calendar.On(2021, 3, 4), 600 * money.Yuan, 0, false, false},
		"eleventh year: none":       {old, 13, calendar.Date{}, 6000 * money.Yuan, 0, false, false},
		"design year 11":            {design, 11, calendar.Date{}, 3000 * money.Yuan, 0, false, true},
		"year of grant":             {design, 1, calendar.Date{}, 600 * money.Yuan, 0, false, false},
	} {
		f, err := AnnualFeeDue(c.b, c.year, c.on, cal)
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		if f.Total != c.total || f.MonthsLate != c.months || f.TooLate != c.tooLate || f.Verified != c.verified {
			t.Errorf("%s: total %s months %d too late %v verified %v (due %s, grace %s)", name, f.Total, f.MonthsLate, f.TooLate, f.Verified, f.Due, f.GraceEnd)
		}
	}
}

func TestAnnualFeeRefuses(t *testing.T) {
	t.Parallel()
	cal := calendar.National()
	b := FeeBasis{Kind: UtilityModel, Filing: calendar.On(2020, 3, 4), Granted: calendar.On(2021, 5, 9)}
	for code, c := range map[string]struct {
		b    FeeBasis
		year int
	}{
		"registry.fee.year_outside_term": {b, 11},
		"registry.fee.before_grant":      {b, 1},
		"registry.fee.not_a_patent":      {FeeBasis{Kind: Trademark}, 1},
		"registry.fee.dates_unknown":     {FeeBasis{Kind: Invention}, 1},
	} {
		if _, err := AnnualFeeDue(c.b, c.year, calendar.Date{}, cal); !errs.Is(err, code) {
			t.Errorf("%s: %v", code, err)
		}
	}
}

func TestEveryYearOfEveryTermHasAFee(t *testing.T) {
	t.Parallel()
	for kind, last := range map[Kind]int{Invention: 20, UtilityModel: 10, Design: 15} {
		before := money.Fen(0)
		for y := 1; y <= last; y++ {
			fee, _, verified, ok := fullFee(kind, y, calendar.On(2026, 6, 1))
			if !ok || !verified || fee < before {
				t.Errorf("%s year %d: %s ok %v verified %v", kind, y, fee, ok, verified)
			}
			before = fee
		}
		if _, _, _, ok := fullFee(kind, last+1, calendar.On(2026, 6, 1)); ok {
			t.Errorf("%s has a fee after its term", kind)
		}
	}
}

func TestFeeStatus(t *testing.T) {
	t.Parallel()
	cal := calendar.National()
	for _, c := range []struct {
		day      calendar.Date
		standing FeeStanding
		next     int
	}{
		{calendar.On(2024, 7, 1), FeeUpToDay, 4},  // the grant pays year 3
		{calendar.On(2026, 9, 14), FeeUpToDay, 6}, // year 5 paid; due day itself
		{calendar.On(2026, 9, 15), FeeInGrace, 6},
		{calendar.On(2027, 3, 16), FeeOverdue, 6},
		{calendar.On(2023, 1, 1), FeeNone, 0},
		{calendar.On(2021, 9, 13), FeeNotEstablished, 0}, // before the filing nothing is known of it
	} {
		st, err := AsOf(life(), c.day, now).FeeStatus(cal)
		if err != nil || st.Standing != c.standing || st.NextYear != c.next {
			t.Errorf("%s: %+v %v, want %s year %d", c.day, st, err, c.standing, c.next)
		}
	}
	var unpaid []Event
	for _, e := range life() {
		if e.Kind != FeePaid {
			unpaid = append(unpaid, e)
		}
	}
	if st, _ := AsOf(unpaid, calendar.On(2026, 1, 1), now).FeeStatus(cal); st.Standing != FeeUnknown {
		t.Errorf("no payment on record: %s", st.Standing)
	}
}

func TestCompensationFee(t *testing.T) {
	t.Parallel()
	if got := CompensationFee(calendar.On(2000, 1, 1), Invention, 800); got != 16000*money.Yuan {
		t.Errorf("800 days cost %s, want two whole years", got)
	}
	if got := CompensationFee(calendar.On(2000, 1, 1), Invention, 300); got != 0 {
		t.Errorf("part of a year costs %s", got)
	}
}
