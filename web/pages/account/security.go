package account

import (
	"net/http"
	"time"

	"quanlian/base/errs"
	"quanlian/kernel"
	"quanlian/web/httpx"
	"quanlian/web/site"
	"quanlian/web/ui"
)

// Sessions shown. Unit: days, rows. Source: our choice; long enough to find a
// log-in that was not one's own.
const (
	sessionDays  = 30
	mostSessions = 50
)

// securityView is the page of password and sessions.
type securityView struct {
	v        *site.Visit
	sheet    site.Sheet
	user     kernel.UserFacts
	sessions []kernel.LogIn
	others   int // that stand, besides this one
	links    []kernel.LinkedIdentity
}

func (p pages) security(w http.ResponseWriter, r *http.Request, v *site.Visit) error {
	return p.drawSecurity(w, r, v, http.StatusOK, nil)
}

func (p pages) drawSecurity(w http.ResponseWriter, r *http.Request, v *site.Visit, status int, fault error) error {
	x := securityView{v: v, sheet: v.Sheet(r, "web.security", fault)}
	var err error
	if x.user, err = v.Env.People.UserFacts(r.Context(), "", v.Actor.User); err != nil {
		return err
	}
	// The list is kept by the time of day, not by the clock that a demo holds.
	if x.sessions, err = v.Env.People.LogIns(r.Context(), v.Actor.User, time.Now().AddDate(0, 0, -sessionDays), mostSessions); err != nil {
		return err
	}
	if x.links, err = v.Env.People.Identities(r.Context(), v.Actor.User); err != nil {
		return err
	}
	for _, s := range x.sessions {
		if s.Ended.IsZero() && s.ID != v.Env.Login.Session(r.Context()) {
			x.others++
		}
	}
	return v.ShowStatus(w, r, status, accountFrame(r, v, "security"), securityPage(r, x))
}

// accountFrame is the frame of a page about oneself.
func accountFrame(r *http.Request, v *site.Visit, tab string) ui.Frame {
	title := v.L.T("web.account.tab." + tab)
	f := v.Frame(r, title, "")
	f.Crumb = []ui.Link{{Text: v.L.T("web.account.title"), Href: "/account"}, {Text: title}}
	return f
}

// password changes the visitor's own: the old one is asked for, so that an open
// screen is not enough.
func (p pages) password(w http.ResponseWriter, r *http.Request, v *site.Visit) error {
	u, err := v.Env.People.UserFacts(r.Context(), "", v.Actor.User)
	if err != nil {
		return err
	}
	hash, err := newPassword(r, v, u.Login)
	if err == nil {
		err = v.Env.Login.Check(r.Context(), u.Login, r.PostFormValue("old"))
	}
	if err == nil {
		err = v.Env.Desk.Do(r.Context(), v.Actor, r.PostFormValue(site.KeyField), kernel.SetPassword{User: v.Actor.User, Hash: hash, Keep: v.Env.Login.Session(r.Context())})
	}
	switch errs.KindOf(err) {
	case "":
		return v.Go(w, r, "/account/security", v.L.T("web.security.password_set"))
	case errs.Invalid:
		return p.drawSecurity(w, r, v, httpx.Status(err), err)
	}
	return err
}

// newPassword reads a password that is typed twice.
func newPassword(r *http.Request, v *site.Visit, login string) (string, error) {
	typed := r.PostFormValue("password")
	hash, err := v.Env.Login.Hash(typed)
	switch {
	case err != nil:
		return "", err
	case typed == login:
		return "", errs.At("password", "web.security.like_login", nil)
	case typed != r.PostFormValue("again"):
		return "", errs.At("again", "web.security.not_the_same", nil)
	}
	return hash, nil
}

// endSessions ends one session of the visitor, or all but this one.
func (p pages) endSessions(w http.ResponseWriter, r *http.Request, v *site.Visit) error {
	end := kernel.EndLogIns{User: v.Actor.User, Keep: v.Env.Login.Session(r.Context()), Only: r.PostFormValue("session")}
	if err := v.Env.Desk.Do(r.Context(), v.Actor, r.PostFormValue(site.KeyField), end); err != nil {
		return err
	}
	return v.Go(w, r, "/account/security", v.L.T("web.security.ended"))
}

// state says how a session stands.
func (x securityView) state(r *http.Request, s kernel.LogIn) (ui.State, string) {
	switch {
	case s.ID == x.v.Env.Login.Session(r.Context()):
		return ui.Done, x.v.L.T("web.security.this")
	case s.Ended.IsZero():
		return ui.Run, x.v.L.T("web.security.open")
	}
	return ui.Idle, x.v.L.T("web.security.over")
}

func (x securityView) table(r *http.Request) ui.Table {
	l := x.v.L
	t := ui.Table{Caption: l.T("web.security.sessions"), Stack: true, Cols: []ui.Col{{Text: l.T("web.security.col.seen")}, {Text: l.T("web.security.col.began")}, {Text: l.T("web.security.col.address")}, {Text: l.T("web.security.col.agent")}, {Text: l.T("web.account.col.state")}, {Text: l.T("web.ui.acts"), Hidden: true}}}
	for _, s := range x.sessions {
		state, word := x.state(r, s)
		row := ui.Row{Cells: []ui.Cell{{Text: l.Moment(s.Seen, time.Now()), NoWrap: true}, {Text: l.Moment(s.Made, time.Now()), NoWrap: true}, {Text: s.Address, No: true}, {Text: agentText(s.Agent), Sub: ""}, {Part: ui.Chip(state, word)}, {}}}
		if state == ui.Run {
			row.Cells[5].Part = endSession(x, s)
		}
		t.Rows = append(t.Rows, row)
	}
	return t
}

// linked says since when an identity of the provider opens this log-in; "" for never.
func (x securityView) linked(provider string) string {
	for _, i := range x.links {
		if i.Provider == provider {
			return x.v.L.ISO(i.Made)
		}
	}
	return ""
}
