package workbench

import (
	"encoding/json"
	"net/http"
	"strings"

	"quanlian/base/errs"
	"quanlian/kernel"
	"quanlian/kernel/desk"
	"quanlian/web/site"
)

// claim takes the selected cases, or the next one of the pool when none is
// selected. Each case is its own act: what a colleague was quicker with is
// named, the rest is taken.
func (p pages) claim(w http.ResponseWriter, r *http.Request, v *site.Visit) error {
	nos := r.PostForm["case"]
	if len(nos) == 0 || r.PostFormValue("next") != "" {
		q := queryOf(v, "pool")
		q.Limit = 1
		cases, _, err := v.Env.Cases.Cases(r.Context(), v.Officer(), kernel.ViewDetail, q)
		if err != nil {
			return err
		}
		if len(cases) == 0 {
			return v.Go(w, r, "/inbox?view=mine", v.L.T("web.inbox.pool_empty"))
		}
		nos = []string{cases[0].No}
	}
	var taken, left []string
	for _, no := range nos[:min(len(nos), pageRows)] {
		switch err := p.claimOne(r, v, no); {
		case err == nil:
			taken = append(taken, no)
		case errs.KindOf(err) == errs.Internal || errs.KindOf(err) == errs.Unavailable:
			return err
		default:
			left = append(left, v.L.T("web.inbox.not_taken", "no", no, "why", v.L.Error(err)))
		}
	}
	note := v.L.T("web.inbox.taken", "n", len(taken), "list", v.L.List(taken))
	if len(left) > 0 {
		note += " " + strings.Join(left, " ")
	}
	return v.Go(w, r, "/inbox?view=mine", note)
}

func (p pages) claimOne(r *http.Request, v *site.Visit, no string) error {
	c, err := v.Env.Cases.Case(r.Context(), v.Officer(), no, kernel.ViewDetail)
	if err != nil {
		return err
	}
	_, err = v.Env.Desk.Act(r.Context(), v.Officer(), desk.Command{Case: c.ID, Move: kernel.MoveClaim, Key: r.PostFormValue(site.KeyField) + "/" + string(c.ID), Input: json.RawMessage("{}")})
	return err
}
