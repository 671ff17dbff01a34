package workbench

import (
	"net/http"
	"net/url"

	"quanlian/kernel"
	"quanlian/web/httpx"
	"quanlian/web/inbox"
	"quanlian/web/site"
)

// besideID is the element beside the list that shows the case in hand.
const besideID = "preview"

// asksBeside tells whether the keys J and K ask for that element alone.
func asksBeside(r *http.Request) bool {
	return httpx.Fragment(r) && r.Header.Get("HX-Target") == besideID
}

// beside shows one case of the list without counting the list anew. The list on the
// page may be older: a case that has left it since is shown all the same, and said.
func (p pages) beside(w http.ResponseWriter, r *http.Request, v *site.Visit) error {
	x := inboxView{pages: p, v: v, ctx: r.Context(), f: inbox.Read(v, r.URL.Query()), page: site.PageOf(r.URL.Query()), address: r.URL}
	q := x.f.Query(v)
	if err := x.only(r.URL.Query(), q); err != nil {
		return err
	}
	if len(x.cases) == 0 {
		x.left = true
		if err := x.only(r.URL.Query(), kernel.CaseQuery{}); err != nil {
			return err
		}
	}
	if err := x.choose(""); err != nil {
		return err
	}
	if err := x.learnNames(); err != nil {
		return err
	}
	h := w.Header()
	h.Set("Content-Type", "text/html; charset=utf-8")
	h.Set("Cache-Control", "no-store")
	return preview(x).Render(r.Context(), w)
}

// only reads the case of the address, as far as the question lets it through.
func (x *inboxView) only(address url.Values, q kernel.CaseQuery) error {
	q.Nos, q.Limit, q.Uncounted = []string{address.Get("case")}, 1, true
	var err error
	x.cases, _, err = x.env.Cases.Cases(x.ctx, x.v.Officer(), kernel.ViewDetail, q)
	return err
}
