package hall

import (
	"testing"

	"quanlian/base/calendar"
	"quanlian/catalogue/lang"
	"quanlian/chain/utilization/hall"
	"quanlian/registry"
	"quanlian/web/site"
)

// TestTalkOfACard: a card leads to the talks only where the listing allows them.
func TestTalkOfACard(t *testing.T) {
	t.Parallel()
	ended := registry.State{Status: registry.StatusLapsed, Since: calendar.On(2026, 3, 1)}
	for name, c := range map[string]struct {
		party string
		state registry.State
		taken bool
		leads bool
	}{
		"visitor": {state: registry.State{Status: registry.StatusGranted}, leads: true},
		"taken":   {state: registry.State{Status: registry.StatusGranted}, taken: true},
		"ended":   {state: ended},
		"own":     {party: "s", state: registry.State{Status: registry.StatusGranted}},
	} {
		v := &site.Visit{L: lang.For(lang.Zh)}
		if c.party != "" {
			v.Actor.User, v.Actor.Party = "u", "s"
		}
		var x card
		x.talk(v, hall.ListingRow{Seller: "s", Title: "甲"}, c.state, c.taken)
		if (x.TalkHref != "") != c.leads || x.Talk == "" {
			t.Errorf("%s: leads to %q, says %q", name, x.TalkHref, x.Talk)
		}
	}
}
