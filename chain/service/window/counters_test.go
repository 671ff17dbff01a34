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
	}{
		{"no post", nil, nil},
		{"a counter", []kernel.Post{post("hall", kernel.RoleHead)}, []kernel.UnitID{"hall"}},
		{"clerk and head of one", []kernel.Post{post("hall", kernel.RoleHead), post("hall", kernel.RoleClerk)}, []kernel.UnitID{"hall"}},
		{"two", []kernel.Post{post("hall", kernel.RoleClerk), post("desk", kernel.RoleClerk)}, []kernel.UnitID{"hall", "desk"}},
		{"an office without counters too", []kernel.Post{post("hall", kernel.RoleClerk), post("office", kernel.RoleClerk)}, []kernel.UnitID{"hall"}},
		{"who supervises sits nowhere", []kernel.Post{post("hall", kernel.RoleSupervisor)}, nil},
		{"also supervises", []kernel.Post{post("hall", kernel.RoleClerk), post("office", kernel.RoleSupervisor)}, []kernel.UnitID{"hall"}},
		{"a unit that is gone", []kernel.Post{post("gone", kernel.RoleClerk)}, nil},
	} {
		if units := r.Counters(kernel.Actor{Posts: c.posts}); !slices.Equal(units, c.units) {
			t.Errorf("%s: %v", c.name, units)
		}
	}
}
