package account

import (
	"net/http"

	"quanlian/base/errs"
	"quanlian/kernel"
	"quanlian/web/httpx"
	"quanlian/web/site"
	"quanlian/web/ui"
)

// onceView is the page of a link with which a password is set, once.
type onceView struct {
	v     *site.Visit
	sheet site.Sheet
	user  kernel.UserFacts
	path  string
}

func (p pages) once(w http.ResponseWriter, r *http.Request, v *site.Visit) error {
	return p.drawOnce(w, r, v, http.StatusOK, nil)
}

func (p pages) drawOnce(w http.ResponseWriter, r *http.Request, v *site.Visit, status int, fault error) error {
	u, err := p.onceUser(r, v)
	if err != nil {
		return err
	}
	x := onceView{v: v, sheet: v.Sheet(r, "web.security", fault), user: u, path: r.URL.Path}
	f := v.Frame(r, v.L.T("web.once.title"), "")
	f.Narrow = true
	w.Header().Set("Referrer-Policy", "no-referrer") // the address is the secret
	return v.ShowStatus(w, r, status, f, oncePage(x))
}

func (p pages) onceUser(r *http.Request, v *site.Visit) (kernel.UserFacts, error) {
	u, ok, err := v.Env.People.LinkOpen(r.Context(), v.Env.Login.SecretHash(r.PathValue("secret")), v.Env.Now())
	if err == nil && !ok {
		err = errs.New(errs.NotFound, "kernel.user.link_over", nil)
	}
	return u, err
}

func (p pages) useOnce(w http.ResponseWriter, r *http.Request, v *site.Visit) error {
	u, err := p.onceUser(r, v)
	if err != nil {
		return err
	}
	hash, err := newPassword(r, v, u.Login)
	if errs.KindOf(err) == errs.Invalid {
		return p.drawOnce(w, r, v, httpx.Status(err), err)
	}
	if err != nil {
		return err
	}
	link := v.Env.Login.SecretHash(r.PathValue("secret"))
	actor := kernel.SystemActor("login")
	actor.User, actor.Name = u.ID, u.Name
	if err := v.Env.Desk.Do(r.Context(), actor, "once/"+link, kernel.UseLink{Link: link, Hash: hash}); err != nil {
		return err
	}
	return v.Go(w, r, "/login", v.L.T("web.once.done", "login", u.Login))
}

// who is the log-in that the link belongs to.
func (x onceView) who() []ui.Pair {
	return []ui.Pair{{Key: x.v.L.T("web.admin.field.name"), Text: x.user.Name}, {Key: x.v.L.T("web.admin.field.login"), Text: x.user.Login, No: true}}
}
