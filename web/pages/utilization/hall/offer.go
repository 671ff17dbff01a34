package hall

import (
	"context"
	"slices"
	"strings"

	"quanlian/chain/utilization/hall"
	"quanlian/kernel"
	"quanlian/registry"
	"quanlian/web/moveform"
	"quanlian/web/site"
)

// dealParts are the pieces of an offer: what everybody fills in first, the rest
// under a heading that says who needs it.
func dealParts(v *site.Visit, move string, values map[string]string) []moveform.Part {
	l := v.L
	switch move {
	case "offer":
		kind := values["terms.price_kind"]
		part := func(key string, open bool, paths ...string) moveform.Part {
			for i := range paths {
				paths[i] = "terms." + paths[i]
			}
			return moveform.Part{Title: l.T("web.hall.offer_part." + key), Paths: paths, Open: open}
		}
		return []moveform.Part{
			part("payments", kind != "lump" && kind != "royalty", "tranches"),
			part("royalty", strings.HasSuffix(kind, "royalty"), "royalty"),
			part("licence", values["terms.deal"] == "licence", "licence", "from", "to", "sublicence"),
			part("back", values["terms.licence"] == string(registry.Cross), "back"),
			part("delivery", true, "materials", "acceptance"),
			part("own", slices.ContainsFunc(ownFields, func(k string) bool { return values["terms."+k] != "" }), slices.Clone(ownFields)...),
			part("rest", false, "territory", "field", "vat_included", "equipment", "improve", "disputes", "silent_days", "share_only"),
		}
	case "tax_facts":
		return []moveform.Part{
			{Title: l.T("web.hall.offer_part.books"), Paths: []string{"seller_books", "buyer_books"}},
			{Title: l.T("web.hall.offer_part.year"), Paths: []string{"year"}},
		}
	}
	return nil
}

// ownFields are what the sides add to the standard form.
var ownFields = []string{"own.damages_rate", "own.damages", "own.seller_notice", "own.buyer_notice", "own.further"}

// asked is what the listing of a deal asks for: the first offer begins with it.
func asked(ctx context.Context, v *site.Visit, register Rights, d hall.DealData, out map[string]string) {
	k, err := v.Env.Cases.Case(ctx, v.Actor, d.ListingNo, kernel.ViewSummary)
	if err != nil {
		return // sold or closed in the meantime: the form begins as any
	}
	x, err := hall.ListingOf(k)
	if err != nil {
		return
	}
	if x.Deal == registry.LicenceDeal {
		out["terms.deal"], out["terms.licence"] = string(x.Deal), string(x.Licence)
		out["terms.tranches.0.needs"] = "licence_recorded,docs_accepted,invoice_issued"
	}
	if register != nil {
		if view, err := register.Right(ctx, d.Right); err == nil && view.Right.Address != "" {
			out["terms.own.seller_notice"] = view.Right.Address
		}
	}
	if x.Price > 0 && !x.PriceOpen {
		out["terms.price"] = x.Price.Plain()
	}
	for key, text := range map[string]string{"terms.territory": x.Territory, "terms.field": x.Field} {
		if text != "" {
			out[key] = hall.Stock(v.L, text)
		}
	}
}
