package hall

import (
	"os"
	"strings"
	"testing"

	"quanlian/catalogue/lang"
	"quanlian/engine/taxation"
)

// TestTaxBesideNamesEveryBasis: in the comparison a line names what each way rests
// on, and since when and until when that holds.
func TestTaxBesideNamesEveryBasis(t *testing.T) {
	t.Parallel()
	f, err := os.Open("../../../../docs/examples/tax-compare.json")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	q, err := taxation.ReadRequest(f)
	if err != nil {
		t.Fatal(err)
	}
	rules, err := taxation.BuiltIn()
	if err != nil {
		t.Fatal(err)
	}
	a, err := rules.Answer(q)
	if err != nil {
		t.Fatal(err)
	}
	l := lang.For(lang.Zh)
	x := taxView{L: l}
	for _, row := range x.beside(a.Comparison.Options).Rows {
		if row.Cells[1].Text != l.T("engine.taxation.item.output_vat") {
			continue
		}
		c := row.Cells[len(row.Cells)-1]
		for _, want := range []string{"公告2026年第10号二（二）2", "增值税法第十条"} {
			if strings.Count(c.Text, want) != 1 {
				t.Errorf("%q does not name %s once", c.Text, want)
			}
		}
		for _, want := range []string{"2026-01-01至2027-12-31有效", "2026-01-01起有效"} {
			if strings.Count(c.Sub, want) != 1 {
				t.Errorf("%q does not say %s once", c.Sub, want)
			}
		}
		return
	}
	t.Error("no line of output VAT")
}
