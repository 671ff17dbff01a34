package matching

import (
	"math"
	"slices"
	"sort"
	"strings"

	"quanlian/engine/matching/concept"
	"quanlian/engine/matching/index"
	"quanlian/engine/matching/text"
)

// Word is a telling word of a need.
type Word struct {
	Text   string      `json:"text"`  // as the asker wrote it
	Marks  []text.Span `json:"marks"` // where it stands in the need, in runes
	Weight float64     `json:"weight"`
	InUse  bool        `json:"in_use"` // some patent may speak of it, in these or equal words

	forms []form
}

// form is one way to write a word; the first is the asker's.
type form struct {
	text  string // normal form; Latin words stemmed, with blanks between
	han   bool
	trust float64
	part  bool // only the head of the word: 机器人 of 协作机器人
}

// Factors of a term's weight.
// Unit: share of idf. Source: [D], tried on csl/ts and xlang_patent_pairs,
// docs/measured/matching.md.
const (
	crossFactor  = 0.60 // two characters across the border of two words
	singleFactor = 0.50 // one character that is a word
	synonymTrust = 0.60 // another term of the same concept
	firstTrust   = 1.00 // the first Chinese term of an English one's concept
	headTrust    = 0.40 // only the head of a long word
	pairsPower   = 0.70 // a word of n pairs: each weighs n to this power less
)

// repeatBend bends the weight of a word that a need repeats.
// Unit: times. Source: [D]; the k3 of BM25, tried as the factors above.
const repeatBend = 3.0

// Limits of a question.
// Unit: terms, patents, runes. Source: stack.md §6 (prune to 20–40 telling terms);
// below manyDocs more terms cost little and find more, docs/measured/matching.md.
const (
	maxTerms  = 64      // of a question to an index of common size
	fewTerms  = 40      // of a question to a very large one
	manyDocs  = 200_000 // from so many patents an index is very large
	maxRunes  = 4000
	shortNeed = 6 // in a need so short every character that is a word counts
	longWord  = 4 // a word so long is also known by its second half, its head
)

// reading is a need taken apart.
type reading struct {
	words  []*Word
	pieces []*Word // two characters, or one Latin word of several, that were asked for too
	terms  []index.QueryTerm
	full   float64 // the score of a patent that speaks of everything
	seg    Segmenter
}

// read takes the need's text apart and weighs its words by the index.
func read(s string, seg Segmenter, list *concept.List, x Searcher) reading {
	if rs := []rune(s); len(rs) > maxRunes {
		s = string(rs[:maxRunes])
	}
	folded := text.Fold(s)
	c := &collector{raw: []rune(s), folded: folded, list: list, byForm: map[string]*Word{}, cross: map[string]int{}}
	c.collect(seg)
	r := weigh(c, x)
	r.seg = seg
	return r
}

// collector gathers the words of a need.
type collector struct {
	raw, folded []rune
	list        *concept.List
	words       []*Word
	byForm      map[string]*Word
	cross       map[string]int // two characters over the border of two words: how often
	crossOrder  []string
}

func (c *collector) collect(seg Segmenter) {
	var latin []text.Run
	for _, run := range text.Runs(c.folded) {
		if !run.Han {
			latin = append(latin, run)
			continue
		}
		c.latin(latin)
		latin = nil
		c.han(run, seg)
	}
	c.latin(latin)
}

// cutWhole cuts a stretch of Han characters into words. Words that do not join to
// the stretch again are a fault of the segmenter: then pairs stand in.
func cutWhole(seg Segmenter, stretch string) []string {
	if cut := seg.Cut(stretch); strings.Join(cut, "") == stretch {
		return cut
	}
	return Pairs{}.Cut(stretch)
}

