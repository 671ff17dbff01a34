package matching

import (
	"testing"

	"quanlian/engine/matching/index"
)

// A patent has as much of the score as it has of what was asked, also when no
// patent has the rest; and what is shown has a word that can be marked.
func TestScoreIsTheShareThatWasFound(t *testing.T) {
	t.Parallel()
	x, corpus := index.New(index.DefaultParams()), Memory{}
	for _, p := range []Patent{
		{No: "ALL", Title: "柔性压阻触觉皮肤的温漂补偿", Abstract: "柔性、压阻、触觉、温漂。"},
		{No: "ONE", Title: "柔性电路", Abstract: "柔性电路板，柔性连接。"},
		{No: "PIECE", Title: "性阻触温的读数", Abstract: "皮压器。"}, // no word of any need
		{No: "ENGLISH", Title: "Flexible board"},
		{No: "PART", Title: "力敏电阻层"},
	} {
		p.Right, p.Listed = RightAlive, true
		corpus.Add(x, p)
	}
	m := &Matcher{Index: x, Corpus: corpus, Segmenter: append(words{"铌酸锂", "光子", "晶圆", "织物", "压阻层"}, dictionary...)}
	for _, c := range []struct {
		need, no    string
		least, most int // 0 and 0: is not shown
	}{
		{"柔性压阻触觉温漂", "ALL", 90, 100},
		{"柔性压阻触觉温漂", "ONE", 5, 30},
		{"柔性铌酸锂光子晶圆", "ONE", 20, 25}, // three of four words stand nowhere
		{"柔性铌酸锂光子晶圆", "ALL", 15, 25},
		{"织物压阻层", "PART", 5, 35}, // says 压阻 in pieces of a longer word only
		{"柔性", "ONE", 85, 100},
		{"柔性压阻触觉温漂", "PIECE", 0, 0},
		{"flexible photonic lithium wafer", "ENGLISH", 20, 26},
	} {
		r, err := m.Match(Need{Text: c.need}, 10)
		if err != nil {
			t.Fatal(err)
		}
		score, last := 0, 101
		for i, f := range r.Matches {
			if f.Patent.No == c.no {
				score = f.Score
			}
			if f.Score > last || f.Rank != i+1 {
				t.Errorf("%s: %s with %d stands as %d", c.need, f.Patent.No, f.Score, f.Rank)
			}
			if last = f.Score; f.Quote == nil || len(f.Quote.Marks) == 0 || !has(f.Reasons, ReasonWords) && !has(f.Reasons, ReasonConcept) && !has(f.Reasons, ReasonPart) && !has(f.Reasons, ReasonPieces) {
				t.Errorf("%s: %s is shown without a reason: %+v", c.need, f.Patent.No, f)
			}
		}
		if score < c.least || score > c.most {
			t.Errorf("%s: %s has %d, want %d to %d", c.need, c.no, score, c.least, c.most)
		}
	}
}
