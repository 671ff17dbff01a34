package calendar

import (
	"encoding/json"
	"testing"
	"time"

	"pgregory.net/rapid"
)

func mustDate(t testing.TB, s string) Date {
	t.Helper()
	d, err := ParseDate(s)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func TestParseDate(t *testing.T) {
	t.Parallel()
	want := On(2017, 1, 6)
	for _, in := range []string{"2017-01-06", "2017.01.06", "2017.1.6", "2017/1/6", "2017年1月6日", "2017年01月06号", "20170106", " ２０１７．０１．０６ ", "2017 年 1 月 6 日", "2017—01—06", "\ufeff2017-01-06"} {
		if got, err := ParseDate(in); err != nil || got != want {
			t.Errorf("ParseDate(%q) = %v, %v; want %v", in, got, err, want)
		}
	}
	for _, in := range []string{"", "2017-02-29", "2017-13-01", "2017-00-10", "2017-01-00", "17-01-06", "2017.01-06", "2017年1月6", "2017-01-06日", "2017-1", "06/01/2017", "0999-01-01", "2017-01-06T00:00:00Z", "2017013"} {
		if got, err := ParseDate(in); err == nil {
			t.Errorf("ParseDate(%q) = %v, want an error", in, got)
		}
	}
	if d, err := ParseDate("2024-02-29"); err != nil || d.Chinese() != "2024年2月29日" {
		t.Errorf("leap day: %v, %v", d, err)
	}
}

func TestDateTextAndSQL(t *testing.T) {
	t.Parallel()
	type row struct {
		A Date   `json:"a"`
		B Date   `json:"b"`
		P Period `json:"p"`
	}
	raw, err := json.Marshal(row{A: On(2026, 9, 8), P: Months(3).Period()})
	if err != nil || string(raw) != `{"a":"2026-09-08","b":"","p":"3mo"}` {
		t.Fatalf("%s, %v", raw, err)
	}
	var back row
	if err := json.Unmarshal([]byte(`{"a":"2026.9.8","b":"","p":"3个月"}`), &back); err != nil || back.A != On(2026, 9, 8) || !back.B.IsZero() || back.P != (Period{3, Month}) {
		t.Fatalf("%+v, %v", back, err)
	}
	for _, src := range []any{"2026-09-08", []byte("2026-09-08"), "2026-09-08T00:00:00Z", "2026-09-08 00:00:00+00:00", time.Date(2026, 9, 8, 0, 0, 0, 0, time.UTC)} {
		var d Date
		if err := d.Scan(src); err != nil || d != On(2026, 9, 8) {
			t.Errorf("Scan(%v) = %v, %v", src, d, err)
		}
	}
	d := On(2026, 1, 1)
	if err := d.Scan(nil); err != nil || !d.IsZero() {
		t.Errorf("Scan(nil) = %v, %v", d, err)
	}
	if err := d.Scan(42); err == nil {
		t.Error("Scan(42) gives no error")
	}
	if v, err := (Date{}).Value(); v != nil || err != nil {
		t.Errorf("zero date is stored as %v, %v", v, err)
	}
	if v, err := On(2026, 9, 8).Value(); v != "2026-09-08" || err != nil {
		t.Errorf("stored as %v, %v", v, err)
	}
	if _, err := On(2026, 2, 30).Value(); err == nil {
		t.Error("a day that does not exist is stored")
	}
}

func TestDateOfIsChina(t *testing.T) {
	t.Parallel()
	if got := DateOf(time.Date(2026, 9, 17, 16, 0, 0, 0, time.UTC)); got != On(2026, 9, 18) {
		t.Errorf("16:00 UTC is %v in China", got)
	}
	if got := On(2026, 9, 18).At(OfficeCloses).UTC(); got.Hour() != 9 || got.Day() != 18 {
		t.Errorf("17:00 in China is %v", got)
	}
}

func anyDate(t *rapid.T, label string) Date {
	return fromNumber(rapid.IntRange(On(1990, 1, 1).number(), On(2035, 12, 31).number()).Draw(t, label))
}

func TestDateArithmetic(t *testing.T) {
	t.Parallel()
	if got := On(2025, 1, 31).AddMonths(1); got != On(2025, 2, 28) {
		t.Errorf("Jan 31 + 1 mo = %v", got)
	}
	if got := On(2025, 3, 31).AddMonths(-1); got != On(2025, 2, 28) {
		t.Errorf("Mar 31 - 1 mo = %v", got)
	}
	if got := On(2024, 2, 29).AddYears(10); got != On(2034, 2, 28) {
		t.Errorf("Feb 29 + 10 y = %v", got)
	}
	rapid.Check(t, func(t *rapid.T) {
		d, n, m := anyDate(t, "d"), rapid.IntRange(-4000, 4000).Draw(t, "n"), rapid.IntRange(-600, 600).Draw(t, "m")
		if e := d.AddDays(n); int(e.DaysSince(d)) != n || e.AddDays(-n) != d || !e.Valid() {
			t.Fatalf("%v + %d d = %v", d, n, e)
		}
		e := d.AddMonths(m)
		if !e.Valid() || e.Day > d.Day || (e.Day < d.Day && e.AddDays(1).Day != 1) {
			t.Fatalf("%v + %d mo = %v", d, m, e)
		}
		if got := (e.Year*12 + int(e.Month)) - (d.Year*12 + int(d.Month)); got != m {
			t.Fatalf("%v + %d mo = %v, %d months later", d, m, e, got)
		}
		back, err := ParseDate(d.String())
		if err != nil || back != d || d.Weekday() != d.At(12).Weekday() {
			t.Fatalf("%v read back as %v, %v", d, back, err)
		}
	})
}

func FuzzParseDate(f *testing.F) {
	for _, s := range []string{"2017.01.16", "2017年1月16日", "20170116", "９９９９-12-31"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		d, err := ParseDate(s)
		if err != nil {
			return
		}
		if back, err := ParseDate(d.String()); !d.Valid() || err != nil || back != d {
			t.Fatalf("%q gives %v, read back %v, %v", s, d, back, err)
		}
	})
}
