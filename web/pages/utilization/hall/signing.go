package hall

import (
	"context"

	"quanlian/catalogue/lang"
	"quanlian/chain/utilization/hall"
	"quanlian/kernel"
	"quanlian/web/signed"
	"quanlian/web/site"
	"quanlian/web/ui"
)

// signingView is the panel of the signatures.
type signingView struct {
	L        *lang.Localizer
	Lead     string
	Contract string // of the contract's file; "" until it is drawn
	English  bool   // a reading copy can be had
	Sides    []signed.Side
}

func (p pages) signing(ctx context.Context, v *site.Visit, d hall.DealData) signingView {
	l, k := v.L, d.Contract
	x := signingView{L: l, Lead: l.T("web.hall.signing_none")}
	if k.Digest != "" {
		x.Lead, x.Contract = l.T("web.hall.signing_lead", "digest", k.Digest[:16]+"…"+k.Digest[48:]), "/paper/"+k.Document
	}
	x.English = v.Env.English != nil
	x.Sides = []signed.Side{p.signedBy(ctx, v, d, hall.Seller), p.signedBy(ctx, v, d, hall.Buyer)}
	return x
}

func (p pages) signedBy(ctx context.Context, v *site.Visit, d hall.DealData, role kernel.Role) signed.Side {
	l, k := v.L, d.Contract
	run, at, of := k.Signing.Seller, k.Signatures.Seller, d.Seller
	if role == hall.Buyer {
		run, at, of = k.Signing.Buyer, k.Signatures.Buyer, d.Buyer
	}
	x := signed.Of(ctx, v, p.Signatures, l.T("web.role."+string(role))+"　"+of.Name, run, k.Document)
	switch {
	case run != nil && run.Refused != "":
		x.Says += l.T("web.hall.signing_again")
	case run == nil && !at.IsZero():
		x.State, x.Word, x.Says = ui.Done, l.T("web.signed.done"), l.T("web.hall.signing_before")
	}
	return x
}
