package kernel

import "slices"

// Yours reports whether the next move of a case is the actor's. turn is whose
// move the matter says it is; a case that waits for a correction waits for its
// owner.
func Yours(a Actor, c Case, turn Role) bool {
	roles, _ := RolesOf(a, c)
	if c.Hold != nil && c.Hold.Kind == HoldCorrection {
		return slices.Contains(roles, RoleOwner)
	}
	if turn == "" || c.Hold != nil || !c.Closed.IsZero() {
		return false
	}
	return slices.Contains(roles, turn)
}

// TakesPart reports whether the actor has a role of its own in the case, more
// than anybody has.
func TakesPart(a Actor, c Case) bool {
	roles, _ := RolesOf(a, c)
	return slices.ContainsFunc(roles, func(r Role) bool { return r != RolePublic })
}
