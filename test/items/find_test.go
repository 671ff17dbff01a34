package items

import (
	_ "embed"
	"slices"
	"strings"
	"testing"

	"quanlian/adapter/segment"
	"quanlian/base/calendar"
	"quanlian/catalogue/items"
	"quanlian/engine/matching/seek"
)

//go:embed testdata/sentences.txt
var sentences string

// docs are what of the items is searched.
func docs(c *items.Catalogue, set *items.Set) []seek.Doc {
	var out []seek.Doc
	for _, w := range c.Words(set) {
		out = append(out, seek.Doc{ID: w.Code, Phrases: w.Phrases, Names: w.Names, Leads: w.Leads, Rest: w.Rest})
	}
	return out
}

// TestEverydayWords: the item that people need stands among the first three for
// every sentence, and first for most.
func TestEverydayWords(t *testing.T) {
	t.Parallel()
	c := load(t)
	set := c.On(calendar.On(2026, 11, 20))
	f := seek.New(docs(c, set), seek.Everyday(), segment.Gse{})
	n, first, third := 0, 0, 0
	for _, line := range strings.Split(sentences, "\n") {
		q, codes, ok := strings.Cut(line, " = ")
		if !ok || strings.HasPrefix(line, "#") {
			continue
		}
		want := strings.Split(codes, "/")
		if !slices.ContainsFunc(want, func(code string) bool { _, ok := set.Item(code); return ok }) {
			t.Logf("%s: %v not written yet", q, want)
			continue
		}
		n++
		var got []string
		for _, h := range f.Find(q, 3) {
			got = append(got, h.ID)
		}
		switch at := slices.IndexFunc(got, func(id string) bool { return slices.Contains(want, id) }); {
		case at == 0:
			first, third = first+1, third+1
		case at > 0:
			third++
			t.Logf("%s: %v, wanted first %v", q, got, want)
		default:
			t.Errorf("%s: %v, wanted %v", q, got, want)
		}
	}
	t.Logf("%d sentences: %d first (%.0f%%), %d among three", n, first, 100*float64(first)/float64(n), third)
	if first*100 < n*80 {
		t.Errorf("only %d of %d sentences lead to their item first", first, n)
	}
}
