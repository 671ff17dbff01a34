package valuation

import (
	"bytes"
	"math"
	"strings"
	"testing"

	"github.com/shopspring/decimal"
	"pgregory.net/rapid"
)

func one(t testing.TB, s Subject, leaf string) *Scored {
	t.Helper()
	r, err := tree(t).Evaluate(Request{AsOf: "2026-11-20", Scene: "finance", Subject: s})
	if err != nil {
		t.Fatal(err)
	}
	return r.Leaf(leaf)
}

func TestSignals(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		leaf  string
		set   func(*Subject)
		want  float64
		value string
	}{
		"X counts double": {"1", func(s *Subject) { s.SearchReport = Know(SearchReport{X: 1, Y: 2}) }, 40, "X 1, Y 2"},
		"CN, WO, dead, twice": {"2", func(s *Subject) {
			s.Family = Know([]FamilyMember{{"US", "granted"}, {"US", "pending"}, {"WO", "pending"}, {"JP", "dead"}, {"CN", "granted"}})
		}, 50, "1 (US)"},
		"survived in part":      {"3", func(s *Subject) { s.Invalidations = Know([]Invalidation{{"2024-01-01", 10, 5}, {"2025-01-01", 5, 5}}) }, 50, "50% (2)"},
		"features of claim 1":   {"4", func(s *Subject) { s.FeaturesClaim1 = Know(10) }, 60, "10"},
		"claims":                {"5", func(s *Subject) { s.ClaimsTotal, s.ClaimsIndependent = Know(11), Know(2) }, 77.5, "2"},
		"method only":           {"6", func(s *Subject) { s.ClaimType = Know("method") }, 40, "method"},
		"product":               {"6", func(s *Subject) { s.ClaimType = Know("product") }, 80, "product"},
		"dependence":            {"7", func(s *Subject) { s.FTO, s.BasePatent = Know("clear"), Know("third_party") }, 60, "clear"},
		"percentile first":      {"9", func(s *Subject) { s.OriginalityPercentile, s.CitedIPC = Know(64.0), Know(map[string]int{"G01L": 1}) }, 64, "64"},
		"originality":           {"9", func(s *Subject) { s.CitedIPC = Know(map[string]int{"G01L": 1, "H03K": 1}) }, 60, "0.500"},
		"citations":             {"11", func(s *Subject) { s.ForwardCitations5y = Know(2) }, 45, "2"},
		"subclasses":            {"13", func(s *Subject) { s.IPC = Know([]string{"G01L 1/18", "G01L 9/00", "B25J 13/08"}) }, 50, "2 (B25J, G01L)"},
		"maturity 9 levels":     {"16", func(s *Subject) { s.MaturityLevel = Know(6) }, 600.0 / 9, "6"},
		"life":                  {"18", func(s *Subject) { s.FilingDate = Know(Day("2016-11-20")) }, 50, "120/240 mo, 2036-11-20"},
		"economic life":         {"18", func(s *Subject) { s.FilingDate, s.EconomicLifeMonths = Know(Day("2016-11-20")), Know(60) }, 25, "60/240 mo, 2036-11-20"},
		"revenue in 万元":         {"22", func(s *Subject) { s.ProductRevenueYuan = Know(decimal.NewFromInt(10_000_000)) }, 60, "1000.00"},
		"related party":         {"25", func(s *Subject) { s.Trades = Know([]Event{{Kind: "transfer", Date: "2025-01-01", Related: true}}) }, 30, "0"},
		"later than the freeze": {"26", func(s *Subject) { s.Finance = Know([]Event{{Kind: "pledge", Date: "2026-12-01"}}) }, 30, "0"},
		"net of disputes": {"27", func(s *Subject) {
			s.Disputes = Know([]Event{{Kind: "litigation", Date: "2025-01-01", Outcome: "upheld"}, {Kind: "litigation", Date: "2025-02-01", Outcome: "settled"}})
		}, 75, "+1 −0"},
	} {
		s := bare()
		c.set(&s)
		n := one(t, s, c.leaf)
		if n.Score == nil || math.Abs(*n.Score-c.want) > 1e-6 || n.Evidence[0].Value != c.value || n.Evidence[0].Source == "" || n.Evidence[0].AsOf == "" {
			t.Errorf("%s: %+v, want %v from %q", name, n, c.want, c.value)
		}
	}
}

func TestHalfCoveredLeaf(t *testing.T) {
	t.Parallel()
	s := bare()
	s.FTO = Know("clear")
	if n := one(t, s, "7"); n.Confidence != 0.5 || *n.Score != 90 || n.Absent[0] != "base_patent" {
		t.Errorf("one of two signals: %+v", n)
	}
}

