package seek

import (
	"cmp"
	"math"
	"slices"
	"strings"

	"quanlian/engine/matching/concept"
	"quanlian/engine/matching/text"
)

// Doc is what of an item is searched.
type Doc struct {
	ID      string   // its code
	Phrases []string // the words people use for it
	Names   []string // in every language
	Leads   []string
	Rest    []string // materials, providers, mistakes, events
}

// Segmenter cuts a stretch of Han characters into words; adapter/segment does.
type Segmenter interface {
	Cut(han string) []string
}

// Finder finds items. It is not changed after it was made.
type Finder struct {
	docs     []doc
	df       map[text.Key]int
	concepts *concept.List
	words    Segmenter
}

type doc struct {
	id      string
	weight  map[text.Key]float64 // saturated weight of its fields
	phrases []phrase
}

type phrase struct {
	text string
	name bool
	keys []text.Key
}

// Weights of the fields of an item. Unit: plain numbers. Source: chosen by us
// [D] on the sentences of seek_test.go.
const (
	phraseField = 3.0
	nameField   = 2.5
	leadField   = 0.9
	restField   = 0.35
	saturation  = 1.6
)

// New makes a finder. words may be nil; then characters are paired.
func New(docs []Doc, concepts *concept.List, words Segmenter) *Finder {
	f := &Finder{df: map[text.Key]int{}, concepts: concepts, words: words}
	for _, d := range docs {
		x := doc{id: d.ID, weight: map[text.Key]float64{}}
		for _, field := range []struct {
			texts  []string
			weight float64
		}{{d.Phrases, phraseField}, {d.Names, nameField}, {d.Leads, leadField}, {d.Rest, restField}} {
			seen := map[text.Key]bool{}
			for _, s := range field.texts {
				keys, _ := text.Keys(nil, s)
				for _, k := range keys {
					if !seen[k] {
						seen[k] = true
						x.weight[k] += field.weight
					}
				}
			}
		}
		for k := range x.weight {
			f.df[k]++
		}
		x.phrases = append(f.phrasesOf(d.Phrases, false), f.phrasesOf(d.Names, true)...)
		f.docs = append(f.docs, x)
	}
	return f
}

// phrasesOf are the phrases with the terms that tell: stop words are cut out,
// as they are out of a question.
func (f *Finder) phrasesOf(list []string, name bool) []phrase {
	var out []phrase
	for _, s := range list {
		p := phrase{text: s, name: name}
		folded := text.Fold(s)
		for _, run := range text.Runs(folded) {
			piece := folded[run.Start:run.End]
			if !run.Han {
				if !stopWords[string(piece)] {
					p.keys = append(p.keys, text.Word(piece))
				}
				continue
			}
			for _, part := range f.withoutStops(piece) {
				for i, r := range part {
					if i+1 < len(part) {
						p.keys = append(p.keys, text.Pair(r, part[i+1]))
					} else if len(part) == 1 {
						p.keys = append(p.keys, text.Single(r))
					}
				}
			}
		}
		slices.Sort(p.keys)
		if p.keys = slices.Compact(p.keys); len(p.keys) > 0 {
			out = append(out, p)
		}
	}
	return out
}

func (f *Finder) cut(han string) []string {
	if f.words == nil {
		return nil
	}
	return f.words.Cut(han)
}

// Hit is one item that was found.
type Hit struct {
	ID    string
	Score float64
	// Phrase is the way of saying it that came nearest, "" when none did.
	Phrase string
}

// How a score is put together. Unit: plain numbers and shares. Source: chosen by
// us [D] on the sentences of seek_test.go.
const (
	phraseBonus = 1.6  // a phrase that is wholly in the question, per unit of its weight
	nearPhrase  = 0.45 // least share of a phrase that counts as near
	leastShare  = 0.12 // of the question's weight that a hit must carry
	tail        = 0.18 // of the best score below which nothing is shown
)

