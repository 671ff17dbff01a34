package portal

import (
	"net/http"
	"net/url"
	"strings"

	"quanlian/base/errs"
	"quanlian/catalogue/lang"
	"quanlian/kernel"
	"quanlian/web/httpx"
	"quanlian/web/site"
	"quanlian/web/ui"
)

// Routes of this folder.
func Routes(e *site.Env) []site.Route {
	p := pages{e}
	out := []site.Route{
		{Method: "GET", Pattern: "/{$}", Page: p.home},
		{Method: "GET", Pattern: "/track", Page: p.track},
		{Method: "GET", Pattern: "/find", Page: p.find},
		{Method: "GET", Pattern: "/sitemap", Page: p.sitemap},
		{Method: "GET", Pattern: "/", Page: func(http.ResponseWriter, *http.Request, *site.Visit) error {
			return errs.New(errs.NotFound, "web.no_such_page", nil)
		}},
	}
	for name, parts := range texts {
		out = append(out, site.Route{Method: "GET", Pattern: "/" + name, Page: p.text(name, parts)})
	}
	return out
}

type pages struct{ env *site.Env }

// Flows whose cases the home page shows. The web knows them by address only.
const (
	listingFlow kernel.FlowAddr = "utilization/hall.listing"
	needFlow    kernel.FlowAddr = "utilization/hall.need"
)

// Unit: rows. Source: docs/look, home page.
const latest = 6

// homeView is the home page.
type homeView struct {
	v        *site.Visit
	listings []kernel.Case
	needs    []kernel.Case
	nListing int
	nNeed    int
}

func (p pages) home(w http.ResponseWriter, r *http.Request, v *site.Visit) error {
	x := homeView{v: v}
	var err error
	public := kernel.Actor{}
	q := kernel.CaseQuery{Flow: listingFlow, States: []kernel.State{"listed"}, Sort: "updated", Limit: latest}
	if x.listings, x.nListing, err = v.Env.Cases.Cases(r.Context(), public, kernel.ViewSummary, q); err != nil {
		return err
	}
	q.Flow, q.States = needFlow, []kernel.State{"open"}
	if x.needs, x.nNeed, err = v.Env.Cases.Cases(r.Context(), public, kernel.ViewSummary, q); err != nil {
		return err
	}
	f := v.Frame(r, v.L.T("web.home.title"), "")
	f.Bleed = true
	f.Description = v.L.T("web.home.lead")
	return v.Show(w, r, f, homePage(x))
}

// five are the links of the chain; only what stands is a way in.
func (x homeView) five() []ui.FiveLink {
	l := x.v.L
	out := make([]ui.FiveLink, 0, 5)
	for _, k := range []struct{ key, href string }{{"create", "/patents"}, {"use", "/hall"}, {"protect", "/help"}, {"manage", "/my"}, {"serve", "/help"}} {
		link := ui.FiveLink{Sign: l.T("web.home.five." + k.key + ".sign"), Name: l.T("web.home.five." + k.key + ".name"), Text: l.T("web.home.five." + k.key + ".text"), Href: k.href}
		if k.key == "use" {
			link.Count = l.T("web.home.count", "listings", lang.Count(x.nListing), "needs", lang.Count(x.nNeed))
		}
		out = append(out, link)
	}
	return out
}

// events are what people come with, each led to a page that stands.
func (x homeView) events() []ui.TileLink {
	var out []ui.TileLink
	for _, k := range []struct{ key, href string }{{"sell", "/hall"}, {"buy", "/hall"}, {"need", "/hall/needs"}, {"look", "/patents"}, {"case", "/my"}, {"agent", "/account"}} {
		out = append(out, ui.TileLink{Title: x.v.L.T("web.home.event." + k.key), Text: x.v.L.T("web.home.event." + k.key + "_text"), Href: k.href})
	}
	return out
}

func (x homeView) table(caption string, cases []kernel.Case) ui.Table {
	l := x.v.L
	t := ui.Table{Caption: caption, Stack: true, Cols: []ui.Col{{Text: l.T("web.home.col.what")}, {Text: l.T("web.col.no")}, {Text: l.T("web.col.state")}, {Text: l.T("web.col.updated"), Right: true}}}
	for _, c := range cases {
		t.Rows = append(t.Rows, ui.Row{Cells: []ui.Cell{
			{Text: c.Title, Href: x.v.Env.CaseURL(c)}, {Text: c.No, No: true}, {Part: ui.Light(x.v.StateOf(c), x.v.StateText(c))}, {Text: l.Day(c.Updated, x.v.Env.Now()), NoWrap: true},
		}})
	}
	return t
}

// find sends the large search field to where the words are looked for.
func (p pages) find(w http.ResponseWriter, r *http.Request, v *site.Visit) error {
	q := strings.TrimSpace(r.URL.Query().Get("q"))
	if site.LooksLikeCase(q) {
		return httpx.SeeOther(w, r, "/track?no="+url.QueryEscape(q))
	}
	to := "/hall"
	if r.URL.Query().Get("in") == "patents" {
		to = "/patents"
	}
	return httpx.SeeOther(w, r, to+"?q="+url.QueryEscape(q))
}

// track leads to a case that the visitor may see; to anybody else it says the
// same whether or not the case exists.
func (p pages) track(w http.ResponseWriter, r *http.Request, v *site.Visit) error {
	no := strings.ToUpper(strings.TrimSpace(r.URL.Query().Get("no")))
	if no == "" {
		return v.Show(w, r, v.Frame(r, v.L.T("web.track.title"), ""), trackPage(v, no))
	}
	c, err := v.Env.Cases.Case(r.Context(), v.Actor, no, kernel.ViewSummary)
	if err == nil {
		return httpx.SeeOther(w, r, v.Env.CaseURL(c))
	}
	if errs.KindOf(err) != errs.NotFound {
		return err
	}
	f := v.Frame(r, v.L.T("web.track.title"), "")
	f.Narrow = true
	return v.ShowStatus(w, r, http.StatusNotFound, f, trackPage(v, no))
}
