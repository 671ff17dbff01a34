package org

import (
	"net/http"
	"slices"
	"strings"
	"time"

	"quanlian/base/errs"
	"quanlian/kernel"
	"quanlian/web/httpx"
	"quanlian/web/site"
)

// Unit: hours. Source: our choice; three days with a weekend between them.
const linkTime = 72 * time.Hour

// readMember reads duty and rights of a form.
func readMember(r *http.Request, v *site.Visit, u kernel.UserID) kernel.PutMember {
	w := kernel.PutMember{User: u, Party: v.Actor.Party, Duty: kernel.Duty(r.PostFormValue("duty"))}
	for _, right := range kernel.AllRights() {
		if slices.Contains(r.PostForm["rights"], string(right)) {
			w.Rights = append(w.Rights, right)
		}
	}
	return w
}

// putMember lets somebody with a log-in join, changes a member, or takes one out.
func putMember(w http.ResponseWriter, r *http.Request, v *site.Visit) error {
	if err := inside(v); err != nil {
		return err
	}
	form, note := r.PostFormValue("user"), "web.org.member_put"
	u, err := v.Env.People.UserFacts(r.Context(), strings.TrimSpace(r.PostFormValue("login")), kernel.UserID(form))
	if err != nil {
		return err
	}
	if form == "" {
		form, note = "join", "web.org.joined"
	}
	put := readMember(r, v, u.ID)
	switch {
	case u.ID == "" || u.Closed:
		err = errs.At("login", "web.org.no_such_login", nil)
	case r.PostFormValue("out") != "":
		put.Rights, note = nil, "web.org.member_out"
	case len(put.Rights) == 0:
		err = errs.At("rights", "web.org.rights_missing", nil)
	}
	if err == nil {
		err = v.Env.Desk.Do(r.Context(), v.Actor, r.PostFormValue(site.KeyField), put)
	}
	return settle(w, r, v, form, err, v.L.T(note, "name", u.Name))
}

// settle goes back to the list, or draws it with the form that came back.
func settle(w http.ResponseWriter, r *http.Request, v *site.Visit, form string, err error, note string) error {
	switch errs.KindOf(err) {
	case "":
		return v.Go(w, r, "/org", note)
	case errs.Invalid:
		refused := v.Sheet(r, "web.org", err)
		refused.Faults = refused.Faults.In(form + "-")
		return drawMembers(w, r, v, httpx.Status(err), membersView{sheet: refused, form: form})
	}
	return err
}

// newMember makes a log-in for somebody who has none, as member, and the link
// with which that person sets a password.
func newMember(w http.ResponseWriter, r *http.Request, v *site.Visit) error {
	if err := inside(v); err != nil {
		return err
	}
	secret, hash, err := v.Env.Login.Secret()
	if err != nil {
		return err
	}
	add := kernel.AddUser{ID: kernel.UserID(v.Env.NewID()), Login: strings.TrimSpace(r.PostFormValue("login")), Name: strings.TrimSpace(r.PostFormValue("name")), Party: v.Actor.Party}
	put := readMember(r, v, add.ID)
	if len(put.Rights) == 0 {
		err = errs.At("rights", "web.org.rights_missing", nil)
	} else {
		err = v.Env.Desk.Do(r.Context(), v.Actor, r.PostFormValue(site.KeyField), add, put, kernel.IssueLink{User: add.ID, Hash: hash, Until: v.Env.Now().Add(linkTime), Party: v.Actor.Party})
	}
	if err != nil {
		return settle(w, r, v, "new", err, "")
	}
	return showLink(w, r, v, secret, hash, add.Name)
}

// newLink makes the link anew for a member who has not used the first one.
func newLink(w http.ResponseWriter, r *http.Request, v *site.Visit) error {
	if err := inside(v); err != nil {
		return err
	}
	secret, hash, err := v.Env.Login.Secret()
	if err != nil {
		return err
	}
	u, err := v.Env.People.UserFacts(r.Context(), "", kernel.UserID(r.PostFormValue("user")))
	if err != nil {
		return err
	}
	if err := v.Env.Desk.Do(r.Context(), v.Actor, r.PostFormValue(site.KeyField), kernel.IssueLink{User: u.ID, Hash: hash, Until: v.Env.Now().Add(linkTime), Party: v.Actor.Party}); err != nil {
		return err
	}
	return showLink(w, r, v, secret, hash, u.Name)
}

// showLink shows a link this once. A page that is sent again made no second
// link: its key was used.
func showLink(w http.ResponseWriter, r *http.Request, v *site.Visit, secret, hash, name string) error {
	_, ok, err := v.Env.People.LinkOpen(r.Context(), hash, v.Env.Now())
	if err != nil {
		return err
	}
	if !ok {
		return v.Go(w, r, "/org", v.L.T("web.org.link_shown"))
	}
	return drawMembers(w, r, v, http.StatusOK, membersView{sheet: v.Sheet(r, "web.org", nil), link: v.LinkTo(r, "/once/"+secret), linkOf: name})
}
