package account

import (
	"crypto/rand"
	"crypto/subtle"
	"encoding/json"
	"net/http"
	"time"

	"quanlian/base/errs"
	"quanlian/base/ident"
	"quanlian/kernel"
	"quanlian/web/httpx"
	"quanlian/web/site"
)

// How long a log-in by a provider may take. Unit: minutes. Source: our choice; time
// to find the telephone with which one proves oneself.
const vouchTime = 15 * time.Minute

// Keys of what the session keeps meanwhile.
const (
	keepAsked = "vouch"
	keepFound = "vouched"
)

// asked is one log-in by a provider, from the button to the way back.
type asked struct {
	Provider, State, Nonce, Verifier string
	Next                             string
	Link                             kernel.UserID // who links an identity, "" for a log-in
	At                               time.Time
}

// found is an identity that opens no log-in yet.
type found struct {
	kernel.Identity
	Next string
	At   time.Time
}

func keep(r *http.Request, v *site.Visit, key string, what any) error {
	text, err := json.Marshal(what)
	if err != nil {
		return errs.Wrap(errs.Internal, "web.login.no_session", err)
	}
	v.Env.Login.Keep(r.Context(), key, string(text))
	return nil
}

// kept gives what is kept and no older than it may be.
func kept(r *http.Request, v *site.Visit, key string, into any, at *time.Time) bool {
	text := v.Env.Login.Kept(r.Context(), key)
	return text != "" && json.Unmarshal([]byte(text), into) == nil && time.Since(*at) < vouchTime
}

// identityKey is under what an identity is kept: nobody reads the provider's name
// for a person out of the database.
func identityKey(v *site.Visit, i kernel.Identity) string {
	return v.Env.Login.SecretHash(i.Provider + "\x00" + i.Subject)
}

// vouch sends the browser to a provider; who has logged in links an identity.
func (p pages) vouch(w http.ResponseWriter, r *http.Request, v *site.Visit) error {
	by := v.Env.VoucherOf(r.PathValue("provider"))
	if by == nil {
		return errs.New(errs.NotFound, "web.no_such_page", nil)
	}
	a := asked{Provider: by.ID(), State: rand.Text(), Nonce: rand.Text(), Verifier: rand.Text() + rand.Text(), Next: local(r.URL.Query().Get("next")), At: time.Now()}
	if r.URL.Query().Get("link") != "" {
		a.Link = v.Actor.User
	}
	to, err := by.Begin(r.Context(), backFrom(r, v, by), a.State, a.Nonce, a.Verifier)
	if err != nil {
		return p.unvouched(w, r, v, a.Next, err)
	}
	if err := keep(r, v, keepAsked, a); err != nil {
		return err
	}
	return httpx.SeeOther(w, r, to)
}

func backFrom(r *http.Request, v *site.Visit, by site.Voucher) string {
	return v.LinkTo(r, "/login/back/"+by.ID())
}

// unvouched draws the log-in page with what went wrong outside.
func (p pages) unvouched(w http.ResponseWriter, r *http.Request, v *site.Visit, next string, err error) error {
	if status := httpx.Status(err); status >= http.StatusInternalServerError && status != http.StatusServiceUnavailable {
		return err
	}
	httpx.From(r.Context()).Note("fault", err.Error()) // who joins a provider reads the cause in the log
	return p.drawLogin(w, r, httpx.Status(err), loginView{v: v, next: next, err: err, faults: faultsOf(v, err)})
}

// notVouched says what went wrong outside where it was begun: who links an identity
// has logged in already.
func (p pages) notVouched(w http.ResponseWriter, r *http.Request, v *site.Visit, a asked, err error) error {
	status := httpx.Status(err)
	if a.Link == "" || a.Link != v.Actor.User || status >= http.StatusInternalServerError && status != http.StatusServiceUnavailable {
		return p.unvouched(w, r, v, a.Next, err)
	}
	httpx.From(r.Context()).Note("fault", err.Error())
	return p.drawSecurity(w, r, v, status, err)
}

