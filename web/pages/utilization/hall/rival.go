package hall

import (
	"context"
	"slices"

	"github.com/a-h/templ"

	"quanlian/chain/utilization/hall"
	"quanlian/kernel"
	"quanlian/registry"
	"quanlian/web/site"
	"quanlian/web/ui"
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
	list, err := p.bars(ctx, v, c, d)
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

// bars are what the register has against the deal: before it is signed by a look,
// later as the newest check says.
func (p pages) bars(ctx context.Context, v *site.Visit, c kernel.Case, d hall.DealData) ([]registry.Finding, error) {
	if slices.Contains(hall.Unsigned(), c.State) {
		find := func(number string) (registry.View, error) { return p.Rights.Right(ctx, number) }
		return p.Rules.Early(d, find, v.Env.Now())
	}
	if b := d.Barred(); b != nil && slices.Contains(hall.Watched(), c.State) {
		return b.Findings, nil
	}
	return nil, nil
}

// consentWanted asks the side that can for the consent that ends what bars the deal:
// the seller for the right of the deal, the buyer for what it licenses in return.
func (p pages) consentWanted(ctx context.Context, v *site.Visit, c kernel.Case, d hall.DealData) (templ.Component, error) {
	roles, _ := kernel.RolesOf(v.Actor, c)
	seller, buyer := slices.Contains(roles, hall.Seller), slices.Contains(roles, hall.Buyer)
	if !seller && !buyer {
		return nil, nil
	}
	bars, err := p.bars(ctx, v, c, d)
	l, link := v.L, ui.Link{Text: v.L.T("web.hall.barred_consent_link")}
	switch {
	case err != nil:
		return nil, err
	case seller && hall.WantsConsent(bars):
		link.Href = "/hall/listing/" + d.ListingNo + "/consents"
		return nextStep(l.T("web.hall.barred_title"), l.T("web.hall.barred_consent"), link), nil
	case !buyer || !hall.WantsBackConsent(bars) || c.State == hall.DealPublicity:
		return nil, nil
	case len(d.OpenBackConsents()) > 0:
		return nextStep(l.T("web.hall.barred_title"), l.T("web.hall.barred_back_waits"), ui.Link{}), nil
	}
	link.Href = v.Env.CaseURL(c) + "?do=back_consent#move-back_consent"
	return nextStep(l.T("web.hall.barred_title"), l.T("web.hall.barred_back"), link), nil
}
