package account

import (
	"context"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"quanlian/kernel"
	"quanlian/web/httpx"
	"quanlian/web/site"
	"quanlian/web/ui"
)

// Routes of this folder.
func Routes(e *site.Env) []site.Route {
	p := pages{e}
	return []site.Route{
		{Method: "GET", Pattern: "/login", Page: p.login},
		{Method: "POST", Pattern: "/login", Page: p.logIn},
		{Method: "GET", Pattern: "/login/with/{provider}", Page: p.vouch},
		{Method: "GET", Pattern: "/login/back/{provider}", Page: p.vouched},
		{Method: "GET", Pattern: "/login/first", Page: p.first},
		{Method: "POST", Pattern: "/login/first", Page: p.open},
		{Method: "POST", Pattern: "/login/first/mine", Page: p.joinMine},
		{Method: "POST", Pattern: "/account/identity/{provider}/end", Page: p.unlink, Auth: site.LoggedIn},
		{Method: "GET", Pattern: "/demo/identity", Page: p.played},
		{Method: "POST", Pattern: "/demo/identity", Page: p.play},
		{Method: "POST", Pattern: "/demo/clock", Page: p.clock},
		{Method: "POST", Pattern: "/logout", Page: p.logOut},
		{Method: "GET", Pattern: "/held/{id}", Page: p.held, Auth: site.LoggedIn},
		{Method: "GET", Pattern: "/account", Page: p.show, Auth: site.LoggedIn},
		{Method: "GET", Pattern: "/account/notify", Page: p.notify, Auth: site.LoggedIn},
		{Method: "POST", Pattern: "/account/notify", Page: p.putContact, Auth: site.LoggedIn},
		{Method: "POST", Pattern: "/account/notify/code", Page: p.prove, Auth: site.LoggedIn},
		{Method: "GET", Pattern: "/account/security", Page: p.security, Auth: site.LoggedIn},
		{Method: "POST", Pattern: "/account/password", Page: p.password, Auth: site.LoggedIn},
		{Method: "POST", Pattern: "/account/sessions/end", Page: p.endSessions, Auth: site.LoggedIn},
		{Method: "GET", Pattern: "/account/absence", Page: p.absence, Auth: site.Staff},
		{Method: "POST", Pattern: "/account/absence", Page: p.nameDeputy, Auth: site.Staff},
		{Method: "POST", Pattern: "/account/absence/{id}/end", Page: p.endDeputy, Auth: site.Staff},
		{Method: "GET", Pattern: "/once/{secret}", Page: p.once},
		{Method: "POST", Pattern: "/once/{secret}", Page: p.useOnce},
		{Method: "POST", Pattern: "/account/hat", Page: p.hat, Auth: site.LoggedIn},
		{Method: "GET", Pattern: "/account/mandates", Page: p.mandates, Auth: site.LoggedIn},
		{Method: "GET", Pattern: "/account/mandates/{id}", Page: p.mandate, Auth: site.LoggedIn},
		{Method: "GET", Pattern: "/account/mandates/{id}/paper", Page: p.power, Auth: site.LoggedIn},
		{Method: "POST", Pattern: "/account/mandates", Page: p.grant, Auth: site.LoggedIn},
		{Method: "POST", Pattern: "/account/mandates/{id}/revoke", Page: p.revoke, Auth: site.LoggedIn},
		{Method: "POST", Pattern: "/account/mandates/{id}/hand", Page: p.handOver, Auth: site.LoggedIn},
		{Method: "GET", Pattern: "/account/tokens", Page: p.tokens, Auth: site.LoggedIn},
		{Method: "POST", Pattern: "/account/tokens", Page: p.makeToken, Auth: site.LoggedIn},
		{Method: "POST", Pattern: "/account/tokens/{id}/revoke", Page: p.revokeToken, Auth: site.LoggedIn},
	}
}

type pages struct{ env *site.Env }

// loginView is the log-in page.
type loginView struct {
	v      *site.Visit
	name   string
	next   string
	day    string // to which the clock of the demo shall go
	err    error
	faults ui.Faults
}

func (p pages) login(w http.ResponseWriter, r *http.Request, v *site.Visit) error {
	next := local(r.URL.Query().Get("next"))
	if v.LoggedIn() && v.Env.Demo == nil {
		return httpx.SeeOther(w, r, p.landing(r.Context(), next, v.Actor))
	}
	return p.drawLogin(w, r, http.StatusOK, loginView{v: v, next: next})
}

func (p pages) logIn(w http.ResponseWriter, r *http.Request, v *site.Visit) error {
	name := strings.TrimSpace(r.PostFormValue("login"))
	next := local(r.PostFormValue("next"))
	if err := v.Env.Login.LogIn(r.Context(), name, r.PostFormValue("password"), site.Address(r), r.UserAgent()); err != nil {
		status := httpx.Status(err)
		if status >= http.StatusInternalServerError && status != http.StatusServiceUnavailable {
			return err
		}
		return p.drawLogin(w, r, status, loginView{v: v, name: name, next: next, err: err, faults: ui.FaultsOf(v.L, err)})
	}
	user, err := v.Env.Login.User(r.Context())
	if err != nil {
		return err
	}
	hats, err := v.Env.People.Hats(r.Context(), user, v.Env.Now())
	if err != nil {
		return err
	}
	return httpx.SeeOther(w, r, p.landing(r.Context(), next, hats[0]))
}

func (p pages) drawLogin(w http.ResponseWriter, r *http.Request, status int, x loginView) error {
	f := x.v.Frame(r, x.v.L.T("web.login.title"), "")
	return x.v.ShowStatus(w, r, status, f, loginPage(x))
}

func (p pages) logOut(w http.ResponseWriter, r *http.Request, v *site.Visit) error {
	if err := v.Env.Login.LogOut(r.Context()); err != nil {
		return err
	}
	return httpx.SeeOther(w, r, "/")
}

// local gives a path of this site, or "": a log-in must not lead to strangers.
func local(next string) string {
	u, err := url.Parse(next)
	if err != nil || u.IsAbs() || u.Host != "" || !strings.HasPrefix(next, "/") || strings.HasPrefix(next, "//") || strings.ContainsAny(next, "\\\r\n\t") {
		return ""
	}
	return next
}

// landing is where one goes after the log-in.
func (p pages) landing(ctx context.Context, next string, a kernel.Actor) string {
	switch {
	case next != "":
		return next
	case onlyAs(a, kernel.RoleSupervisor): // looks and has no turn
		return "/board"
	case onlyAs(a, "admin"): // keeps people and handles no cases
		return "/admin"
	case len(a.Posts) > 0 && p.env.AtCounter != nil && p.env.AtCounter(ctx, a):
		return "/counter"
	case len(a.Posts) > 0:
		return "/inbox"
	case p.env.Custodian != "" && a.Party == p.env.Custodian:
		return "/custody"
	}
	return "/my"
}

// onlyAs reports whether all posts of the actor are of one role.
func onlyAs(a kernel.Actor, r kernel.Role) bool {
	return len(a.Posts) > 0 && !slices.ContainsFunc(a.Posts, func(p kernel.Post) bool { return p.Role != r })
}
