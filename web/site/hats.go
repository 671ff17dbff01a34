package site

import (
	"context"
	"slices"
	"strings"

	"quanlian/kernel"
	"quanlian/web/ui"
)

// HatPath is where a way of acting is chosen.
const HatPath = "/account/hat"

// HatText names a way of acting, and says on what it rests.
func (v *Visit) HatText(a kernel.Actor) (name, rests string) {
	l := v.L
	switch {
	case a.Mandate != "":
		return a.Org, l.T("web.account.by_mandate")
	case a.Party != "" && a.Duty != "":
		return a.Org, l.T("web.duty." + string(a.Duty))
	case a.Party != "":
		return a.Org, ""
	case len(a.Posts) == 0:
		return l.T("web.account.nobody"), ""
	case len(a.Posts) == 1:
		return v.PostText(a.Posts[0])
	}
	return l.T("web.account.all_offices"), l.T("web.account.n_offices", "n", len(a.Posts))
}

// PostText names a post by its unit, and says as what, where and for whom.
func (v *Visit) PostText(p kernel.Post) (unit, as string) {
	facts := []string{v.PostRole(p.Role)}
	if p.District != "" {
		facts = append(facts, v.DistrictText(p.District))
	}
	if p.DeputyFor != "" {
		facts = append(facts, v.L.T("web.account.stands_in", "name", p.DeputyName))
	}
	return v.UnitText(p.Unit), strings.Join(facts, "　")
}

// PostRole names the role of a post, as on a door.
func (v *Visit) PostRole(r kernel.Role) string {
	if k := "web.post." + string(r); v.L.Has(k) {
		return v.L.T(k)
	}
	return v.RoleText("", r)
}

// UnitText names an office of the city.
func (v *Visit) UnitText(id kernel.UnitID) string {
	for _, u := range v.units {
		if u.ID == id {
			return u.In(v.L.Zh())
		}
	}
	return string(id)
}

// learnUnits reads the names of the offices for staff, who see them on every
// page.
func (v *Visit) learnUnits(ctx context.Context) error {
	if !slices.ContainsFunc(v.Hats, func(a kernel.Actor) bool { return len(a.Posts) > 0 }) {
		return nil
	}
	return v.LearnUnits(ctx)
}

// LearnUnits reads the names of the offices; other pages that show them ask.
func (v *Visit) LearnUnits(ctx context.Context) error {
	var err error
	v.units, err = v.Env.People.Units(ctx)
	return err
}

// Units are the offices of the city as the visitor's staff pages know them.
func (v *Visit) Units() []kernel.Unit { return v.units }

// hats are the ways of acting that the switcher offers; none when there is but
// one.
func (v *Visit) hats() []ui.Hat {
	if len(v.Hats) < 2 {
		return nil
	}
	var out []ui.Hat
	for _, a := range v.Hats {
		name, rests := v.HatText(a)
		out = append(out, ui.Hat{Key: a.Hat(), Name: name, Rests: rests, Current: a.Hat() == v.Actor.Hat()})
	}
	return out
}
