package words

import (
	_ "embed"
	"encoding/json"
	"regexp"
	"strings"
	"sync"

	"quanlian/catalogue/lang"
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
	key := "web.items.article"
	if strings.Contains(n, "、") {
		key = "web.items.articles"
	}
	return l.T(key, "n", l.List(strings.Split(n, "、")))
}

var articleEnd = regexp.MustCompile(`^(.+?)第([0-9、]+)条$`)

// Law names a law or document in the language of the reader, its article behind
// it; what has no English name keeps its Chinese one.
func Law(l *lang.Localizer, name string) string {
	if l.Zh() {
		return name
	}
	if en := laws()[name]; en != "" {
		return en
	}
	if m := articleEnd.FindStringSubmatch(name); m != nil && laws()[m[1]] != "" {
		return laws()[m[1]] + Articles(l, m[2])
	}
	return name
}
