package account

import (
	"context"
	"slices"
	"testing"

	"quanlian/kernel"
	"quanlian/web/site"
)

// After the log-in one stands where one's work is.
func TestLanding(t *testing.T) {
	t.Parallel()
	posts := func(roles ...kernel.Role) kernel.Actor {
		var a kernel.Actor
		for _, r := range roles {
			a.Posts = append(a.Posts, kernel.Post{Unit: "u", Role: r})
		}
		return a
	}
	at := pages{&site.Env{Custodian: "bank", AtCounter: func(_ context.Context, a kernel.Actor) bool {
		return slices.ContainsFunc(a.Posts, func(p kernel.Post) bool { return p.Role == "counter" })
	}}}
	for _, c := range []struct {
		name, next string
		actor      kernel.Actor
		want       string
	}{
		{"a clerk has a turn", "", posts(kernel.RoleClerk), "/inbox"},
		{"who works at a counter", "", posts("counter"), "/counter"},
		{"who only supervises looks at the board", "", posts(kernel.RoleSupervisor, kernel.RoleSupervisor), "/board"},
		{"who also handles has a turn", "", posts(kernel.RoleSupervisor, kernel.RoleHead), "/inbox"},
		{"the administrator keeps people", "", posts("admin"), "/admin"},
		{"the bank", "", kernel.Actor{Party: "bank"}, "/custody"},
		{"a party", "", kernel.Actor{Party: "p"}, "/my"},
		{"where one was", "/case/1", posts(kernel.RoleSupervisor), "/case/1"},
	} {
		if got := at.landing(t.Context(), c.next, c.actor); got != c.want {
			t.Errorf("%s: %s, want %s", c.name, got, c.want)
		}
	}
}
