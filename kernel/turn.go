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

// Owes reports whether the actor, by a role of its own, has something to bring to a
// case beside whose move it is. debtor is whose duty the matter says it is. That the
// case stands still is no excuse: the day by which it is owed runs.
func Owes(a Actor, c Case, debtor Role) bool {
	roles, _ := RolesOf(a, c)
	return debtor != "" && c.Closed.IsZero() && slices.Contains(roles, debtor)
}

// TakesPart reports whether the actor has a role of its own in the case, more
// than anybody has.
func TakesPart(a Actor, c Case) bool {
	roles, _ := RolesOf(a, c)
	return slices.ContainsFunc(roles, func(r Role) bool { return r != RolePublic })
}
