package hall_test

import (
	"slices"
	"testing"

	"quanlian/chain/utilization/hall"
	"quanlian/kernel"
)

// staysInside are the moves of a party that bind it to nothing and hand nothing
// over: they wait for no approval inside it.
var staysInside = map[string]string{
	"alerts": "a setting of its own", "classes": "a setting of its own", "tax_facts": "may be changed until the sheet is made",
	"upload": "a sheet that is only checked", "recheck": "a sheet that is only checked", "pause": "holds back", "resume": "goes on with what was agreed",
	"draft": "a text that both still sign", "back_to_talks": "ends nothing", "met": "closes what is open", "end": "closes what is open",
	"decline": "refuses", "refuse": "refuses", "withdraw": "takes back", "withdraw_pairing": "takes back", "withdraw_end": "takes back",
	"utilization/hall.bulk std.withdraw": "a sheet that is only checked",
	"utilization/hall.look ask":          "asks an office to look, binds to nothing",
	"drop_broker":                        "ends an engagement", "close": "closes what is open",
}

// TestWhatLeavesAnOrganisationIsApproved: a party whose rule is 经办 → 审核 → 负责人
// sends, delivers, states and pays nothing without it.
func TestWhatLeavesAnOrganisationIsApproved(t *testing.T) {
	t.Parallel()
	parties := []kernel.Role{kernel.RoleOwner, hall.Seller, hall.Buyer, hall.Broker}
	for _, f := range hall.Flows(hall.Rules{}) {
		for _, m := range slices.Concat(f.Opens, f.Moves) {
			of := slices.ContainsFunc(m.By, func(r kernel.Role) bool { return slices.Contains(parties, r) })
			inside := staysInside[m.Name] + staysInside[string(f.Addr)+" "+m.Name]
			if of && !m.Hidden && m.Outward == (inside != "") {
				t.Errorf("%s %s: outward %v", f.Addr, m.Name, m.Outward)
			}
		}
	}
}
