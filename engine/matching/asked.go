package matching

import (
	"slices"
	"strings"

	"quanlian/engine/matching/concept"
	"quanlian/engine/matching/text"
)

// Asked is one thing that a short search asks for: what was typed, and other ways
// to say it in Chinese and English. All of them are in normal form, Latin words
// without their endings, so that a text in normal form holds one of them as it is.
type Asked struct {
	Typed  string
	Others []string
}

// Forms are all ways to say it, the typed one first.
func (a Asked) Forms() []string { return append([]string{a.Typed}, a.Others...) }

// AskedFor takes a search apart at its blanks; known terms of several English
// words stay one. Words that say nothing are left out unless there are no others.
func AskedFor(typed string, list *concept.List) []Asked {
	if list == nil {
		list = concept.Default()
	}
	var words, stems []string // a word that is no plain Latin one has no stem
	for _, w := range strings.Fields(text.FoldString(typed)) {
		for _, part := range plainParts(w) {
			words = append(words, part.word)
			stems = append(stems, part.stem)
		}
	}
	known := list.English(stems)
	var telling, all []Asked
	for i := 0; i < len(words); i++ {
		a := Asked{Typed: words[i]}
		switch {
		case len(known) > 0 && known[0].From == i:
			f := known[0]
			a = Asked{Typed: strings.Join(stems[f.From:f.To], " "), Others: otherForms(strings.Join(stems[f.From:f.To], " "), f.Chinese, f.English)}
			i, known = f.To-1, known[1:]
		case stems[i] == "":
			zh, en := list.Same(words[i])
			a.Others = otherForms(a.Typed, zh, en)
		default:
			a.Typed = stems[i]
		}
		all = append(all, a)
		if !stopWords[a.Typed] && !stopWords[words[i]] {
			telling = append(telling, a)
		}
	}
	if len(telling) > 0 {
		return telling
	}
	return all
}

type plainPart struct{ word, stem string }

// plainParts are the words of a piece without blanks: lithium-ion has two; a
// number, a code, Chinese stay as they were typed.
func plainParts(w string) []plainPart {
	for _, r := range w {
		if (r < 'a' || r > 'z') && r != '-' {
			return []plainPart{{word: w}}
		}
	}
	var out []plainPart
	for _, part := range strings.FieldsFunc(w, func(r rune) bool { return r == '-' }) {
		out = append(out, plainPart{part, string(text.Stem([]rune(part)))})
	}
	return out
}

func otherForms(typed string, chinese, english []string) []string {
	out := slices.Clone(chinese)
	for _, t := range english {
		if f := stemAll(t); f != typed && !slices.Contains(out, f) {
			out = append(out, f)
		}
	}
	return out
}

// MarksOf are the places of what was asked in a text, in runes, and the forms in
// which it stands there that were not typed.
func MarksOf(s string, asked []Asked) (marks []text.Span, other []string) {
	words := make([]*Word, len(asked))
	for i, a := range asked {
		words[i] = &Word{}
		for _, f := range a.Forms() {
			han := strings.ContainsFunc(f, func(r rune) bool { return r < 'a' && r != ' ' || r > 'z' })
			words[i].forms = append(words[i].forms, form{text: f, han: han})
		}
	}
	for _, m := range newPage(s, nil).marks(words) {
		marks = append(marks, m.span)
		if f := words[m.word].forms[m.form].text; m.form > 0 && !slices.Contains(other, f) {
			other = append(other, f)
		}
	}
	return marks, other
}
