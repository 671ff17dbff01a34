package published

import (
	"strings"
	"testing"

	"quanlian/base/calendar"
	"quanlian/catalogue"
	"quanlian/catalogue/items"
	lists "quanlian/catalogue/items/published"
	"quanlian/catalogue/lang"
	"quanlian/web/site"
)

// On a telephone the list says all that its rows say.
func TestFoldedListIsWhole(t *testing.T) {
	t.Parallel()
	c, _, err := items.Load(items.Files{Base: catalogue.FS, City: "yunlan"})
	if err != nil {
		t.Fatal(err)
	}
	for _, kind := range lists.Kinds() {
		x := listView{v: &site.Visit{L: lang.For(lang.Zh)}, list: lists.Make(c.City, c.On(calendar.On(2026, 11, 20)), kind)}
		var lines []string
		n := 0
		for _, f := range x.folds() {
			n += f.n
			for _, g := range f.fields {
				for _, it := range g.lines {
					lines = append(lines, f.name+g.name+it.name+it.rest)
				}
			}
		}
		rows := x.list.Rows(x.v.L)
		if len(lines) != len(rows) || n != x.list.N {
			t.Fatalf("%s: %d lines, counted %d, of %d rows", kind, len(lines), n, len(rows))
		}
		for i, r := range rows {
			for _, text := range r[1:] {
				if text != "—" && !strings.Contains(lines[i], text) {
					t.Errorf("%s: %q lacks %q", kind, lines[i], text)
				}
			}
		}
	}
}
