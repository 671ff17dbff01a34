package sheet

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"quanlian/base/calendar"
	"quanlian/catalogue"
	"quanlian/catalogue/items"
	"quanlian/catalogue/lang"
	"quanlian/kernel/form"
)

func open(t testing.TB) (*items.Catalogue, *items.Set) {
	t.Helper()
	c, _, err := items.Load(items.Files{Base: catalogue.FS, City: "yunlan"})
	if err != nil {
		t.Fatal(err)
	}
	return c, c.On(calendar.On(2026, 11, 20))
}

// TestTablesKeepEverything: the 177 items taken apart and put together are the
// same items, to the last letter.
func TestTablesKeepEverything(t *testing.T) {
	t.Parallel()
	c, set := open(t)
	built := Build(c, set, Rows(c, set.All()), calendar.On(2026, 12, 1))
	if len(built) != set.Len() {
		t.Fatalf("%d items became %d", set.Len(), len(built))
	}
	for i, b := range built {
		for _, f := range b.Faults {
			t.Errorf("%s: %+v", b.Item.Code, f)
		}
		if it := set.All()[i]; b.Changed || b.New || b.Item.Hash() != it.Hash() {
			t.Errorf("%s changed on its way through the tables: %+v", it.Code, items.Diff(it, b.Item))
		}
	}
}

func list(its ...form.Item) []form.Item { return its }

// TestMistakesStandAtTheirCells: one cell is made wrong, and the fault stands
// there.
func TestMistakesStandAtTheirCells(t *testing.T) {
	t.Parallel()
	c, set := open(t)
	it, _ := set.Item("ZL14")
	one, _ := set.Item("SB01")
	book := Rows(c, list(one, it))
	first := func(table string) int { // row of the second item
		for i, r := range book[table] {
			if r["code"] == it.Code {
				return i
			}
		}
		t.Fatalf("%s has no row in %s", it.Code, table)
		return 0
	}
	for _, x := range []struct {
		table string
		row   int
		col   string
		value string
		code  string
	}{
		{Items, 1, "name_en", "", "catalogue.source.no_en"},
		{Items, 1, "unit", "某处", "catalogue.source.not_one"},
		{Items, 1, "from", "明年", "catalogue.source.not_date"},
		{Items, 1, "cure", "五天", "catalogue.source.not_period"},
		{Items, 1, "visits", "零", "itembook.not_number"},
		{Items, 1, "events", "nowhere", "catalogue.source.not_one"},
		{Items, 1, "seek", "", "itembook.cell_empty"},
		{Items, 1, "system", "cnipa-nothing", "catalogue.source.not_one"},
		{Items, 1, "rules", "within x 3mo", "kernel.form.predicate_field"},
		{Items, 1, "fee_tag", "sure", "catalogue.items.tag"},
		{Items, 1, "providers_en", "", "catalogue.source.no_en"},
		{Materials, first(Materials), "name_en", "", "catalogue.source.no_en"},
		{Materials, first(Materials), "source", "myself", "catalogue.source.not_one"},
		{Materials, first(Materials), "max_mb", "大", "itembook.not_number"},
		{Limits, first(Limits), "tag", "sure", "catalogue.items.tag"},
		{Basis, first(Basis), "law", "", "itembook.cell_empty"},
		{Checklist, first(Checklist), "text_en", "", "catalogue.source.no_en"},
		{Mistakes, first(Mistakes), "text_zh", "", "catalogue.source.no_zh"},
		{Items, 0, "code", "", "service.catalogue.no_code"},
		{Items, 0, "code", "ZL14", "catalogue.source.twice"},
		{Materials, 0, "code", "ZZ99", "itembook.stray_row"},
	} {
		b := Rows(c, list(one, it))
		if x.row >= len(b[x.table]) {
			t.Errorf("%s has no row %d", x.table, x.row)
			continue
		}
		b[x.table][x.row][x.col] = x.value
		var got []string
		hit := false
		for _, built := range Build(c, set, b, calendar.Date{}) {
			for _, f := range built.Faults {
				got = append(got, fmt.Sprintf("%s[%d].%s %s", f.Table, f.Row, f.Col, f.Code))
				hit = hit || f.Table == x.table && strings.HasPrefix(f.Code, x.code) && (f.Col == x.col || f.Col == strings.TrimSuffix(x.col, "_en")+"_zh") && (f.Row == x.row || x.code == "catalogue.source.twice")
				if !lang.For(lang.Zh).Has(f.Code) {
					t.Errorf("%s has no sentence", f.Code)
				}
			}
		}
		if !hit {
			t.Errorf("%s[%d].%s = %q: wanted %s, got %v", x.table, x.row, x.col, x.value, x.code, got)
		}
	}
}

