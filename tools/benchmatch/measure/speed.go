package measure

import (
	"fmt"
	"math/rand"
	"strings"
	"time"

	"quanlian/adapter/segment"
	"quanlian/engine/matching"
)

// Sizes of made patents and needs.
// Unit: words. Source: [D]; Chinese abstracts have at most 300 characters
// (专利法实施细则 26), which is about 120 words.
const (
	titleWords    = 7
	abstractWords = 90
	needWords     = 30
)

// Maker makes patents and needs from the words of real titles.
type Maker struct {
	words []string
	draw  *rand.Rand
}

// NewMaker takes the words, as often as they stand in the titles, and a seed.
func NewMaker(titles []string, seed int64) *Maker {
	m := &Maker{draw: rand.New(rand.NewSource(seed))}
	for _, t := range titles {
		m.words = append(m.words, strings.Fields(words(t))...)
	}
	return m
}

func (m *Maker) text(n int) string {
	var b strings.Builder
	for i := range n {
		b.WriteString(m.words[m.draw.Intn(len(m.words))])
		if i%12 == 11 {
			b.WriteString("，")
		}
	}
	return b.String()
}

// Patent makes the patent of a number.
func (m *Maker) Patent(i int) matching.Patent {
	return matching.Patent{No: fmt.Sprintf("CN%09dA", i), Title: m.text(titleWords), Abstract: m.text(abstractWords)}
}

// Needs makes needs: half of the words of one patent, the rest by chance.
func (m *Maker) Needs(n int, patent func(int) matching.Patent, count int) []Question {
	out := make([]Question, n)
	for i := range out {
		p := patent(m.draw.Intn(count))
		cut := strings.Fields(words(p.Abstract))
		var own []string
		for range needWords / 2 {
			own = append(own, cut[m.draw.Intn(len(cut))])
		}
		out[i] = Question{strings.Join(own, "") + "，" + m.text(needWords/2), p.No}
	}
	return out
}

// Speed fills an engine with made patents and asks needs.
func Speed(e Engine, titles []string, patents, needs int) (Figures, error) {
	f := Figures{Engine: e.Name(), Questions: needs}
	if err := (segment.Gse{}).Load(); err != nil {
		return f, err
	}
	start := time.Now()
	questions, err := fill(e, titles, patents, needs)
	if err != nil {
		return f, err
	}
	f.Build = time.Since(start)
	return f, ask(e, questions, &f)
}

// filler is what made patents go into.
type filler interface {
	Add(p matching.Patent) error
	Ready() error
}

// fill hands the made patents over one by one, so that a million need not stand
// in memory twice, and makes needs of some of them.
func fill(e filler, titles []string, patents, needs int) ([]Question, error) {
	m := NewMaker(titles, 1)
	kept := map[int]matching.Patent{}
	every := max(1, patents/1000)
	for i := range patents {
		p := m.Patent(i)
		if i%every == 0 {
			kept[i/every] = p
		}
		if err := e.Add(p); err != nil {
			return nil, err
		}
	}
	if err := e.Ready(); err != nil {
		return nil, err
	}
	return m.Needs(needs, func(i int) matching.Patent { return kept[i] }, len(kept)), nil
}
