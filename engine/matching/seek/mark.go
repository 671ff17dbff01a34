package seek

import (
	"slices"

	"quanlian/engine/matching/text"
)

// Mark gives the stretches of a text, in runes and half open, that hold words
// of a question or words that mean the same. They do not overlap.
func (f *Finder) Mark(q, s string) []text.Span {
	question := f.read(q)
	keys := map[text.Key]bool{}
	for k, w := range question.own {
		if w > acrossWeight {
			keys[k] = true
		}
	}
	for _, g := range question.groups {
		for _, k := range g.source {
			keys[k] = true
		}
	}
	folded := text.Fold(s)
	var spans []text.Span
	for _, t := range text.Terms(folded) {
		if keys[t.Key] {
			spans = append(spans, text.Span{Start: t.Start, End: t.End})
		}
	}
	for _, g := range question.groups {
		for _, word := range g.others {
			spans = append(spans, places(folded, word)...)
		}
	}
	return merged(spans)
}

// places are where all terms of a word stand one after another.
func places(folded []rune, word []text.Key) []text.Span {
	var out []text.Span
	var row []text.Term
	single := len(word) == 1
	for _, t := range text.Terms(folded) {
		if t.Kind != text.HanSingle || single {
			row = append(row, t)
		}
	}
	for i := 0; i+len(word) <= len(row); i++ {
		if slices.EqualFunc(row[i:i+len(word)], word, func(t text.Term, k text.Key) bool { return t.Key == k }) {
			out = append(out, text.Span{Start: row[i].Start, End: row[i+len(word)-1].End})
		}
	}
	return out
}

// merged sorts the stretches and joins those that touch.
func merged(spans []text.Span) []text.Span {
	slices.SortFunc(spans, func(a, b text.Span) int { return a.Start - b.Start })
	var out []text.Span
	for _, s := range spans {
		if n := len(out); n > 0 && s.Start <= out[n-1].End {
			out[n-1].End = max(out[n-1].End, s.End)
			continue
		}
		out = append(out, s)
	}
	return out
}
