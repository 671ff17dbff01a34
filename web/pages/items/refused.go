package items

import (
	"net/http"
	"slices"
	"strings"

	"quanlian/base/errs"
	"quanlian/catalogue/lang"
	"quanlian/kernel"
	"quanlian/kernel/form"
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
		x, at, ok := p.asked(r, v)
		if !ok {
			return err
		}
		l := v.L
		x.why = l.Error(err)
		if v.Actor.Mandate != "" {
			x.ways = append(x.ways, ui.Link{Text: l.T("web.items.refused_mandates"), Href: "/account/mandates/" + string(v.Actor.Mandate)})
		}
		if slices.ContainsFunc(v.Hats, func(h kernel.Actor) bool { return h.Party != "" && h.Hat() != v.Actor.Hat() }) {
			x.ways = append(x.ways, ui.Link{Text: l.T("web.items.refused_hats"), Href: "/account"})
		}
		if x.logout = len(x.ways) == 1; x.logout && errs.Is(err, "web.items.choose_hat") {
			x.why = l.T("web.items.refused_office")
		}
		f := v.Frame(r, l.T("web.items.refused"), "items")
		f.Narrow = true
		f.Crumb = []ui.Link{{Text: l.T("web.nav.items"), Href: "/items"}, {Text: x.name, Href: at}, {Text: l.T("web.items.fill")}}
		return v.ShowStatus(w, r, http.StatusForbidden, f, refusedPage(x))
	}
}

// asked is the item, or the thing of several, that the address is about: its name,
// its page, and who may apply.
func (p pages) asked(r *http.Request, v *site.Visit) (x refusedView, page string, ok bool) {
	l, day := v.L, p.Today(r.Context())
	x = refusedView{v: v}
	if b, found := p.Bundles().Bundle(r.PathValue("id")); found {
		x.name, page, ok = b.Name.In(l.Zh()), "/thing/"+b.ID, true
		for _, o := range b.On(day, factsOf(v)) {
			x.who = append(x.who, o.Item.Name.In(l.Zh())+l.T("web.ui.colon")+l.List(whoMay(l, o.Item)))
		}
	} else if it, found := day.Item(strings.ToUpper(r.PathValue("code"))); found {
		x.name, page, x.who, ok = it.Name.In(l.Zh()), "/item/"+it.Code, whoMay(l, it), true
	}
	x.ways = []ui.Link{{Text: l.T("web.items.refused_see"), Href: page}}
	return x, page, ok
}

// whoMay are those who may apply for the item; somebody always may.
func whoMay(l *lang.Localizer, it form.Item) []string {
	if who := whoTexts(l, it); len(who) > 0 {
		return who
	}
	return []string{l.T("web.items.refused_all")}
}
