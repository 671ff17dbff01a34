package kernel

import "slices"

// Yours reports whether the next move of a case is the actor's. turn is whose
// move the matter says it is; a case that waits for a correction waits for its
// owner. One that is closed may owe a service still: that is its office's.
func Yours(a Actor, c Case, turn Role) bool {
	roles, _ := RolesOf(a, c)
	if c.Hold != nil && c.Hold.Kind == HoldCorrection {
		return slices.Contains(roles, RoleOwner)
	}
	if turn == "" || c.Hold != nil || !c.Closed.IsZero() && !c.OfficeOwes(turn) {
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

// OfficeOwes reports whether a case is closed, and its office has still something
// to do in it, as to serve its notice.
func (c Case) OfficeOwes(turn Role) bool {
	return !c.Closed.IsZero() && c.Hold == nil && (turn == RoleClerk || turn == RoleHead)
}
