package matching

import (
	"sort"
	"strings"

	"quanlian/engine/matching/text"
)

// mark is a place in a text where a word of the need stands.
type mark struct {
	span text.Span
	word int // number of the word
	form int // number of its form; 0 is the asker's own
	// inside is the longer word that a form of one character stands in, in normal
	// form; the span is that of the word.
	inside string
}

// page is a text of a patent prepared for marking.
type page struct {
	raw    []rune
	folded string
	at     []int // byte offset in folded to rune offset
	latin  []string
	runs   []text.Run
	seg    Segmenter   // nil: a single character is marked where it stands
	words  []text.Span // of its Chinese, once they are asked for
}

// newPage prepares a text; with a segmenter no single character is marked without
// the word that it stands in.
func newPage(s string, seg Segmenter) *page {
	folded := text.Fold(s)
	p := &page{raw: []rune(s), folded: string(folded), seg: seg}
	p.at = make([]int, len(p.folded)+1)
	i := 0
	for b := range p.folded {
		p.at[b] = i
		i++
	}
	p.at[len(p.folded)] = i
	for _, r := range text.Runs(folded) {
		if !r.Han {
			p.latin = append(p.latin, string(text.Stem(folded[r.Start:r.End])))
			p.runs = append(p.runs, r)
		}
	}
	return p
}

// marks finds every place of every word, in the order of the text; of two that
// overlap the longer stays, then the earlier.
func (p *page) marks(words []*Word) []mark {
	var all []mark
	for i, w := range words {
		for j, f := range w.forms {
			if f.han {
				all = append(all, p.hanMarks(f.text, i, j)...)
			} else {
				all = append(all, p.latinMarks(strings.Fields(f.text), i, j)...)
			}
		}
	}
	sort.SliceStable(all, func(i, j int) bool {
		a, b := all[i].span, all[j].span
		if la, lb := a.End-a.Start, b.End-b.Start; la != lb {
			return la > lb
		}
		return a.Start < b.Start
	})
	taken := make([]bool, len(p.raw)+1)
	out := all[:0]
	for _, m := range all {
		if !anyTaken(taken, m.span) {
			out = append(out, m)
		}
	}
	sort.Slice(out, func(i, j int) bool { return out[i].span.Start < out[j].span.Start })
	return out
}

// anyTaken takes a span unless a part of it is taken.
func anyTaken(taken []bool, s text.Span) bool {
	for i := s.Start; i < s.End; i++ {
		if taken[i] {
			return true
		}
	}
	for i := s.Start; i < s.End; i++ {
		taken[i] = true
	}
	return false
}

func (p *page) hanMarks(term string, word, form int) []mark {
	var out []mark
	for from := 0; ; {
		i := strings.Index(p.folded[from:], term)
		if i < 0 || term == "" {
			return out
		}
		b := from + i
		m := mark{span: text.Span{Start: p.at[b], End: p.at[b+len(term)]}, word: word, form: form}
		if p.seg != nil && m.span.End-m.span.Start == 1 {
			m = p.whole(m)
		}
		out = append(out, m)
		from = b + len(term)
	}
}

// whole widens the mark of a single character to the word that it stands in.
func (p *page) whole(m mark) mark {
	if p.words == nil {
		folded := []rune(p.folded)
		for _, r := range text.Runs(folded) {
			if !r.Han {
				continue
			}
			at := r.Start
			for _, w := range cutWhole(p.seg, string(folded[r.Start:r.End])) {
				n := len([]rune(w))
				p.words = append(p.words, text.Span{Start: at, End: at + n})
				at += n
			}
		}
	}
	i := sort.Search(len(p.words), func(i int) bool { return p.words[i].End > m.span.Start })
	if i < len(p.words) && p.words[i].End-p.words[i].Start > 1 {
		m.span = p.words[i]
		m.inside = string([]rune(p.folded)[m.span.Start:m.span.End])
	}
	return m
}

func (p *page) latinMarks(words []string, word, form int) []mark {
	var out []mark
	for i := 0; len(words) > 0 && i+len(words) <= len(p.latin); i++ {
		same := true
		for j, w := range words {
			if p.latin[i+j] != w {
				same = false
				break
			}
		}
		if same {
			out = append(out, mark{span: text.Span{Start: p.runs[i].Start, End: p.runs[i+len(words)-1].End}, word: word, form: form})
		}
	}
	return out
}
