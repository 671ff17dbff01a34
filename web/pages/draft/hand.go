package draft

import (
	"context"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"quanlian/base/errs"
	"quanlian/kernel"
	"quanlian/web/httpx"
	"quanlian/web/site"
	"quanlian/web/ui"
)

// Form names the form of a draft's subject, "" for one that it does not know.
type Form func(ctx context.Context, zh bool, subject string) string

type pages struct{ form Form }

// Unit: rows. Source: our choice: what one looks through at a glance; more are
// found by name.
const mostColleagues = 12

// handView is the page on which a draft is given to a colleague.
type handView struct {
	v          *site.Visit
	subject    string
	name, at   string
	words      string // looked for
	colleagues []ui.Option
	more       int  // colleagues beyond those shown
	nobody     bool // no colleague may go on with a form
	searched   bool
	note       string
	back       string
	faults     ui.Faults
	fault      string
}

func (p pages) hand(w http.ResponseWriter, r *http.Request, v *site.Visit) error {
	return p.drawHand(w, r, v, http.StatusOK, nil)
}

// named is the name of the form, and where one goes on with it. A form inside a
// case is named in the language of the visitor.
func (p pages) named(ctx context.Context, v *site.Visit, zh bool, subject string) (name, href string, err error) {
	if name := p.form(ctx, zh, subject); name != "" {
		return name, site.FormURL(subject), nil
	}
	parts := strings.Split(subject, "/")
	if len(parts) < 3 || parts[0] != "case" {
		return "", "", errs.New(errs.NotFound, "web.draft.none", nil)
	}
	c, err := v.Env.Cases.Case(ctx, v.Actor, parts[1], kernel.ViewSummary)
	if err != nil {
		return "", "", err
	}
	return v.FlowText(c.Flow) + v.L.T("web.ui.colon") + v.MoveText(c.Flow, strings.Join(parts[2:], "/")) + " " + c.No, v.Env.CaseURL(c), nil
}

func (p pages) drawHand(w http.ResponseWriter, r *http.Request, v *site.Visit, status int, fault error) error {
	x := handView{v: v, subject: strings.TrimSpace(r.FormValue("subject")), words: strings.TrimSpace(r.FormValue("q")), note: r.PostFormValue("note"), faults: ui.FaultsOf(v.L, fault)}
	var err error
	if x.name, x.back, err = p.named(r.Context(), v, v.L.Zh(), x.subject); err != nil {
		return err
	}
	_, at, ok, err := v.Env.Cases.Draft(r.Context(), v.Actor.User, v.Actor.Party, x.subject)
	if err != nil {
		return err
	}
	if !ok {
		return v.Go(w, r, site.HandedURL(x.subject), "")
	}
	x.at = v.L.Moment(at, v.Env.Now())
	if fault != nil && len(x.faults.Summary(nil)) == 0 {
		x.fault = v.L.Error(fault)
	}
	if err := x.choose(r); err != nil {
		return err
	}
	f := v.Frame(r, v.L.T("web.draft.hand"), "my")
	f.Narrow = true
	f.Crumb = []ui.Link{{Text: v.L.T("web.nav.my"), Href: "/my"}, {Text: x.name, Href: x.back}, {Text: v.L.T("web.draft.hand")}}
	return v.ShowStatus(w, r, status, f, handPage(x))
}

// choose fills the list of colleagues: who gave the draft first, then by name;
// those alone who may prepare for the party.
func (x *handView) choose(r *http.Request) error {
	list, err := colleagues(r.Context(), x.v)
	if err != nil {
		return err
	}
	x.nobody, x.searched = len(list) == 0, x.words != "" || len(list) > mostColleagues
	from, _ := x.v.Came(r.Context(), x.subject)
	slices.SortStableFunc(list, func(a, b kernel.Member) int { return rank(a, from) - rank(b, from) })
	chosen := r.FormValue("to")
	for _, m := range list {
		if x.words != "" && !strings.Contains(strings.ToLower(m.Name+" "+m.Login), strings.ToLower(x.words)) {
			continue
		}
		if len(x.colleagues) == mostColleagues {
			x.more++
			continue
		}
		o := ui.Option{Value: string(m.User), Text: m.Name + x.v.L.T("web.ui.bracket", "text", m.Login), Count: -1, Selected: string(m.User) == chosen}
		if m.Duty != "" {
			o.Hint = x.v.L.T("web.duty." + string(m.Duty))
		}
		if m.User == from.From {
			o.Hint = x.v.L.T("web.draft.gave_it")
		}
		x.colleagues = append(x.colleagues, o)
	}
	return nil
}

func rank(m kernel.Member, from kernel.DraftHand) int {
	if m.User == from.From {
		return 0
	}
	return 1
}

// colleagues are those of one's own organisation who may go on with a form under
// the visitor's hat.
func colleagues(ctx context.Context, v *site.Visit) ([]kernel.Member, error) {
	org, personal, err := v.Inside(ctx)
	if err != nil || org == "" || personal {
		return nil, err
	}
	list, err := v.Env.People.Members(ctx, org)
	return kernel.Colleagues(v.Actor, list), err
}

