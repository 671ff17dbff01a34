package classify

import (
	"math"
	"sort"

	"quanlian/engine/matching/text"
)

// longestGram is the longest run of Han characters that is a feature.
// Unit: characters. Source: [D]; 4 was measured and brought nothing for titles.
const longestGram = 3

// Feature is a run of characters or a word with its rarity.
type Feature struct {
	Gram uint64 // FNV-1a of its characters
	IDF  float32
}

// value is a feature of one text.
type value struct {
	feature int32
	amount  float32
}

// grams are the features of a text with repetitions.
func grams(s string) []uint64 {
	folded := text.Fold(s)
	var out []uint64
	for _, run := range text.Runs(folded) {
		rs := folded[run.Start:run.End]
		if !run.Han {
			out = append(out, hash(text.Stem(rs)))
			continue
		}
		for n := 1; n <= longestGram; n++ {
			for i := 0; i+n <= len(rs); i++ {
				out = append(out, hash(rs[i:i+n]))
			}
		}
	}
	return out
}

func hash(rs []rune) uint64 {
	h := uint64(14695981039346656037) // FNV-1a, offset basis and prime of its authors
	for _, r := range rs {
		h ^= uint64(r)
		h *= 1099511628211
	}
	return h
}

// vocabulary picks the features: frequent enough, the most frequent first.
func vocabulary(examples []Example, o Options) []Feature {
	count := map[uint64]int{}
	last := map[uint64]int{}
	for i, e := range examples {
		for _, g := range grams(e.Text) {
			if last[g] != i+1 {
				last[g] = i + 1
				count[g]++
			}
		}
	}
	keys := make([]uint64, 0, len(count))
	for g, n := range count {
		if n >= o.MinCount {
			keys = append(keys, g)
		}
	}
	sort.Slice(keys, func(i, j int) bool {
		if count[keys[i]] != count[keys[j]] {
			return count[keys[i]] > count[keys[j]]
		}
		return keys[i] < keys[j]
	})
	keys = keys[:min(len(keys), o.MaxFeatures)]
	out := make([]Feature, len(keys))
	for i, g := range keys {
		out[i] = Feature{g, float32(math.Log(float64(len(examples)+1)/float64(count[g]+1)) + 1)}
	}
	return out
}

// codes lists the subclasses of the examples in order.
func codes(examples []Example) []string {
	set := map[string]bool{}
	for _, e := range examples {
		for _, c := range e.Codes {
			set[c] = true
		}
	}
	out := make([]string, 0, len(set))
	for c := range set {
		out = append(out, c)
	}
	sort.Strings(out)
	return out
}

// vector gives the features of a text that the model knows, of length one.
func (m *Model) vector(s string) []value {
	count := map[int32]int{}
	for _, g := range grams(s) {
		if f, ok := m.featureAt[g]; ok {
			count[f]++
		}
	}
	out := make([]value, 0, len(count))
	for f, n := range count {
		out = append(out, value{f, (1 + float32(math.Log(float64(n)))) * m.Features[f].IDF})
	}
	sort.Slice(out, func(i, j int) bool { return out[i].feature < out[j].feature })
	squares := 0.0
	for _, v := range out {
		squares += float64(v.amount) * float64(v.amount)
	}
	if squares == 0 {
		return nil
	}
	norm := float32(1 / math.Sqrt(squares))
	for i := range out {
		out[i].amount *= norm
	}
	return out
}
