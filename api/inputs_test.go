package api

import (
	"slices"
	"strings"
	"testing"

	"quanlian/catalogue/lang"
	"quanlian/chain/utilization/hall"
	"quanlian/kernel/wire"
	"quanlian/ledger"
)

// TestInputExamples: every example is an input that its move reads, stands in the
// document and on the page, and every payment of its offer waits for the invoice.
func TestInputExamples(t *testing.T) {
	t.Parallel()
	a := bareAPI(t, nil)
	s := spokenIn(t, a, lang.En)
	page, err := a.Reference(lang.For(lang.En), "http://localhost:8080")
	if err != nil {
		t.Fatal(err)
	}
	n := 0
	for addr, moves := range inputExamples() {
		f := a.Desk.Flows[addr]
		if f == nil {
			t.Errorf("there is no flow %s", addr)
			continue
		}
		for name, raw := range moves {
			n++
			m, ok := f.Find(name)
			if !ok {
				t.Errorf("%s has no move %s", addr, name)
				continue
			}
			in := m.NewInput()
			if err := wire.Unmarshal(raw, in); err != nil {
				t.Errorf("%s %s: %v", addr, name, err)
			}
			if shape := s.shapes.known[inputName(addr, name)]; shape == nil || len(shape.Examples) != 1 {
				t.Errorf("%s %s has no example in the document", addr, name)
			}
			if o, ok := in.(*hall.OfferInput); ok {
				for _, x := range o.Terms.Tranches {
					if !slices.Contains(x.Needs, ledger.InvoiceIssued) {
						t.Errorf("%s does not wait for its invoice", x.Name)
					}
				}
			}
		}
	}
	if n < 10 || strings.Count(string(page), "Example of the input") != n {
		t.Errorf("%d examples, %d on the page", n, strings.Count(string(page), "Example of the input"))
	}
}
