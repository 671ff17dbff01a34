package hall

import (
	"testing"

	"quanlian/catalogue/lang"
	"quanlian/registry"
	"quanlian/web/site"
	"quanlian/web/ui"
)

// TestHeld: the check says in whose name the right stands and who else may use it;
// a stranger's name is never green.
func TestHeld(t *testing.T) {
	t.Parallel()
	v := &site.Visit{L: lang.For(lang.Zh)}
	seller, buyer, other := registry.Owner{Party: "s", Name: "云澜大学"}, registry.Owner{Party: "b", Name: "澄芯"}, registry.Owner{Party: "x", Name: "甲"}
	for name, c := range map[string]struct {
		state   registry.State
		owner   ui.Check
		licence string
	}{
		"seller":   {registry.State{Owners: []registry.Owner{seller}}, ui.Check{State: ui.Done, Text: "登记簿上是卖方"}, "无许可备案"},
		"buyer":    {registry.State{Owners: []registry.Owner{buyer}, Licences: make([]registry.Encumbrance, 1), OpenLicences: make([]registry.Encumbrance, 1)}, ui.Check{State: ui.Done, Text: "登记簿已是买方"}, "许可备案2项"},
		"stranger": {registry.State{Owners: []registry.Owner{other}}, ui.Check{State: ui.Late, Text: "登记簿上的权利人：甲"}, "无许可备案"},
		"unknown":  {registry.State{}, ui.Check{State: ui.Idle, Text: "登记簿上没有查到权利人"}, "无许可备案"},
	} {
		got := held(v, c.state, []registry.Owner{seller}, []registry.Owner{buyer})
		if got[0] != c.owner || got[1].Text != c.licence {
			t.Errorf("%s: %v", name, got)
		}
	}
}
