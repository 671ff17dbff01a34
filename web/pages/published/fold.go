package published

import (
	"strings"

	"quanlian/catalogue/items"
	"quanlian/kernel/form"
)

// fold is one link of the chain on a telephone: its fields with their services,
// folded until one opens it.
type fold struct {
	name   string
	n      int
	fields []foldField
}

type foldField struct {
	name  string
	lines []foldLine
}

// foldLine is a row of the list in two lines: the service, and the rest of the row.
type foldLine struct{ name, code, rest string }

// folds are the links that have a service on the list, with every word of its rows.
func (x listView) folds() []fold {
	heads, _ := x.list.Heads(x.v.L)
	rows, n := x.list.Rows(x.v.L), 0
	var out []fold
	for _, g := range x.list.Groups {
		if name := x.v.L.T(items.LinkKey(g.Link)); len(out) == 0 || out[len(out)-1].name != name {
			out = append(out, fold{name: name})
		}
		f := &out[len(out)-1]
		field := foldField{name: x.fieldName(g)}
		for _, it := range g.Items {
			field.lines = append(field.lines, foldLine{name: it.Name.In(x.v.L.Zh()), code: it.Code, rest: x.rest(heads, rows[n])})
			n++
		}
		f.n += len(g.Items)
		f.fields = append(f.fields, field)
	}
	return out
}

// rest is a row without its number, its name and what stands above it.
func (x listView) rest(heads, row []string) string {
	name, from := 2, 1
	if x.list.Kind == form.Added { // link and field stand before the name
		name, from = 3, 4
	}
	var out []string
	for i := from; i < len(row); i++ {
		if i != name && row[i] != "—" {
			out = append(out, heads[i]+" "+row[i])
		}
	}
	return strings.Join(out, " · ")
}
