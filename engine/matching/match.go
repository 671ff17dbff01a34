package matching

import (
	"math"
	"sort"
	"strings"

	"quanlian/base/errs"
	"quanlian/engine/matching/classify"
	"quanlian/engine/matching/concept"
	"quanlian/engine/matching/text"
)

// Matcher leads needs to patents. Index and Corpus are necessary.
type Matcher struct {
	Index     Searcher
	Corpus    Corpus
	Segmenter Segmenter     // nil: Pairs
	Suggester Suggester     // nil: no class is suggested
	Concepts  *concept.List // nil: concept.Default
	Weights   Weights       // zero: DefaultWeights
}

// Match is a proposed patent.
type Match struct {
	Rank       int         `json:"rank"`
	Patent     Patent      `json:"patent"`
	Score      int         `json:"score"` // 0..100
	Exact      float64     `json:"exact"` // 0..1, what Score rounds
	Parts      []PartScore `json:"parts"`
	TitleMarks []text.Span `json:"title_marks"`
	Quote      *Quote      `json:"quote"`
	Reasons    []Message   `json:"reasons"`
	Lacks      []Message   `json:"lacks"`
}

// Result is the answer to a need.
type Result struct {
	Formula   Weights               `json:"formula"`
	Words     []*Word               `json:"words"`
	Unknown   []string              `json:"unknown_words"` // no patent speaks of them
	Suggested []classify.Suggestion `json:"suggested_ipc"`
	Compared  int                   `json:"compared"` // patents in the index
	Near      int                   `json:"near"`     // candidates by content
	Excluded  []Exclusion           `json:"excluded"` // candidates left out by a hard filter
	Matches   []Match               `json:"matches"`
}

// Errors of a need.
const (
	CodeNoText = "engine.matching.no_text"
	CodeTop    = "engine.matching.bad_top"
)

// Limits of an answer.
// Unit: patents. Source: [D]; near is deep enough that the other parts, together
// at most 55 % of the score, can lift a patent that is second by content.
const (
	maxTop     = 1000
	nearFactor = 20
	nearLeast  = 200
	suggestMax = 5
)

// Match gives the best patents for a need, at most top, with reasons.
func (m *Matcher) Match(n Need, top int) (*Result, error) {
	if strings.TrimSpace(n.Text) == "" {
		return nil, errs.At("/text", CodeNoText, nil)
	}
	if top < 1 || top > maxTop {
		return nil, errs.New(errs.Invalid, CodeTop, errs.Args{"most": maxTop})
	}
	d := m.withDefaults()
	r := read(n.Text, d.Segmenter, d.Concepts, d.Index)
	res := &Result{Formula: d.Weights, Words: r.words, Compared: d.Index.Len()}
	for _, w := range r.words {
		if !w.InUse {
			res.Unknown = append(res.Unknown, w.Text)
		}
	}
	if d.Suggester != nil {
		res.Suggested = d.Suggester.Suggest(n.Text, suggestMax)
	}
	near := d.candidates(&n, r, max(nearLeast, nearFactor*top), res)
	d.score(&n, r, near, wantedIPC(n.IPC, res.Suggested))
	sort.SliceStable(near, func(i, j int) bool {
		if near[i].Exact != near[j].Exact {
			return near[i].Exact > near[j].Exact
		}
		return near[i].content > near[j].content
	})
	res.Matches = proposed(&n, r, near, top)
	return res, nil
}

// proposed are the best of the near patents for which there is something to show,
// ranked by what they have of it.
func proposed(n *Need, r reading, near []*candidate, top int) []Match {
	var out []Match
	for _, c := range near {
		if len(out) == top {
			break
		}
		if c.explain(n, r) {
			out = append(out, c.Match)
		}
	}
	sort.SliceStable(out, func(i, j int) bool { return out[i].Exact > out[j].Exact })
	for i := range out {
		out[i].Rank = i + 1
	}
	return out
}

func (m *Matcher) withDefaults() Matcher {
	d := *m
	if d.Segmenter == nil {
		d.Segmenter = Pairs{}
	}
	if d.Concepts == nil {
		d.Concepts = concept.Default()
	}
	if d.Weights.Version == "" {
		d.Weights = DefaultWeights()
	}
	return d
}

