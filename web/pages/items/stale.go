package items

import (
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"quanlian/base/errs"
	"quanlian/kernel"
	"quanlian/kernel/desk"
	"quanlian/kernel/itemflow"
	"quanlian/web/httpx"
	"quanlian/web/itemform"
	"quanlian/web/site"
	"quanlian/web/ui"
)

// drawnField carries when a page of a form was drawn, anewField that it shall
// begin another application all the same.
const (
	drawnField = "_drawn"
	anewField  = "_anew"
)

// The form of a page, and its button that keeps the answers as a template too.
const (
	formID        = "q-form"
	templateField = "_template"
)

// Faults of a page whose form was sent from another window since it was drawn.
const (
	sentAlready = "web.items.sent_already"
	sentWaits   = "web.items.sent_waits"
	sentMended  = "web.items.mend_sent"
)

// lookedThrough is how many of one's latest cases of an item may be the one that a
// page still open belongs to. Unit: cases. Source: our choice.
const lookedThrough = 5

// unsent refuses to begin a draft with a page that was drawn before its form was
// sent from another window.
func (p pages) unsent(r *http.Request, v *site.Visit, f filling) error {
	ms, err := strconv.ParseInt(r.PostFormValue(drawnField), 10, 64)
	if err != nil || f.stands() || v.Actor.Party == "" || r.PostFormValue(anewField) != "" {
		return nil
	}
	drawn := time.UnixMilli(ms)
	q := kernel.CaseQuery{Item: f.code(), Sort: "opened", Limit: lookedThrough, Uncounted: true}
	if f.code() == "" {
		q.Flow = itemflow.Thing
	}
	list, _, err := v.Env.Cases.Cases(r.Context(), v.Actor, kernel.ViewDetail, q)
	if err != nil {
		return err
	}
	for _, c := range list {
		if c.Opened.Before(drawn) || !sentAs(f, c) {
			continue
		}
		h, err := v.Env.Cases.History(r.Context(), c.ID)
		if err != nil {
			return err
		}
		if len(h) > 0 && h[0].Actor.User == v.Actor.User {
			return errs.New(errs.Conflict, sentAlready, errs.Args{"no": c.No, "href": v.Env.CaseURL(c)})
		}
	}
	if v.Actor.Mandate != "" {
		return nil
	}
	waits, err := v.Env.Cases.Approvals(r.Context(), v.Actor.Party)
	i := slices.IndexFunc(waits, func(w desk.Pending) bool {
		return w.Actor.User == v.Actor.User && !w.Made.Before(drawn) && waitsAs(f, w)
	})
	if err != nil || i < 0 {
		return err
	}
	return errs.New(errs.Conflict, sentWaits, errs.Args{"href": "/my/approvals/" + waits[i].ID})
}

// sentAs reports whether the case is one of the form.
func sentAs(f filling, c kernel.Case) bool {
	if f.code() != "" {
		return c.Item == f.code() && itemflow.Standard(c.Flow) && c.Parent == ""
	}
	d, err := itemflow.ThingOf(c)
	return err == nil && thingSubject(d.Bundle) == f.subject()
}

// waitsAs reports whether what waits for a word inside was sent from the form.
func waitsAs(f filling, w desk.Pending) bool {
	if in, ok := thingOf(w); ok {
		return thingSubject(in.Bundle) == f.subject()
	}
	return w.Open != nil && f.code() != "" && w.Open.Item == f.code() && itemflow.Standard(w.Open.Flow)
}

// stale shows a page whose form was sent already with what is typed on it, which
// is not kept, and the way to what was sent.
func (p pages) stale(w http.ResponseWriter, r *http.Request, v *site.Visit, f filling, fault error) error {
	if errs.KindOf(fault) != errs.Conflict {
		return fault
	}
	if pg, ok := pageOf(f, r.PathValue("step")); ok {
		f.put(pg, itemform.Read(r.PostForm, pg.step, f.answers(pg)))
	}
	return p.draw(w, r, v, httpx.Status(fault), f, fault)
}

// saidStale answers an autosave of such a page: a sentence, no mark, and the way.
func saidStale(w http.ResponseWriter, v *site.Visit, fault error) error {
	if errs.KindOf(fault) != errs.Conflict {
		return fault
	}
	to := sentLink(v, fault)
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	w.Header().Set("Cache-Control", "no-store")
	w.WriteHeader(httpx.Status(fault))
	_, _ = w.Write([]byte(strings.Join([]string{v.L.Error(fault), "", to.Href, to.Text}, "\n"))) // the reader may have left
	return nil
}

// sentLink leads to what was sent; the zero value for another fault.
func sentLink(v *site.Visit, fault error) ui.Link {
	e := errs.As(fault)
	if e == nil || e.Code != sentAlready && e.Code != sentWaits && e.Code != sentMended {
		return ui.Link{}
	}
	href, _ := e.Args["href"].(string)
	return ui.Link{Text: v.L.T("web.items.sent_open"), Href: href}
}

// stamp notes on the page when it was drawn; one that was sent already stays as
// old as it is.
func (x *applyView) stamp(r *http.Request, fault error) {
	x.sent, x.drawn = sentLink(x.v, fault), r.PostFormValue(drawnField)
	if x.sent.Href == "" {
		x.drawn = strconv.FormatInt(x.v.Env.Now().UnixMilli(), 10)
		return
	}
	x.faults, x.fault = nil, x.v.L.Error(fault) // nothing on the page is to be corrected
}
