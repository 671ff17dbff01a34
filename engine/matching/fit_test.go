package matching

import (
	"reflect"
	"slices"
	"testing"

	"quanlian/engine/matching/concept"
	"quanlian/engine/matching/index"
)

// Price, place and the like say nothing for a patent that has next to nothing of
// what was asked: it is not lifted over better ones, and below the least not shown.
func TestFactsCountAsFarAsTheContentFits(t *testing.T) {
	t.Parallel()
	x, corpus := index.New(index.DefaultParams()), Memory{}
	for _, p := range []Patent{
		{No: "FITS", Title: "柔性压阻触觉皮肤", Abstract: "柔性、压阻、触觉。", Region: "鹤汀", Price: &Range{wan(900), wan(900)}},
		{No: "CHEAP", Title: "柔性电路", Abstract: "柔性电路板。", Region: "东埠", Price: &Range{wan(10), wan(10)}},
		{No: "HARDLY", Title: "手指", Abstract: "手指按压。", Region: "东埠", Price: &Range{wan(10), wan(10)}},
		{No: "OTHER", Title: "补偿温漂", Abstract: "补偿温漂。"},
	} {
		p.Right, p.Listed = RightAlive, true
		corpus.Add(x, p)
	}
	m := &Matcher{Index: x, Corpus: corpus, Segmenter: dictionary}
	r, err := m.Match(Need{Text: "柔性压阻触觉皮肤的温漂", Region: "东埠", Budget: &Range{0, wan(100)}}, 10)
	if err != nil {
		t.Fatal(err)
	}
	if len(r.Matches) < 2 || r.Matches[0].Patent.No != "FITS" {
		t.Fatalf("%+v", r.Matches)
	}
	for _, f := range r.Matches {
		if f.Patent.No == "CHEAP" && f.Exact > 2*contentOf(f.Parts) {
			t.Errorf("its price and place lift a content of %.2f to %.2f", contentOf(f.Parts), f.Exact)
		}
	}
	long := Need{Text: "柔性压阻触觉皮肤 传感器 电池 负极 温漂 补偿 机器人 手指", Region: "东埠", Budget: &Range{0, wan(100)}}
	if r, err = m.Match(long, 10); err != nil {
		t.Fatal(err)
	}
	for _, f := range r.Matches {
		if contentOf(f.Parts) < leastContent {
			t.Errorf("%s is shown with a content of %.2f", f.Patent.No, contentOf(f.Parts))
		}
	}
}

func TestTotalCountsFactsByContent(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ content, price, region, want float64 }{
		{.09, 1, 1, .09 * (.45 + .15/fullFit) / .60},
		{.25, 0, 1, .25 * (.45 + .05/fullFit) / .60},
		{.5, 1, 1, (.225 + .15) / .60},
		{.8, 1, .3, (.36 + .1 + .015) / .60},
		{0, 1, 1, 0},
	} {
		got := total([]PartScore{{Content, .45, true, c.content}, {IPC, .2, false, 0}, {Price, .1, true, c.price}, {Region, .05, true, c.region}})
		if diff := got - c.want; diff > 1e-9 || diff < -1e-9 {
			t.Errorf("%+v: %v", c, got)
		}
	}
}

// A need of a page is held against its points, not against every word of it.
func TestLongNeedIsHeldAgainstItsPoints(t *testing.T) {
	t.Parallel()
	if got := fullOf([]float64{1, 1, 1}); got != 3 {
		t.Errorf("three words: %v", got)
	}
	if got := fullOf([]float64{1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2}); got != 2*keyPoints {
		t.Errorf("sixteen words: %v", got)
	}
}

