package api

import (
	"context"
	"net/http"
	"slices"
	"strings"
	"time"

	"quanlian/base/errs"
	"quanlian/catalogue/words"
	"quanlian/kernel"
)

// Colleague is somebody of one's own organisation who may go on with a form.
type Colleague struct {
	User kernel.UserID `json:"user" doc:"api.field.colleague.user"`
	Name string        `json:"name" doc:"api.field.colleague.name"`
	Duty kernel.Duty   `json:"duty,omitempty" doc:"api.field.colleague.duty"`
}

// HandOver gives a draft to a colleague.
type HandOver struct {
	Subject string        `json:"subject" required:"true" maxLength:"200" doc:"api.field.draft.subject"`
	To      kernel.UserID `json:"to" required:"true" maxLength:"64" doc:"api.field.colleague.user"`
	Note    string        `json:"note" maxLength:"500" doc:"api.field.draft.note"`
}

// TakeOver takes a draft whose holder cannot reach it any more.
type TakeOver struct {
	Subject string        `json:"subject" required:"true" maxLength:"200" doc:"api.field.draft.subject"`
	From    kernel.UserID `json:"from" required:"true" maxLength:"64" doc:"api.field.draft.from"`
}

// DraftTrace is a draft that passed on, or that waits to be taken over.
type DraftTrace struct {
	Subject string        `json:"subject" doc:"api.field.draft.subject"`
	Name    string        `json:"name" doc:"api.field.draft.form"`
	From    kernel.UserID `json:"from" doc:"api.field.draft.from"`
	By      string        `json:"by" doc:"api.field.draft.by"`
	Who     string        `json:"who,omitempty" doc:"api.field.draft.who"`
	Note    string        `json:"note,omitempty" doc:"api.field.draft.note"`
	At      time.Time     `json:"at" doc:"api.field.draft.passed"`
	Gone    time.Time     `json:"gone,omitzero" doc:"api.field.draft.gone"`
	Mine    bool          `json:"mine" doc:"api.field.draft.mine"`
	// Left: nobody can reach it; it may be taken over.
	Left bool `json:"left" doc:"api.field.draft.left"`
}

func (s *spoken) pass() {
	add(s, op{id: "list_colleagues", method: http.MethodGet, path: "/colleagues", tag: tagInside, token: true}, s.a.colleagues)
	add(s, op{id: "list_passed_drafts", method: http.MethodGet, path: "/drafts/passed", tag: tagCases, token: true}, s.a.passed)
	add(s, op{id: "hand_draft", method: http.MethodPost, path: "/drafts/hand", tag: tagCases, token: true, body: HandOver{}, status: http.StatusNoContent, fails: writing}, s.a.handDraft)
	add(s, op{id: "take_draft", method: http.MethodPost, path: "/drafts/take", tag: tagCases, token: true, body: TakeOver{}, fails: writing}, s.a.takeDraft)
}

// colleagues are those of the organisation by which the visitor acts: its own
// party, of an agent the agency.
func (a *API) colleagues(ctx context.Context, v *visitor, _ *none) (*out[listOf[Colleague]], error) {
	var mandates []kernel.Mandate
	if v.Actor.Mandate != "" {
		var err error
		if mandates, err = a.People.Mandates(ctx, "principal", v.Actor.Party); err != nil {
			return nil, err
		}
	}
	res := listOf[Colleague]{Items: []Colleague{}}
	org, personal := kernel.Inside(v.Actor, mandates)
	if org == "" || personal {
		return say(res), nil
	}
	list, err := a.People.Members(ctx, org)
	for _, m := range kernel.Colleagues(v.Actor, list) {
		res.Items = append(res.Items, Colleague{m.User, m.Name, m.Duty})
	}
	res.Total = len(res.Items)
	return say(res), err
}

