package valuation

import (
	"math"
	"testing"

	"pgregory.net/rapid"
)

func TestComparisonIndicators(t *testing.T) {
	t.Parallel()
	near := func(name string, got float64, ok bool, want float64) {
		t.Helper()
		if !ok || math.Abs(got-want) > 1e-12 {
			t.Errorf("%s: %v %v, want %v", name, got, ok, want)
		}
	}
	v, ok := Diversity(map[string]int{"G01L": 2, "B25J": 1, "H03K": 1})
	near("diversity", v, ok, 1-(0.25+0.0625+0.0625))
	v, ok = Diversity(map[string]int{"G01L 1/18": 3, "G01L 9/00": 5})
	near("one subclass", v, ok, 0)
	if _, ok = Diversity(nil); ok {
		t.Error("diversity of nothing")
	}
	v, ok = Radicalness([]string{"G01L 1/18"}, map[string]int{"G01L": 3, "H03K": 1})
	near("radicalness", v, ok, 0.25)
	v, ok = GrantLag(300, 1200)
	near("grant lag", v, ok, 0.75)
	v, ok = Composite4(1, 0.5, 0.5, 0)
	near("composite", v, ok, 0.5)
	if n := FamilySize("CN", []FamilyMember{{"US", "granted"}, {"US", "dead"}, {"JP", "pending"}}); n != 3 {
		t.Errorf("family size %d", n)
	}
}

func TestCohort(t *testing.T) {
	t.Parallel()
	values := make([]float64, 200)
	for i := range values {
		values[i] = float64(i)
	}
	values[199] = 1e6 // an outlier
	c := NewCohort(values)
	if p, _ := c.Percentile(100); p != 50.25 {
		t.Errorf("percentile %v", p)
	}
	if n, _ := c.Normalised(97.5); n != 0.5 { // the 98 % value is 195
		t.Errorf("normalised %v", n)
	}
	if n, _ := c.Normalised(1e6); n != 1 {
		t.Errorf("outlier normalised to %v", n)
	}
	if !c.Breakthrough(198) || c.Breakthrough(197) {
		t.Error("breakthrough is the top 1 %: two of 200")
	}
	if NewCohort([]float64{1, 2}).Breakthrough(2) {
		t.Error("a breakthrough in a cohort of two")
	}
}

func TestDiversityBounds(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		m := rapid.MapOf(rapid.SampledFrom([]string{"G01L", "B25J", "H03K", "A61B", "G06F 3/01"}), rapid.IntRange(0, 1000)).Draw(t, "m")
		v, ok := Diversity(m)
		if ok && (v < 0 || v > 1-1.0/float64(len(m))+1e-12) {
			t.Fatalf("%v for %v", v, m)
		}
	})
}

func TestIPC4(t *testing.T) {
	t.Parallel()
	for in, want := range map[string]string{"G01L 1/18": "G01L", "g01l1/18": "G01L", "H03K": "H03K", "I01L": "", "G1L": "", "": "", "G01LX": ""} {
		if got := IPC4(in); got != want {
			t.Errorf("%q: %q, want %q", in, got, want)
		}
	}
}

func TestDays(t *testing.T) {
	t.Parallel()
	if d := Day("2024-02-29").AddYears(1); d != "2025-02-28" {
		t.Error(d)
	}
	if d := Day("2026-01-31").AddMonths(1); d != "2026-02-28" {
		t.Error(d)
	}
	if d := Day("2026-03-31").AddMonths(-1); d != "2026-02-28" {
		t.Error(d)
	}
	for _, c := range []struct {
		a, b Day
		n    int
	}{{"2026-11-20", "2026-12-20", 1}, {"2026-11-20", "2026-12-19", 0}, {"2026-01-31", "2026-02-28", 1}, {"2026-11-20", "2020-01-01", 0}, {"2026-11-20", "2041-09-14", 177}} {
		if n := c.a.MonthsUntil(c.b); n != c.n {
			t.Errorf("%s to %s: %d, want %d", c.a, c.b, n, c.n)
		}
	}
}
