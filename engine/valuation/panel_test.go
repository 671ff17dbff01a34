package valuation

import (
	"math"
	"slices"
	"testing"

	"quanlian/base/errs"
)

func TestPanelMerge(t *testing.T) {
	t.Parallel()
	tr := tree(t)
	s := bare()
	s.MaturityLevel = Know(9) // automatic 100
	for name, c := range map[string]struct {
		merge Merge
		want  float64
	}{
		"replace": {Merge{}, 40}, "complete": {Merge{Rule: Complete}, 100}, "blend": {Merge{Rule: Blend, ExpertShare: 0.25}, 85},
	} {
		r, err := tr.Evaluate(Request{AsOf: "2026-11-20", Scene: "finance", Subject: s, Merge: c.merge,
			Panel: &Panel{Round: 1, Scores: map[string][]ExpertScore{"16": scores(40, 3)}}})
		if err != nil {
			t.Fatal(err)
		}
		if l := r.Leaf("16"); math.Abs(*l.Score-c.want) > 1e-9 || *l.Auto != 100 || l.Panel.Score != 40 {
			t.Errorf("%s: %v auto %v", name, *l.Score, *l.Auto)
		}
	}
}

func TestAggregate(t *testing.T) {
	t.Parallel()
	given := func(v ...float64) []ExpertScore {
		out := scores(0, len(v))
		for i := range v {
			out[i].Score = v[i]
		}
		return out
	}
	v, err := Aggregate(given(60, 70, 80), 1)
	if err != nil || v.Score != 70 || v.Sigma != 10 || v.Trimmed || v.SecondRound {
		t.Errorf("three: %+v %v", v, err)
	}
	v, err = Aggregate(given(70, 71, 72, 73, 100), 1) // trimmed: 71, 72, 73
	if err != nil || v.Score != 72 || !v.Trimmed {
		t.Errorf("five: %+v %v", v, err)
	}
	v, _ = Aggregate(given(20, 60, 90), 1)
	if !v.SecondRound || v.Dispersed {
		t.Errorf("σ %v in round 1 needs a second: %+v", v.Sigma, v)
	}
	v, _ = Aggregate(given(20, 60, 90), 2)
	if v.SecondRound || !v.Dispersed {
		t.Errorf("round 2: %+v", v)
	}
	twice := scores(50, 3)
	twice[2].Expert = twice[0].Expert
	if _, err = Aggregate(twice, 1); !errs.Is(err, "engine.valuation.expert_twice") {
		t.Errorf("an expert twice: %v", err)
	}
}

func TestSecondRoundLeavesTheLeafOpen(t *testing.T) {
	t.Parallel()
	wide := scores(10, 3)
	wide[2].Score = 90
	r, err := tree(t).Evaluate(Request{AsOf: "2026-11-20", Scene: "finance", Subject: bare(),
		Panel: &Panel{Round: 1, Scores: map[string][]ExpertScore{"8": wide, "10": scores(50, 3)}}})
	if err != nil {
		t.Fatal(err)
	}
	if l := r.Leaf("8"); l.Score != nil || l.Missing != "engine.valuation.missing.second_round" || !slices.Equal(r.SecondRound, []string{"8"}) || *r.Score != 50 {
		t.Errorf("leaf %+v, second %v", l, r.SecondRound)
	}
}

func TestRoundOfAnIndicator(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		second []string
		want   [2]int // rounds of 8 and 10
	}{
		"one went again": {[]string{"8"}, [2]int{2, 1}}, "all did": {nil, [2]int{2, 2}},
	} {
		r, err := tree(t).Evaluate(Request{AsOf: "2026-11-20", Scene: "finance", Subject: bare(),
			Panel: &Panel{Round: 2, Second: c.second, Scores: map[string][]ExpertScore{"8": scores(40, 3), "10": scores(50, 3)}}})
		if err != nil {
			t.Fatal(err)
		}
		if got := [2]int{r.Leaf("8").Panel.Round, r.Leaf("10").Panel.Round}; got != c.want {
			t.Errorf("%s: rounds %v, want %v", name, got, c.want)
		}
	}
}
