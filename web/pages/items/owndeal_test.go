package items

import (
	"testing"

	"quanlian/base/errs"
	"quanlian/catalogue/lang"
	"quanlian/kernel"
	"quanlian/kernel/form"
	"quanlian/web/site"
)

// TestContractOfOwnDeal: the number of a deal stands for its contract, for its
// parties and once both have signed.
func TestContractOfOwnDeal(t *testing.T) {
	t.Parallel()
	for name, x := range map[string]struct {
		no, flow, party string
		signed          bool
		want            string
	}{
		"signed":          {"A-1", "deal", "p1", true, "A-1合同-1.pdf"},
		"not signed":      {"A-1", "deal", "p1", false, "web.items.deal_open"},
		"of others":       {"A-1", "deal", "p2", true, "web.items.deal_unknown"},
		"no such number":  {"A-2", "deal", "p1", true, "web.items.deal_unknown"},
		"not even a deal": {"A-1", "item", "p1", true, "web.items.deal_unknown"},
	} {
		v := &site.Visit{L: lang.For(lang.Zh), Party: kernel.Party{ID: "p1"}, Env: &site.Env{Cases: oneCase{c: kernel.Case{ID: "c", No: "A-1", Flow: kernel.FlowAddr(x.flow)}}}}
		p := pages{Deps: Deps{Deals: "deal", Contract: func(kernel.Case) Contract {
			return Contract{Parties: []kernel.PartyID{"p0", kernel.PartyID(x.party)}, Signed: x.signed, Papers: []string{"ours"}}
		}}}
		list, err := p.papersOf(t.Context(), v, paper{field: "file.contract", m: form.Material{ID: "contract", Name: form.Text{Zh: "合同"}, Cases: []string{form.CaseOfDeal}}}, x.no)
		got := ""
		if err != nil {
			if got = errs.As(err).Code; errs.As(err).Field != "case.contract" {
				t.Errorf("%s: at %s", name, errs.As(err).Field)
			}
		} else if len(list) == 1 {
			got = list[0].Name
		}
		if got != x.want {
			t.Errorf("%s: %s, want %s", name, got, x.want)
		}
	}
	it := form.Item{Steps: []form.Step{{ID: "deal", Fields: []form.Field{{ID: "deal.number", Prefill: "deal.no"}}}}}
	if got := dealNamed(it, form.Values{"deal.number": "A-1"}); got != "A-1" {
		t.Error(got)
	}
}
