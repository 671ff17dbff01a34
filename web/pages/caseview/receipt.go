package caseview

import (
	"net/http"
	"net/url"
	"slices"
	"strings"

	"quanlian/base/errs"
	"quanlian/kernel"
	"quanlian/web/site"
	"quanlian/web/ui"
)

// shownFields are those that the history shows to whoever may see the case.
// What was typed into the form shows only to who typed it: the other side may
// see less of it than the case's page does.
var shownFields = []string{"id", "case", "no", "flow", "act", "at", "from", "to", "version", "note", "actor.name", "actor.system", "for_name"}

// receipt hands out the receipt of one act.
func (p pages) receipt(w http.ResponseWriter, r *http.Request, v *site.Visit) error {
	c, err := v.Env.Cases.Case(r.Context(), v.Actor, r.PathValue("no"), kernel.ViewDetail)
	if err != nil {
		return err
	}
	if p.level(v, c) < kernel.ViewDetail {
		return errs.New(errs.NotFound, "kernel.no_such_case", errs.Args{"id": c.No})
	}
	if v.Env.Proofs == nil {
		return errs.New(errs.NotFound, "web.receipt.no_log", nil)
	}
	entry := r.PathValue("entry")
	text, err := v.Env.Proofs.EntryReceipt(r.Context(), c.ID, entry, func(by kernel.UserID, field string) bool {
		return by != "" && by == v.Actor.User || slices.Contains(shownFields, field)
	})
	if err != nil {
		return err
	}
	return site.Download(w, c.No+"-"+entry+".receipt.json", "application/json", text)
}

// level is how much of the case the visitor sees.
func (p pages) level(v *site.Visit, c kernel.Case) kernel.Level {
	_, level := kernel.RolesOf(v.Actor, c)
	if m := p.matters[c.Flow]; m.Level != nil {
		level = m.Level(v, c, level)
	}
	return level
}

// proof is the way to the receipt of an entry; none where there is no log, or
// where its content was erased.
func proof(v *site.Visit, c kernel.Case, e kernel.Entry) ui.Link {
	if v.Env.Proofs == nil || e.Erased {
		return ui.Link{}
	}
	base := v.Env.CaseURL(c)
	if !strings.HasPrefix(base, "/hall/") { // a matter with a page of its own, as a booking, has its receipts at the general address
		base = "/case/" + url.PathEscape(c.No)
	}
	return ui.Link{Text: v.L.T("web.receipt.short"), Href: base + "/receipt/" + url.PathEscape(e.ID)}
}
