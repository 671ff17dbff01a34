package hall

import (
	"context"
	"slices"

	"github.com/a-h/templ"

	"quanlian/chain/utilization/hall"
	"quanlian/kernel"
	"quanlian/web/site"
	"quanlian/web/ui"
)

// talksPanels are those of a deal, first of all that its right is being signed
// for elsewhere: whoever talks on needs to know it before anything else.
func (p pages) talksPanels(ctx context.Context, v *site.Visit, c kernel.Case, level kernel.Level) ([]templ.Component, error) {
	rest, err := p.dealPanels(ctx, v, c, level)
	if err != nil || !slices.Contains(hall.Waiting(), c.State) {
		return rest, err
	}
	roles, _ := kernel.RolesOf(v.Actor, c)
	if !slices.Contains(roles, hall.Buyer) && !slices.Contains(roles, hall.Broker) {
		return rest, nil
	}
	signing, err := p.Listings.HallSigning(ctx, c)
	if err != nil || !signing {
		return rest, err
	}
	to := ui.Link{Text: v.L.T("web.hall.gone.to_hall"), Href: "/hall"}
	return append([]templ.Component{nextStep(v.L.T("web.hall.signing.title"), v.L.T("web.hall.signing.lead"), to)}, rest...), nil
}