// han adds the words of a stretch of Han characters.
func (c *collector) han(run text.Run, seg Segmenter) {
	stretch := string(c.folded[run.Start:run.End])
	cut := cutWhole(seg, stretch)
	at, before := run.Start, false
	for _, w := range cut {
		n := len([]rune(w))
		telling := n > 0 && !stopWords[w] && !isAmount(w)
		if telling && before {
			c.addCross(string(c.folded[at-1 : at+1]))
		}
		if telling && (n > 1 || len(c.folded) <= shortNeed || strings.Contains(tellingSingles, w)) {
			c.addHan(w, at, at+n)
		}
		at, before = at+n, telling
	}
}

func (c *collector) addCross(pair string) {
	if c.cross[pair]++; c.cross[pair] == 1 {
		c.crossOrder = append(c.crossOrder, pair)
	}
}

func (c *collector) addHan(w string, start, end int) {
	if rs := []rune(w); len(rs) > 2 && strings.ContainsRune(looseEndings, rs[len(rs)-1]) {
		w = string(rs[:len(rs)-1])
		end--
	}
	word := c.word(w, true, start, end)
	if len(word.forms) > 1 {
		return
	}
	zh, en := c.list.Same(w)
	c.addForms(word, zh, en, synonymTrust)
	if rs := []rune(w); len(rs) >= longWord {
		word.forms = append(word.forms, form{text: string(rs[len(rs)/2:]), han: true, trust: headTrust, part: true})
	}
}

func (c *collector) addForms(word *Word, zh, en []string, trust float64) {
	for _, t := range zh {
		word.forms = append(word.forms, form{text: t, han: true, trust: trust})
	}
	for _, t := range en {
		word.forms = append(word.forms, form{text: stemAll(t), trust: trust})
	}
}

// word finds or makes the word of a form and marks its place.
func (c *collector) word(f string, han bool, start, end int) *Word {
	w := c.byForm[f]
	if w == nil {
		w = &Word{Text: string(c.raw[start:end]), forms: []form{{text: f, han: han, trust: 1}}}
		c.byForm[f] = w
		c.words = append(c.words, w)
	}
	w.Marks = append(w.Marks, text.Span{Start: start, End: end})
	return w
}

// latin adds neighbouring Latin words: known terms first, then single words.
func (c *collector) latin(runs []text.Run) {
	words := make([]string, len(runs))
	for i, r := range runs {
		words[i] = string(text.Stem(c.folded[r.Start:r.End]))
	}
	known := c.list.English(words)
	for i := 0; i < len(runs); i++ {
		if len(known) > 0 && known[0].From == i {
			f := known[0]
			w := c.word(strings.Join(words[f.From:f.To], " "), false, runs[f.From].Start, runs[f.To-1].End)
			if len(w.forms) == 1 {
				first := min(1, len(f.Chinese))
				c.addForms(w, f.Chinese[:first], nil, firstTrust)
				c.addForms(w, f.Chinese[first:], f.English, synonymTrust)
			}
			i, known = f.To-1, known[1:]
			continue
		}
		whole := string(c.folded[runs[i].Start:runs[i].End])
		if !stopWords[words[i]] && !stopWords[whole] && !(len(whole) == 1 && len(runs) > 1) {
			c.word(words[i], false, runs[i].Start, runs[i].End)
		}
	}
}

// mostlyLatin tells that most words of a need are English.
func mostlyLatin(words []*Word) bool {
	n := 0
	for _, w := range words {
		if !w.forms[0].han {
			n++
		}
	}
	return 2*n > len(words)
}

func stemAll(s string) string {
	rs := []rune(s)
	var out []string
	for _, run := range text.Runs(rs) {
		out = append(out, string(text.Stem(rs[run.Start:run.End])))
	}
	return strings.Join(out, " ")
}

