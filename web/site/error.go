package site

import (
	"net/http"
	"net/url"

	"quanlian/web/httpx"
	"quanlian/web/ui"
)

// RenderError draws the page of an error. It may come before the session is
// known, so it names nobody.
func (e *Env) RenderError(w http.ResponseWriter, r *http.Request, status int, text string) error {
	edge := httpx.From(r.Context())
	v := &Visit{Env: e, L: edge.L, edge: edge}
	f := v.Frame(r, edge.L.T("web.error.title"), "")
	f.Login, f.Narrow = nil, true
	if edge.LogIn {
		f.Login = []ui.Link{{Text: edge.L.T("web.error.log_in"), Href: "/login?next=" + url.QueryEscape(r.URL.RequestURI())}}
	}
	return ui.ErrorPage(f, status, text, edge.ID).Render(r.Context(), w)
}
