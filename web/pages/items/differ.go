package items

import (
	"slices"
	"strconv"
	"strings"

	"quanlian/kernel/form"
)

// pathsInOrder are the paths of the values as the page asks them.
func pathsInOrder(s form.Step, v form.Values) []string {
	var out []string
	add := func(path string) {
		if _, ok := v[path]; ok {
			out = append(out, path)
		}
	}
	for i := range max(1, s.Repeat) {
		for _, f := range s.Fields {
			if s.Repeat > 0 {
				add(form.Row(f.ID, i))
			} else {
				add(f.ID)
			}
		}
	}
	return out
}

// rowOf reports whether the path is the field, in any row, and gives the words
// before its label.
func rowOf(field, path string) (string, bool) {
	if field == path {
		return "", true
	}
	step, rest, _ := strings.Cut(path, ".")
	n, name, ok := strings.Cut(rest, ".")
	if !ok || step+"."+name != field {
		return "", false
	}
	return rowText(n), true
}

// rowText is the number of a row as people count.
func rowText(n string) string {
	row, _ := strconv.Atoi(n) // the path is one of the form's own
	return strconv.Itoa(row+1) + "　"
}

// differing splits two texts where they begin and end to differ.
func differing(a, b string) (one, other []piece) {
	x, y := []rune(a), []rune(b)
	from := 0
	for from < min(len(x), len(y)) && x[from] == y[from] {
		from++
	}
	end := 0
	for end < min(len(x), len(y))-from && x[len(x)-1-end] == y[len(y)-1-end] {
		end++
	}
	split := func(r []rune) []piece {
		list := []piece{{string(r[:from]), false}, {string(r[from : len(r)-end]), true}, {string(r[len(r)-end:]), false}}
		return slices.DeleteFunc(list, func(p piece) bool { return p.text == "" })
	}
	return split(x), split(y)
}