// TestBlanksAndRowsAtTheEnd: an empty number is the usual one, and a row typed
// below the others belongs to the page it names.
func TestBlanksAndRowsAtTheEnd(t *testing.T) {
	t.Parallel()
	c, set := open(t)
	it, _ := set.Item("ZL14")
	b := Rows(c, list(it))
	for _, r := range b[Materials] {
		r["max_mb"], r["max"] = "", ""
	}
	own := b[Fields][0]
	for _, r := range b[Fields] {
		if r["field"] != "" {
			own = r
			break
		}
	}
	b[Fields] = append(b[Fields], Row{"code": it.Code, "step": own["step"], "field": "more", "label_zh": "补充", "label_en": "More", "kind": "text", "optional": "true"})
	built := Build(c, set, b, calendar.Date{})
	if len(built) != 1 || len(built[0].Faults) > 0 {
		t.Fatalf("%+v", built[0].Faults)
	}
	for _, m := range built[0].Item.Materials {
		if m.MaxMB == 0 || m.Max == 0 {
			t.Errorf("%s: %d MB, %d files", m.ID, m.MaxMB, m.Max)
		}
	}
	if len(built[0].Item.Steps) != len(it.Steps) {
		t.Errorf("%d pages, there were %d", len(built[0].Item.Steps), len(it.Steps))
	}
	for i, s := range built[0].Item.Steps {
		has := slices.ContainsFunc(s.Fields, func(f form.Field) bool { return f.ID == own["step"]+".more" })
		if s.Name != it.Steps[i].Name || has != (s.ID == own["step"]) {
			t.Errorf("page %s is %q, with the new field: %t", s.ID, s.Name.Zh, has)
		}
	}
	again, _ := set.Item("ZL14")
	if again.Hash() != it.Hash() {
		t.Error("the item in force was changed")
	}
}

// TestWordsReadBack: every word of every closed list is read in either language.
func TestWordsReadBack(t *testing.T) {
	t.Parallel()
	c, _ := open(t)
	w := NewWords(c.City)
	n := 0
	for _, table := range Tables() {
		for _, col := range table.Cols {
			if col.Words == "" {
				continue
			}
			if len(w.List(col.Words)) == 0 {
				t.Errorf("%s.%s: no words for %s", table.Name, col.Key, col.Words)
			}
			for _, x := range w.List(col.Words) {
				n++
				if col.Words == "matter" {
					continue // 质押 stands in one link only; others may share a name
				}
				for _, s := range []string{x.Value, x.Text.Zh, x.Text.En} {
					if got := w.Read(col.Words, " "+s+" "); got != x.Value || strings.Contains(s, "⟦") {
						t.Errorf("%s: %q reads as %q, want %q", col.Words, s, got, x.Value)
					}
				}
			}
		}
	}
	if n < 100 {
		t.Errorf("only %d words", n)
	}
}

// TestColumnsHaveHeadings in both languages.
func TestColumnsHaveHeadings(t *testing.T) {
	t.Parallel()
	for _, table := range Tables() {
		for _, col := range table.Cols {
			if s := Heading(lang.For(lang.Zh), table.Name, col.Key); strings.Contains(s, "⟦") {
				t.Errorf("%s.%s has no heading", table.Name, col.Key)
			}
		}
	}
}
