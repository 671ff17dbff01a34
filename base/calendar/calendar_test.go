package calendar

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"quanlian/base/errs"
)

func TestWorkingDaysPerYear(t *testing.T) {
	t.Parallel()
	c := National()
	for year, want := range map[int]WorkDays{2023: 249, 2024: 251, 2025: 248, 2026: 248} {
		n := WorkDays(0)
		for d := On(year, 1, 1); d.Year == year; d = d.AddDays(1) {
			if c.IsWorkday(d) {
				n++
			}
		}
		if n != want || c.WorkdaysBetween(On(year-1, 12, 31), On(year, 12, 31)) != want || c.Certainty(year) != Certain {
			t.Errorf("%d: %d working days, %d between; want %d", year, n, c.WorkdaysBetween(On(year-1, 12, 31), On(year, 12, 31)), want)
		}
	}
	if c.Certainty(2027) != Provisional || c.Certainty(2028) != Provisional || c.Certainty(2022) != Unknown {
		t.Error("certainty of 2022, 2027, 2028")
	}
}

func TestKinds(t *testing.T) {
	t.Parallel()
	c := National()
	for s, want := range map[string]DayKind{
		"2026-02-28": MakeUp, "2026-09-20": MakeUp, "2026-10-05": Holiday, "2026-09-19": Weekend, "2026-09-18": Working,
		"2022-12-31": Holiday, "2023-01-28": MakeUp, "2024-02-18": MakeUp, "2025-01-26": MakeUp, "2027-02-05": Holiday,
	} {
		kind, span := c.Kind(mustDate(t, s))
		if kind != want || c.IsWorkday(mustDate(t, s)) != (want == Working || want == MakeUp) {
			t.Errorf("%s is %s, want %s", s, kind, want)
		}
		if (kind == Holiday) != (span.Zh != "") {
			t.Errorf("%s: holiday %q", s, span.Zh)
		}
	}
}

// The transcription of the notices by another hand says the same.
func TestAgainstHolidayCN(t *testing.T) {
	t.Parallel()
	dir := os.Getenv("QUANLIAN_SHARED")
	if dir == "" {
		dir = "../../../shared"
	}
	c := National()
	for _, year := range []string{"2023", "2024", "2025", "2026"} {
		raw, err := os.ReadFile(filepath.Join(dir, "data", "cn_holidays", year+".json"))
		if err != nil {
			t.Skip("shared data set cn_holidays is absent")
		}
		var file struct {
			Days []struct {
				Date     Date `json:"date"`
				IsOffDay bool `json:"isOffDay"`
			} `json:"days"`
		}
		if err := json.Unmarshal(raw, &file); err != nil {
			t.Fatal(err)
		}
		listed := map[Date]bool{}
		for _, d := range file.Days {
			listed[d.Date] = true
			if c.IsWorkday(d.Date) == d.IsOffDay {
				t.Errorf("%v: off %v there, works %v here", d.Date, d.IsOffDay, c.IsWorkday(d.Date))
			}
		}
		first := mustDate(t, year+"-01-01")
		for d := first; d.Year == first.Year; d = d.AddDays(1) {
			if !listed[d] && c.IsWorkday(d) == isWeekend(d.number()) {
				t.Errorf("%v: not in the notice, works %v here", d, c.IsWorkday(d))
			}
		}
	}
}

func TestCountingAgrees(t *testing.T) {
	t.Parallel()
	c := National()
	rapid.Check(t, func(t *rapid.T) {
		a, b := anyDate(t, "a"), anyDate(t, "b")
		n := c.WorkdaysBetween(a, b)
		if n != -c.WorkdaysBetween(b, a) {
			t.Fatalf("%v to %v: %d, back %d", a, b, n, c.WorkdaysBetween(b, a))
		}
		slow, lo, hi := WorkDays(0), a, b
		if hi.Before(lo) {
			lo, hi = hi, lo
		}
		for d := lo.AddDays(1); !d.After(hi); d = d.AddDays(1) {
			if c.IsWorkday(d) {
				slow++
			}
		}
		if slow != max(n, -n) {
			t.Fatalf("%v to %v: %d by formula, %d by counting", a, b, n, slow)
		}
		k := WorkDays(rapid.IntRange(1, 600).Draw(t, "k"))
		if e := c.AddWorkdays(a, k); !c.IsWorkday(e) || c.WorkdaysBetween(a, e) != k {
			t.Fatalf("%v + %d wd = %v", a, k, e)
		}
	})
}

