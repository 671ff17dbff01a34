package patent

import (
	"testing"

	"quanlian/kernel"
	"quanlian/registry"
)

func TestOwned(t *testing.T) {
	t.Parallel()
	me := kernel.Party{ID: "p-me", Name: "甲公司", Code: "91990001MA0QL00062"}
	for name, c := range map[string]struct {
		owner registry.Owner
		want  bool
	}{
		"by account":              {registry.Owner{Party: "p-me", Name: "甲"}, true},
		"by code, not linked":     {registry.Owner{Name: "甲公司", USCC: "91990001ma0ql00062"}, true},
		"of another code":         {registry.Owner{Name: "甲公司", USCC: "91990001MA0QL00070"}, false},
		"of another account":      {registry.Owner{Party: "p-you", USCC: me.Code}, false},
		"by the name and no more": {registry.Owner{Name: "甲公司"}, false},
	} {
		if got := owned(registry.State{Owners: []registry.Owner{c.owner}}, me); got != c.want {
			t.Errorf("%s: owned %v", name, got)
		}
	}
}