func TestOwnProvenanceBeforeDefault(t *testing.T) {
	t.Parallel()
	s := bare()
	s.FTO = KnowFrom("clear", "FTO report 7", "2025-05-05")
	if e := one(t, s, "7").Evidence[0]; e.Source != "FTO report 7" || e.AsOf != "2025-05-05" {
		t.Errorf("provenance %+v", e)
	}
}

// Every curve stays in 0–100 and never turns, whatever the measure.
func TestCurvesMonotone(t *testing.T) {
	t.Parallel()
	tr := tree(t)
	rapid.Check(t, func(t *rapid.T) {
		a, b := rapid.Float64().Draw(t, "a"), rapid.Float64().Draw(t, "b")
		if a > b {
			a, b = b, a
		}
		for name, s := range tr.Signals {
			if len(s.Curve) == 0 {
				continue
			}
			x, y := s.Curve.At(a), s.Curve.At(b)
			if x < 0 || x > 100 || (x > y) == s.Curve.Rising() && x != y {
				t.Fatalf("%s: %v gives %v, %v gives %v", name, a, x, b, y)
			}
		}
	})
}

func TestWeightsSumToOne(t *testing.T) {
	t.Parallel()
	tr := tree(t)
	for _, s := range tr.Scenes {
		w := tr.weights[s.ID]
		for _, parent := range append([]string{rootKey}, parents(tr)...) {
			sum := 0.0
			for _, id := range tr.siblings(parent) {
				sum += w[id]
			}
			if math.Abs(sum-1) > 1e-9 {
				t.Errorf("%s %s: weights sum to %v", s.ID, parent, sum)
			}
		}
	}
}

func parents(tr *Tree) []string {
	var out []string
	for _, root := range tr.Roots {
		out = append(out, root.ID)
		for _, l2 := range root.Children {
			out = append(out, l2.ID)
		}
	}
	return out
}

func TestTreeShape(t *testing.T) {
	t.Parallel()
	tr := tree(t)
	n := 0
	for _, l := range tr.Leaves() {
		if l.Extension {
			continue
		}
		n++
		if l.Verified || l.Tag != "C" {
			t.Errorf("leaf %s claims to be verified (%s)", l.ID, l.Tag)
		}
	}
	if n != 27 {
		t.Errorf("%d leaves", n)
	}
	used := map[string]bool{}
	for _, l := range tr.Leaves() {
		for _, s := range l.Signals {
			used[s] = true
		}
	}
	for name := range measures {
		if !used[name] || tr.Signals[name] == nil {
			t.Errorf("measure %s is used by no indicator or has no curve", name)
		}
	}
}

func TestLoadRefuses(t *testing.T) {
	t.Parallel()
	tr, _ := embedded.ReadFile("data/tree.yaml")
	sg, _ := embedded.ReadFile("data/signals.yaml")
	for name, c := range map[string]struct{ tree, signals [2]string }{
		"unknown signal":   {tree: [2]string{"signals: [fto, base_patent]", "signals: [fto, nobody]"}},
		"doubled id":       {tree: [2]string{`id: "2"`, `id: "1"`}},
		"count":            {tree: [2]string{"l3: 27", "l3: 26"}},
		"false verified":   {tree: [2]string{"tag: C, verified: false", "tag: C, verified: true"}},
		"unknown field":    {tree: [2]string{"standard:", "standart:"}},
		"scene of nobody":  {tree: [2]string{"double: [L2, T5, E3]", "double: [L2, T5, E9]"}},
		"curve turns":      {signals: [2]string{"[4, 40], [8, 20]", "[4, 40], [8, 60]"}},
		"curve out of 100": {signals: [2]string{"[[0, 90], [1, 75]", "[[0, 190], [1, 75]"}},
		"grades reversed":  {tree: [2]string{"{grade: B, min: 70}", "{grade: B, min: 90}"}},
	} {
		a, b := string(tr), string(sg)
		if c.tree[0] != "" {
			a = strings.Replace(a, c.tree[0], c.tree[1], 1)
		}
		if c.signals[0] != "" {
			b = strings.Replace(b, c.signals[0], c.signals[1], 1)
		}
		if a == string(tr) && b == string(sg) {
			t.Fatalf("%s: the data were not changed", name)
		}
		if _, err := Load(strings.NewReader(a), strings.NewReader(b)); err == nil {
			t.Errorf("%s was loaded", name)
		}
	}
	if _, err := Load(bytes.NewReader(tr), bytes.NewReader(sg)); err != nil {
		t.Error(err)
	}
}
