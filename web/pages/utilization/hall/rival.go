package hall

import (
	"context"
	"slices"

	"quanlian/chain/utilization/hall"
	"quanlian/kernel"
	"quanlian/registry"
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

// earlySays tells all who take part what the register says against a contract that
// is not signed yet: nobody draws up and reads for nothing what cannot be signed.
func (p pages) earlySays(ctx context.Context, v *site.Visit, c kernel.Case, d hall.DealData) ([]string, error) {
	if !slices.Contains(hall.Unsigned(), c.State) {
		return nil, nil
	}
	find := func(number string) (registry.View, error) { return p.Rights.Right(ctx, number) }
	list, err := p.Rules.Early(d, find, v.Env.Now())
	var out []string
	barred := false
	for _, f := range list {
		text := v.L.Fill(f.Code, f.Args)
		if f.Severity == registry.Block {
			text, barred = v.L.T("web.hall.barred_title")+v.L.T("web.hall.barred_colon")+text, true
		}
		out = append(out, text)
	}
	if barred {
		out = append(out, v.L.T("web.hall.barred_early"))
	}
	return out, err
}
