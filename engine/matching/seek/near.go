package seek

import (
	"cmp"
	"slices"

	"quanlian/engine/matching/text"
)

// How near a way of saying it must come to be offered. Unit: shares. Source:
// chosen by us [D] on misspelt words of near_test.go.
const (
	leastNear  = 0.5
	wholeShare = 0.25 // of the likeness as a whole, the rest is what of the question is there
)

// Near gives at most k ways of saying it that look like what was typed, the most
// alike first: for words that find nothing, a slip of the pen more often than
// not. They are phrases and names of the items, one of each item.
func (f *Finder) Near(q string, k int) []string {
	asked := bits(q)
	if len(asked) == 0 {
		return nil
	}
	type near struct {
		text  string
		share float64
	}
	var all []near
	for _, d := range f.docs {
		best := near{}
		for _, p := range d.phrases {
			if s := alike(asked, bits(p.text)); s > best.share {
				best = near{p.text, s}
			}
		}
		if best.share >= leastNear {
			all = append(all, best)
		}
	}
	slices.SortStableFunc(all, func(a, b near) int { return cmp.Compare(b.share, a.share) })
	var out []string
	for _, n := range all {
		if len(out) < k && !slices.Contains(out, n.text) {
			out = append(out, n.text)
		}
	}
	return out
}

// bits are the small pieces of a text by which misspelt words still look alike:
// single Chinese characters, pairs of letters.
func bits(s string) map[text.Key]int {
	out := map[text.Key]int{}
	folded := text.Fold(s)
	for _, run := range text.Runs(folded) {
		piece := folded[run.Start:run.End]
		if !run.Han && stopWords[string(piece)] {
			continue
		}
		for i, r := range piece {
			switch {
			case run.Han && !stopWords[string(r)]:
				out[text.Single(r)]++
			case !run.Han && i+1 < len(piece):
				out[text.Pair(r, piece[i+1])]++
			}
		}
	}
	return out
}

// alike is how much of the question is in the other, from 0 to 1; of two that
// have the same of it, the shorter is more alike.
func alike(asked, other map[text.Key]int) float64 {
	common, a, b := 0, 0, 0
	for k, n := range asked {
		a += n
		common += min(n, other[k])
	}
	for _, n := range other {
		b += n
	}
	if a == 0 || b == 0 {
		return 0
	}
	return (1-wholeShare)*float64(common)/float64(a) + wholeShare*2*float64(common)/float64(a+b)
}
