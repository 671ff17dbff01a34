package lang

import (
	"fmt"
	"io/fs"
	"path"
	"regexp"
	"sort"
	"strings"
)

var (
	variable = regexp.MustCompile(`\{([a-z][a-z0-9_]*)(\|[^{}|]*\|[^{}|]*)?\}`)
	codeForm = regexp.MustCompile(`^[a-z][a-z0-9_]*(\.[a-z0-9_]+)+$`)
	banned   = []string{"！", "系统繁忙", "尊敬的用户", "温馨提示", "敬请", "successfully", "please note", "Please note"}
)

// Check gives every fault of the set, one sentence each, sorted: files that do
// not parse, codes twice or ill formed, a language missing, variables that the
// two languages do not share, braces that are no variable, words that the
// house does not use.
func (t *Texts) Check() []string {
	faults := append([]string{}, t.faults...)
	for code, e := range t.entries {
		say := func(format string, args ...any) {
			faults = append(faults, fmt.Sprintf("%s: %s: ", e.file, code)+fmt.Sprintf(format, args...))
		}
		if !codeForm.MatchString(code) {
			say("is no code of the form area.thing.name")
		}
		if strings.TrimSpace(e.Zh) == "" {
			say("has no Chinese text")
		}
		if strings.TrimSpace(e.En) == "" {
			say("has no English text")
		}
		if zh, en := variables(e.Zh), variables(e.En); zh != en {
			say("variables differ: zh {%s}, en {%s}", zh, en)
		}
		for _, s := range []string{e.Zh, e.En} {
			if rest := variable.ReplaceAllString(s, ""); strings.ContainsAny(rest, "{}") {
				say("a brace belongs to no variable in %q", s)
			}
			for _, w := range banned {
				if strings.Contains(s, w) {
					say("says %q, which the house does not", w)
				}
			}
		}
	}
	sort.Strings(faults)
	return faults
}

// variables lists the names that a sentence uses, sorted, each once.
func variables(s string) string {
	seen := map[string]bool{}
	var names []string
	for _, m := range variable.FindAllStringSubmatch(s, -1) {
		if !seen[m[1]] {
			seen[m[1]] = true
			names = append(names, m[1])
		}
	}
	sort.Strings(names)
	return strings.Join(names, ",")
}

var literal = regexp.MustCompile(`[a-z][a-z0-9_]*(?:\.[a-z0-9_]+)+`)

// Used scans the Go and templ sources of a tree and gives the codes of the set
// that they name, by any literal that reads like a code. Generated templ files
// and tests do not count.
func (t *Texts) Used(src fs.FS) (map[string]bool, error) {
	used := map[string]bool{}
	err := fs.WalkDir(src, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() {
			if base := path.Base(name); base == "node_modules" || base == ".git" {
				return fs.SkipDir
			}
			return nil
		}
		ext := path.Ext(name)
		if ext != ".go" && ext != ".templ" && ext != ".yaml" || strings.HasSuffix(name, "_test.go") ||
			strings.HasSuffix(name, "_templ.go") || strings.Contains(name, "catalogue/lang/") {
			return nil
		}
		body, err := fs.ReadFile(src, name)
		if err != nil {
			return err
		}
		for _, m := range literal.FindAllString(string(body), -1) {
			if t.Has(m) {
				used[m] = true
			}
		}
		return nil
	})
	return used, err
}

// Unused gives the codes that no source of the tree names and whose beginning
// is not among the dynamic prefixes, which the program completes as it runs.
func (t *Texts) Unused(src fs.FS, dynamic []string) ([]string, error) {
	used, err := t.Used(src)
	if err != nil {
		return nil, err
	}
	var out []string
next:
	for _, code := range t.Codes() {
		if used[code] {
			continue
		}
		for _, p := range dynamic {
			if strings.HasPrefix(code, p) {
				continue next
			}
		}
		out = append(out, code)
	}
	return out, nil
}
