package hall

import (
	"os"
	"strings"
	"testing"

	"quanlian/catalogue/lang"
	"quanlian/chain/utilization/hall"
	"quanlian/engine/taxation"
	"quanlian/web/ui"
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
	cells := map[string]ui.Cell{}
	for _, row := range x.beside(a.Comparison.Options).Rows {
		cells[row.Cells[0].Text] = row.Cells[len(row.Cells)-1]
	}
	vat, spared := cells[l.T("engine.taxation.item.output_vat")], cells[l.T("engine.taxation.item.vat_relief")]
	for want, text := range map[string]string{
		"公告2026年第10号二（二）2": vat.Text, "增值税法第十条": vat.Text, "2026-01-01至2027-12-31有效": vat.Sub, "2026-01-01起有效": vat.Sub,
		"二（二）2": spared.Text, "至2027-12-31有效": spared.Sub,
	} {
		if strings.Count(text, want) != 1 {
			t.Errorf("%q does not say %s once", text, want)
		}
	}
}

// TestWhatIsNamed: an annual settlement says for which year, and an id of the pot
// gives its payment.
func TestWhatIsNamed(t *testing.T) {
	t.Parallel()
	l := lang.For(lang.Zh)
	for text, r := range map[string]taxation.Reminder{
		"（2027年度）": {Code: "cit_settlement", Due: "2028-05-31"},
		"额":        {Code: "cit_settlement"},
	} {
		if got := hall.DueWords(r).In(l); !strings.HasSuffix(got, text) {
			t.Errorf("%q does not end in %s", got, text)
		}
	}
	for id, want := range map[string]int{"YL2026-JY-00003": 0, "YL2026-JY-00003/1": 1, "YL2026-JY-00003/2-3": 2} {
		if got := partOf(id); got != want {
			t.Errorf("%s: %d, want %d", id, got, want)
		}
	}
}
