package matching

import (
	"cmp"
	"slices"
)

// Stage is how far a proposal came with the person it was made to.
type Stage string

// The stages, each further than the one before.
const (
	Shown     Stage = "shown"
	Opened    Stage = "opened"
	Contacted Stage = "contacted"
	Signed    Stage = "signed"
)

// Stages lists them in their order.
func Stages() []Stage { return []Stage{Shown, Opened, Contacted, Signed} }

// Came counts the proposals of one version that came as far as a stage and no
// further. A proposal is one need and one patent, however often it was shown.
type Came struct {
	AlgorithmVersion string `json:"algorithm_version"`
	Stage            Stage  `json:"stage"`
	Proposals        int    `json:"proposals"`
	Placed           int    `json:"placed"` // of them, those whose place in the list is known
	Places           int    `json:"places"` // the sum of their best places, counted from 1
}

// Funnel is how many proposals of a version reached each stage. Who signed was
// shown, opened and contacted too, whether or not that was recorded.
type Funnel struct {
	AlgorithmVersion string        `json:"algorithm_version"`
	Reached          map[Stage]int `json:"reached"`
	MeanRankSigned   float64       `json:"mean_rank_signed"` // 0: none signed, or no place known
}

// Rate is the share of those that reached a stage which reached another; ok is
// false when there is nothing to divide by.
func (f Funnel) Rate(from, to Stage) (rate float64, ok bool) {
	if f.Reached[from] == 0 {
		return 0, false
	}
	return float64(f.Reached[to]) / float64(f.Reached[from]), true
}

// Funnels adds the counts up, by version; a stage nobody knows is left out.
func Funnels(list []Came) []Funnel {
	byVersion := map[string]*Funnel{}
	for _, c := range list {
		at := slices.Index(Stages(), c.Stage)
		if at < 0 {
			continue
		}
		f := byVersion[c.AlgorithmVersion]
		if f == nil {
			f = &Funnel{AlgorithmVersion: c.AlgorithmVersion, Reached: map[Stage]int{}}
			byVersion[c.AlgorithmVersion] = f
		}
		for _, s := range Stages()[:at+1] {
			f.Reached[s] += c.Proposals
		}
		if c.Stage == Signed && c.Placed > 0 {
			f.MeanRankSigned = float64(c.Places) / float64(c.Placed)
		}
	}
	out := make([]Funnel, 0, len(byVersion))
	for _, f := range byVersion {
		out = append(out, *f)
	}
	slices.SortFunc(out, func(a, b Funnel) int { return cmp.Compare(a.AlgorithmVersion, b.AlgorithmVersion) })
	return out
}
