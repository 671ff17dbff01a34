package concept

import (
	"bufio"
	_ "embed"
	"io"
	"strings"
	"sync"

	"quanlian/engine/matching/text"
)

//go:embed concepts.txt
var embedded string

// Concept is a set of terms that mean the same, in normal form.
type Concept struct {
	Chinese []string
	English []string
}

// List finds concepts in texts.
type List struct {
	chinese map[string][]*Concept // by term
	english map[string][]*Concept // by stemmed words with blanks between
	longest int                   // words of the longest English term
}

// Default is the list that comes with the program.
var Default = sync.OnceValue(func() *List {
	l := New()
	_ = l.Read(strings.NewReader(embedded)) // a string never fails to be read
	return l
})

// New makes an empty list.
func New() *List {
	return &List{chinese: map[string][]*Concept{}, english: map[string][]*Concept{}}
}

// Read adds the concepts of a file: "中文 同义 = english, same" a line, # comments.
func (l *List) Read(r io.Reader) error {
	in := bufio.NewScanner(r)
	for in.Scan() {
		line := strings.TrimSpace(in.Text())
		if line == "" || line[0] == '#' {
			continue
		}
		zh, en, _ := strings.Cut(line, "=")
		c := Concept{Chinese: strings.Fields(text.FoldString(zh))}
		for _, term := range strings.Split(en, ",") {
			if term = strings.TrimSpace(text.FoldString(term)); term != "" {
				c.English = append(c.English, term)
			}
		}
		l.Add(c)
	}
	return in.Err()
}

// Add adds a concept whose terms are in normal form.
func (l *List) Add(c Concept) {
	for _, t := range c.Chinese {
		l.chinese[t] = append(l.chinese[t], &c)
	}
	for _, t := range c.English {
		words := stems(t)
		l.english[words] = append(l.english[words], &c)
		l.longest = max(l.longest, strings.Count(words, " ")+1)
	}
}

// stems are the stemmed words of an English term with one blank between.
func stems(s string) string {
	rs := []rune(s)
	var out []string
	for _, run := range text.Runs(rs) {
		if !run.Han {
			out = append(out, string(text.Stem(rs[run.Start:run.End])))
		}
	}
	return strings.Join(out, " ")
}

// Same gives the other terms of a Chinese term's concepts, Chinese first.
func (l *List) Same(term string) (chinese, english []string) {
	return others(l.chinese[term], term)
}

func others(cs []*Concept, term string) (chinese, english []string) {
	seen := map[string]bool{term: true}
	for _, c := range cs {
		for _, t := range c.Chinese {
			if !seen[t] {
				seen[t] = true
				chinese = append(chinese, t)
			}
		}
		for _, t := range c.English {
			if !seen[t] {
				seen[t] = true
				english = append(english, t)
			}
		}
	}
	return chinese, english
}

// Found is an English term in a text, in words of the text.
type Found struct {
	From, To int // words, half open
	Chinese  []string
	English  []string // other English terms
}

// English finds the longest known terms in a row of stemmed words, from the left,
// without overlaps.
func (l *List) English(words []string) []Found {
	var out []Found
	for i := 0; i < len(words); {
		step := 1
		for n := min(l.longest, len(words)-i); n > 0; n-- {
			term := strings.Join(words[i:i+n], " ")
			if cs := l.english[term]; cs != nil {
				zh, en := others(cs, term)
				out = append(out, Found{i, i + n, zh, en})
				step = n
				break
			}
		}
		i += step
	}
	return out
}
