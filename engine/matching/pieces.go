package matching

import "strings"

// pieces are what of the words is asked of the index one by one: pairs of
// characters and the words of a Latin term. A patent may agree in them alone. Pairs
// over the border of two words say something only in a need of many words.
func (c *collector) pieces() []*Word {
	var out []*Word
	seen := map[string]bool{}
	add := func(s string, han bool) {
		if !seen[s] {
			seen[s] = true
			out = append(out, &Word{Text: s, Weight: 1, forms: []form{{text: s, han: han, trust: 1}}})
		}
	}
	for _, w := range c.words {
		for _, f := range w.forms {
			rs := []rune(f.text)
			switch words := strings.Fields(f.text); {
			case !f.han && len(words) > 1:
				for _, word := range words {
					add(word, false)
				}
			case f.han && len(rs) > 2:
				for i := range rs[1:] {
					add(string(rs[i:i+2]), true)
				}
			}
		}
	}
	if len(c.words) > keyPoints {
		for _, pair := range c.crossOrder {
			add(pair, true)
		}
	}
	return out
}

// agreed are the stretches of a patent's texts in which pieces stand, as they are
// written there, each once, at most as many as a need has points.
func agreed(p *Patent, pieces []*Word) []string {
	var out []string
	seen := map[string]bool{}
	for _, s := range []string{p.Title, p.Abstract, p.Claim1} {
		pg := newPage(s, nil)
		for _, m := range pg.marks(pieces) {
			t := string(pg.raw[m.span.Start:m.span.End])
			if !seen[t] && len(out) < keyPoints {
				seen[t] = true
				out = append(out, t)
			}
		}
	}
	return out
}
