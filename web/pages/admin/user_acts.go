package admin

import (
	"net/http"
	"strings"
	"time"

	"quanlian/base/errs"
	"quanlian/kernel"
	"quanlian/web/httpx"
	"quanlian/web/site"
)

// Unit: hours. Source: our choice; three days with a weekend between them.
const linkTime = 72 * time.Hour

// act writes and goes back to the page of the log-in.
func act(w http.ResponseWriter, r *http.Request, v *site.Visit, note string, writes ...kernel.Write) error {
	err := v.Env.Desk.Do(r.Context(), v.Actor, r.PostFormValue(site.KeyField), writes...)
	if again(err) {
		return drawUser(w, r, v, httpx.Status(err), err, "")
	}
	if err != nil {
		return err
	}
	return v.Go(w, r, "/admin/users/"+r.PathValue("id"), v.L.T(note))
}

// putPost gives a post, or ends one now.
func putPost(w http.ResponseWriter, r *http.Request, v *site.Visit) error {
	put := kernel.PutPost{User: kernel.UserID(r.PathValue("id")), Post: kernel.Post{Unit: kernel.UnitID(r.PostFormValue("unit")), Role: kernel.Role(r.PostFormValue("role")), District: strings.TrimSpace(r.PostFormValue("district"))}}
	note := "web.admin.post_given"
	if r.PostFormValue("end") != "" {
		put.Until, note = v.Env.Now(), "web.admin.post_ended"
	}
	if put.Post.Unit == "" {
		err := errs.At("unit", "web.admin.unit_missing", nil)
		return drawUser(w, r, v, httpx.Status(err), err, "")
	}
	return act(w, r, v, note, put)
}

func closeUser(w http.ResponseWriter, r *http.Request, v *site.Visit) error {
	closed := r.PostFormValue("closed") == "1"
	note := "web.admin.user_opened"
	if closed {
		note = "web.admin.user_closed"
	}
	return act(w, r, v, note, kernel.CloseUser{User: kernel.UserID(r.PathValue("id")), Closed: closed})
}

func endSessions(w http.ResponseWriter, r *http.Request, v *site.Visit) error {
	return act(w, r, v, "web.security.ended", kernel.EndLogIns{User: kernel.UserID(r.PathValue("id"))})
}

// link makes a link with which a person sets a password, and shows it once. A
// page that is sent again made no second one: its key was used.
func link(w http.ResponseWriter, r *http.Request, v *site.Visit) error {
	secret, hash, err := v.Env.Login.Secret()
	if err != nil {
		return err
	}
	id := kernel.UserID(r.PathValue("id"))
	if err := v.Env.Desk.Do(r.Context(), v.Actor, r.PostFormValue(site.KeyField), kernel.IssueLink{User: id, Hash: hash, Until: v.Env.Now().Add(linkTime)}); err != nil {
		if again(err) {
			return drawUser(w, r, v, httpx.Status(err), err, "")
		}
		return err
	}
	_, ok, err := v.Env.People.LinkOpen(r.Context(), hash, v.Env.Now())
	if err != nil {
		return err
	}
	if !ok {
		return v.Go(w, r, "/admin/users/"+string(id), v.L.T("web.org.link_shown"))
	}
	return drawUser(w, r, v, http.StatusOK, nil, v.LinkTo(r, "/once/"+secret))
}
