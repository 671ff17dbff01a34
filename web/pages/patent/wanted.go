package patent

import (
	"context"

	"quanlian/chain/utilization/hall"
	"quanlian/kernel"
	"quanlian/registry"
	"quanlian/web/site"
	"quanlian/web/ui"
)

// wanted are the requests to list the right that wait for the visitor as its owner.
func wanted(ctx context.Context, v *site.Visit, number string) ([]ui.Link, error) {
	if v.Actor.Party == "" {
		return nil, nil
	}
	list, _, err := v.Env.Cases.Cases(ctx, v.Actor, kernel.ViewDetail, kernel.CaseQuery{Flow: hall.Request, States: []kernel.State{hall.RequestAsked}, Role: hall.Seller, About: registry.About(number), Sort: "oldest", Uncounted: true, Limit: pageSize})
	var out []ui.Link
	for _, c := range list {
		d, err := hall.RequestOf(c)
		if err != nil {
			return nil, err
		}
		out = append(out, ui.Link{Text: v.L.T("web.patent.wanted", "buyer", d.Buyer.Name, "until", d.Until.String()), Href: v.Env.CaseURL(c)})
	}
	return out, err
}
