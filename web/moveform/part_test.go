package moveform

import (
	"testing"

	"quanlian/base/errs"
	"quanlian/catalogue/lang"
	"quanlian/web/ui"
)

// A long form comes in parts, in the order of the parts; one with a fault is open.
func TestParts(t *testing.T) {
	t.Parallel()
	type rows struct {
		Name string `json:"name"`
	}
	type input struct {
		A    string `json:"a"`
		Rate string `json:"rate"`
		List []rows `json:"list"`
		B    string `json:"b"`
	}
	s := Spec{L: lang.For(lang.Zh), Flow: "utilization/hall/deal", Rows: 1, Faults: ui.FaultsOf(lang.For(lang.Zh), errs.At("rate", "web.form.number", nil)),
		Parts: []Part{{Title: "list", Paths: []string{"list"}}, {Title: "rate", Paths: []string{"rate"}}}}
	var got []string
	for _, p := range pieces(s.Controls(input{})) {
		head := "plain"
		if p[0].Part != nil {
			head = p[0].Part.Title
			if p[0].Part.Open {
				head += " open"
			}
		}
		for _, c := range p {
			head += " " + c.Field.Name
		}
		got = append(got, head)
	}
	want := []string{"plain a b", "list list list.0.name", "rate open rate"}
	if len(got) != len(want) {
		t.Fatalf("got %q", got)
	}
	for i := range want {
		if got[i] != want[i] {
			t.Errorf("part %d: %q, want %q", i, got[i], want[i])
		}
	}
}
