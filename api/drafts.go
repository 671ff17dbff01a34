package api

import (
	"context"
	"encoding/json"
	"net/http"
	"slices"
	"time"

	"quanlian/base/errs"
	"quanlian/kernel"
)

// Draft is what was typed into a form and not sent: texts by the path of their
// field, as the page's form has them.
type Draft struct {
	Subject string            `json:"subject" doc:"api.field.draft.subject"`
	Name    string            `json:"name,omitempty" doc:"api.field.draft.form"`
	Fields  map[string]string `json:"fields,omitempty" doc:"api.field.draft.fields"`
	Updated time.Time         `json:"updated" doc:"api.field.draft.updated"`
}

// DraftFields are the texts to be kept.
type DraftFields struct {
	Fields map[string]string `json:"fields" required:"true" doc:"api.field.draft.fields"`
}

func (s *spoken) drafts() {
	add(s, op{id: "list_drafts", method: http.MethodGet, path: "/drafts", tag: tagCases, token: true}, s.a.listDrafts)
	add(s, op{id: "get_draft", method: http.MethodGet, path: "/cases/{no}/moves/{move}/draft", tag: tagCases, token: true, fails: readOne}, s.a.getDraft)
	add(s, op{id: "put_draft", method: http.MethodPut, path: "/cases/{no}/moves/{move}/draft", tag: tagCases, token: true, body: DraftFields{}, fails: writing}, s.a.putDraft)
	add(s, op{id: "drop_draft", method: http.MethodDelete, path: "/cases/{no}/moves/{move}/draft", tag: tagCases, token: true, status: http.StatusNoContent, fails: readOne}, s.a.dropDraft)
}

func (a *API) listDrafts(ctx context.Context, v *visitor, _ *none) (*out[listOf[Draft]], error) {
	list, err := a.Cases.Drafts(ctx, v.Actor.User, v.Actor.Party)
	if err != nil {
		return nil, err
	}
	res := listOf[Draft]{Total: len(list), Items: []Draft{}}
	for _, d := range list {
		x := Draft{Subject: d.Subject, Updated: d.Updated}
		if json.Unmarshal(d.Data, &x.Fields) != nil {
			x.Fields = nil // the form of an item, whose answers have shapes of their own
		}
		if x.Name, err = a.formOf(ctx, v, v.L.Zh(), d.Subject); errs.KindOf(err) == errs.Internal {
			return nil, err
		}
		res.Items = append(res.Items, x)
	}
	return say(res), nil
}

type draftIn struct {
	CaseNo
	Move string `path:"move" maxLength:"100" doc:"api.field.move.move"`
}

// DraftPath is draftIn for inputs that carry more.
type DraftPath = draftIn

// subject names the form, if the visitor sees the case.
func (a *API) subject(ctx context.Context, v *visitor, in *draftIn) (string, error) {
	c, err := a.Cases.Case(ctx, v.Actor, in.No, kernel.ViewSummary)
	return kernel.DraftSubject(c.ID, in.Move), err
}

// knowsMove refuses to keep a form that no move of the case has.
func (a *API) knowsMove(ctx context.Context, v *visitor, no, move string) error {
	c, err := a.Cases.Case(ctx, v.Actor, no, kernel.ViewSummary)
	if err != nil {
		return err
	}
	if f := a.Desk.Flows[c.Flow]; f != nil {
		roles, _ := kernel.RolesOf(v.Actor, c)
		m, ok := f.Find(move)
		switch {
		case !ok || m.Hidden:
		case slices.ContainsFunc(m.By, func(r kernel.Role) bool { return slices.Contains(roles, r) }):
			return nil
		default:
			return errs.New(errs.Forbidden, "kernel.not_your_move", errs.Args{"no": c.No})
		}
	}
	return errs.New(errs.NotFound, "kernel.no_such_move", errs.Args{"move": move})
}

func (a *API) getDraft(ctx context.Context, v *visitor, in *draftIn) (*out[Draft], error) {
	subject, err := a.subject(ctx, v, in)
	if err != nil {
		return nil, err
	}
	return a.draft(ctx, v, subject)
}

func (a *API) draft(ctx context.Context, v *visitor, subject string) (*out[Draft], error) {
	raw, at, ok, err := a.Cases.Draft(ctx, v.Actor.User, v.Actor.Party, subject)
	if err != nil {
		return nil, err
	}
	d := Draft{Subject: subject, Updated: at}
	if !ok || json.Unmarshal(raw, &d.Fields) != nil {
		return nil, errs.New(errs.NotFound, "api.no_draft", nil)
	}
	return say(d), nil
}

type putDraftIn struct {
	DraftPath
	RawBody []byte `contentType:"application/json"`
}

func (a *API) putDraft(ctx context.Context, v *visitor, in *putDraftIn) (*out[Draft], error) {
	body, err := read[DraftFields](in.RawBody)
	if err != nil {
		return nil, err
	}
	subject, err := a.subject(ctx, v, &in.DraftPath)
	if err != nil {
		return nil, err
	}
	if err := a.knowsMove(ctx, v, in.No, in.Move); err != nil {
		return nil, err
	}
	raw, err := json.Marshal(body.Fields)
	if err != nil {
		return nil, errs.Wrap(errs.Internal, "kernel.data_unwritable", err)
	}
	if err := a.Desk.Do(ctx, v.Actor, "api/"+a.NewID(), kernel.SaveDraft{User: v.Actor.User, Party: v.Actor.Party, Subject: subject, Data: raw}); err != nil {
		return nil, err
	}
	return a.draft(ctx, v, subject)
}

func (a *API) dropDraft(ctx context.Context, v *visitor, in *draftIn) (*none, error) {
	subject, err := a.subject(ctx, v, in)
	if err != nil {
		return nil, err
	}
	return &none{}, a.Desk.Do(ctx, v.Actor, "api/"+a.NewID(), kernel.DropDraft{User: v.Actor.User, Party: v.Actor.Party, Subject: subject})
}