func TestNoticeIsChecked(t *testing.T) {
	t.Parallel()
	ok := `{"year":2028,"published":true,"verified":true,"notice":"n","source":"s","off":[{"from":"2028-01-01","to":"2028-01-03","zh":"元旦","en":"New Year's Day"}],"work":["2028-01-08"]}`
	n, err := ReadNotice(strings.NewReader(ok))
	if err != nil {
		t.Fatal(err)
	}
	c, err := National().With(n)
	if err != nil {
		t.Fatal(err)
	}
	if c.Version() == National().Version() || !strings.HasPrefix(c.Version(), "2023,2024,2025,2026,2027p,2028:") {
		t.Errorf("version %s", c.Version())
	}
	if c.IsWorkday(On(2028, 1, 3)) || !c.IsWorkday(On(2028, 1, 8)) || c.Certainty(2028) != Certain || len(c.Notices()) != 6 {
		t.Error("the new notice has no effect")
	}
	if !National().IsWorkday(On(2028, 1, 3)) {
		t.Error("With changed the calendar it was called on")
	}
}

// TestAFaultOfANoticeNamesItsField: each fault of a notice says which field is
// wrong; several are told at once.
func TestAFaultOfANoticeNamesItsField(t *testing.T) {
	t.Parallel()
	const ok = `{"year":2028,"published":true,"verified":true,"notice":"n","source":"s","off":[{"from":"2028-01-01","to":"2028-01-03","zh":"元旦","en":"New Year's Day"},{"from":"2028-02-01","to":"2028-02-02","zh":"甲","en":"A"}],"work":["2028-01-08"]}`
	for _, x := range []struct{ old, wrong, want string }{
		{`"work":["2028-01-08"]`, `"work":["2028-01-05"]`, "notice.not_weekend work[0]"},
		{`"2028-01-08"`, `"2028-01-02"`, "notice.off_too work[0]"},
		{`"2028-01-08"`, `"2028-01-08","2028-01-08"`, "notice.twice work[1]"},
		{`"2028-01-08"`, `""`, "notice.missing work[0]"},
		{`"2028-01-08"`, `"2026-01-03"`, "notice.other_year work[0]"},
		{`"to":"2028-01-03"`, `"to":"2027-12-31"`, "notice.backwards off[0].to"},
		{`"from":"2028-02-01","to":"2028-02-02"`, `"from":"2028-01-03","to":"2028-01-03"`, "notice.order off[1].from"},
		{`"to":"2028-02-02",`, ``, "notice.missing off[1].to"},
		{`"en":"A"`, `"en":""`, "notice.missing off[1].en"},
		{`"zh":"甲"`, `"zh":""`, "notice.missing off[1].zh"},
		{`"year":2028,`, ``, "notice.year year"},
		{`"notice":"n","source":"s"`, `"notice":""`, "notice.missing notice, notice.missing source"},
		{`"2028-01-03"`, `"2028-01-33"`, "no_such_day off[0].to"},
		{`"2028-02-01"`, `"soon"`, "not_a_date off[1].from"},
	} {
		bad := strings.Replace(ok, x.old, x.wrong, 1)
		_, err := ReadNotice(strings.NewReader(bad))
		var got []string
		for _, e := range errs.All(err) {
			got = append(got, strings.TrimPrefix(e.Code, "base.calendar.")+" "+e.Field)
		}
		if text := strings.Join(got, ", "); bad == ok || text != x.want {
			t.Errorf("with %s: %s, want %s", x.wrong, text, x.want)
		}
	}
	if _, err := ReadNotice(strings.NewReader(ok)); err != nil {
		t.Error(err)
	}
}

// A published notice for 2027 takes the place of the provisional year.
func TestNoticeReplacesProvisional(t *testing.T) {
	t.Parallel()
	n := Notice{Year: 2027, Published: true, Notice: "invented for this test", Source: "test", Off: []Span{{From: On(2027, 2, 5), To: On(2027, 2, 11), Zh: "春节", En: "Spring Festival"}}, Work: []Date{On(2027, 2, 14)}}
	c, err := National().With(n)
	if err != nil {
		t.Fatal(err)
	}
	before, err := National().End(On(2027, 1, 9), Months(1).Period(), PatentLaw)
	if err != nil || !before.Provisional || before.Date != On(2027, 2, 9) {
		t.Errorf("before: %+v, %v", before, err)
	}
	after, err := c.End(On(2027, 1, 9), Months(1).Period(), PatentLaw)
	if err != nil || after.Provisional || after.Date != On(2027, 2, 12) || after.Version == before.Version {
		t.Errorf("after: %+v, %v", after, err)
	}
}