// candidate is a near patent on its way to a match.
type candidate struct {
	Match
	content float64 // score of the index
	code    string  // the class that agreed
}

// candidates are the nearest patents by content that no hard filter holds back;
// those of the k nearest that one holds back are named in the result, and the
// next ones take their places.
func (m *Matcher) candidates(n *Need, r reading, k int, res *Result) []*candidate {
	hits := m.Index.Search(r.terms, k, nil)
	res.Near = len(hits)
	held := map[string][]string{}
	for _, h := range hits {
		p, ok := m.Corpus.Patent(h.ID)
		if code := excluded(n, &p); ok && code != "" {
			held[code] = append(held[code], h.ID)
		}
	}
	for code, nos := range held {
		sort.Strings(nos)
		res.Excluded = append(res.Excluded, Exclusion{code, nos})
	}
	sort.Slice(res.Excluded, func(i, j int) bool { return res.Excluded[i].Code < res.Excluded[j].Code })
	if len(held) > 0 {
		hits = m.Index.Search(r.terms, k, func(no string) bool {
			p, ok := m.Corpus.Patent(no)
			return ok && excluded(n, &p) == ""
		})
	}
	var out []*candidate
	for _, h := range hits {
		if p, ok := m.Corpus.Patent(h.ID); ok {
			out = append(out, &candidate{Match: Match{Patent: p}, content: h.Score})
		}
	}
	return out
}

func (m *Matcher) score(n *Need, r reading, near []*candidate, want []wanted) {
	for _, c := range near {
		p := &c.Patent
		for _, share := range m.Weights.Shares {
			s := PartScore{Part: share.Part, Share: share.Share}
			switch share.Part {
			case Content:
				s.Value, s.Known = contentValue(c.content, r.full), true
			case IPC:
				s.Value, c.code, s.Known = ipcValue(want, p.IPC)
			case Industry:
				s.Value, s.Known = industryValue(n.Industry, p.Industries)
			case Maturity:
				s.Value, s.Known = maturityValue(n.Maturity, p.Maturity)
			case Price:
				s.Value, s.Known = priceValue(n.Budget, p.Price)
			case Region:
				s.Value, s.Known = regionValue(n.Region, p.Region)
			}
			c.Parts = append(c.Parts, s)
		}
		c.total()
	}
}

func (c *candidate) total() {
	c.Exact = total(c.Parts)
	c.Score = int(math.Round(100 * c.Exact))
}

// explain adds quotation, marks, reasons and weaknesses. It gives false for a
// patent of which nothing can be shown, or next to nothing of what was asked.
func (c *candidate) explain(n *Need, r reading) bool {
	words, said := r.words, spoken(&c.Patent, r)
	if c.hold(said, r.words); contentOf(c.Parts) < leastContent {
		return false
	}
	reasons, lacks := contentReasons(said, words)
	if len(said) == 0 {
		pieces := agreed(&c.Patent, r.pieces)
		if len(pieces) == 0 {
			return false
		}
		words, reasons = r.pieces, []Message{{ReasonPieces, errs.Args{"n": len(pieces), "words": pieces}}}
	}
	for _, m := range newPage(c.Patent.Title, r.seg).marks(words) {
		c.TitleMarks = append(c.TitleMarks, m.span)
	}
	c.Quote = quoteOf(&c.Patent, words, r.seg)
	parts := map[Part]PartScore{}
	for _, p := range c.Parts {
		parts[p.Part] = p
	}
	more, moreLacks := factReasons(n, &c.Patent, parts, c.code)
	c.Reasons = append(reasons, more...)
	c.Lacks = append(lacks, moreLacks...)
	return true
}

// hold keeps the content of a short need at most at the share that the patent
// speaks of: its reader sees which of the few words are missing. Of a long one the
// pieces of words tell more than its points, unless it is translated: a piece of a
// translation is not what the asker wrote.
func (c *candidate) hold(said map[int]form, words []*Word) {
	if len(words) > keyPoints && !mostlyLatin(words) {
		return
	}
	for i, p := range c.Parts {
		if p.Part == Content && len(said) > 0 {
			c.Parts[i].Value = min(p.Value, spokenShare(said, words))
		}
	}
	c.total()
}
