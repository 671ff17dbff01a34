package workbench

import (
	"encoding/json"
	"net/http"
	"strings"

	"quanlian/base/errs"
	"quanlian/kernel"
	"quanlian/kernel/desk"
	"quanlian/web/inbox"
	"quanlian/web/site"
)

// backOf is the list from which a form was sent.
func backOf(r *http.Request) string {
	if b := r.FormValue("back"); b == inbox.Path || strings.HasPrefix(b, inbox.Path+"?") || b == "/handover" {
		return b
	}
	return inbox.Path
}

// claim takes the selected cases, or the next one of the pool when none is
// selected, which is opened. Each case is its own act: what a colleague was
// quicker with is named, the rest is taken. Many of them are a bulk.
func (p pages) claim(w http.ResponseWriter, r *http.Request, v *site.Visit) error {
	nos := r.PostForm["case"]
	if r.PostFormValue("next") != "" {
		return p.claimNext(w, r, v)
	}
	if len(nos) > pageRows || r.PostFormValue("all") != "" {
		r.Form.Set("move", kernel.MoveClaim)
		return p.bulk(w, r, v)
	}
	if len(nos) == 0 {
		return v.Go(w, r, backOf(r), v.L.T("web.bulk.nothing_chosen"))
	}
	var taken, left []string
	for _, no := range nos {
		switch err := p.claimOne(r, v, no); {
		case err == nil:
			taken = append(taken, no)
		case errs.KindOf(err) == errs.Internal || errs.KindOf(err) == errs.Unavailable:
			return err
		default:
			left = append(left, v.L.T("web.inbox.not_taken", "no", no, "why", v.L.Error(err)))
		}
	}
	if len(taken) > 0 {
		left = append([]string{v.L.T("web.inbox.taken", "n", len(taken), "list", v.L.List(taken))}, left...)
	}
	return v.Go(w, r, backOf(r), strings.Join(left, " "))
}

// claimNext takes the most pressing case of the pool that the filter lets
// through, and opens it.
func (p pages) claimNext(w http.ResponseWriter, r *http.Request, v *site.Visit) error {
	_, list, _ := strings.Cut(backOf(r), "?")
	f, _ := inbox.Remembered(v, list)
	f.View, f.Who = "pool", ""
	q := f.Query(v)
	q.Limit = 1
	cases, _, err := v.Env.Cases.Cases(r.Context(), v.Officer(), kernel.ViewDetail, q)
	if err == nil && len(cases) == 1 && q.Sort == "" && kernel.NearestDue(cases[0], v.Env.Calendar).IsZero() {
		q.Sort = "oldest" // of those that no limit presses, who waits longest
		cases, _, err = v.Env.Cases.Cases(r.Context(), v.Officer(), kernel.ViewDetail, q)
	}
	if err != nil {
		return err
	}
	if len(cases) == 0 {
		return v.Go(w, r, backOf(r), v.L.T("web.inbox.pool_empty"))
	}
	switch err := p.claimOne(r, v, cases[0].No); {
	case err == nil:
		return v.Go(w, r, inbox.Filter{View: "mine"}.Case(v.Env.CaseURL(cases[0])), v.L.T("web.inbox.taken", "n", 1, "list", cases[0].No))
	case errs.KindOf(err) == errs.Internal || errs.KindOf(err) == errs.Unavailable:
		return err
	default:
		return v.Go(w, r, backOf(r), v.L.T("web.inbox.not_taken", "no", cases[0].No, "why", v.L.Error(err)))
	}
}

func (p pages) claimOne(r *http.Request, v *site.Visit, no string) error {
	c, err := v.Env.Cases.Case(r.Context(), v.Officer(), no, kernel.ViewDetail)
	if err != nil {
		return err
	}
	_, err = v.Env.Desk.Act(r.Context(), v.Officer(), desk.Command{Case: c.ID, Move: kernel.MoveClaim, Key: r.PostFormValue(site.KeyField) + "/" + string(c.ID), Input: json.RawMessage("{}")})
	return err
}
