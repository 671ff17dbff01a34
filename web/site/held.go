package site

import (
	"context"
	"io"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	"quanlian/base/errs"
	"quanlian/kernel"
	"quanlian/web/httpx"
)

// HeldForm is a form that came when the session was over: kept until its writer
// has logged in again, in the same browser.
type HeldForm struct {
	ID   string
	Mark string // of the browser and the user, see httpx.Visit.Mark
	Hat  string // under which it was typed
	Path string
	Body string // fields, encoded as a form
	Made time.Time
}

// Held keeps such forms for a short time. adapter/sqlstore fulfils it.
type Held interface {
	Hold(ctx context.Context, f HeldForm) error
	HeldForm(ctx context.Context, id, mark string, since time.Time) (f HeldForm, ok bool, err error)
	DropHeld(ctx context.Context, id, mark string) error
}

// HeldFor is how long a form waits for its writer. Unit: hours. Source: our
// choice, as long as a session lasts at most.
const HeldFor = 12 * time.Hour

// Unit: bytes. Source: our choice; a form of the largest item has some 60 KB.
const mostHeld = 256 << 10

// HeldField names the held form that a form brings back.
const HeldField = "_held"

// lastCookie says, to the browser alone, who used it last: a mark that names
// nobody, and the hat.
func (e *Env) lastCookie() string {
	if e.Secure {
		return "__Host-q_last"
	}
	return "q_last"
}

// remember marks the browser as that of the visitor.
func (e *Env) remember(w http.ResponseWriter, r *http.Request, v *Visit) {
	if e.Held == nil || !v.LoggedIn() || r.Method != http.MethodGet {
		return
	}
	want := v.mark() + "|" + url.QueryEscape(v.Actor.Hat())
	if c, err := r.Cookie(e.lastCookie()); err == nil && c.Value == want {
		return
	}
	http.SetCookie(w, &http.Cookie{Name: e.lastCookie(), Value: want, Path: "/", HttpOnly: true, Secure: e.Secure, SameSite: http.SameSiteStrictMode, MaxAge: int((2 * HeldFor).Seconds())})
}

func (v *Visit) mark() string { return v.edge.Mark(string(v.Actor.User)) }

// sessionOver answers a form of who is no longer logged in: what was typed waits
// behind the log-in. Secrets are never kept, and fragments are asked again.
func (e *Env) sessionOver(w http.ResponseWriter, r *http.Request, v *Visit) error {
	if r.Header.Get("X-Autosave") != "" {
		return v.overSaving(w)
	}
	if httpx.Fragment(r) || secret(r) {
		return errs.New(errs.Forbidden, "web.login.session_over", nil)
	}
	c, err := r.Cookie(e.lastCookie())
	if err != nil || e.Held == nil {
		return v.over(w, r) // shown at least
	}
	mark, hat, _ := strings.Cut(c.Value, "|")
	fields := url.Values{}
	for k, x := range r.PostForm {
		if k != httpx.TokenField && k != HeldField {
			fields[k] = x
		}
	}
	body := fields.Encode()
	if len(body) > mostHeld || len(mark) > 64 || v.Try(r, "held", "") != nil {
		return v.over(w, r)
	}
	hat, _ = url.QueryUnescape(hat)
	f := HeldForm{ID: e.NewID(), Mark: mark, Hat: hat, Path: r.URL.RequestURI(), Body: body, Made: e.Now()}
	if err := e.Held.Hold(r.Context(), f); err != nil {
		return err
	}
	e.Login.Flash(r.Context(), v.L.T("web.held.log_in"))
	return httpx.SeeOther(w, r, "/login?next="+url.QueryEscape("/held/"+f.ID))
}

// overSaving answers an autosave whose session is over by one sentence beside what
// was typed: it stays on the page, and goes on after the log-in.
func (v *Visit) overSaving(w http.ResponseWriter) error {
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	w.Header().Set("Cache-Control", "no-store")
	w.WriteHeader(http.StatusUnauthorized)
	_, _ = io.WriteString(w, v.L.T("web.draft.over")) // the reader may have left
	return nil
}

// secret tells forms that hold passwords or codes. What a listing opens under the
// non-disclosure agreement is called secret too, and is text like any other.
func secret(r *http.Request) bool {
	for k := range r.PostForm {
		if strings.Contains(k, "password") || k == "code" || k == "old" {
			return true
		}
	}
	return false
}

// HeldForm gives the form of the id back to its writer, and puts on the hat under
// which it was typed; notfound for anybody else.
func (v *Visit) HeldForm(ctx context.Context, id string) (HeldForm, error) {
	none := errs.New(errs.NotFound, "web.held.none", nil)
	if v.Env.Held == nil {
		return HeldForm{}, none
	}
	f, ok, err := v.Env.Held.HeldForm(ctx, id, v.mark(), v.Env.Now().Add(-HeldFor))
	if err != nil {
		return f, err
	}
	if !ok {
		return f, none
	}
	i := slices.IndexFunc(v.Hats, func(a kernel.Actor) bool { return a.Hat() == f.Hat })
	if i < 0 {
		return f, errs.New(errs.Forbidden, "web.held.hat_gone", nil)
	}
	v.Env.Login.SetHat(ctx, f.Hat)
	v.Actor = v.Hats[i]
	return f, nil
}

// dropHeld forgets a held form that was sent on.
func (v *Visit) dropHeld(r *http.Request) error {
	id := r.PostFormValue(HeldField)
	if id == "" || v.Env.Held == nil {
		return nil
	}
	return v.Env.Held.DropHeld(r.Context(), id, v.mark())
}