// weigh gives every word its weight and makes the question for the index.
func weigh(c *collector, x Searcher) reading {
	var r reading
	bests := make([]float64, len(c.words))
	for i, w := range c.words {
		best, one := 0.0, 0.0
		for _, f := range w.forms {
			weight := 0.0
			terms, whole := formTerms(f, x)
			for _, t := range terms {
				t.Weight *= often(len(w.Marks))
				r.terms = append(r.terms, t)
				weight += t.Weight
			}
			if whole {
				w.InUse = true
				best = max(best, weight)
				one = max(one, weight/f.trust)
			}
		}
		w.Weight, bests[i] = one, best
		r.words = append(r.words, w)
	}
	weighUnknown(r.words, bests)
	r.full = fullOf(bests)
	for _, pair := range c.crossOrder {
		rs := []rune(pair)
		if k := text.Pair(rs[0], rs[1]); x.DF(k) > 0 {
			r.terms = append(r.terms, index.QueryTerm{Key: k, Weight: crossFactor * often(c.cross[pair]) * x.IDF(k)})
		}
	}
	r.pieces = c.pieces()
	r.terms = telling(r.terms, x.Len())
	r.full *= fullFrequency
	return r
}

// weighUnknown weighs the words that no patent speaks of like the others in the
// mean, since nothing tells how telling they are. Without them a patent with the
// one known word of four would have all that was asked.
func weighUnknown(words []*Word, bests []float64) {
	sum, known := 0.0, 0
	for _, w := range words {
		if w.InUse {
			sum += w.Weight
			known++
		}
	}
	if known == 0 {
		return
	}
	mean := sum / float64(known)
	for i, w := range words {
		if !w.InUse {
			w.Weight, bests[i] = mean, mean
		}
	}
}

// fullOf is what the need's points weigh, the weightiest of its words: a need of a
// page names more than any patent has.
func fullOf(bests []float64) float64 {
	list := slices.Clone(bests)
	slices.Sort(list)
	sum := 0.0
	for _, w := range list[max(0, len(list)-keyPoints):] {
		sum += w
	}
	return sum
}

// fullFrequency is the saturated frequency of a word that a fitting patent
// speaks of: once in the title and once in the abstract.
// Unit: share of the saturation. Source: [D], from the BM25F constants.
const fullFrequency = 0.7

// often is how much more a term weighs that the need names several times.
func often(times int) float64 {
	n := float64(times)
	return n * (repeatBend + 1) / (repeatBend + n)
}

// formTerms are the index terms of a form that stand in some patent, weighed;
// whole tells that all of them do.
func formTerms(f form, x Searcher) (out []index.QueryTerm, whole bool) {
	whole = true
	add := func(k text.Key, factor float64) {
		if x.DF(k) == 0 {
			whole = false
			return
		}
		out = append(out, index.QueryTerm{Key: k, Weight: f.trust * factor * x.IDF(k)})
	}
	rs := []rune(f.text)
	switch {
	case !f.han:
		words := strings.Fields(f.text)
		for _, w := range words {
			add(text.Word([]rune(w)), 1/math.Sqrt(float64(len(words))))
		}
	case len(rs) == 1:
		add(text.Single(rs[0]), singleFactor)
	default:
		for i := 0; i+1 < len(rs); i++ {
			add(text.Pair(rs[i], rs[i+1]), 1/math.Pow(float64(len(rs)-1), pairsPower))
		}
	}
	return out, whole && len(out) > 0
}

// telling keeps the heaviest terms of a question to n patents, each once.
func telling(terms []index.QueryTerm, n int) []index.QueryTerm {
	most := maxTerms
	if n >= manyDocs {
		most = fewTerms
	}
	at := map[text.Key]int{}
	var out []index.QueryTerm
	for _, t := range terms {
		if i, ok := at[t.Key]; ok {
			out[i].Weight = max(out[i].Weight, t.Weight)
			continue
		}
		at[t.Key] = len(out)
		out = append(out, t)
	}
	sort.SliceStable(out, func(i, j int) bool { return out[i].Weight > out[j].Weight })
	return out[:min(len(out), most)]
}
