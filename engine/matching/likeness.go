package matching

import (
	"math"
	"strings"

	"quanlian/engine/matching/index"
	"quanlian/engine/matching/text"
)

// Likeness gives how near other texts are to one by their wording, 0 to 1: the
// cosine of their pairs of characters and their words. The one is taken apart
// once. It needs neither index nor dictionary, and serves to put a handful of
// patents in order, not to find them.
func Likeness(own string) func(other string) float64 {
	x := counted(own)
	long := length(x)
	return func(other string) float64 {
		y, dot := counted(other), 0.0
		for k, n := range x {
			dot += n * y[k]
		}
		if dot == 0 {
			return 0
		}
		return dot / (long * length(y))
	}
}

// NearTerms are the terms by which an index finds what is worded like a text: its
// own, the rarer the heavier. What it finds is put in order by [Likeness].
func NearTerms(x *index.Index, own string) []index.QueryTerm {
	terms := counted(own)
	out := make([]index.QueryTerm, 0, len(terms))
	for k, n := range terms {
		out = append(out, index.QueryTerm{Key: k, Weight: n * x.IDF(k)})
	}
	return out
}

// everyPatents are the terms of what stands in every patent (方法, 装置).
var everyPatents = func() map[text.Key]bool {
	out := map[text.Key]bool{}
	for _, w := range strings.Fields(stopText) {
		keys, _ := text.Keys(nil, w)
		for _, k := range keys {
			out[k] = true
		}
	}
	return out
}()

// counted is how often a text has each term.
func counted(s string) map[text.Key]float64 {
	out := map[text.Key]float64{}
	keys, _ := text.Keys(nil, s)
	for _, k := range keys {
		if !everyPatents[k] {
			out[k]++
		}
	}
	return out
}

func length(x map[text.Key]float64) float64 {
	sum := 0.0
	for _, n := range x {
		sum += n * n
	}
	return math.Sqrt(sum)
}
