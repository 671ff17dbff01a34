package segment

import (
	_ "embed"
	"strings"
	"sync"

	"github.com/go-ego/gse"

	"quanlian/base/errs"
)

//go:embed words.txt
var ownWords string

// ownFrequency makes a word of ours win against its parts in the dictionary.
// Unit: occurrences in the dictionary's corpus. Source: [D], tried by the tests.
const ownFrequency = 2000

// CodeDictionary is the language key of a dictionary that cannot be loaded.
const CodeDictionary = "adapter.segment.dictionary"

var shared = sync.OnceValues(func() (*gse.Segmenter, error) {
	g := &gse.Segmenter{SkipLog: true}
	if err := g.LoadDictEmbed("zh_s"); err != nil {
		return nil, errs.Wrap(errs.Internal, CodeDictionary, err)
	}
	for _, w := range strings.Fields(ownWords) {
		if err := g.AddToken(w, ownFrequency); err != nil {
			return nil, errs.Wrap(errs.Internal, CodeDictionary, err)
		}
	}
	g.CalcToken() // once for all words: it walks the whole dictionary
	return g, nil
})

// Gse is the dictionary segmenter; the zero value works.
type Gse struct{}

// Load loads the dictionary now instead of at the first question.
func (Gse) Load() error {
	_, err := shared()
	return err
}

// Cut gives the words of a stretch of Han characters in normal form. Without a
// dictionary it gives the stretch as it is.
func (Gse) Cut(han string) []string {
	g, err := shared()
	if err != nil {
		return []string{han}
	}
	return g.Cut(han)
}