// passed are the drafts that the visitor gave away or was given, and those that
// it may take over.
func (a *API) passed(ctx context.Context, v *visitor, _ *none) (*out[listOf[DraftTrace]], error) {
	hands, err := a.Cases.DraftHands(ctx, v.Actor.User, v.Actor.Party)
	if err != nil {
		return nil, err
	}
	left, names, err := a.Cases.LeftDrafts(ctx, v.Actor, a.Now())
	if err != nil {
		return nil, err
	}
	res := listOf[DraftTrace]{Items: []DraftTrace{}}
	for _, h := range hands {
		res.Items = append(res.Items, DraftTrace{Subject: h.Subject, From: h.From, By: h.By, Who: h.Who, Note: h.Note, At: h.Made, Gone: h.Gone, Mine: h.Holder == v.Actor.User})
	}
	for _, d := range left {
		res.Items = append(res.Items, DraftTrace{Subject: d.Subject, From: d.User, By: names[d.User], At: d.Updated, Left: true})
	}
	for i := range res.Items {
		x := &res.Items[i]
		if x.Name, err = a.formOf(ctx, v, v.L.Zh(), x.Subject); errs.KindOf(err) == errs.Internal {
			return nil, err
		}
	}
	res.Total = len(res.Items)
	return say(res), nil
}

// formOf is the name of a draft's form; of one inside a case it stands in the
// visitor's language.
func (a *API) formOf(ctx context.Context, v *visitor, zh bool, subject string) (string, error) {
	if a.DraftName != nil {
		if name := a.DraftName(ctx, zh, subject); name != "" {
			return name, nil
		}
	}
	kind, rest, _ := strings.Cut(subject, "/")
	id, move, ok := strings.Cut(rest, "/")
	if kind != "case" || !ok {
		return "", errs.New(errs.NotFound, "api.no_draft", nil)
	}
	c, err := a.Cases.Case(ctx, v.Actor, id, kernel.ViewSummary)
	if err != nil {
		return "", err
	}
	return words.Flow(v.L, c.Flow) + v.L.T("web.ui.colon") + words.Move(v.L, c.Flow, move) + " " + c.No, nil
}

// forms are its names in both languages, for the notice.
func (a *API) forms(ctx context.Context, v *visitor, subject string) (zh, en string, err error) {
	if zh, err = a.formOf(ctx, v, true, subject); err == nil {
		en, err = a.formOf(ctx, v, false, subject)
	}
	return zh, en, err
}

type handDraftIn struct {
	WithKey
	RawBody []byte `contentType:"application/json"`
}

func (a *API) handDraft(ctx context.Context, v *visitor, in *handDraftIn) (*none, error) {
	b, err := read[HandOver](in.RawBody)
	if err != nil {
		return nil, err
	}
	zh, en, err := a.forms(ctx, v, b.Subject)
	if err != nil {
		return nil, err
	}
	k := a.once(v, "draft.hand", in.Key, in.RawBody)
	w := kernel.HandDraft{ID: k.id, From: v.Actor.User, To: b.To, Party: v.Actor.Party, Subject: b.Subject, Note: strings.TrimSpace(b.Note), Name: zh, NameEn: en}
	if err := a.Desk.Do(ctx, v.Actor, k.key, w); err != nil {
		return nil, err
	}
	hands, err := a.Cases.DraftHands(ctx, v.Actor.User, v.Actor.Party)
	if err == nil && !slices.ContainsFunc(hands, func(h kernel.DraftHand) bool { return h.ID == k.id }) {
		err = k.reused()
	}
	return &none{}, err
}

func (a *API) takeDraft(ctx context.Context, v *visitor, in *handDraftIn) (*out[Draft], error) {
	b, err := read[TakeOver](in.RawBody)
	if err != nil {
		return nil, err
	}
	zh, en, err := a.forms(ctx, v, b.Subject)
	if err != nil {
		return nil, err
	}
	k := a.once(v, "draft.take", in.Key, in.RawBody)
	w := kernel.TakeDraft{ID: k.id, From: b.From, To: v.Actor.User, Party: v.Actor.Party, Subject: b.Subject, Name: zh, NameEn: en}
	if err := a.Desk.Do(ctx, v.Actor, k.key, w); err != nil {
		return nil, err
	}
	return a.draft(ctx, v, b.Subject)
}
