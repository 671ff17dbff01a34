package site

import (
	"net/http"
	"net/url"
	"strings"

	"quanlian/base/errs"
	"quanlian/web/httpx"
	"quanlian/web/ui"
)

// RenderError draws the page of an error, in the visitor's own frame. It may come
// before the session is known; then it names nobody.
func (e *Env) RenderError(w http.ResponseWriter, r *http.Request, status int, text string) error {
	edge := httpx.From(r.Context())
	v := &Visit{Env: e, L: edge.L, edge: edge}
	f := v.Frame(r, edge.L.T("web.error.title"), "")
	if known, ok := edge.Known.(*Visit); ok && known.LoggedIn() {
		f = known.Frame(r, edge.L.T("web.error.title"), "")
		if known.Staff() {
			f = known.Workbench(r, edge.L.T("web.error.title"), "")
		}
	}
	f.Login, f.Narrow = nil, true
	if edge.LogIn {
		f.Login = []ui.Link{{Text: edge.L.T("web.error.log_in"), Href: "/login?next=" + url.QueryEscape(cameFrom(r))}}
	}
	var ways []ui.Link
	for _, x := range edge.Ways {
		ways = append(ways, ui.Link(x))
	}
	return ui.ErrorPage(f, status, text, edge.ID, ways).Render(r.Context(), w)
}

// lead notes for the page of an error where who was refused can go on.
func (v *Visit) lead(r *http.Request, err error) {
	kind := errs.KindOf(err)
	v.edge.Known = v
	switch {
	case kind == errs.NotFound && !v.LoggedIn():
		v.edge.LogIn = r.Method == http.MethodGet && !errs.Is(err, "web.no_such_page")
	case kind == errs.Conflict || kind == errs.TooEarly:
		v.edge.Ways = backToCase(r.URL.Path)
	case kind != errs.Forbidden:
	case !v.LoggedIn():
		v.edge.LogIn = true
	default:
		v.edge.Ways = []httpx.Way{{Text: v.L.T("web.nav.my"), Href: "/my"}}
		if v.Staff() {
			v.edge.Ways[0] = httpx.Way{Text: v.L.T("web.nav.inbox"), Href: "/inbox"}
		}
		if len(v.Hats) > 1 {
			v.edge.Ways = append(v.edge.Ways, httpx.Way{Text: v.L.T("web.error.hats"), Href: "/account"})
		}
	}
}

// backToCase leads from a page of a case to the case.
func backToCase(path string) []httpx.Way {
	rest, ok := strings.CutPrefix(path, "/case/")
	no, _, below := strings.Cut(rest, "/")
	if !ok || !below || no == "" {
		return nil
	}
	return []httpx.Way{{Text: no, Href: "/case/" + url.PathEscape(no)}}
}

// cameFrom is the page that the visitor looks at: of a form that was sent, the one
// on which it stands.
func cameFrom(r *http.Request) string {
	if r.Method == http.MethodGet {
		return r.URL.RequestURI()
	}
	if from, err := url.Parse(r.Referer()); err == nil && strings.HasPrefix(from.Path, "/") {
		return from.RequestURI()
	}
	return "/my"
}
