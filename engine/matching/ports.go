package matching

import (
	"quanlian/engine/matching/classify"
	"quanlian/engine/matching/index"
	"quanlian/engine/matching/text"
)

// Segmenter cuts a stretch of Han characters in normal form into words. Joined,
// the words must be the stretch again; adapter/segment fulfils it.
type Segmenter interface {
	Cut(han string) []string
}

// Pairs is the segmenter without a dictionary: two characters and two more.
// Nothing is missed with it, only the words are cruder.
type Pairs struct{}

// Cut implements Segmenter.
func (Pairs) Cut(han string) []string {
	rs := []rune(han)
	var out []string
	for i := 0; i < len(rs); i += 2 {
		out = append(out, string(rs[i:min(i+2, len(rs))]))
	}
	return out
}

// Searcher finds patents by weighted terms; *index.Index fulfils it.
type Searcher interface {
	Search(terms []index.QueryTerm, k int, accept func(id string) bool) []index.Hit
	IDF(key text.Key) float64
	DF(key text.Key) int
	Len() int
}

// Corpus gives the facts and texts of a patent that the searcher found.
type Corpus interface {
	Patent(no string) (Patent, bool)
}

// Suggester guesses IPC subclasses; *classify.Model fulfils it.
type Suggester interface {
	Suggest(s string, n int) []classify.Suggestion
}

// Memory is a corpus held in memory.
type Memory map[string]Patent

// Patent implements Corpus.
func (m Memory) Patent(no string) (Patent, bool) {
	p, ok := m[no]
	return p, ok
}

// Add puts a patent into the corpus and its texts into the index.
func (m Memory) Add(x *index.Index, p Patent) {
	m[p.No] = p
	x.Add(IndexDoc(p))
}

// IndexDoc is what of a patent is indexed.
func IndexDoc(p Patent) index.Doc {
	return index.Doc{ID: p.No, Texts: [3]string{p.Title, p.Abstract, p.Claim1}}
}
