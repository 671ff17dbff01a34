package published

import (
	"strings"
	"testing"

	"quanlian/base/calendar"
	"quanlian/catalogue"
	"quanlian/catalogue/items"
	"quanlian/catalogue/lang"
	"quanlian/kernel/form"
)

// TestListsHoldEveryItemOnce: the three lists together are the 177 items; each
// names its day and says what it is.
func TestListsHoldEveryItemOnce(t *testing.T) {
	t.Parallel()
	c, _, err := items.Load(items.Files{Base: catalogue.FS, City: "yunlan"})
	if err != nil {
		t.Fatal(err)
	}
	set := c.On(calendar.On(2026, 11, 20))
	seen := map[string]form.Kind{}
	for _, kind := range Kinds() {
		l := Make(c.City, set, kind)
		for _, g := range l.Groups {
			for _, it := range g.Items {
				if seen[it.Code] != "" || it.Kind != kind {
					t.Errorf("%s stands in the lists of %s and %s", it.Code, seen[it.Code], kind)
				}
				seen[it.Code] = kind
			}
		}
		for _, say := range []*lang.Localizer{lang.For(lang.Zh), lang.For(lang.En)} {
			heads, widths := l.Heads(say)
			rows := l.Rows(say)
			if len(heads) != len(widths) || len(rows) != l.N {
				t.Errorf("%s: %d heads, %d widths, %d rows of %d", kind, len(heads), len(widths), len(rows), l.N)
			}
			for _, r := range rows {
				if len(r) != len(heads) || strings.Contains(strings.Join(r, ""), "⟦") || r[2] == "" || r[3] == "" {
					t.Errorf("%s: %q", kind, r)
				}
			}
			notes := strings.Join(l.Notes(say), "")
			if !strings.Contains(notes, "2026-11-20") || !strings.Contains(notes, say.T("published.draft")) || len(l.Blocks(say)) < l.N {
				t.Errorf("%s: notes %q", kind, notes)
			}
		}
	}
	if len(seen) != 177 {
		t.Errorf("the lists hold %d items", len(seen))
	}
}
