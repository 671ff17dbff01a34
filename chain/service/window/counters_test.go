package window

import (
	"slices"
	"testing"

	"quanlian/catalogue/city"
	"quanlian/kernel"
)

func TestCounters(t *testing.T) {
	t.Parallel()
	r := Rules{Unit: func(id kernel.UnitID) (city.Unit, bool) {
		u := city.Unit{ID: id}
		if id == "hall" || id == "desk" {
			u.Queue = &city.Queue{}
		}
		return u, id != "gone"
	}}
	post := func(u kernel.UnitID, role kernel.Role) kernel.Post { return kernel.Post{Unit: u, Role: role} }
	for _, c := range []struct {
		name  string
		posts []kernel.Post
		units []kernel.UnitID
		only  bool
	}{
		{"no post", nil, nil, false},
		{"a counter", []kernel.Post{post("hall", kernel.RoleHead)}, []kernel.UnitID{"hall"}, true},
		{"clerk and head of one", []kernel.Post{post("hall", kernel.RoleHead), post("hall", kernel.RoleClerk)}, []kernel.UnitID{"hall"}, true},
		{"two", []kernel.Post{post("hall", kernel.RoleClerk), post("desk", kernel.RoleClerk)}, []kernel.UnitID{"hall", "desk"}, true},
		{"an office without counters too", []kernel.Post{post("hall", kernel.RoleClerk), post("office", kernel.RoleClerk)}, []kernel.UnitID{"hall"}, false},
		{"who supervises sits nowhere", []kernel.Post{post("hall", kernel.RoleSupervisor)}, nil, false},
		{"also supervises", []kernel.Post{post("hall", kernel.RoleClerk), post("office", kernel.RoleSupervisor)}, []kernel.UnitID{"hall"}, true},
		{"a unit that is gone", []kernel.Post{post("gone", kernel.RoleClerk)}, nil, false},
	} {
		units, only := r.Counters(kernel.Actor{Posts: c.posts})
		if !slices.Equal(units, c.units) || only != c.only {
			t.Errorf("%s: %v %v", c.name, units, only)
		}
	}
}
