package portal

import (
	"context"
	"net/http"

	"quanlian/base/calendar"
	"quanlian/catalogue/lang"
	"quanlian/chain/utilization/hall"
	"quanlian/kernel"
	"quanlian/web/pages/browse"
	"quanlian/web/pages/publicity"
	hallpages "quanlian/web/pages/utilization/hall"
	"quanlian/web/site"
	"quanlian/web/ui"
)

// Rows and tiles of the home page. Unit: rows, tiles. Source: look/01-portal.
const (
	mostListings = 4
	mostNotices  = 5
	mostTiles    = 8
	mostUsed     = 6
	mostOften    = 4
)

// desk is the office whose hours the home page shows.
const window kernel.UnitID = "comprehensive-window"

// homeView is the home page.
type homeView struct {
	v        *site.Visit
	items    int
	five     []ui.FiveLink
	often    []ui.Link // what is looked for most, below the search
	used     []ui.TileLink
	things   []ui.TileLink
	events   []ui.TileLink
	listings ui.Table
	nListing int
	notices  []publicity.Notice
	open     bool
	hours    string
	address  string
	advice   string
}

func (p pages) home(w http.ResponseWriter, r *http.Request, v *site.Visit) error {
	ctx, l := r.Context(), v.L
	set := p.Today(ctx)
	x := homeView{v: v, items: set.Len(), five: p.five(ctx, v), events: p.events(v)}
	for _, code := range p.Used(ctx) {
		if it, ok := set.Item(code); ok {
			x.used = append(x.used, ui.TileLink{Title: it.Name.In(l.Zh()), Text: it.Code + "　" + l.T(it.Link+"."+it.Matter+".name"), Href: "/item/" + it.Code})
			x.often = append(x.often, ui.Link{Text: it.Name.In(l.Zh()), Href: "/item/" + it.Code})
		}
	}
	x.used, x.often = x.used[:min(mostUsed, len(x.used))], x.often[:min(mostOften, len(x.often))]
	for _, b := range p.Bundles().All() {
		x.things = append(x.things, browse.Thing(v, b, set))
	}
	rows, n, _, err := p.Listings.HallListings(ctx, kernel.Actor{}, hall.ListingFilter{Sort: "newest", Limit: mostListings})
	if err != nil {
		return err
	}
	x.listings, x.nListing = hallpages.FrontTable(v, rows), n
	if x.notices, err = notices(ctx, v); err != nil {
		return err
	}
	if u, ok := p.City().Unit(window); ok {
		x.open = v.Env.Calendar.IsWorkday(calendar.DateOf(v.Env.Now()))
		x.hours, x.address, x.advice = u.Hours.In(l.Zh()), u.Place().In(l.Zh()), u.Advice
	}
	f := v.Frame(r, l.T("web.home.title"), "")
	f.Bleed = true
	f.Description = l.T("web.home.lead", "n", x.items)
	return v.Show(w, r, f, homePage(x))
}

// five are the links of the chain with how many items each has.
func (p pages) five(ctx context.Context, v *site.Visit) []ui.FiveLink {
	l := v.L
	count := map[string]int{}
	for _, it := range p.Today(ctx).All() {
		count[it.Link]++
	}
	var out []ui.FiveLink
	for _, k := range []struct{ key, link string }{{"create", "creation"}, {"use", "utilization"}, {"protect", "protection"}, {"manage", "management"}, {"serve", "service"}} {
		out = append(out, ui.FiveLink{Sign: l.T("web.home.five." + k.key + ".sign"), Name: l.T("web.home.five." + k.key + ".name"), Text: l.T("web.home.five." + k.key + ".text"),
			Href: "/items?link=" + k.link, Count: l.T("web.browse.n_items", "n", lang.Count(count[k.link]))})
	}
	return out
}

// events are the situations that the city puts first.
func (p pages) events(v *site.Visit) []ui.TileLink {
	var out []ui.TileLink
	for _, front := range []bool{true, false} {
		for _, e := range p.City().Events {
			if e.Front == front && len(out) < mostTiles {
				out = append(out, ui.TileLink{Title: e.Name.In(v.L.Zh()), Text: e.Lead.In(v.L.Zh()), Href: "/items?event=" + e.ID})
			}
		}
	}
	return out
}

// notices are the cases that stand open to objections.
func notices(ctx context.Context, v *site.Visit) ([]publicity.Notice, error) {
	cases, _, err := publicity.Open(ctx, v, mostNotices, 0)
	if err != nil {
		return nil, err
	}
	var out []publicity.Notice
	for _, c := range cases {
		if n, ok := publicity.NoticeOf(v, c); ok {
			out = append(out, n)
		}
	}
	return out, nil
}

func (x homeView) scopes() []ui.Option {
	var out []ui.Option
	for _, k := range []string{"items", "patents", "hall"} {
		out = append(out, ui.Option{Value: k, Text: x.v.L.T("web.home.scope." + k), Count: -1})
	}
	return out
}

func (x homeView) noticeTable() ui.Table {
	l := x.v.L
	t := ui.Table{Caption: l.T("web.home.notices"), Stack: true, Cols: []ui.Col{{Text: l.T("web.publicity.what")}, {Text: l.T("web.publicity.until"), Right: true}}}
	for _, n := range x.notices {
		t.Rows = append(t.Rows, ui.Row{Cells: []ui.Cell{{Text: n.Name, Href: n.Href, Sub: n.Who}, {Text: l.MonthDay(n.To.At(0)), NoWrap: true}}})
	}
	return t
}
