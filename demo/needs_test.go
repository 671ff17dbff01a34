package demo

import (
	"testing"

	"quanlian/adapter/segment"
	"quanlian/chain/utilization/hall"
	"quanlian/engine/matching"
	"quanlian/engine/matching/index"
)

// The patent that answers a need of the city is told to its owner, no other is.
func TestNeedsAreToldOfTheirPatent(t *testing.T) {
	t.Parallel()
	if err := (segment.Gse{}).Load(); err != nil {
		t.Fatal(err)
	}
	x, corpus := index.New(index.DefaultParams()), matching.Memory{}
	for i, p := range patents {
		corpus.Add(x, matching.Patent{No: patentNumber(i, p), Title: p.title, Abstract: p.abstract, Claim1: p.claim, IPC: []string{p.ipc}, Right: matching.RightAlive, Listed: true})
	}
	m := &matching.Matcher{Index: x, Corpus: corpus, Segmenter: segment.Gse{}}
	for i, answer := range []int{0, 4, 8} {
		r, err := m.Match(wanted[i].Question(), 10)
		if err != nil {
			t.Fatal(err)
		}
		for _, f := range r.Matches {
			t.Logf("%s: %d %s", wanted[i].Title, f.Score, f.Patent.Title)
			if is := f.Patent.No == patentNumber(answer, patents[answer]); is != (f.Score >= hall.PushLeast) {
				t.Errorf("%s: %s has %d, told from %d", wanted[i].Title, f.Patent.Title, f.Score, hall.PushLeast)
			}
		}
	}
}
