package hall

import (
	"testing"

	"quanlian/chain/utilization/hall"
	"quanlian/kernel"
	"quanlian/registry"
)

// TestFollowOnlyWhatMayBeHad: a way on that the party may not go is no way on.
func TestFollowOnlyWhatMayBeHad(t *testing.T) {
	t.Parallel()
	loan := Follow{Key: "loan", By: []kernel.Role{hall.Buyer}, Assignment: true, Kinds: []string{"enterprise"}}
	d := hall.DealData{Terms: &hall.Terms{Deal: registry.Assignment}}
	for kind, want := range map[string]bool{"enterprise": true, "university": false} {
		if got := loan.fits(d, []kernel.Role{hall.Buyer}, kind); got != want {
			t.Errorf("%s: %v", kind, got)
		}
	}
	loan.Kinds = nil
	if !loan.fits(d, []kernel.Role{hall.Buyer}, "university") || loan.fits(d, []kernel.Role{hall.Seller}, "university") {
		t.Error("without kinds everybody in the role, and nobody else")
	}
}
