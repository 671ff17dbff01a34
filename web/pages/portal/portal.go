package portal

import (
	"net/http"
	"net/url"
	"strings"

	"quanlian/base/errs"
	"quanlian/web/httpx"
	"quanlian/web/site"
)

// Routes of this folder.
func Routes(d Deps) []site.Route {
	p := pages{d}
	out := []site.Route{
		{Method: "GET", Pattern: "/{$}", Page: p.home},
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

type pages struct{ Deps }

// find sends the large search field to where the words are looked for.
func (p pages) find(w http.ResponseWriter, r *http.Request, v *site.Visit) error {
	q := strings.TrimSpace(r.URL.Query().Get("q"))
	to := "/items"
	switch in := r.URL.Query().Get("in"); {
	case site.LooksLikeCase(strings.ToUpper(q)):
		return httpx.SeeOther(w, r, "/track?no="+url.QueryEscape(strings.ToUpper(q)))
	case in == "patents":
		to = "/patents"
	case in == "hall":
		to = "/hall"
	}
	return httpx.SeeOther(w, r, to+"?q="+url.QueryEscape(q))
}
