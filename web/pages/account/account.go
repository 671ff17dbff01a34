package account

import (
	"net/http"
	"slices"
	"strings"

	"quanlian/base/errs"
	"quanlian/kernel"
	"quanlian/web/site"
)

// hatRow is one way of acting.
type hatRow struct {
	hat         kernel.Actor
	name, rests string
	current     bool
}

// accountView is the page about oneself.
type accountView struct {
	v    *site.Visit
	hats []hatRow
	next string // where one wanted to go
}

func (p pages) show(w http.ResponseWriter, r *http.Request, v *site.Visit) error {
	x := accountView{v: v, next: "/account"}
	if next := local(r.URL.Query().Get("next")); next != "" {
		x.next = next
	}
	for _, h := range v.Hats {
		row := hatRow{hat: h, current: h.Hat() == v.Actor.Hat()}
		row.name, row.rests = v.HatText(h)
		x.hats = append(x.hats, row)
	}
	f := v.Frame(r, v.L.T("web.account.title"), "")
	return v.Show(w, r, f, accountPage(x))
}

// hatFacts say on what the hat rests and what it allows.
func (x accountView) hatFacts(h hatRow) string {
	facts := []string{h.rests}
	if len(h.hat.Rights) > 0 {
		facts = append(facts, rightsText(x.v, h.hat.Rights))
	}
	return strings.Join(facts, "　")
}

// hat chooses a way of acting. A page that the other hat may not see is not
// where one wants to land, so one lands where its work begins, but on pages
// that everybody has.
func (p pages) hat(w http.ResponseWriter, r *http.Request, v *site.Visit) error {
	i := slices.IndexFunc(v.Hats, func(a kernel.Actor) bool { return a.Hat() == r.PostFormValue("hat") })
	if i < 0 {
		return errs.New(errs.Forbidden, "web.account.no_such_hat", nil)
	}
	v.Env.Login.SetHat(r.Context(), v.Hats[i].Hat())
	name, rests := v.HatText(v.Hats[i])
	if rests != "" {
		name += v.L.T("web.ui.colon") + rests
	}
	to := p.landing(r.Context(), "", v.Hats[i])
	if next := local(r.PostFormValue("next")); everybodys(next) || v.SeesCase(r.Context(), v.Hats[i], next) || v.SeesApproval(r.Context(), v.Hats[i], next) {
		to = next
	}
	return v.Go(w, r, to, v.L.T("web.account.hat_changed", "name", name))
}

// everybodys tells the pages that every hat may see.
func everybodys(path string) bool {
	path, _, _ = strings.Cut(path, "?")
	return path == "/" || path == "/hall" || path == "/patents" || path == "/account"
}
