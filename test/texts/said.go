package texts

import (
	"io/fs"
	"path"
	"regexp"
	"strings"
)

var word = regexp.MustCompile(`[a-z_][a-z0-9_]*`)

// Words are all words of the sources and declared data of a tree, the language
// files and tests excepted.
func Words(src fs.FS) (map[string]bool, error) {
	words := map[string]bool{}
	err := fs.WalkDir(src, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() {
			switch path.Base(name) {
			case "node_modules", ".git", "var", "bin", "dist", "testdata", "test", "docs":
				return fs.SkipDir
			}
			if name == "catalogue/lang" {
				return fs.SkipDir
			}
			return nil
		}
		switch path.Ext(name) {
		case ".go", ".templ", ".yaml", ".json", ".csv", ".js":
		default:
			return nil
		}
		if strings.HasSuffix(name, "_test.go") || strings.HasSuffix(name, "_templ.go") {
			return nil
		}
		body, err := fs.ReadFile(src, name)
		if err != nil {
			return err
		}
		for _, w := range word.FindAllString(string(body), -1) {
			words[w] = true
		}
		return nil
	})
	return words, err
}

// Said tells whether the last word of a code stands in some source, whole or
// put together of two words with _ between them.
func Said(code string, words map[string]bool) bool {
	last := code[strings.LastIndexByte(code, '.')+1:]
	for i, r := range last {
		if r != '_' {
			continue
		}
		// "buyer_" + kind, side + "_" + kind, name + "_text"
		if words[last[:i+1]] || (words[last[:i]] && (words[last[i:]] || words[last[i+1:]])) {
			return true
		}
	}
	return words[last]
}
