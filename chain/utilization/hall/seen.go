package hall

import (
	"slices"

	"quanlian/kernel"
)

// LevelOf is how much of a case the actor sees. Before both have signed the
// non-disclosure agreement the sides of a deal see of each other what listing
// and need make public; who holds an office sees what the office sees.
func LevelOf(a kernel.Actor, c kernel.Case) kernel.Level {
	roles, level := kernel.RolesOf(a, c)
	if c.Flow == Invitation && len(a.Posts) == 0 && a.System == "" {
		return invitationLevel(c, roles, level)
	}
	if c.Flow != Deal || len(a.Posts) > 0 || a.System != "" {
		return level
	}
	d, err := readDeal(c)
	switch {
	case err != nil || d.NDA.Both():
		return level
	case d.Pairing.Pending() && !slices.Contains(roles, Broker):
		return min(level, kernel.ViewSummary)
	}
	return min(level, kernel.ViewDetail)
}

// Seen is the record of a case as the actor sees it, for those who draw or send
// it whole.
func Seen(a kernel.Actor, c kernel.Case) (any, error) {
	level := LevelOf(a, c)
	switch c.Flow {
	case Listing:
		d, err := ListingOf(c)
		return ListingView(d, level), err
	case Need:
		d, err := NeedOf(c)
		return NeedView(d, level), err
	case Bulk:
		return BulkOf(c)
	case BrokerPage:
		return BrokerPageOf(c)
	case Look:
		d, err := LookOf(c)
		return LookView(d, a), err
	}
	roles, _ := kernel.RolesOf(a, c)
	if c.Flow == Request {
		d, err := RequestOf(c)
		return RequestView(d, closest(roles)), err
	}
	if c.Flow == Invitation {
		d, err := InvitationOf(c)
		return InvitationView(d, c.State, closest(roles)), err
	}
	d, err := readDeal(c)
	return DealView(d, level, closest(roles)), err
}

// closest is the role by which most is seen: staff, then a side.
func closest(roles []kernel.Role) kernel.Role {
	for _, r := range []kernel.Role{kernel.RoleSystem, Clerk, kernel.RoleHead, Finance, Seller, Refuser, Buyer, Broker} {
		if slices.Contains(roles, r) {
			return r
		}
	}
	return kernel.RolePublic
}
