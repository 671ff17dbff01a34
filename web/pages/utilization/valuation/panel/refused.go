package panel

import (
	"context"
	"net/http"
	"slices"

	"quanlian/base/calendar"
	"quanlian/base/errs"
	"quanlian/chain/utilization/valuation"
	"quanlian/kernel"
	"quanlian/registry"
	"quanlian/web/site"
	"quanlian/web/ui"
)

// refusal is why the visitor may not ask for a panel on a right, and what to do.
type refusal struct {
	Text, Next string
}

// refused says why who asks may not, before the form is filled; nil if it may.
func (p pages) refused(ctx context.Context, v *site.Visit, view registry.View) (*refusal, error) {
	now := v.Env.Now()
	may := func(id kernel.PartyID) (error, error) {
		var party kernel.Party
		if id != "" {
			var err error
			if party, err = v.Env.People.Party(ctx, id); err != nil {
				return nil, err
			}
		}
		return valuation.MayAsk(view, party, now), nil
	}
	why, err := may(v.Actor.Party)
	if err != nil || why == nil {
		return nil, err
	}
	x := &refusal{Text: v.L.Error(why), Next: v.L.T("web.panel.refused_next")}
	if !errs.Is(why, "utilization.valuation.not_owner") {
		x.Next = v.L.T("web.panel.refused_design")
		return x, nil
	}
	var owners []string
	for _, o := range registry.AsOf(view.Events, calendar.DateOf(now), now).Owners {
		owners = append(owners, o.Name)
	}
	if len(owners) > 0 {
		x.Text += v.L.T("web.panel.refused_owners", "names", v.L.List(owners))
	}
	if v.Actor.User == "" {
		return x, nil
	}
	hats, err := v.Env.People.Hats(ctx, v.Actor.User, now)
	if err != nil {
		return nil, err
	}
	if slices.ContainsFunc(hats, func(h kernel.Actor) bool { no, err := may(h.Party); return h.Party != "" && err == nil && no == nil }) {
		x.Next = v.L.T("web.panel.refused_hat")
	}
	return x, nil
}

// askFrame is the page of a request on a right.
func askFrame(r *http.Request, v *site.Visit, number string) ui.Frame {
	f := v.Frame(r, v.L.T("web.panel.ask"), "patents")
	f.Crumb = []ui.Link{{Text: v.L.T("web.nav.patents"), Href: "/patents"}, {Text: number, Href: "/patent/" + number}, {Text: v.L.T("web.panel.ask")}}
	return f
}
