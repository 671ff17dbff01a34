package items

import (
	"slices"
	"strings"

	"quanlian/catalogue/source"
	"quanlian/kernel/form"
	"quanlian/kernel/itemflow"
)

// says reads the sentence that tells on the result what was granted: its names are
// answers of the form or words that every result knows, and what need not be answered
// stands in brackets.
func (r *reader) says(m *source.Map, it *form.Item) {
	n := m.Get("says")
	if !n.There() {
		return
	}
	it.Result.Says = n.Text()
	if it.Flow == itemflow.Book {
		n.Fault("catalogue.items.says_no_paper", "flow", it.Flow)
	}
	both := n.Map()
	names := map[string][]string{}
	for lang, sentence := range map[string]string{"zh": it.Result.Says.Zh, "en": it.Result.Says.En} {
		all, open := form.Slots(sentence)
		if !paired(sentence) {
			both.Get(lang).Fault("catalogue.items.says_brackets")
			return
		}
		for _, name := range all {
			r.slot(both.Get(lang), it, name, slices.Contains(open, name))
		}
		slices.Sort(all)
		names[lang] = all
	}
	if it.Result.Says.Zh != "" && it.Result.Says.En != "" && !slices.Equal(names["zh"], names["en"]) {
		n.Fault("catalogue.items.says_differ", "zh", strings.Join(names["zh"], " "), "en", strings.Join(names["en"], " "))
	}
}

// slot checks one name of the sentence.
func (r *reader) slot(n source.Node, it *form.Item, name string, open bool) {
	known := itemflow.Said(it.Flow)
	if slices.Contains(known, name) {
		return
	}
	f, ok := it.Field(name)
	switch {
	case !ok && source.Nearest(name, r.paths) != "":
		n.Fault("catalogue.items.says_near", "name", name, "near", source.Nearest(name, r.paths))
	case !ok:
		n.Fault("catalogue.items.says_unknown", "name", name, "known", strings.Join(known, " "))
	case f.Kind == form.KindYes || f.Kind == form.KindNote || f.Private && !f.Names:
		n.Fault("catalogue.items.says_kind", "name", name)
	case open && it.Leaves(name):
		n.Fault("catalogue.items.says_open", "name", name)
	}
}

// paired reports whether brackets and braces come in pairs, none inside another of
// its kind.
func paired(s string) bool {
	square, curly := false, false
	for _, c := range s {
		switch c {
		case '[', ']':
			if square == (c == '[') || curly {
				return false
			}
			square = !square
		case '{', '}':
			if curly == (c == '{') {
				return false
			}
			curly = !curly
		}
	}
	return !square && !curly
}
