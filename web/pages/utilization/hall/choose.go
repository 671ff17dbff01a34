package hall

import (
	"context"
	"net/http"
	"net/url"

	"github.com/a-h/templ"

	"quanlian/catalogue/lang"
	"quanlian/chain/utilization/hall"
	"quanlian/registry"
	"quanlian/web/site"
	"quanlian/web/ui"
)

// rightsView are the seller's rights, to choose the one to list.
type rightsView struct {
	L     *lang.Localizer
	Words string
	Table ui.Table
	Pager ui.Pager
	None  string // said where nothing was found
}

// chosen reads the rights of the party that is served, and says which of them
// are listed already.
func (p pages) chosen(r *http.Request, v *site.Visit) (*rightsView, error) {
	x := &rightsView{L: v.L, Words: r.URL.Query().Get("q")}
	page := site.PageOf(r.URL.Query())
	rights, total, err := p.Rights.FindRights(r.Context(), registry.Filter{Owner: "party:" + string(v.Actor.Party), Text: x.Words, Limit: pageSize, Offset: (page - 1) * pageSize})
	if err != nil {
		return nil, err
	}
	switch {
	case total == 0 && x.Words == "":
		return nil, nil // asked for a number instead
	case total == 0:
		x.None = v.L.T("web.hall.choose_none", "words", x.Words)
		return x, nil
	}
	l := v.L
	x.Table = ui.Table{Caption: l.T("web.hall.choose_right"), Stack: true, Cols: []ui.Col{{Text: l.T("web.patent.title")}, {Text: l.T("web.patent.number")}, {Text: l.T("web.patent.status")}, {Text: l.T("web.patent.term_end")}, {Text: l.T("web.hall.choose_listed")}}}
	listed, err := p.listedOf(r.Context(), v, rights)
	if err != nil {
		return nil, err
	}
	for _, row := range rights {
		at := ui.Cell{Text: l.T("web.hall.choose_not_listed")}
		if own, ok := listed[row.Number]; ok {
			at = ui.Cell{Text: standing(v, own), Sub: own.No, Href: "/hall/listing/" + own.No}
		}
		x.Table.Rows = append(x.Table.Rows, ui.Row{Cells: []ui.Cell{
			{Text: row.Title, Href: "/hall/new?right=" + url.QueryEscape(row.Number)}, {Text: row.Number, No: true},
			{Text: l.T("web.patent.status_text." + row.Status)}, {Text: row.TermEnd, NoWrap: true}, at,
		}})
	}
	x.Pager = site.Pager(r.URL, page, pageSize, len(rights), total)
	return x, nil
}

// standing is the word for where a listing of one's own stands.
func standing(v *site.Visit, own hall.ListingRow) string {
	if own.State == hall.ListingListed {
		return v.L.T("web.hall.choose_is_listed")
	}
	return v.L.T("utilization.hall.listing.state." + string(own.State))
}

// ownListing leads to the seller's listing of a right that it has listed already,
// before the whole form is filled in; nil for none.
func (p pages) ownListing(ctx context.Context, v *site.Visit, number string) (templ.Component, error) {
	rows, _, _, err := p.Listings.HallListings(ctx, v.Actor, hall.ListingFilter{Right: number, Seller: v.Actor.Party, States: hall.Standing(), Limit: 1})
	if err != nil || len(rows) == 0 || v.Actor.Party == "" {
		return nil, err
	}
	return nextStep(v.L.T("web.hall.own_listing"), v.L.T("web.hall.own_listing_lead", "no", rows[0].No, "state", standing(v, rows[0])), ui.Link{Text: v.L.T("web.hall.own_listing_go"), Href: "/hall/listing/" + rows[0].No}), nil
}

// listedOf are the seller's own standing listings of the rights of a page, by
// number of the right.
func (p pages) listedOf(ctx context.Context, v *site.Visit, rights []registry.Row) (map[string]hall.ListingRow, error) {
	numbers := make([]string, len(rights))
	for i, row := range rights {
		numbers[i] = row.Number
	}
	rows, _, _, err := p.Listings.HallListings(ctx, v.Actor, hall.ListingFilter{Rights: numbers, Seller: v.Actor.Party, States: hall.Standing(), Limit: 100})
	out := map[string]hall.ListingRow{}
	for _, row := range rows {
		out[row.Right] = row
	}
	return out, err
}
