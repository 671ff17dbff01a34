package hall

import (
	"slices"

	"quanlian/chain/utilization/hall"
	"quanlian/kernel"
	"quanlian/registry"
	"quanlian/web/site"
	"quanlian/web/ui"
)

// Follow is one thing that can follow a settled deal. A matter that takes deals
// up adds one line to the list in cmd; its words are web.hall.follow.<Key> and
// web.hall.follow_says.<Key>.
type Follow struct {
	Key string
	// By are the roles in the deal to whom it is offered.
	By []kernel.Role
	// Assignment and Licence: after which kind of deal it is offered.
	Assignment, Licence bool
	// Kinds are the kinds of party that may have it; nil is all of them.
	Kinds []string
	// Href leads to it, prefilled with what the deal knows.
	Href func(no string, d hall.DealData) string
}

// fits reports whether it is offered after the deal to somebody in the roles, for
// a party of the kind.
func (f Follow) fits(d hall.DealData, roles []kernel.Role, party string) bool {
	if f.Kinds != nil && !slices.Contains(f.Kinds, party) {
		return false
	}
	kind := f.Licence
	if d.Terms.Deal == registry.Assignment {
		kind = f.Assignment
	}
	return kind && slices.ContainsFunc(roles, func(r kernel.Role) bool { return slices.Contains(f.By, r) })
}

// follows lists what the visitor can go on with once the deal is settled.
func (p pages) follows(v *site.Visit, c kernel.Case, d hall.DealData) []followView {
	if c.State != hall.DealSettled || d.Terms == nil {
		return nil
	}
	roles, _ := kernel.RolesOf(v.Actor, c)
	var out []followView
	for _, f := range p.Follows {
		if f.fits(d, roles, v.Party.Kind) {
			out = append(out, followView{Link: ui.Link{Text: v.L.T("web.hall.follow." + f.Key), Href: f.Href(c.No, d)}, Says: v.L.T("web.hall.follow_says." + f.Key), Key: f.Key})
		}
	}
	return out
}

// followView is one of them as it is drawn.
type followView struct {
	Link      ui.Link
	Says, Key string
}
