package draft

import (
	"encoding/json"
	"net/http"
	"strings"

	"quanlian/base/errs"
	"quanlian/kernel"
	"quanlian/web/moveform"
	"quanlian/web/site"
)

// Routes of this folder. form names the form of a subject, "" for one inside a case.
func Routes(form Form) []site.Route {
	p := pages{form}
	return []site.Route{
		{Method: "POST", Pattern: "/draft", Page: save, Auth: site.LoggedIn},
		{Method: "GET", Pattern: "/draft/hand", Page: p.hand, Auth: site.LoggedIn},
		{Method: "POST", Pattern: "/draft/hand", Page: p.give, Auth: site.LoggedIn},
		{Method: "GET", Pattern: "/draft/handed", Page: p.handed, Auth: site.LoggedIn},
		{Method: "POST", Pattern: "/draft/anew", Page: p.anew, Auth: site.LoggedIn},
		{Method: "POST", Pattern: "/draft/take", Page: p.take, Auth: site.LoggedIn},
	}
}

// Unit: characters. Source: a case id and the name of a move are far shorter.
const longestSubject = 200

// save keeps what was typed under the subject and answers with one sentence.
func save(w http.ResponseWriter, r *http.Request, v *site.Visit) error {
	subject := strings.TrimSpace(r.URL.Query().Get("subject"))
	if subject == "" || len(subject) > longestSubject {
		return errs.At("subject", "web.draft.subject", nil)
	}
	raw, err := json.Marshal(moveform.Typed(r.PostForm))
	if err != nil {
		return errs.Wrap(errs.Internal, "kernel.data_unwritable", err)
	}
	d := kernel.SaveDraft{User: v.Actor.User, Party: v.Actor.Party, Subject: subject, Data: raw}
	err = v.Env.Desk.Do(r.Context(), v.Actor, v.Key(), d)
	if v.SaidHanded(w, err) {
		return nil
	}
	if err != nil {
		return err
	}
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	w.Header().Set("Cache-Control", "no-store")
	_, _ = w.Write([]byte(v.L.T("web.draft.saved", "at", v.L.Clock(v.Env.Now())))) // the reader may have left
	return nil
}