// vouched is where the browser comes back to.
func (p pages) vouched(w http.ResponseWriter, r *http.Request, v *site.Visit) error {
	var a asked
	by := v.Env.VoucherOf(r.PathValue("provider"))
	q := r.URL.Query()
	mine := kept(r, v, keepAsked, &a, &a.At)
	if q.Get("error") != "" { // not every provider gives our word back with it
		return p.notVouched(w, r, v, a, errs.New(errs.Forbidden, "web.unified.refused", nil))
	}
	if !mine || by == nil || a.Provider != by.ID() || subtle.ConstantTimeCompare([]byte(a.State), []byte(q.Get("state"))) != 1 {
		return p.unvouched(w, r, v, a.Next, errs.New(errs.Forbidden, "web.unified.stale", nil))
	}
	id, err := by.Finish(r.Context(), backFrom(r, v, by), q.Get("code"), a.Nonce, a.Verifier)
	if err == nil {
		id, err = checked(id)
	}
	if err != nil {
		return p.notVouched(w, r, v, a, err)
	}
	if a.Link != "" {
		return p.linkMine(w, r, v, a, id)
	}
	u, err := v.Env.People.UserByIdentity(r.Context(), identityKey(v, id))
	switch {
	case err != nil:
		return err
	case u.Closed:
		return p.unvouched(w, r, v, a.Next, errs.New(errs.Forbidden, "web.unified.closed", nil))
	case u.ID != "":
		return p.enter(w, r, v, u.ID, a.Next, "")
	}
	if err := keep(r, v, keepFound, found{Identity: id, Next: a.Next, At: time.Now()}); err != nil {
		return err
	}
	return httpx.SeeOther(w, r, "/login/first")
}

// checked looks at what the provider said, its code of the organisation too.
func checked(id kernel.Identity) (kernel.Identity, error) {
	id, err := id.Check()
	if err != nil || id.OrgCode == "" {
		return id, err
	}
	code, err := ident.ParseUSCC(id.OrgCode)
	if err != nil {
		return id, errs.New(errs.Unavailable, "web.unified.bad_code", errs.Args{"code": id.OrgCode})
	}
	id.OrgCode = code.String()
	return id, nil
}

// enter begins a session.
func (p pages) enter(w http.ResponseWriter, r *http.Request, v *site.Visit, u kernel.UserID, next, note string) error {
	if err := v.Env.Login.Begin(r.Context(), u, site.Address(r), r.UserAgent()); err != nil {
		return err
	}
	return p.arrive(w, r, v, u, next, note)
}

// arrive leads to where one was going.
func (p pages) arrive(w http.ResponseWriter, r *http.Request, v *site.Visit, u kernel.UserID, next, note string) error {
	hats, err := v.Env.People.Hats(r.Context(), u, v.Env.Now())
	if err != nil {
		return err
	}
	return v.Go(w, r, p.landing(r.Context(), next, hats[0]), note)
}

// linkMine links an identity to who has logged in.
func (p pages) linkMine(w http.ResponseWriter, r *http.Request, v *site.Visit, a asked, id kernel.Identity) error {
	if v.Actor.User != a.Link {
		return p.unvouched(w, r, v, "", errs.New(errs.Forbidden, "web.unified.stale", nil))
	}
	err := v.Env.Desk.Do(r.Context(), v.Actor, "identity/"+a.State, kernel.LinkIdentity{User: a.Link, Key: identityKey(v, id), Provider: id.Provider, Name: id.Name})
	if errs.KindOf(err) == errs.Conflict {
		return p.drawSecurity(w, r, v, httpx.Status(err), err)
	}
	if err != nil {
		return err
	}
	return v.Go(w, r, "/account/security", v.L.T("web.unified.linked"))
}

// unlink takes an identity off one's own log-in.
func (p pages) unlink(w http.ResponseWriter, r *http.Request, v *site.Visit) error {
	list, err := v.Env.People.Identities(r.Context(), v.Actor.User)
	if err != nil {
		return err
	}
	for _, i := range list {
		if i.Provider != r.PathValue("provider") {
			continue
		}
		err := v.Env.Desk.Do(r.Context(), v.Actor, r.PostFormValue(site.KeyField)+i.Key, kernel.UnlinkIdentity{User: v.Actor.User, Key: i.Key})
		if errs.KindOf(err) == errs.Conflict {
			return p.drawSecurity(w, r, v, httpx.Status(err), err)
		}
		if err != nil {
			return err
		}
	}
	return v.Go(w, r, "/account/security", v.L.T("web.unified.unlinked"))
}
