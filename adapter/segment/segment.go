package segment

import (
	_ "embed"
	"strconv"
	"strings"
	"sync"

	"github.com/go-ego/gse"

	"quanlian/base/errs"
)

//go:embed words.txt
var ownWords string

//go:embed joining.txt
var joiningWords string

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
	weighJoining(g)
	g.CalcToken() // once for all words: it walks the whole dictionary
	return g, nil
})

// weighJoining gives 用, 将, 对 and their like the frequency they have in the
// dictionary. gse takes every word of one character for rare, so that it would
// rather cut 用电容 as 用电 容 than as 用 电容.
func weighJoining(g *gse.Segmenter) {
	joining := map[string]float64{}
	for line := range strings.Lines(joiningWords) {
		word, n, ok := strings.Cut(strings.TrimSpace(line), " ")
		if f, err := strconv.ParseFloat(n, 64); ok && err == nil {
			joining[word] = f
		}
	}
	for i := range g.Dict.Tokens {
		t := &g.Dict.Tokens[i]
		if f, ok := joining[t.Text()]; ok {
			*t = g.ToToken(t.Text(), f, t.Pos())
		}
	}
}

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
