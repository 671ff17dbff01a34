package index

import (
	"math"
	"sort"

	"quanlian/engine/matching/text"
)

// MaxTerms is how many terms of a question count; the heaviest are kept.
// Unit: terms. Source: 64 × 255 × 65,535 just fits 32 bits, see windowScore.
const MaxTerms = 64

// maxWeight is the integer that the heaviest term of a question weighs.
// Unit: steps. Source: as above.
const maxWeight = 65535

// QueryTerm is one term of a question; Weight includes its idf.
type QueryTerm struct {
	Key    text.Key
	Weight float64
}

// Hit is a found patent.
type Hit struct {
	ID    string
	Score float64 // sum over the terms of Weight × saturated frequency (0..1)
}

// Search gives the k best patents, best first, equal ones in the order they were
// added. accept, when not nil, leaves a patent out before it takes a place.
func (x *Index) Search(terms []QueryTerm, k int, accept func(id string) bool) []Hit {
	x.mu.RLock()
	defer x.mu.RUnlock()
	cursors, unit := x.open(terms)
	if k <= 0 || len(cursors) == 0 {
		return nil
	}
	s := &searcher{x: x, cursors: cursors, best: newTop(k), accept: accept}
	s.run()
	return s.best.hits(x.ids, unit/maxImpact)
}

// open makes a cursor for each term that the index knows and turns weights into
// integers; unit is the weight of one step.
func (x *Index) open(terms []QueryTerm) ([]*cursor, float64) {
	terms = heaviest(terms)
	top := 0.0
	for _, t := range terms {
		top = max(top, t.Weight)
	}
	var out []*cursor
	for _, t := range terms {
		p := x.terms[t.Key]
		if p == nil || p.count == 0 {
			continue
		}
		w := max(1, uint32(math.Round(t.Weight/top*maxWeight)))
		out = append(out, &cursor{p: p, weight: w, open: -1})
	}
	return out, top / maxWeight
}

// heaviest sums equal keys, drops what weighs nothing and keeps MaxTerms.
func heaviest(terms []QueryTerm) []QueryTerm {
	sum := map[text.Key]float64{}
	for _, t := range terms {
		if t.Weight > 0 && !math.IsInf(t.Weight, 0) {
			sum[t.Key] += t.Weight
		}
	}
	out := make([]QueryTerm, 0, len(sum))
	for _, t := range terms {
		if w, ok := sum[t.Key]; ok {
			out = append(out, QueryTerm{t.Key, w})
			delete(sum, t.Key)
		}
	}
	sort.SliceStable(out, func(i, j int) bool { return out[i].Weight > out[j].Weight })
	return out[:min(len(out), MaxTerms)]
}
