package hall

import (
	"slices"

	"quanlian/catalogue/lang"
	"quanlian/chain/utilization/hall"
	"quanlian/kernel"
	"quanlian/web/ui"
)

// askedFacts are what the deal began with: the listing while it is open, the
// right, and what the buyer said.
func askedFacts(l *lang.Localizer, s kernel.State, d hall.DealData) []ui.Pair {
	listing := ui.Pair{Key: l.T("web.hall.fact.listing"), Text: d.ListingNo, No: true}
	if slices.Contains([]kernel.State{hall.DealInquiry, hall.DealNDA, hall.DealTalks}, s) {
		listing.Href = "/hall/listing/" + d.ListingNo
	}
	out := []ui.Pair{listing, {Key: l.T("web.patent.number"), Text: d.Right, No: true, Href: "/patent/" + d.Right}}
	if d.NeedNo != "" {
		out = append(out, ui.Pair{Key: l.T("web.hall.fact.need"), Text: d.NeedNo, No: true})
	}
	if d.Related {
		out = append(out, ui.Pair{Key: l.T("web.hall.fact.related"), Text: l.T("web.hall.open_related")})
	}
	if d.Note != "" {
		out = append(out, ui.Pair{Key: l.T("web.hall.fact.note"), Text: d.Note})
	}
	return out
}
