package site

import (
	"context"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"quanlian/base/errs"
	"quanlian/kernel"
	"quanlian/kernel/desk"
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
	f.Narrow = true
	if edge.Known == nil && e.Login.Known(r) != "" { // there is somebody, whom we cannot name yet
		f.Login = nil
	}
	var ways []ui.Link
	if edge.LogIn {
		ways = append(ways, ui.Link{Text: edge.L.T("web.error.log_in"), Href: "/login?next=" + url.QueryEscape(cameFrom(r))})
	}
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
	case kind == errs.NotFound:
		v.edge.Ways = v.otherHat(r)
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

// otherHat leads who acts for several to where the hat is changed, if the case that
// was asked for can be seen under another of theirs.
func (v *Visit) otherHat(r *http.Request) []httpx.Way {
	no := caseNo(r.URL.Path)
	if no == "" || r.Method != http.MethodGet || len(v.Hats) < 2 {
		return nil
	}
	c, err := v.Env.Cases.Case(r.Context(), kernel.SystemActor("hats"), no, kernel.ViewSummary)
	if err != nil {
		return nil
	}
	for _, h := range v.Hats {
		if roles, level := kernel.RolesOf(h, c); len(roles) > 0 && level >= kernel.ViewSummary && h.Hat() != v.Actor.Hat() {
			name, _ := v.HatText(h)
			return []httpx.Way{{Text: v.L.T("web.error.hat", "name", name), Href: "/account?next=" + url.QueryEscape(r.URL.RequestURI())}}
		}
	}
	return nil
}

// casePages are the heads of the addresses of cases.
var casePages = []string{"/case/", "/hall/deal/", "/hall/listing/", "/hall/need/"}

// caseNo is the number of the case that an address is about, "" for none.
func caseNo(path string) string {
	for _, head := range casePages {
		if rest, ok := strings.CutPrefix(path, head); ok {
			no, _, _ := strings.Cut(rest, "/")
			return no
		}
	}
	return ""
}

// SeesCase reports whether the address is about a case that the hat may see.
func (v *Visit) SeesCase(ctx context.Context, h kernel.Actor, path string) bool {
	path, _, _ = strings.Cut(path, "?")
	no := caseNo(path)
	if no == "" {
		return false
	}
	_, err := v.Env.Cases.Case(ctx, h, no, kernel.ViewSummary)
	return err == nil
}

// SeesApproval reports whether the address is about what waits for a word inside the
// organisation of the hat.
func (v *Visit) SeesApproval(ctx context.Context, h kernel.Actor, path string) bool {
	id, ok := strings.CutPrefix(path, "/my/approvals/")
	if !ok || h.Party == "" || h.Mandate != "" {
		return false
	}
	list, err := v.Env.Cases.Approvals(ctx, h.Party)
	return err == nil && slices.ContainsFunc(list, func(p desk.Pending) bool { return p.ID == id })
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
