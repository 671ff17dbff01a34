package valuation

import (
	"fmt"
	"maps"
	"math"
	"slices"

	"quanlian/base/errs"
)

// Panel holds what experts scored, by the id of the third-level indicator.
type Panel struct {
	Round int `json:"round"` // 1 or 2
	// Second are the indicators that were scored a second time; in round 2 an empty
	// list stands for all.
	Second []string                 `json:"second,omitempty"`
	Scores map[string][]ExpertScore `json:"scores"`
}

// ExpertScore is one expert's points on one indicator.
type ExpertScore struct {
	Expert string  `json:"expert"`
	Score  float64 `json:"score"` // 0–100
	Reason string  `json:"reason,omitempty"`
}

// Verdict is what the panel says of one indicator.
type Verdict struct {
	Score       float64       `json:"score"` // mean, trimmed from five experts on
	Sigma       float64       `json:"sigma"` // sample standard deviation (n−1), before trimming
	Experts     int           `json:"experts"`
	Trimmed     bool          `json:"trimmed"`
	Round       int           `json:"round"`
	SecondRound bool          `json:"second_round"` // σ too wide in round 1: not used, score again
	Dispersed   bool          `json:"dispersed"`    // σ still too wide in round 2: used, and said so
	Scores      []ExpertScore `json:"scores"`
}

// Unit: experts; experts; points. Source: domain.md §2.1, §2.2 (our decision):
// at least three, trimmed mean from five on, second round above σ 15.
const (
	minExperts  = 3
	trimExperts = 5
	maxSigma    = 15.0
)

// Merge says how the panel and the automatic score are joined.
type Merge struct {
	Rule        MergeRule `json:"rule"`
	ExpertShare float64   `json:"expert_share,omitempty"` // of blend, 0–1
}

// MergeRule is one of the three rules below; "" is replace.
type MergeRule string

// The merge rules. Source: our decision.
const (
	Replace  MergeRule = "replace"  // the panel's score stands wherever it gave one
	Complete MergeRule = "complete" // the panel only fills what no signal could score
	Blend    MergeRule = "blend"    // share × panel + (1 − share) × automatic, where both exist
)

func (m Merge) check() error {
	switch m.Rule {
	case "", Replace, Complete:
		return nil
	case Blend:
		if m.ExpertShare >= 0 && m.ExpertShare <= 1 {
			return nil
		}
	}
	return errs.At("merge", "engine.valuation.bad_merge", errs.Args{"rule": string(m.Rule), "share": m.ExpertShare})
}

// join gives the merged score and how much of it is covered by data.
func (m Merge) join(auto *float64, cover float64, v *Verdict) (*float64, float64) {
	if v == nil || v.SecondRound || (m.Rule == Complete && auto != nil) {
		return auto, cover
	}
	if m.Rule == Blend && auto != nil {
		s := m.ExpertShare*v.Score + (1-m.ExpertShare)**auto
		return &s, 1
	}
	s := v.Score
	return &s, 1
}

// verdicts aggregates a panel over the leaves of the tree.
func (p *Panel) verdicts(t *Tree) (map[string]*Verdict, error) {
	if p == nil {
		return nil, nil
	}
	if p.Round != 1 && p.Round != 2 {
		return nil, errs.At("panel/round", "engine.valuation.bad_round", errs.Args{"round": p.Round})
	}
	out := make(map[string]*Verdict, len(p.Scores))
	for _, id := range slices.Sorted(maps.Keys(p.Scores)) {
		field := "panel/scores/" + id
		if t.find(id) == nil {
			return nil, errs.At(field, "engine.valuation.no_such_indicator", errs.Args{"id": id})
		}
		v, err := Aggregate(p.Scores[id], p.Round)
		if err != nil {
			return nil, atField(err, field)
		}
		if len(p.Second) > 0 && !slices.Contains(p.Second, id) {
			v.Round = 1
		}
		out[id] = &v
	}
	return out, nil
}

// Aggregate joins the points of at least three different experts on one
// indicator: the mean, from five experts on without the highest and the lowest.
func Aggregate(scores []ExpertScore, round int) (Verdict, error) {
	n := len(scores)
	if n < minExperts {
		return Verdict{}, errs.New(errs.Invalid, "engine.valuation.too_few_experts", errs.Args{"n": n, "min": minExperts})
	}
	points := make([]float64, 0, n)
	names := map[string]bool{}
	for _, s := range scores {
		if s.Expert == "" || names[s.Expert] {
			return Verdict{}, errs.New(errs.Invalid, "engine.valuation.expert_twice", errs.Args{"expert": s.Expert})
		}
		if !(s.Score >= 0 && s.Score <= 100) {
			return Verdict{}, errs.New(errs.Invalid, "engine.valuation.bad_points", errs.Args{"expert": s.Expert, "value": fmt.Sprint(s.Score)})
		}
		names[s.Expert] = true
		points = append(points, s.Score)
	}
	v := Verdict{Experts: n, Round: round, Sigma: deviation(points), Scores: scores}
	slices.Sort(points)
	if n >= trimExperts {
		points, v.Trimmed = points[1:n-1], true
	}
	v.Score = mean(points)
	wide := v.Sigma > maxSigma
	v.SecondRound, v.Dispersed = wide && round == 1, wide && round == 2
	return v, nil
}

func mean(v []float64) float64 {
	sum := 0.0
	for _, x := range v {
		sum += x
	}
	return sum / float64(len(v))
}

// deviation is the sample standard deviation.
func deviation(v []float64) float64 {
	m, sum := mean(v), 0.0
	for _, x := range v {
		sum += (x - m) * (x - m)
	}
	return math.Sqrt(sum / float64(len(v)-1))
}
