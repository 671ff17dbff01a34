package hall

import (
	"context"
	"slices"

	"quanlian/chain/utilization/hall"
	"quanlian/kernel"
	"quanlian/web/site"
)

// rivalSays tells the buyer and its broker that the right is being signed for
// elsewhere: whoever talks on needs to know it before anything else.
func (p pages) rivalSays(ctx context.Context, v *site.Visit, c kernel.Case) ([]string, error) {
	roles, _ := kernel.RolesOf(v.Actor, c)
	if !slices.Contains(hall.Waiting(), c.State) || !slices.Contains(roles, hall.Buyer) && !slices.Contains(roles, hall.Broker) {
		return nil, nil
	}
	signing, err := p.Listings.HallSigning(ctx, c)
	if err != nil || !signing {
		return nil, err
	}
	return []string{v.L.T("web.hall.now.signing_elsewhere")}, nil
}
