package hall

import (
	"testing"

	"quanlian/chain/utilization/hall"
	"quanlian/engine/taxation"
)

// TestTaxFactsAreLookedAtWhenStated: what a side states wrongly is its own to mend at
// once; later it would stop the comparison and the sheet of both.
func TestTaxFactsAreLookedAtWhenStated(t *testing.T) {
	both(t, func(t *testing.T, w *world) {
		w.patent("202310000001.X", "owner")
		id := w.talking("owner", "buyer", w.listed("owner", "202310000001.X", hall.ListInput{}))
		for _, x := range []struct {
			in   hall.TaxFacts
			code string
		}{
			{hall.TaxFacts{Buyer: taxation.BuyerBooks{DiscountRate: "10"}}, "engine.taxation.bad_rate"},
			{hall.TaxFacts{Buyer: taxation.BuyerBooks{LifeMonths: -3}}, "engine.taxation.bad_months"},
			{hall.TaxFacts{VAT: "zz"}, "engine.taxation.unknown_value"},
			{hall.TaxFacts{CIT: "yy"}, "engine.taxation.unknown_value"},
			{hall.TaxFacts{Seller: taxation.SellerBooks{Place: "moon"}}, "engine.taxation.unknown_value"},
			{hall.TaxFacts{Seller: taxation.SellerBooks{Cost: -5}}, "engine.taxation.bad_amount"},
			{hall.TaxFacts{Year: taxation.Year{PotUsed: 1, Contracts: []taxation.Transfer{{ID: "a", Date: "2026-01-05"}}}}, "engine.taxation.pot_or_contracts"},
			{hall.TaxFacts{Year: taxation.Year{Contracts: []taxation.Transfer{{ID: "a", Date: "soon"}}}}, "engine.taxation.bad_day"},
		} {
			w.no("buyer", id, "tax_facts", x.in, x.code)
		}
		w.do("owner", id, "tax_facts", hall.TaxFacts{Year: taxation.Year{Contracts: []taxation.Transfer{{ID: "亏损", Date: "2026-01-05", Income: -5 * wan}}}})
		w.do("buyer", id, "tax_facts", hall.TaxFacts{VAT: taxation.General, CIT: taxation.Standard, Buyer: taxation.BuyerBooks{LifeMonths: 120, DiscountRate: "6%"}})
		w.do("buyer", id, "tax_facts", nil)
	})
}
