package source

import (
	"slices"
	"strconv"
	"strings"

	"quanlian/base/calendar"
	"quanlian/base/errs"
	"quanlian/kernel/form"
)

// Bool reads true or false.
func (n Node) Bool() bool {
	switch n.OneOf("true", "false") {
	case "true":
		return true
	}
	return false
}

// Int reads a whole number between two bounds; the one given when there is none.
func (n Node) Int(none, least, most int) int {
	s := n.String()
	if s == "" {
		return none
	}
	v, err := strconv.Atoi(s)
	if err != nil || v < least || v > most {
		n.Fault("catalogue.source.not_int", "value", s, "least", least, "most", most)
		return none
	}
	return v
}

// Date reads a day as 2026-01-01.
func (n Node) Date() calendar.Date {
	s := n.String()
	if s == "" {
		return calendar.Date{}
	}
	d, err := calendar.ParseDate(s)
	if err != nil || d.String() != s {
		n.Fault("catalogue.source.not_date", "value", s)
	}
	return d
}

// Period reads 5wd, 3mo, 15d, 10y.
func (n Node) Period() calendar.Period {
	s := n.String()
	if s == "" {
		return calendar.Period{}
	}
	p, err := calendar.ParsePeriod(s)
	if err != nil {
		n.Fault("catalogue.source.not_period", "value", s)
	}
	return p
}

// Text reads {zh: …, en: …}; both languages have to be there when one is.
func (n Node) Text() form.Text {
	if !n.There() {
		return form.Text{}
	}
	m := n.Map()
	t := m.TextHere()
	m.Done()
	return t
}

// TextHere reads zh and en of a mapping that may have other keys too.
func (m *Map) TextHere() form.Text {
	zh, en := m.Get("zh"), m.Get("en")
	t := form.Text{Zh: oneLine(zh.String()), En: oneLine(en.String())}
	if t.Zh == "" {
		zh.Fault("catalogue.source.no_zh")
	}
	if t.En == "" {
		en.Fault("catalogue.source.no_en")
	}
	return t
}

// MustText is a text that has to be there.
func (m *Map) MustText(key string) form.Text { return m.Must(key).Text() }

// oneLine joins the lines of a long text: a line end in a file means a blank
// between Latin words and nothing between Chinese ones.
func oneLine(s string) string {
	var b strings.Builder
	for _, line := range strings.Split(s, "\n") {
		if line = strings.TrimSpace(line); line == "" {
			continue
		}
		if prev := b.String(); prev != "" && (prev[len(prev)-1] < 0x80 || line[0] < 0x80) {
			b.WriteByte(' ')
		}
		b.WriteString(line)
	}
	return b.String()
}

// Err takes an error of a reading function in as a fault of its own code.
func (n Node) Err(err error) {
	if e := errs.As(err); e != nil {
		pairs := make([]any, 0, 2*len(e.Args))
		for k, v := range e.Args {
			pairs = append(pairs, k, v)
		}
		n.Fault(e.Code, pairs...)
	}
}

// Nearest finds the word of a list that was probably meant, "" for none: at
// most a third of the letters differ.
func Nearest(word string, list []string) string {
	best, least := "", len([]rune(word))/3+1
	sorted := slices.Clone(list)
	slices.Sort(sorted)
	for _, w := range sorted {
		if d := distance([]rune(word), []rune(w)); d < least {
			best, least = w, d
		}
	}
	return best
}

// distance counts the letters to change, add or take away.
func distance(a, b []rune) int {
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i, x := range a {
		prev := row[0]
		row[0] = i + 1
		for j, y := range b {
			next := prev
			if x != y {
				next = 1 + min(prev, row[j], row[j+1])
			}
			prev, row[j+1] = row[j+1], next
		}
	}
	return row[len(b)]
}
