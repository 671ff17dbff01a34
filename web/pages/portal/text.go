package portal

import (
	"net/http"

	"quanlian/web/site"
	"quanlian/web/ui"
)

// texts are the plain pages: their sections, each with a heading and a text
// under web.text.<page>.<section>.
var texts = map[string][]string{
	"help":          {"login", "deal", "time", "inside", "mandate", "call"},
	"accessibility": {"what", "lacks", "tell"},
	"privacy":       {"which", "who", "keep", "cookies", "rights"},
}

func (p pages) text(name string, parts []string) site.Page {
	return func(w http.ResponseWriter, r *http.Request, v *site.Visit) error {
		f := v.Frame(r, v.L.T("web.text."+name+".title"), name)
		f.Narrow = true
		return v.Show(w, r, f, textPage(v, name, parts))
	}
}

// mapGroup is one part of the site with its pages.
type mapGroup struct {
	title string
	links []ui.Link
}

func (p pages) sitemap(w http.ResponseWriter, r *http.Request, v *site.Visit) error {
	l := v.L
	link := func(key, href string) ui.Link { return ui.Link{Text: l.T(key), Href: href} }
	groups := []mapGroup{
		{l.T("web.map.public"), []ui.Link{link("web.home.title", "/"), link("web.nav.items", "/items"), link("web.browse.guide", "/items/guide"), link("web.published.name", "/items/list"), link("web.window.book", "/book"), link("web.publicity.title", "/publicity"), link("web.nav.hall", "/hall"), link("web.nav.needs", "/hall/needs"), link("web.broker.directory", "/hall/brokers"), link("web.nav.patents", "/patents"), link("web.track.title", "/track"), link("web.verify.title", "/verify")}},
		{l.T("web.map.own"), []ui.Link{link("web.login.title", "/login"), link("web.nav.my", "/my"), link("web.account.title", "/account")}},
		{l.T("web.map.about"), []ui.Link{link("web.text.help.title", "/help"), link("web.outage.title", "/outages"), link("api.title", "/api"), link("web.text.accessibility.title", "/accessibility"), link("web.text.privacy.title", "/privacy")}},
	}
	if v.Staff() {
		groups = append(groups, mapGroup{l.T("web.map.staff"), []ui.Link{link("web.nav.inbox", "/inbox"), link("web.nav.board", "/board"), link("web.nav.counter", "/counter"), link("web.nav.catalogue", "/catalogue"), link("web.nav.suspense", "/suspense")}})
	}
	f := v.Frame(r, l.T("web.map.title"), "")
	f.Narrow = true
	return v.Show(w, r, f, mapPage(v, groups))
}
