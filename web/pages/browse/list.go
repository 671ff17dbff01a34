package browse

import (
	"cmp"
	"context"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"quanlian/catalogue/bundles"
	"quanlian/catalogue/items"
	"quanlian/kernel/form"
	"quanlian/web/httpx"
	"quanlian/web/site"
	"quanlian/web/ui"
)

// Unit: cards; hits; words. Source: look/LOOK.md §4, a page of a search; more
// hits than these were never wanted; a sentence is enough.
const (
	pageSize  = 20
	mostHits  = 80
	nearWords = 6
	mostWords = 200
)

// listView is the page of the list.
type listView struct {
	v       *site.Visit
	q       string
	keep    url.Values // conditions that the form of the search carries along
	list    narrowed
	cards   []card
	near    []ui.Link
	bundles []ui.TileLink
	places  []ui.TileLink // pages that the question names
	events  []ui.TileLink
	pager   ui.Pager
	start   bool // nothing was asked: the ways in are shown
	all     int  // items there are
}

// card is one item of the list.
type card struct {
	href, code   string
	title, lead  []ui.Piece
	facts        []string
	why          []ui.Piece
	whyLabel     string
	limit, basis string
	fee          string
	do, doHref   string
	mayNot       string
}

func (p pages) list(w http.ResponseWriter, r *http.Request, v *site.Visit) error {
	ctx, l, query := r.Context(), v.L, r.URL.Query()
	q := clipped(query.Get("q"))
	if no := strings.ToUpper(q); site.LooksLikeCase(no) {
		return httpx.SeeOther(w, r, "/track?no="+url.QueryEscape(no))
	}
	x := listView{v: v, q: q, keep: clone(query), all: p.Today(ctx).Len()}
	x.keep.Del("q")
	found := p.found(ctx, q)
	x.list = narrow(l, p.City(), found, query)
	x.start = q == "" && x.list.chosen == 0
	page := site.PageOf(query)
	from := min((page-1)*pageSize, len(x.list.items))
	shown := x.list.items[from:min(from+pageSize, len(x.list.items))]
	for _, it := range shown {
		x.cards = append(x.cards, p.card(ctx, v, it, q))
	}
	x.pager = site.Pager(r.URL, page, pageSize, len(shown), len(x.list.items))
	if len(found) == 0 {
		for _, s := range p.Finder.Near(ctx, q, nearWords) {
			x.near = append(x.near, ui.Link{Text: s, Href: "/items?q=" + url.QueryEscape(s)})
		}
	}
	x.places = placesOf(v, q)
	if x.start {
		x.events = p.events(v)
	}
	x.bundles = p.things(ctx, v, q, query["event"], x.list.items)
	title := l.T("web.nav.items")
	if q != "" {
		title = q + l.T("web.ui.colon") + title
	}
	f := v.Frame(r, title, "items")
	f.Description = l.T("web.browse.lead", "n", p.Today(ctx).Len())
	return v.Show(w, r, f, listPage(x))
}

// clipped is what was typed, held to the length of a sentence.
func clipped(q string) string {
	rs := []rune(strings.TrimSpace(q))
	return string(rs[:min(len(rs), mostWords)])
}

// found are the items of a question, the best first, or all of them.
func (p pages) found(ctx context.Context, q string) []items.Found {
	if q != "" {
		return p.Finder.Find(ctx, q, mostHits)
	}
	var out []items.Found
	for _, it := range p.Today(ctx).All() {
		out = append(out, items.Found{Item: it})
	}
	return out
}

// events are the situations in which people come.
func (p pages) events(v *site.Visit) []ui.TileLink {
	var out []ui.TileLink
	for _, e := range p.City().Events {
		out = append(out, ui.TileLink{Title: e.Name.In(v.L.Zh()), Text: e.Lead.In(v.L.Zh()), Href: "/items?event=" + e.ID})
	}
	return out
}

// Unit: hits; tiles. Source: our choice: what stands further below was not meant.
const (
	topHits   = 3
	mostTiles = 2
)

// things are the bundles that answer the list: all of them where nothing was
// asked, else those asked for in words, of the event, or of the best hits.
func (p pages) things(ctx context.Context, v *site.Visit, q string, events []string, hits []items.Found) []ui.TileLink {
	var said []string
	if q != "" {
		said = p.Finder.Things(ctx, q)
	}
	best := hits[:min(topHits, len(hits))]
	all := slices.Clone(p.Bundles().All())
	rank := func(b bundles.Bundle) int {
		if at := slices.Index(said, b.ID); at >= 0 {
			return at
		}
		return len(said)
	}
	slices.SortStableFunc(all, func(x, y bundles.Bundle) int { return cmp.Compare(rank(x), rank(y)) })
	var out []ui.TileLink
	set := p.Today(ctx)
	for _, b := range all {
		wanted := slices.Contains(said, b.ID) || slices.Contains(events, b.Event) || q == "" && len(events) == 0 ||
			q != "" && slices.ContainsFunc(best, func(h items.Found) bool {
				return slices.ContainsFunc(b.Parts, func(x bundles.Part) bool { return x.Code == h.Item.Code && !x.Wish })
			})
		if wanted && (q == "" || len(out) < mostTiles) {
			out = append(out, Thing(v, b, set))
		}
	}
	return out
}

// Thing is the way in to a bundle.
func Thing(v *site.Visit, b bundles.Bundle, set *items.Set) ui.TileLink {
	return ui.TileLink{Title: b.Name.In(v.L.Zh()), Text: v.L.T("web.browse.thing_of", "lead", b.Lead.In(v.L.Zh()), "n", len(b.On(set, form.Facts{}))), Href: "/thing/" + b.ID}
}
