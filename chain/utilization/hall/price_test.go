package hall

import (
	"testing"

	"quanlian/base/errs"
	"quanlian/ledger"
	"quanlian/registry"
)

// TestANegativePriceIsOneFault: it is named at the price, not at its parts.
func TestANegativePriceIsOneFault(t *testing.T) {
	t.Parallel()
	terms := Terms{Deal: registry.Assignment, PriceKind: ledger.LumpSum, Price: -500, Tranches: []Part{{Name: "全部价款"}}}
	list := ListInput{Right: "202019900037.2", Deal: registry.Assignment, Price: -500}
	for field, err := range map[string]error{"terms.price": terms.check("YL2026-JY-00001"), "price": list.Faults()} {
		all := errs.All(err)
		if len(all) != 1 || all[0].Field != field || all[0].Code != "utilization.hall.price_negative" {
			t.Errorf("%s: %v", field, err)
		}
	}
}
