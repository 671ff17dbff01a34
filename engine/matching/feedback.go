package matching

import "sort"

// Stage is how far a proposal came.
type Stage string

// The stages, each after the one before.
const (
	Shown     Stage = "shown"
	Opened    Stage = "opened"
	Contacted Stage = "contacted"
	Signed    Stage = "signed"
)

// Stages lists the stages in order.
func Stages() []Stage { return []Stage{Shown, Opened, Contacted, Signed} }

// Event says that a proposal reached a stage. Storing it is the desk's work.
type Event struct {
	AlgorithmVersion string `json:"algorithm_version"`
	NeedNo           string `json:"need_no"`
	PatentNo         string `json:"patent_no"`
	Rank             int    `json:"rank"` // place in the list as shown, from 1
	Stage            Stage  `json:"stage"`
}

// Funnel is how many proposals of one version reached each stage.
type Funnel struct {
	AlgorithmVersion string        `json:"algorithm_version"`
	Reached          map[Stage]int `json:"reached"`
	MeanRankSigned   float64       `json:"mean_rank_signed"` // 0: none signed
}

// Rate is the share of proposals at one stage that reached another; ok is false
// when there was none.
func (f Funnel) Rate(from, to Stage) (rate float64, ok bool) {
	if f.Reached[from] == 0 {
		return 0, false
	}
	return float64(f.Reached[to]) / float64(f.Reached[from]), true
}

// Funnels counts events by version. A proposal (version, need, patent) counts
// once at each stage, however often it was opened, and a later stage implies the
// earlier ones: who signed has been shown the patent, even if a click was lost.
func Funnels(events []Event) []Funnel {
	type proposal struct{ version, need, patent string }
	furthest := map[proposal]int{}
	rank := map[proposal]int{}
	for _, e := range events {
		p := proposal{e.AlgorithmVersion, e.NeedNo, e.PatentNo}
		at := stageAt(e.Stage)
		if at < 0 {
			continue
		}
		if was, ok := furthest[p]; !ok || at > was {
			furthest[p] = at
		}
		if e.Rank > 0 && (rank[p] == 0 || e.Rank < rank[p]) {
			rank[p] = e.Rank
		}
	}
	byVersion := map[string]*Funnel{}
	ranks := map[string][2]int{} // sum and number of ranks of signed proposals
	for p, at := range furthest {
		f := byVersion[p.version]
		if f == nil {
			f = &Funnel{AlgorithmVersion: p.version, Reached: map[Stage]int{}}
			byVersion[p.version] = f
		}
		for _, s := range Stages()[:at+1] {
			f.Reached[s]++
		}
		if Stages()[at] == Signed && rank[p] > 0 {
			r := ranks[p.version]
			ranks[p.version] = [2]int{r[0] + rank[p], r[1] + 1}
		}
	}
	out := make([]Funnel, 0, len(byVersion))
	for v, f := range byVersion {
		if r := ranks[v]; r[1] > 0 {
			f.MeanRankSigned = float64(r[0]) / float64(r[1])
		}
		out = append(out, *f)
	}
	sort.Slice(out, func(i, j int) bool { return out[i].AlgorithmVersion < out[j].AlgorithmVersion })
	return out
}

func stageAt(s Stage) int {
	for i, stage := range Stages() {
		if s == stage {
			return i
		}
	}
	return -1
}
