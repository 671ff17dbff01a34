package workbench

import (
	"net/http"
	"strings"

	"quanlian/base/errs"
	"quanlian/kernel"
	"quanlian/web/httpx"
	"quanlian/web/site"
	"quanlian/web/ui"
)

// suspenseView is the list of stray answers.
type suspenseView struct {
	v     *site.Visit
	stray []kernel.Stray
	total int
	may   bool // clear them
	at    string
	note  string
	err   error
}

// Unit: rows. Source: our choice; a longer list is a fault of a line, not work.
const mostStray = 200

func (p pages) suspense(w http.ResponseWriter, r *http.Request, v *site.Visit) error {
	return p.drawSuspense(w, r, v, http.StatusOK, suspenseView{v: v})
}

func (p pages) drawSuspense(w http.ResponseWriter, r *http.Request, v *site.Visit, status int, x suspenseView) error {
	var err error
	if x.stray, x.total, err = v.Env.Cases.Stray(r.Context(), mostStray); err != nil {
		return err
	}
	x.may = v.May("answer.clear") == nil
	return v.ShowStatus(w, r, status, v.Workbench(r, v.L.T("web.nav.suspense"), "suspense"), suspensePage(x))
}

// clear takes an answer out of the list, with a word of what was done with it.
func (p pages) clear(w http.ResponseWriter, r *http.Request, v *site.Visit) error {
	id := r.PostFormValue("id")
	note := strings.TrimSpace(r.PostFormValue("note/" + id))
	err := v.Env.Desk.Do(r.Context(), v.Actor, r.PostFormValue(site.KeyField), kernel.ClearStray{ID: id, Note: note})
	if k := errs.KindOf(err); k == errs.Invalid || k == errs.Conflict {
		at := *errs.As(err)
		if at.Field != "" {
			at.Field += "/" + id
		}
		return p.drawSuspense(w, r, v, httpx.Status(err), suspenseView{v: v, at: id, note: note, err: &at})
	}
	if err != nil {
		return err
	}
	return v.Go(w, r, "/suspense", v.L.T("web.suspense.cleared"))
}

func (x suspenseView) facts(s kernel.Stray) []ui.Pair {
	l := x.v.L
	return []ui.Pair{{Key: l.T("web.suspense.party"), Text: x.v.RoleText("", s.Party)}, {Key: l.T("web.suspense.came"), Text: l.Moment(s.Made, x.v.Env.Now())}, {Key: l.T("web.suspense.asked"), Text: s.AskKey, No: true},
		{Key: l.T("web.suspense.reason"), Text: l.Fill(s.Reason, errs.Args{})}, {Key: l.T("web.suspense.payload"), Text: string(s.Payload)}}
}

// field is the note of one answer: its name ends in the answer, because ids
// differ from form to form.
func (x suspenseView) field(id string) ui.Field {
	f := ui.Field{Name: "note/" + id, Label: x.v.L.T("web.suspense.note"), Max: 500}
	if x.at == id {
		f.Value, f.Error = x.note, ui.FaultsOf(x.v.L, x.err).Of(f.Name)
	}
	return f
}
