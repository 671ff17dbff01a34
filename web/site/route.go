package site

import (
	"net/http"
	"net/url"
	"slices"

	"quanlian/base/errs"
	"quanlian/kernel"
	"quanlian/web/httpx"
)

// Page answers one request or returns what went wrong.
type Page func(w http.ResponseWriter, r *http.Request, v *Visit) error

// Auth says who may come to a route at all; what one may see and do there is
// decided by the kernel.
type Auth int

// Doors of a route.
const (
	Open     Auth = iota // anybody
	LoggedIn             // whoever has logged in
	Staff                // whoever holds an office
)

// Route is one line of a folder's list.
type Route struct {
	Method, Pattern string
	Page            Page
	Auth            Auth
}

// Mount registers the routes on the mux.
func (e *Env) Mount(mux *http.ServeMux, edge *httpx.Edge, routes []Route) {
	for _, rt := range routes {
		mux.Handle(rt.Method+" "+rt.Pattern, e.Login.Middleware(edge.Handle(e.page(rt))))
	}
}

func (e *Env) page(rt Route) httpx.Handler {
	return func(w http.ResponseWriter, r *http.Request) error {
		v, err := e.visit(r)
		if err != nil {
			return err
		}
		err = e.answer(w, r, v, rt)
		v.lead(r, err)
		return err
	}
}

func (e *Env) answer(w http.ResponseWriter, r *http.Request, v *Visit, rt Route) error {
	switch {
	case rt.Auth >= LoggedIn && !v.LoggedIn():
		if r.Method == http.MethodGet {
			return httpx.SeeOther(w, r, "/login?next="+url.QueryEscape(r.URL.RequestURI()))
		}
		return e.sessionOver(w, r, v)
	case rt.Auth == Staff && !v.Staff():
		return errs.New(errs.Forbidden, "web.staff_only", nil)
	}
	ownKey(r)
	e.remember(w, r, v)
	if r.Method != http.MethodGet && v.LoggedIn() {
		if err := v.dropHeld(r); err != nil {
			return err
		}
	}
	return rt.Page(w, r, v)
}

// visit finds out who comes, and under which hat.
func (e *Env) visit(r *http.Request) (*Visit, error) {
	edge := httpx.From(r.Context())
	v := &Visit{Env: e, L: edge.L, edge: edge, Flash: e.Login.TakeFlash(r.Context())}
	user, err := e.Login.User(r.Context())
	if err != nil || user == "" {
		return v, err
	}
	hats, err := e.People.Hats(r.Context(), user, e.Now())
	if errs.KindOf(err) == errs.Forbidden { // disabled since
		return v, e.Login.LogOut(r.Context())
	}
	if err != nil {
		return nil, err
	}
	v.Hats = hats
	hat := e.Login.Hat(r.Context())
	i := max(0, slices.IndexFunc(hats, func(a kernel.Actor) bool { return a.Hat() == hat }))
	v.Actor = hats[i]
	edge.Note("actor", string(v.Actor.User))
	if err := v.learnUnits(r.Context()); err != nil {
		return nil, err
	}
	if v.Actor.Party != "" {
		if v.Party, err = e.People.Party(r.Context(), v.Actor.Party); err != nil {
			return nil, err
		}
	}
	return v, nil
}
