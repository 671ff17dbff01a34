package valuation

import (
	"fmt"
	"math"
	"testing"

	"pgregory.net/rapid"

	"quanlian/base/errs"
)

func TestAHPGolden(t *testing.T) {
	t.Parallel()
	// The 3×3 example of many textbooks: weights .637 .258 .105, λ 3.0385, CR .033.
	j := Judgment{Items: []string{"L", "T", "E"}, Matrices: [][][]float64{{{1, 3, 5}, {1.0 / 3, 1, 3}, {0.2, 1.0 / 3, 1}}}}
	a, err := j.Weights()
	if err != nil {
		t.Fatal(err)
	}
	for id, want := range map[string]float64{"L": 0.6370, "T": 0.2583, "E": 0.1047} {
		if math.Abs(a.Weights[id]-want) > 5e-5 {
			t.Errorf("%s %v, want %v", id, a.Weights[id], want)
		}
	}
	if math.Abs(a.Lambda-3.0385) > 5e-5 || math.Abs(a.CR-0.0332) > 5e-5 || math.Abs(a.CI-0.0193) > 5e-5 {
		t.Errorf("λ %v CI %v CR %v", a.Lambda, a.CI, a.CR)
	}
}

func TestAHPRefuses(t *testing.T) {
	t.Parallel()
	for code, m := range map[string][][]float64{
		"ahp_inconsistent": {{1, 9, 1.0 / 9}, {1.0 / 9, 1, 9}, {9, 1.0 / 9, 1}},
		"ahp_matrix":       {{1, 3, 5}, {3, 1, 3}, {0.2, 1.0 / 3, 1}},
	} {
		_, err := Judgment{Items: []string{"L", "T", "E"}, Matrices: [][][]float64{m}}.Weights()
		if !errs.Is(err, "engine.valuation."+code) {
			t.Errorf("want %s, got %v", code, err)
		}
	}
	if _, err := (Judgment{Items: []string{"L"}}).Weights(); !errs.Is(err, "engine.valuation.ahp_size") {
		t.Errorf("no matrix: %v", err)
	}
}

// A matrix made from weights gives these weights back, with CR 0.
func TestAHPRecoversConsistentWeights(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(1, 10).Draw(t, "n")
		w, sum := make([]float64, n), 0.0
		items := make([]string, n)
		for i := range w {
			w[i] = rapid.Float64Range(1, 8.9).Draw(t, "w")
			sum += w[i]
			items[i] = fmt.Sprint(i)
		}
		m := make([][]float64, n)
		for i := range m {
			m[i] = make([]float64, n)
			for j := range m {
				m[i][j] = w[i] / w[j]
			}
			m[i][i] = 1
		}
		a, err := Judgment{Items: items, Matrices: [][][]float64{m, m}}.Weights()
		if err != nil {
			t.Fatal(err)
		}
		for i, id := range items {
			if math.Abs(a.Weights[id]-w[i]/sum) > 1e-9 {
				t.Fatalf("%s: %v, want %v", id, a.Weights[id], w[i]/sum)
			}
		}
		if a.CR > 1e-9 {
			t.Fatalf("CR %v of a consistent matrix", a.CR)
		}
	})
}

func TestAHPInEvaluate(t *testing.T) {
	t.Parallel()
	tr := tree(t)
	q := Request{AsOf: "2026-11-20", Scene: "finance", Subject: bare(), Panel: byRoot(tr, 100, 0, 0),
		Judgments: map[string]Judgment{"root": {Items: []string{"L", "T", "E"}, Matrices: [][][]float64{{{1, 3, 5}, {1.0 / 3, 1, 3}, {0.2, 1.0 / 3, 1}}}}}}
	r, err := tr.Evaluate(q)
	if err != nil || math.Abs(*r.Score-63.70) > 0.01 || r.Scene.Origin["root"] != "ahp" || r.Scene.AHP["root"].CR == 0 {
		t.Fatalf("%+v %v", r, err)
	}
	q.Weights = map[string]map[string]float64{"root": {"L": 1, "T": 0, "E": 0}}
	if _, err := tr.Evaluate(q); !errs.Is(err, "engine.valuation.weights_twice") {
		t.Errorf("both: %v", err)
	}
}
