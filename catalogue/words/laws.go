package words

import (
	_ "embed"
	"encoding/json"
	"regexp"
	"sync"

	"quanlian/catalogue/lang"
	"quanlian/kernel/form"
)

// The English names of the laws, rules and documents that items rest on: working
// translations, for orientation; the Chinese name is the one that counts.
//
//go:embed laws.json
var lawsFile []byte

var laws = sync.OnceValue(func() map[string]string {
	var out map[string]string
	if json.Unmarshal(lawsFile, &out) != nil {
		return nil // a test reads every name
	}
	return out
})

// Articles are the articles of a law, parted by 、, as they stand behind its name.
func Articles(l *lang.Localizer, n string) string {
	if l.Zh() {
		return l.T("web.items.article", "n", n)
	}
	return form.Articles(n)
}

var articleEnd = regexp.MustCompile(`^(.+?)第([0-9、–]+)条(?:第([0-9]+)款)?$`)

// EnglishLaw is the English name of a law or document, its article behind it; "" for
// what has none.
func EnglishLaw(name string) string {
	if en := laws()[name]; en != "" {
		return en
	}
	m := articleEnd.FindStringSubmatch(name)
	if m == nil || laws()[m[1]] == "" {
		return ""
	}
	if m[3] != "" {
		m[2] += "(" + m[3] + ")"
	}
	return laws()[m[1]] + form.Articles(m[2])
}

// Law names a law or document in the language of the reader; what has no English name
// keeps its Chinese one.
func Law(l *lang.Localizer, name string) string {
	if en := EnglishLaw(name); en != "" && !l.Zh() {
		return en
	}
	return name
}