// Find gives the best k items for a sentence, the best first.
func (f *Finder) Find(q string, k int) []Hit {
	if code := strings.ToUpper(strings.TrimSpace(q)); code != "" {
		for _, d := range f.docs {
			if d.id == code {
				return []Hit{{ID: d.id, Score: 1}}
			}
		}
	}
	question := f.read(q)
	w := f.weigh(question)
	var hits []Hit
	for _, d := range f.docs {
		if h := d.judge(f, w); h.Score > leastShare*w.mass && h.Score > 0 {
			hits = append(hits, h)
		}
	}
	slices.SortStableFunc(hits, func(a, b Hit) int { return cmp.Compare(b.Score, a.Score) })
	for i, h := range hits {
		if i == k || h.Score < tail*hits[0].Score {
			return hits[:i]
		}
	}
	return hits
}

// weighed is a question with the weight of its terms among the items.
type weighed struct {
	own    map[text.Key]float64
	groups []group
	worth  []float64            // of each group
	any    map[text.Key]float64 // own terms and those that mean the same, for phrases
	mass   float64
}

func (f *Finder) weigh(q question) weighed {
	w := weighed{own: map[text.Key]float64{}, groups: q.groups, any: map[text.Key]float64{}}
	for key, x := range q.own {
		w.own[key] = x * f.idf(f.df[key])
		w.any[key] = w.own[key]
		w.mass += w.own[key]
	}
	for _, g := range q.groups {
		df := 0
		for _, d := range f.docs {
			if d.has(g.source) > 0 || d.hasAny(g.others) > 0 {
				df++
			}
		}
		worth := sameWeight * f.idf(df)
		w.worth = append(w.worth, worth)
		if len(g.source) > 0 && w.own[g.source[0]] == 0 {
			w.mass += worth // a word that no item has, but its like
		}
		for _, keys := range g.others {
			for _, key := range keys {
				w.any[key] = max(w.any[key], sameWeight*f.idf(f.df[key]))
			}
		}
	}
	return w
}

// has is the weight of a word in an item: that of its weakest term.
func (d doc) has(keys []text.Key) float64 {
	least := 0.0
	for i, k := range keys {
		if w := d.weight[k]; i == 0 || w < least {
			least = w
		}
	}
	return least
}

func (d doc) hasAny(words [][]text.Key) float64 {
	most := 0.0
	for _, keys := range words {
		most = max(most, d.has(keys))
	}
	return most
}

// judge adds up what an item has of the question, and how near a phrase comes.
func (d doc) judge(f *Finder, q weighed) Hit {
	h := Hit{ID: d.id}
	for key, w := range q.own {
		if has := d.weight[key]; has > 0 {
			h.Score += w * saturated(has)
		}
	}
	for i, g := range q.groups {
		own, other := d.has(g.source), d.hasAny(g.others)
		if more := saturated(other) - saturated(own); more > 0 {
			h.Score += q.worth[i] * more
		}
	}
	best := 0.0
	for _, p := range d.phrases {
		full, got := 0.0, 0.0
		for _, key := range p.keys {
			idf := f.idf(f.df[key])
			full += idf
			got += min(q.any[key], idf)
		}
		share := got / max(full, 1e-9)
		if bonus := phraseBonus * share * share * got * math.Sqrt(min(got/max(q.mass, 1e-9), 1)); share >= nearPhrase && bonus > best {
			best = bonus
			if h.Phrase = ""; !p.name {
				h.Phrase = p.text
			}
		}
	}
	h.Score += best
	return h
}

func saturated(w float64) float64 { return w / (w + saturation) }

// idf is the weight of a term that few items have; of one that none has, 0.
func (f *Finder) idf(df int) float64 {
	if df == 0 {
		return 0
	}
	return math.Log1p((float64(len(f.docs)) - float64(df) + 0.5) / (float64(df) + 0.5))
}
