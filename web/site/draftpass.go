package site

import (
	"context"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"quanlian/kernel"
	"quanlian/web/httpx"
)

// HandURL is the page on which a draft is given to a colleague.
func HandURL(subject string) string { return "/draft/hand?subject=" + url.QueryEscape(subject) }

// HandedURL is the page that says who has a draft that was given away.
func HandedURL(subject string) string { return "/draft/handed?subject=" + url.QueryEscape(subject) }

// FormURL is where a draft is gone on with; "" for a form without a page of its own.
func FormURL(subject string) string {
	kind, id, _ := strings.Cut(subject, "/")
	switch kind {
	case "item":
		return "/item/" + id + "/apply"
	case "template":
		return "/item/" + id + "/apply?template=1"
	case "many":
		return "/item/" + id + "/many"
	case "thing":
		return "/thing/" + id + "/apply"
	case "hall":
		if right, is := strings.CutPrefix(id, "list/"); is {
			return "/hall/new?right=" + url.QueryEscape(right)
		}
		return "/hall/needs/new"
	case "case":
		no, _, _ := strings.Cut(id, "/")
		return "/case/" + no
	}
	return ""
}

// Hands reports whether the visitor has colleagues to whom a draft may go: who
// acts for itself has none.
func (v *Visit) Hands() bool {
	return v.Actor.Party != "" && v.Party.Kind != "person" || v.Actor.Mandate != ""
}

// Inside is the organisation in which the visitor acts: the party itself, or the
// agent whose mandate it is; for a mandate that names one person, personal is true.
func (v *Visit) Inside(ctx context.Context) (org kernel.PartyID, personal bool, err error) {
	if v.Actor.Mandate == "" {
		return v.Actor.Party, false, nil
	}
	list, err := v.Env.People.Mandates(ctx, "principal", v.Actor.Party)
	if err != nil {
		return "", false, err
	}
	org, personal = kernel.Inside(v.Actor, list)
	return org, personal, nil
}

// Came is the trace by which the visitor has the draft of the subject, if a
// colleague gave it.
func (v *Visit) Came(ctx context.Context, subject string) (kernel.DraftHand, bool) {
	if !v.LoggedIn() || v.Actor.Party == "" {
		return kernel.DraftHand{}, false
	}
	list, err := v.Env.Cases.DraftHands(ctx, v.Actor.User, v.Actor.Party)
	if err != nil { // the form works without
		return kernel.DraftHand{}, false
	}
	for _, h := range list {
		if h.Subject == subject && h.Holder == v.Actor.User {
			return h, true
		}
	}
	return kernel.DraftHand{}, false
}

// Gave reports whether a colleague of the visitor has the draft of the subject,
// which the visitor gave away.
func (v *Visit) Gave(ctx context.Context, subject string) bool {
	if !v.LoggedIn() || v.Actor.Party == "" {
		return false
	}
	list, err := v.Env.Cases.DraftHands(ctx, v.Actor.User, v.Actor.Party)
	return err == nil && slices.ContainsFunc(list, func(h kernel.DraftHand) bool { return h.Subject == subject && h.From == v.Actor.User })
}

// CameText says from whom the draft of the subject came, "" for one of one's own.
func (v *Visit) CameText(ctx context.Context, subject string) string {
	h, ok := v.Came(ctx, subject)
	if !ok {
		return ""
	}
	text := v.L.T("web.draft.came", "who", h.By, "at", v.L.Moment(h.Made, v.Env.Now()))
	if h.Note != "" {
		text += v.L.T("web.ui.colon") + h.Note
	}
	return text
}

// SaidHanded answers an autosave whose draft a colleague has by one sentence, so
// that the page can say so beside what was typed; false for any other fault.
func (v *Visit) SaidHanded(w http.ResponseWriter, err error) bool {
	if !kernel.Handed(err) {
		return false
	}
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	w.Header().Set("Cache-Control", "no-store")
	w.WriteHeader(httpx.Status(err))
	_, _ = w.Write([]byte(v.L.Error(err))) // the reader may have left
	return true
}
