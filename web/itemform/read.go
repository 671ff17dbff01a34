package itemform

import (
	"net/url"
	"strconv"
	"strings"

	"quanlian/kernel/form"
)

// Read takes the answers of a page out of a posted form into the values: what
// the page shows replaces what was there, the other pages stay.
func Read(post url.Values, s form.Step, v form.Values) form.Values {
	out := form.Values{}
	for k, x := range v {
		if !belongs(s, k) {
			out[k] = x
		}
	}
	if s.Repeat == 0 {
		for _, f := range s.Fields {
			take(post, f, f.ID, out)
		}
		return out
	}
	row := 0
	for i := range s.Repeat {
		filled := false
		for _, f := range s.Fields {
			if t := answer(post, f, form.Row(f.ID, i)); t != "" {
				out[form.Row(f.ID, row)] = t
				filled = true
			}
		}
		if filled { // a row left empty is no row: the next one takes its place
			row++
		}
	}
	return out
}

// belongs reports whether a path is of the page.
func belongs(s form.Step, path string) bool {
	step, _, _ := strings.Cut(path, ".")
	return step == s.ID
}

func take(post url.Values, f form.Field, path string, out form.Values) {
	if t := answer(post, f, path); t != "" {
		out[path] = t
	}
}

func answer(post url.Values, f form.Field, path string) string {
	if f.Kind == form.KindNote {
		return ""
	}
	if f.Kind == form.KindChoices {
		return strings.Join(post[path], ",")
	}
	if y := strings.TrimSpace(post.Get(path)); y != "" || f.Kind != form.KindDate {
		return y
	}
	return ""
}

// DropRow takes the row of the path, as <step>.<row>, out of a repeated page.
func DropRow(s form.Step, v form.Values, path string) form.Values {
	step, n, _ := strings.Cut(path, ".")
	row, err := strconv.Atoi(n)
	if err != nil || step != s.ID {
		return v
	}
	out := form.Values{}
	for k, x := range v {
		if !belongs(s, k) {
			out[k] = x
		}
	}
	to := 0
	for i := range v.Rows(s) {
		if i == row {
			continue
		}
		for _, f := range s.Fields {
			if x := v[form.Row(f.ID, i)]; x != "" {
				out[form.Row(f.ID, to)] = x
			}
		}
		to++
	}
	return out
}