func (p pages) give(w http.ResponseWriter, r *http.Request, v *site.Visit) error {
	if r.PostFormValue("_search") != "" {
		return p.hand(w, r, v)
	}
	to, subject := kernel.UserID(r.PostFormValue("to")), r.PostFormValue("subject")
	zh, _, err := p.named(r.Context(), v, true, subject)
	if err != nil {
		return err
	}
	en, _, err := p.named(r.Context(), v, false, subject)
	if err != nil {
		return err
	}
	if to == "" {
		return p.drawHand(w, r, v, http.StatusUnprocessableEntity, errs.At("to", "web.draft.choose", nil))
	}
	err = v.Env.Desk.Do(r.Context(), v.Actor, v.Key(), kernel.HandDraft{ID: v.Env.NewID(), From: v.Actor.User, To: to, Party: v.Actor.Party, Subject: subject, Note: strings.TrimSpace(r.PostFormValue("note")), Name: zh, NameEn: en})
	switch errs.KindOf(err) {
	case errs.Invalid, errs.Conflict, errs.Forbidden:
		return p.drawHand(w, r, v, httpx.Status(err), err)
	}
	if err != nil {
		return err
	}
	return v.Go(w, r, "/my?look=drafts", v.L.T("web.draft.given_to", "name", zh, "who", p.whom(r.Context(), v, to)))
}

func (p pages) whom(ctx context.Context, v *site.Visit, u kernel.UserID) string {
	names, err := v.Env.People.Names(ctx, []kernel.UserID{u})
	if err != nil {
		return ""
	}
	return names[u]
}

// handedView says who has a draft that the visitor gave away.
type handedView struct {
	v          *site.Visit
	subject    string
	name       string
	text, note string
	since      string
}

func (p pages) handed(w http.ResponseWriter, r *http.Request, v *site.Visit) error {
	x := handedView{v: v, subject: r.URL.Query().Get("subject")}
	name, href, err := p.named(r.Context(), v, v.L.Zh(), x.subject)
	if err != nil {
		return err
	}
	x.name = name
	list, err := v.Env.Cases.DraftHands(r.Context(), v.Actor.User, v.Actor.Party)
	if err != nil {
		return err
	}
	i := slices.IndexFunc(list, func(h kernel.DraftHand) bool { return h.Subject == x.subject && h.From == v.Actor.User })
	if i < 0 {
		return v.Go(w, r, href, v.L.T("web.draft.none"))
	}
	h := list[i]
	x.text, x.note = v.L.T("web.draft.has_it", "who", h.Who), h.Note
	if !h.Gone.IsZero() {
		x.text = v.L.T("web.draft.has_sent_it", "who", h.Who, "at", v.L.Moment(h.Gone, v.Env.Now()))
	}
	x.since = v.L.T("web.draft.since", "at", v.L.Moment(h.Made, v.Env.Now()))
	f := v.Frame(r, v.L.T("web.draft.handed_title"), "my")
	f.Narrow = true
	f.Crumb = []ui.Link{{Text: v.L.T("web.nav.my"), Href: "/my"}, {Text: x.name}}
	return v.Show(w, r, f, handedPage(x))
}

// anew begins the form once more beside the one that a colleague has.
func (p pages) anew(w http.ResponseWriter, r *http.Request, v *site.Visit) error {
	subject := r.PostFormValue("subject")
	_, href, err := p.named(r.Context(), v, v.L.Zh(), subject)
	if err != nil {
		return err
	}
	if err := v.Env.Desk.Do(r.Context(), v.Actor, v.Key(), kernel.BeginAnew{User: v.Actor.User, Party: v.Actor.Party, Subject: subject}); err != nil {
		return err
	}
	return v.Go(w, r, href, "")
}

// take takes over a draft whose holder cannot reach it any more.
func (p pages) take(w http.ResponseWriter, r *http.Request, v *site.Visit) error {
	subject, from := r.PostFormValue("subject"), kernel.UserID(r.PostFormValue("user"))
	zh, href, err := p.named(r.Context(), v, true, subject)
	if err != nil {
		return err
	}
	en, _, err := p.named(r.Context(), v, false, subject)
	if err != nil {
		return err
	}
	err = v.Env.Desk.Do(r.Context(), v.Actor, v.Key(), kernel.TakeDraft{ID: v.Env.NewID(), From: from, To: v.Actor.User, Party: v.Actor.Party, Subject: subject, Name: zh, NameEn: en})
	switch errs.KindOf(err) {
	case errs.Invalid, errs.Conflict, errs.Forbidden:
		return v.Go(w, r, "/my?look=drafts", v.L.Error(err))
	}
	if err != nil {
		return err
	}
	return v.Go(w, r, href, v.L.T("web.draft.taken"))
}

func (x handView) action() string { return "/draft/hand?subject=" + url.QueryEscape(x.subject) }
