package items

import (
	"slices"
	"strings"

	"quanlian/catalogue/lang"
	"quanlian/catalogue/words"
	"quanlian/kernel/form"
)

// conditionText says in words when a material is asked for; "" when it always
// is.
func conditionText(l *lang.Localizer, it form.Item, p form.Predicate) string {
	if p.IsZero() {
		return ""
	}
	f, _ := it.Field(p.Field())
	key, words := p.Name, p.Args
	switch p.Name {
	case "filled":
		if f.Kind == form.KindYes {
			key = "ticked"
		}
	case "one_of", "none_of":
		words = answerTexts(l, f, p.Args[1:])
		for i, w := range words {
			words[i] = l.T("web.items.quoted", "text", w)
		}
	case "more_than":
		words = p.Args[1:]
	case "party_kind":
		words = make([]string, len(p.Args))
		for i, k := range p.Args {
			words[i] = l.T("web.items.who." + k)
		}
	}
	return l.T("web.items.when."+key, "field", f.Label.In(l.Zh()), "words", strings.Join(words, l.T("web.items.or")))
}

// materialSub is what stands below the name of a material: when it is asked
// for, and the note.
func materialSub(l *lang.Localizer, it form.Item, m form.Material) string {
	when, note := conditionText(l, it, m.When), m.Note.In(l.Zh())
	if when != "" && note != "" {
		return when + l.T("web.items.note_sep") + capital(note)
	}
	return when + capital(note)
}

// capital begins with a capital, as what stands alone does in English; Chinese has none.
func capital(s string) string {
	if s != "" && s[0] >= 'a' && s[0] <= 'z' {
		return string(s[0]-'a'+'A') + s[1:]
	}
	return s
}

func answerTexts(l *lang.Localizer, f form.Field, values []string) []string {
	out := make([]string, len(values))
	for i, v := range values {
		out[i] = v
		if j := slices.IndexFunc(f.Options, func(o form.Option) bool { return o.Value == v }); j >= 0 {
			out[i] = f.Options[j].Text.In(l.Zh())
		}
	}
	return out
}

// lawOf names what a limit rests on in the language of the reader.
func lawOf(l *lang.Localizer, x form.Limit) string {
	if !l.Zh() && x.BasisEn != "" {
		return x.BasisEn
	}
	return words.Law(l, x.Basis)
}
