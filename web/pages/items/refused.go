package items

import (
	"net/http"
	"slices"
	"strings"

	"quanlian/base/errs"
	"quanlian/kernel"
	"quanlian/web/httpx"
	"quanlian/web/site"
	"quanlian/web/ui"
)

// refusedView is the page for who may not apply.
type refusedView struct {
	v      *site.Visit
	name   string
	why    string
	who    []string
	ways   []ui.Link
	logout bool // only another account helps
}

// refused answers who may not apply with who may, and with where to go on.
func (p pages) refused(page site.Page) site.Page {
	return func(w http.ResponseWriter, r *http.Request, v *site.Visit) error {
		err := page(w, r, v)
		if errs.KindOf(err) != errs.Forbidden || httpx.Fragment(r) || r.Header.Get("X-Autosave") != "" {
			return err
		}
		it, ok := p.Today(r.Context()).Item(strings.ToUpper(r.PathValue("code")))
		if !ok {
			return err
		}
		l := v.L
		x := refusedView{v: v, name: it.Name.In(l.Zh()), why: l.Error(err), who: whoTexts(l, it), ways: []ui.Link{{Text: l.T("web.items.refused_see"), Href: "/item/" + it.Code}}}
		if v.Actor.Mandate != "" {
			x.ways = append(x.ways, ui.Link{Text: l.T("web.items.refused_mandates"), Href: "/account/mandates"})
		}
		if slices.ContainsFunc(v.Hats, func(h kernel.Actor) bool { return h.Party != "" && h.Hat() != v.Actor.Hat() }) {
			x.ways = append(x.ways, ui.Link{Text: l.T("web.items.refused_hats"), Href: "/account"})
		}
		if x.logout = len(x.ways) == 1; x.logout && errs.Is(err, "web.items.choose_hat") {
			x.why = l.T("web.items.refused_office")
		}
		if len(x.who) == 0 {
			x.who = []string{l.T("web.items.refused_all")}
		}
		f := v.Frame(r, l.T("web.items.refused"), "items")
		f.Narrow = true
		f.Crumb = []ui.Link{{Text: l.T("web.nav.items"), Href: "/items"}, {Text: x.name, Href: "/item/" + it.Code}, {Text: l.T("web.items.fill")}}
		return v.ShowStatus(w, r, http.StatusForbidden, f, refusedPage(x))
	}
}
