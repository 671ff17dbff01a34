package demo_test

import (
	"slices"
	"testing"

	"quanlian/base/calendar"
	"quanlian/base/ident"
	"quanlian/catalogue"
	"quanlian/catalogue/items"
	"quanlian/demo"
	"quanlian/kernel"
)

// A form filled from the log-in must not begin with a fault.
func TestCodesOfPartiesAreWellFormed(t *testing.T) {
	t.Parallel()
	for _, p := range demo.Parties() {
		if p.Code == "" {
			continue
		}
		if _, err := ident.ParseUSCC(p.Code); err != nil {
			t.Errorf("%s: %v", p.Name, err)
		}
	}
}

// TestEveryOfficeHasSomebody: whatever item a visitor applies for, a log-in
// handles it and another decides.
func TestEveryOfficeHasSomebody(t *testing.T) {
	t.Parallel()
	c, _, err := items.Load(items.Files{Base: catalogue.FS, City: "yunlan", Shown: [3]string{"catalogue"}})
	if err != nil {
		t.Fatal(err)
	}
	for _, it := range c.On(calendar.On(2026, 11, 20)).All() {
		for _, role := range []kernel.Role{kernel.RoleClerk, kernel.RoleHead} {
			if !slices.ContainsFunc(demo.Users(), func(u demo.User) bool {
				return slices.Contains(u.Posts, kernel.Post{Unit: kernel.UnitID(it.Unit), Role: role})
			}) {
				t.Errorf("%s: nobody is %s of %s", it.Code, role, it.Unit)
			}
		}
	}
}
