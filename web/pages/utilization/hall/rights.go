package hall

import (
	"context"
	"slices"

	"github.com/a-h/templ"

	"quanlian/base/calendar"
	"quanlian/catalogue/lang"
	"quanlian/chain/utilization/hall"
	"quanlian/registry"
	"quanlian/web/pages/patent"
	"quanlian/web/site"
	"quanlian/web/ui"
)

// checksView is the panel of a rights check.
type checksView struct {
	L                  *lang.Localizer
	Lights, Found      []ui.Check
	When, Source, More string
}

func ownerOf(p hall.PartyRef) registry.Owner {
	return registry.Owner{Party: string(p.ID), Name: p.Name, USCC: p.Code}
}

// checked is the panel of the last rights check: how the right stood by the register
// then, what the check found besides, when it was made and on what it rests.
func (p pages) checked(ctx context.Context, v *site.Visit, right string, checks []hall.Check, sellers, buyers []registry.Owner) templ.Component {
	l, last := v.L, checks[len(checks)-1]
	x := checksView{L: l, When: l.T("web.hall.check_when", "when", l.Moment(last.At, v.Env.Now()), "n", len(checks))}
	if view, err := p.Rights.Right(ctx, right); err == nil {
		s := registry.AsOf(view.Events, calendar.DateOf(last.At), last.At)
		x.Lights, x.More = append(patent.Lights(v, s), held(v, s, sellers, buyers)...), "/patent/"+view.Right.Number
		x.Lights[0].Text = l.T("web.hall.light.right", "how", x.Lights[0].Text)
	}
	if len(last.Findings) > 0 || len(x.Lights) == 0 {
		x.Found = Checks(l, last.Findings)
	}
	if !last.ObservedAt.IsZero() {
		x.Source = l.T("web.hall.check_source", "when", l.Moment(last.ObservedAt, v.Env.Now()))
	}
	return checksPanel(x)
}

// held says in whose name a right stands, and who may use it besides.
func held(v *site.Visit, s registry.State, sellers, buyers []registry.Owner) []ui.Check {
	l := v.L
	among := func(list []registry.Owner) bool {
		return slices.ContainsFunc(list, func(o registry.Owner) bool { return registry.Holds(s.Owners, o) })
	}
	var names []string
	for _, o := range s.Owners {
		names = append(names, o.Name)
	}
	owner := ui.Check{State: ui.Late, Text: l.T("web.hall.light.others", "who", l.List(names))}
	switch {
	case among(buyers):
		owner = ui.Check{State: ui.Done, Text: l.T("web.hall.light.buyers")}
	case among(sellers):
		owner = ui.Check{State: ui.Done, Text: l.T("web.hall.light.sellers")}
	case len(names) == 0:
		owner = ui.Check{State: ui.Idle, Text: l.T("web.hall.light.nobody")}
	}
	licence := ui.Check{State: ui.Done, Text: l.T("web.hall.light.unlicensed")}
	if n := len(s.Licences) + len(s.OpenLicences); n > 0 { // who buys takes them over
		licence = ui.Check{State: ui.Idle, Text: l.T("web.hall.light.licensed", "n", n)}
	}
	return []ui.Check{owner, licence}
}
