package matching

import (
	"math"

	"quanlian/engine/matching/text"
)

// Place is the text of a patent that a quotation is taken from.
type Place string

// The places.
const (
	InTitle    Place = "title"
	InAbstract Place = "abstract"
	InClaim1   Place = "claim1"
)

// Quote is the sentence that speaks most clearly of the need.
type Quote struct {
	Place    Place       `json:"place"`
	Sentence int         `json:"sentence"` // from 1; the sentence within its text
	Text     string      `json:"text"`     // as written, cut to a readable length
	Marks    []text.Span `json:"marks"`    // places of the need's words, in runes of Text
	At       text.Span   `json:"at"`       // where Text stands in the whole text, in runes
	CutFront bool        `json:"cut_front"`
	CutBack  bool        `json:"cut_back"`
}

// quoteLength is how much of a sentence is quoted.
// Unit: runes. Source: [D], two lines of the page look/06-match.html.
const quoteLength = 90

// quoteOf picks the best sentence of abstract and claim 1, the title only when
// neither speaks of the need; nil when no text does.
func quoteOf(p *Patent, words []*Word, seg Segmenter) *Quote {
	var best *Quote
	bestValue := 0.0
	for _, part := range []struct {
		place Place
		text  string
		trust float64
	}{{InAbstract, p.Abstract, 1}, {InClaim1, p.Claim1, 0.8}, {InTitle, p.Title, 0.1}} {
		pg := newPage(part.text, seg)
		marks := pg.marks(words)
		for n, s := range text.Sentences(part.text) {
			inside := within(marks, s)
			if v := part.trust * quoteValue(inside, words, s); v > bestValue {
				bestValue = v
				best = cutQuote(pg, inside, words, s)
				best.Place, best.Sentence = part.place, n+1
			}
		}
	}
	return best
}

func within(marks []mark, s text.Span) []mark {
	var out []mark
	for _, m := range marks {
		if m.span.Start >= s.Start && m.span.End <= s.End {
			out = append(out, m)
		}
	}
	return out
}

// quoteValue is the weight of the different words in a sentence, a little less
// for long ones.
func quoteValue(marks []mark, words []*Word, s text.Span) float64 {
	sum := 0.0
	seen := map[int]bool{}
	for _, m := range marks {
		if !seen[m.word] {
			seen[m.word] = true
			sum += words[m.word].Weight
		}
	}
	return sum / math.Sqrt(1+float64(s.End-s.Start)/(2*quoteLength))
}

// cutQuote keeps the stretch of a long sentence with the weightiest words.
func cutQuote(pg *page, marks []mark, words []*Word, s text.Span) *Quote {
	at := s
	if s.End-s.Start > quoteLength {
		at = bestStretch(marks, words, s)
	}
	q := &Quote{Text: string(pg.raw[at.Start:at.End]), At: at, CutFront: at.Start > s.Start, CutBack: at.End < s.End}
	for _, m := range within(marks, at) {
		q.Marks = append(q.Marks, text.Span{Start: m.span.Start - at.Start, End: m.span.End - at.Start})
	}
	return q
}

// lead is how much stands before the first mark of a cut sentence.
// Unit: runes. Source: [D].
const lead = 8

func bestStretch(marks []mark, words []*Word, s text.Span) text.Span {
	best, bestValue := s, -1.0
	for _, first := range marks {
		start := max(s.Start, first.span.Start-lead)
		at := text.Span{Start: start, End: min(s.End, start+quoteLength)}
		if v := quoteValue(within(marks, at), words, at); v > bestValue {
			best, bestValue = at, v
		}
	}
	best.Start = max(s.Start, min(best.Start, best.End-quoteLength))
	return best
}
