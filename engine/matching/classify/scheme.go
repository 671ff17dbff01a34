package classify

import (
	"bufio"
	"io"
	"sort"
	"strings"

	"quanlian/base/errs"
)

// schemeWeight is how much a main group of the scheme teaches beside a patent.
// Unit: patents. Source: [D], measured on cn_patent_ipc_9740.
const schemeWeight = 0.3

// CodeScheme is the language key of a scheme table that cannot be read.
const CodeScheme = "engine.matching.scheme_unreadable"

// ReadScheme makes weak examples from the wording of the classification, a
// tab-separated table of symbol, level, title: one for every main group with the
// titles of its subgroups. References in brackets name other places and are
// left out.
func ReadScheme(r io.Reader) ([]Example, error) {
	in := bufio.NewScanner(r)
	in.Buffer(make([]byte, 0, 64*1024), 1<<20)
	words := map[string][]string{}
	for in.Scan() {
		cols := strings.Split(in.Text(), "\t")
		if len(cols) < 3 || len(cols[0]) < 4 || cols[0] == "symbol" {
			continue
		}
		group, _, _ := strings.Cut(cols[0], "/")
		words[group] = append(words[group], withoutBrackets(cols[2]))
	}
	if err := in.Err(); err != nil {
		return nil, errs.Wrap(errs.Invalid, CodeScheme, err)
	}
	groups := make([]string, 0, len(words))
	for g := range words {
		groups = append(groups, g)
	}
	sort.Strings(groups)
	out := make([]Example, 0, len(groups))
	for _, g := range groups {
		out = append(out, Example{
			Text: strings.Join(words[g], "；"), Codes: []string{g[:4]}, Weight: schemeWeight, Weak: true,
		})
	}
	return out, nil
}

func withoutBrackets(s string) string {
	var b strings.Builder
	depth := 0
	for _, r := range s {
		switch r {
		case '（', '(':
			depth++
		case '）', ')':
			depth = max(0, depth-1)
		default:
			if depth == 0 {
				b.WriteRune(r)
			}
		}
	}
	return b.String()
}
