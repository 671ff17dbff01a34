package main

import (
	"context"
	"net/http"

	"github.com/a-h/templ"

	"quanlian/api"
	"quanlian/base/ident"
	"quanlian/kernel"
	"quanlian/web/httpx"
	"quanlian/web/site"
	"quanlian/web/ui"
)

// openAPI builds the API on what the pages stand on.
func (h *house) openAPI() *api.API {
	return api.New(api.Deps{
		Desk: h.desk, Cases: h.store, People: h.store, Rights: h.store, Book: book{h.store}, Custodian: func() kernel.PartyID { return h.env.Custodian }, Statements: statements{h}, DraftName: h.draftName, Matcher: h.matcher, Unlisted: h.near, Files: screened{h}, Items: h.items, ItemName: h.items.nameNow,
		Rules: h.rules, Calendar: h.rules.Calendar, IPC: h.ipcScheme(), Matters: api.ItemMatters(h.items.flows(h.rules.Calendar), h.store.KeptItem, api.OfficeMatters(api.HallMatters())), TurnOf: h.turnOf, Now: h.now, NewID: newID, PublicURL: h.cfg.PublicURL, Log: h.log, Limits: h.cfg.APILimits,
		Note: func(ctx context.Context, key, value string) { httpx.From(ctx).Note(key, value) },
	})
}

// ipcScheme is the table of the classification that the configuration names; nil
// without, and where it cannot be read, which the log tells.
func (h *house) ipcScheme() ident.Scheme {
	s, err := ipcScheme(h.cfg.IPCScheme)
	if err != nil {
		h.log.Error("ipc scheme", "file", h.cfg.IPCScheme, "err", err)
	}
	return s
}

// referenceRoute is the page of the API in the frame of the site.
func referenceRoute(a *api.API) site.Route {
	return site.Route{Method: http.MethodGet, Pattern: "/api", Page: func(w http.ResponseWriter, r *http.Request, v *site.Visit) error {
		base := "http://" + r.Host
		if v.Env.Secure {
			base = "https://" + r.Host
		}
		body, err := a.Reference(v.L, base)
		if err != nil {
			return err
		}
		f := v.Frame(r, v.L.T("api.title"), "")
		f.Crumb = []ui.Link{{Text: v.L.T("api.title")}}
		return v.Show(w, r, f, templ.Raw(string(body)))
	}}
}
