package site

import (
	"context"
	"encoding/json"
	"net/http"
	"net/url"
	"time"

	"quanlian/kernel"
)

// DraftSubject names the form of a move in a case.
func DraftSubject(c kernel.Case, move string) string { return kernel.DraftSubject(c.ID, move) }

// DraftURL is where the form of the subject saves itself (data-autosave).
func DraftURL(subject string) string { return "/draft?subject=" + url.QueryEscape(subject) }

// Draft gives what the visitor had typed into the form, and when; nil when
// there is nothing. A draft that cannot be read is none.
func (v *Visit) Draft(ctx context.Context, subject string) (map[string]string, time.Time) {
	if !v.LoggedIn() {
		return nil, time.Time{}
	}
	raw, at, ok, err := v.Env.Cases.Draft(ctx, v.Actor.User, v.Actor.Party, subject)
	var typed map[string]string
	if err != nil || !ok || json.Unmarshal(raw, &typed) != nil {
		return nil, time.Time{}
	}
	return typed, at
}

// DropDraft forgets a draft whose form was sent. The act is done: a draft that
// stays behind is only shown once more, so a fault here is no fault of the act.
func (v *Visit) DropDraft(r *http.Request, subject string) {
	if typed, _ := v.Draft(r.Context(), subject); typed == nil {
		return
	}
	if err := v.Env.Desk.Do(r.Context(), v.Actor, v.Key(), kernel.DropDraft{User: v.Actor.User, Party: v.Actor.Party, Subject: subject}); err != nil {
		v.edge.Note("draft_left", err.Error())
	}
}

// SaveDraft keeps what was typed of a form that its reader leaves for now. It is
// drawn again beside it: a fault here is no fault of what was asked.
func (v *Visit) SaveDraft(r *http.Request, subject string, typed map[string]string) {
	raw, err := json.Marshal(typed)
	if err == nil {
		err = v.Env.Desk.Do(r.Context(), v.Actor, v.Key(), kernel.SaveDraft{User: v.Actor.User, Party: v.Actor.Party, Subject: subject, Data: raw})
	}
	if err != nil {
		v.edge.Note("draft_left", err.Error())
	}
}