// A single character that was asked for is marked by itself or not without the
// word it stands in, which then is only a part of what was asked.
func TestSingleCharacterIsMarkedAsAWholeWord(t *testing.T) {
	t.Parallel()
	seg := words{"茶叶", "采茶", "铜箔", "马达", "机"}
	x, corpus := index.New(index.DefaultParams()), Memory{}
	for _, p := range []Patent{{No: "IN", Title: "茶叶揉捻机"}, {No: "SELF", Title: "鲜茶烘干"}} {
		p.Right, p.Listed = RightAlive, true
		corpus.Add(x, p)
	}
	r, err := (&Matcher{Index: x, Corpus: corpus, Segmenter: seg}).Match(Need{Text: "茶"}, 10)
	if err != nil {
		t.Fatal(err)
	}
	got := map[string][]string{}
	for _, m := range r.Matches {
		got[m.Patent.No] = marked(m.Patent.Title, m.TitleMarks)
		part := slices.ContainsFunc(m.Reasons, func(m Message) bool { return m.Code == ReasonPart && m.Args["patent"] == "茶叶" })
		if part != (m.Patent.No == "IN") {
			t.Errorf("%s: %v", m.Patent.No, m.Reasons)
		}
	}
	if want := map[string][]string{"IN": {"茶叶"}, "SELF": {"茶"}}; !reflect.DeepEqual(got, want) {
		t.Errorf("marks %v, want %v", got, want)
	}
}

// An English need asks for the first Chinese word of a concept; the others are
// trusted as a Chinese need trusts its synonyms, and two of them are not twice it.
func TestEnglishNeedTrustsTheFirstChineseWord(t *testing.T) {
	t.Parallel()
	list := concept.New()
	list.Add(concept.Concept{Chinese: []string{"温漂", "热漂移"}, English: []string{"temperature drift"}})
	x, corpus := index.New(index.DefaultParams()), Memory{}
	for _, p := range []Patent{{No: "FIRST", Title: "补偿温漂"}, {No: "OTHER", Title: "补偿热漂移"}, {No: "NONE", Title: "手指按压"}} {
		p.Right, p.Listed = RightAlive, true
		corpus.Add(x, p)
	}
	m := &Matcher{Index: x, Corpus: corpus, Segmenter: dictionary, Concepts: list}
	r, err := m.Match(Need{Text: "temperature drift"}, 10)
	if err != nil {
		t.Fatal(err)
	}
	if len(r.Matches) != 2 || r.Matches[0].Patent.No != "FIRST" {
		t.Fatalf("%+v", r.Matches)
	}
	if first, other := contentOf(r.Matches[0].Parts), contentOf(r.Matches[1].Parts); other > .9*first {
		t.Errorf("the other word gives %.2f, the first %.2f", other, first)
	}
}

// The content of a long English need is at most the share of its points that a
// patent speaks of; of a long Chinese one, pieces count too.
func TestLongEnglishNeedIsHeldToItsPoints(t *testing.T) {
	t.Parallel()
	x, corpus := index.New(index.DefaultParams()), Memory{}
	for _, p := range []Patent{
		{No: "PIECES", Title: "力传感装置", Abstract: "传感、电池组、机器、机器、传感、传感、负载、充电。"},
		{No: "WHOLE", Title: "柔性传感器", Abstract: "柔性、压阻、触觉、温漂、补偿、传感器、机器人、电池、负极。"},
	} {
		p.Right, p.Listed = RightAlive, true
		corpus.Add(x, p)
	}
	m := &Matcher{Index: x, Corpus: corpus, Segmenter: dictionary}
	need := Need{Text: "flexible piezoresistive tactile sensor with temperature drift compensation for robot, battery, electrode, charging, coating"}
	r, err := m.Match(need, 10)
	if err != nil {
		t.Fatal(err)
	}
	read := read(need.Text, dictionary, concept.Default(), x)
	for _, f := range r.Matches {
		if share := spokenShare(spoken(&f.Patent, read), read.words); contentOf(f.Parts) > share+1e-9 {
			t.Errorf("%s has a content of %.2f and speaks of %.2f", f.Patent.No, contentOf(f.Parts), share)
		}
	}
	if len(r.Words) <= keyPoints || len(r.Matches) == 0 || r.Matches[0].Patent.No != "WHOLE" {
		t.Errorf("%d words, %+v", len(r.Words), r.Matches)
	}
}
