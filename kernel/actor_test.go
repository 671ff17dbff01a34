package kernel

import (
	"slices"
	"testing"
)

// Who holds two posts of one office is known there once, so that lists made of
// the names show nothing twice.
func TestSubjectsOnce(t *testing.T) {
	t.Parallel()
	a := Actor{User: "u", Posts: []Post{{Unit: "a", Role: RoleHead}, {Unit: "a", Role: RoleSupervisor}, {Unit: "a", District: "d", Role: RoleClerk}}}
	if got, want := a.Subjects(), []string{"user:u", "unit:a", "unit:a@d", "public"}; !slices.Equal(got, want) {
		t.Errorf("%v, want %v", got, want)
	}
}
