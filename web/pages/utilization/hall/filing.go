package hall

import (
	"quanlian/catalogue/lang"
	"quanlian/chain/utilization/hall"
	"quanlian/web/ui"
)

// filingFacts are what a state-owned seller filed, with its price beside it.
func filingFacts(l *lang.Localizer, d hall.DealData) []ui.Pair {
	k := d.Filing
	if k == nil {
		if d.StateFile == "" {
			return nil
		}
		return []ui.Pair{{Key: l.T("web.hall.fact.state_file"), Text: d.StateFile, No: true}}
	}
	value := ui.Pair{Key: l.T("web.hall.filing.value"), Text: k.Value.String(), Note: capitals(l, k.Value)}
	if below := d.Below(); below > 0 {
		value.Note = l.T("web.hall.filing.below", "amount", below.String())
	}
	out := []ui.Pair{{Key: l.T("web.hall.fact.state_file"), Text: k.No}, value,
		{Key: l.T("web.hall.filing.institution"), Text: k.Institution},
		{Key: l.T("web.hall.filing.base_day"), Text: k.BaseDay.String(), No: true},
		{Key: l.T("web.hall.filing.filed"), Text: k.Filed.String(), Note: l.T("web.hall.filing.rule")}}
	return append(out, fileRows(l.T(hall.FilingKind), k.Files)...)
}

// fileRows are files that stand under one heading, each with the hash of its bytes.
func fileRows(key string, list []hall.DeliveredFile) []ui.Pair {
	var out []ui.Pair
	for _, f := range list {
		out = append(out, ui.Pair{Key: key, Text: f.Name, Note: "SHA-256 " + f.SHA256[:min(16, len(f.SHA256))] + "…", Href: "/paper/" + f.Paper})
	}
	return out
}

// filingAhead tells a buyer of a state-owned seller's listing what comes before
// the contract.
func filingAhead(l *lang.Localizer, d hall.ListingData) []ui.Pair {
	if d.Seller.Kind != hall.KindStateOwned {
		return nil
	}
	return []ui.Pair{{Key: l.T("web.hall.filing.title"), Text: l.T("web.hall.filing.ahead")}}
}
