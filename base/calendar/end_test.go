package calendar

import (
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

func TestEnd(t *testing.T) {
	t.Parallel()
	for _, x := range []struct {
		start, period string
		regime        RegimeID
		want          string
		flags         string // r rolled, c clamped, p provisional, u unknown years
	}{
		{"2025-11-30", "3mo", PatentLaw, "2026-02-28", "c"},      // domain (a): a make-up Saturday stays
		{"2025-11-30", "3mo", Contract, "2026-02-28", "c"},       //
		{"2026-09-18", "2wd", PatentLaw, "2026-09-21", ""},       // domain (b): Sunday 09-20 works
		{"2026-07-05", "3mo", Administrative, "2026-10-08", "r"}, // domain (c)
		{"1998-06-01", "3y", PatentLaw, "2001-06-01", "u"},       // examination guidelines
		{"1999-12-31", "2mo", PatentLaw, "2000-02-29", "cu"},     // examination guidelines
		{"2025-01-31", "2mo", PatentLaw, "2025-03-31", ""},       // not Jan 31 + 1 mo + 1 mo
		{"2026-09-24", "1d", PatentLaw, "2026-09-28", "r"},       // Mid-Autumn 09-25 to 09-27
		{"2026-09-24", "1d", Contract, "2026-09-28", "r"},        //
		{"2026-09-24", "1d", Court, "2026-09-28", "r"},           //
		{"2026-09-24", "1d", Plain, "2026-09-25", ""},            // no roll
		{"2026-09-24", "3d", Penalty, "2026-09-30", ""},          // three days mean working days
		{"2026-09-24", "7d", Penalty, "2026-10-12", ""},          // 28 29 30 | 8 9 10(make-up) 12
		{"2026-09-24", "4d", Penalty, "2026-09-28", ""},          // four days do not
		{"2026-09-24", "90d", Penalty, "2026-12-23", ""},         //
		{"2026-09-30", "0d", PatentLaw, "2026-09-30", ""},        //
		{"2026-10-01", "0d", PatentLaw, "2026-10-08", "r"},       //
		{"2026-12-20", "15d", PatentLaw, "2027-01-04", "p"},      //
		{"2026-12-30", "3wd", PatentLaw, "2027-01-05", "p"},      //
		{"2022-12-20", "11d", PatentLaw, "2023-01-03", "ru"},     // 12-31 is in the notice of 2023
		{"2026-11-23", "10y", PatentLaw, "2036-11-24", "rp"},     // a Sunday of an unknown year
		{"2024-02-29", "1y", PatentLaw, "2025-02-28", "c"},       //
	} {
		p, err := ParsePeriod(x.period)
		if err != nil {
			t.Fatal(err)
		}
		got, err := National().End(mustDate(t, x.start), p, x.regime)
		if err != nil {
			t.Errorf("%s + %s %s: %v", x.start, x.period, x.regime, err)
			continue
		}
		flags := ""
		for _, f := range []struct {
			on bool
			is string
		}{{got.Rolled, "r"}, {got.Clamped, "c"}, {got.Provisional, "p"}, {got.Unknown, "u"}} {
			if f.on {
				flags += f.is
			}
		}
		if got.Date.String() != x.want || flags != x.flags {
			t.Errorf("%s + %s %s = %v %q, want %s %q (%v)", x.start, x.period, x.regime, got.Date, flags, x.want, x.flags, got.Steps)
		}
		if got.Basis == "" || got.Version == "" || len(got.Steps) < 2 {
			t.Errorf("%s + %s %s: no explanation: %+v", x.start, x.period, x.regime, got)
		}
	}
}

func TestEndUnverified(t *testing.T) {
	t.Parallel()
	ask := func(start Date, p Period, id RegimeID) Result {
		r, err := National().End(start, p, id)
		if err != nil {
			t.Fatal(err)
		}
		return r
	}
	if r := ask(On(2026, 7, 5), Months(3).Period(), Administrative); r.Verified {
		t.Error("the rule for other office limits is from memory, but is shown as verified")
	}
	if r := ask(On(2026, 9, 24), CalendarDays(1).Period(), Penalty); r.Verified || !r.Rolled {
		t.Error("the roll of a penalty limit is from memory, but is shown as verified")
	}
	if r := ask(On(2026, 9, 24), CalendarDays(2).Period(), Penalty); !r.Verified || r.Counted != WorkDays(2).Period() {
		t.Errorf("two days of a penalty limit: %+v", r)
	}
	if r := ask(On(2019, 5, 5), Months(1).Period(), Contract); r.Verified || !has(r, "regime_before_effect") {
		t.Error("a contract of 2019 is counted by the Civil Code without a word")
	}
}

func has(r Result, step string) bool {
	return slices.ContainsFunc(r.Steps, func(s Step) bool { return s.Code == "base.calendar.step."+step })
}

func TestEndRefuses(t *testing.T) {
	t.Parallel()
	c := National()
	for name, err := range map[string]error{
		"no start":       second(c.End(Date{}, Months(1).Period(), PatentLaw)),
		"no such day":    second(c.End(On(2026, 2, 30), Months(1).Period(), PatentLaw)),
		"unknown regime": second(c.End(On(2026, 2, 3), Months(1).Period(), "maritime")),
		"no limit":       second(c.End(On(2026, 2, 3), Period{}, PatentLaw)),
		"negative":       second(c.End(On(2026, 2, 3), Months(-1).Period(), PatentLaw)),
		"too long":       second(c.End(On(2026, 2, 3), Years(201).Period(), PatentLaw)),
		"past the end":   second(c.End(On(9999, 2, 3), Years(100).Period(), PatentLaw)),
		"pause reversed": second(c.Due(On(2026, 2, 3), Years(1).Period(), []Interval{{From: On(2026, 3, 2), To: On(2026, 3, 1)}}, PatentLaw)),
		"pause no start": second(c.Due(On(2026, 2, 3), Years(1).Period(), []Interval{{To: On(2026, 3, 1)}}, PatentLaw)),
		"pause too long": second(c.Due(On(2026, 2, 3), Years(1).Period(), []Interval{{From: On(2026, 3, 1), To: On(9999, 12, 31)}}, PatentLaw)),
	} {
		if err == nil {
			t.Errorf("%s: no error", name)
		}
	}
}

func second(_ Result, err error) error { return err }

func TestParsePeriod(t *testing.T) {
	t.Parallel()
	for in, want := range map[string]Period{
		"3mo": {3, Month}, "15d": {15, CalendarDay}, "5wd": {5, WorkDay}, "10y": {10, Year}, "３个月": {3, Month}, "十": {},
		"5个工作日": {5, WorkDay}, "5 工作日": {5, WorkDay}, "15 日": {15, CalendarDay}, "20年": {20, Year}, "30天": {30, CalendarDay},
		"3MO": {3, Month}, "3m": {}, "": {}, "-1d": {}, "1.5mo": {}, "mo": {}, "999y": {}, "999999d": {}, "3mo2d": {},
	} {
		got, err := ParsePeriod(in)
		if want.IsZero() != (err != nil) || err == nil && got != want {
			t.Errorf("ParsePeriod(%q) = %v, %v; want %v", in, got, err, want)
		}
	}
	if s := WorkDays(5).Period().Chinese() + Months(3).Period().Chinese(); s != "5个工作日3个月" {
		t.Error(s)
	}
}

func TestService(t *testing.T) {
	t.Parallel()
	for _, x := range []struct {
		way                Way
		sent, proven, want string
		verified           bool
	}{
		{Electronic, "2026-09-18", "", "2026-09-18", true},
		{Electronic, "2024-01-20", "", "2024-01-20", true},
		{Electronic, "2024-01-19", "", "2024-02-03", false}, // the old rule: +15 days for everything
		{Post, "2026-09-18", "", "2026-10-03", true},        // a holiday, and it stays
		{Post, "2026-09-18", "2026-09-22", "2026-09-22", true},
		{Post, "1999-12-16", "", "1999-12-31", true},
		{Announcement, "2026-01-31", "", "2026-02-28", true},
	} {
		var proven Date
		if x.proven != "" {
			proven = mustDate(t, x.proven)
		}
		got, err := Service(x.way, mustDate(t, x.sent), proven)
		if err != nil || got.Date.String() != x.want || got.Rule.Verified != x.verified || got.Proven != (x.proven != "") || got.Rule.Basis == "" {
			t.Errorf("%s %s: %+v, %v; want %s", x.way, x.sent, got, err, x.want)
		}
	}
	// What came by the electronic system is received when it entered, whenever it is opened.
	if r, err := Service(Electronic, On(2026, 9, 18), On(2026, 9, 25)); err != nil || r.Proven || r.Date != On(2026, 9, 18) {
		t.Errorf("opened a week later: %+v, %v", r, err)
	}
	if _, err := Service("pigeon", On(2026, 1, 1), Date{}); err == nil {
		t.Error("an unknown way of service is accepted")
	}
	if _, err := Service(Post, On(2026, 1, 2), On(2026, 1, 1)); err == nil {
		t.Error("receipt before dispatch is accepted")
	}
	// The guidelines' chain: dispatch 1999-12-16, deemed receipt 12-31, two months.
	receipt, err := Service(Post, On(1999, 12, 16), Date{})
	if err != nil {
		t.Fatal(err)
	}
	if end, err := National().End(receipt.Date, Months(2).Period(), PatentLaw); err != nil || end.Date != On(2000, 2, 29) {
		t.Errorf("chain: %v, %v", end.Date, err)
	}
}

var regimeIDs = []RegimeID{PatentLaw, Contract, Court, Penalty, Administrative, Tax, Plain}

// Every regime is complete, its versions do not overlap, and its law is named.
func TestRegimesAreData(t *testing.T) {
	t.Parallel()
	seen := map[RegimeID]bool{}
	all := Regimes()
	for i, r := range all {
		seen[r.ID] = true
		if r.Basis == "" || r.Tag == "" || r.Zh == "" || r.En == "" || !slices.Contains([]Roll{FirstWorkingDay, DayAfterHoliday, FirstDayAfterHoliday, NoRoll}, r.Roll) {
			t.Errorf("%+v is incomplete", r)
		}
		if r.Verified && (strings.HasPrefix(r.Tag, "M") || strings.HasPrefix(r.Tag, "C")) {
			t.Errorf("%s is tagged %s and says verified", r.ID, r.Tag)
		}
		for _, o := range all[:i] {
			if o.ID == r.ID && within(o.EffectiveFrom, r.EffectiveFrom, r.EffectiveTo) {
				t.Errorf("two versions of %s overlap", r.ID)
			}
		}
	}
	for _, id := range regimeIDs {
		if !seen[id] {
			t.Errorf("no data for %s", id)
		}
	}
	if len(rules().services) != 6 {
		t.Errorf("%d rules of service", len(rules().services))
	}
}

func TestEndProperties(t *testing.T) {
	t.Parallel()
	c := National()
	rapid.Check(t, func(t *rapid.T) {
		start := anyDate(t, "start")
		u := rapid.SampledFrom([]Unit{Year, Month, CalendarDay, WorkDay}).Draw(t, "unit")
		p := Period{rapid.IntRange(0, 60).Draw(t, "n"), u}
		id := rapid.SampledFrom([]RegimeID{PatentLaw, Contract, Court, Administrative}).Draw(t, "regime")
		r, err := c.End(start, p, id)
		if err != nil {
			t.Fatal(err)
		}
		if !c.IsWorkday(r.Date) || r.Date.Before(r.Unrolled) || r.Rolled != (r.Date != r.Unrolled) {
			t.Fatalf("%+v", r)
		}
		if r.Rolled && (c.IsWorkday(r.Unrolled) || c.WorkdaysBetween(r.Unrolled, r.Date) != 1) {
			t.Fatalf("rolled past a working day: %+v", r)
		}
		later, err := c.End(start.AddDays(1), p, id)
		if err != nil || later.Date.Before(r.Date) {
			t.Fatalf("a day later it ends earlier: %v, then %v, %v", r.Date, later.Date, err)
		}
		longer, err := c.End(start, Period{p.N + 1, u}, id)
		if err != nil || longer.Date.Before(r.Date) {
			t.Fatalf("longer ends earlier: %v, then %v, %v", r.Date, longer.Date, err)
		}
	})
}

// Every step that the package can say has its sentence in both languages.
func TestStepsHaveSentences(t *testing.T) {
	t.Parallel()
	raw, err := os.ReadFile("../../catalogue/lang/base.yaml")
	if err != nil {
		t.Fatal(err)
	}
	for _, code := range []string{"start_excluded", "regime_before_effect", "days_are_working_days", "month_end_y", "month_end_mo", "counted_y", "counted_mo", "counted_d", "counted_wd", "rolled_weekend", "rolled_holiday", "rolled_paused", "makeup_stays", "provisional", "unknown_year", "paused", "held"} {
		if !strings.Contains(string(raw), fmt.Sprintf("\nbase.calendar.step.%s: {zh: ", code)) {
			t.Errorf("no sentence for %s", code)
		}
	}
}
