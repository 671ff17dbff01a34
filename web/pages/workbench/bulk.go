package workbench

import (
	"encoding/json"
	"errors"
	"net/http"
	"net/url"
	"strings"

	"quanlian/base/errs"
	"quanlian/kernel"
	"quanlian/kernel/desk"
	"quanlian/web/inbox"
	"quanlian/web/moveform"
	"quanlian/web/site"
)

// Unit: cases. Source: our own bound: what one form carries.
const mostChosen = 1000

// bulk leads from the chosen cases to a bulk: which move, its form once, what
// it would come to, and only then the start. Nothing is done before that.
func (p pages) bulk(w http.ResponseWriter, r *http.Request, v *site.Visit) error {
	x := bulkView{pages: p, v: v, ctx: r.Context(), back: backOf(r), move: r.FormValue("move")}
	if err := x.gather(r); err != nil {
		return err
	}
	if len(x.cases) == 0 {
		return v.Go(w, r, x.back, v.L.T("web.bulk.nothing_chosen"))
	}
	if x.move == "" {
		x.offer()
		return x.draw(w, r)
	}
	if err := x.plan(); err != nil {
		return err
	}
	step := r.FormValue("step")
	if x.differs || len(x.can()) == 0 || step == "" && len(x.controls) > 0 {
		return x.draw(w, r)
	}
	if err := x.read(r); err != nil {
		return x.again(w, r, err)
	}
	if step == "start" {
		return x.start(w, r)
	}
	if err := x.try(); err != nil {
		return x.again(w, r, err)
	}
	x.tried = true
	return x.draw(w, r)
}

// gather loads the chosen cases, or all of the list from which they come, as
// far as the visitor may see them.
func (x *bulkView) gather(r *http.Request) error {
	q := kernel.CaseQuery{Nos: r.PostForm["case"]}
	if r.PostFormValue("all") != "" {
		_, list, _ := strings.Cut(x.back, "?")
		f, _ := inbox.Remembered(x.v, list)
		q = f.Query(x.v)
	} else if len(q.Nos) == 0 {
		return nil
	}
	for q.Limit = 500; q.Offset < mostChosen; q.Offset += q.Limit {
		cases, n, err := x.v.Env.Cases.Cases(r.Context(), x.v.Officer(), kernel.ViewDetail, q)
		if err != nil {
			return err
		}
		for _, c := range cases {
			x.cases = append(x.cases, chosen{c: c})
		}
		if x.beyond = n - len(x.cases); x.beyond <= 0 {
			return nil
		}
	}
	return nil
}

// read takes the form, which every chosen case shares.
func (x *bulkView) read(r *http.Request) error {
	x.typed = moveform.Typed(r.PostForm)
	in := x.mv.NewInput()
	if err := moveform.Read(r.PostForm, in); err != nil {
		return err
	}
	raw, err := json.Marshal(in)
	x.input = raw
	return err
}

// try asks what the act would come to in every case, and changes nothing. When
// all of them say the same of a field, the form is wrong and not the cases.
func (x *bulkView) try() error {
	x.held()
	var at []int
	var cmds []desk.Command
	for i, c := range x.cases {
		if c.why == nil {
			at, cmds = append(at, i), append(cmds, desk.Command{Case: c.c.ID, Move: x.move, Input: x.input})
		}
	}
	if len(cmds) == 0 {
		return nil
	}
	said, err := x.v.Env.Desk.TryActs(x.ctx, x.v.Actor, cmds...)
	if err != nil {
		return err
	}
	for i, e := range said {
		said[i] = x.apart(x.cases[at[i]].c, e)
		x.cases[at[i]].why = said[i]
	}
	return common(said)
}

// common is the fault of a field that all of them name alike, if they do.
func common(list []error) error {
	var first *errs.Error
	for _, err := range list {
		var e *errs.Error
		if !errors.As(err, &e) || e.Field == "" || first != nil && (e.Field != first.Field || e.Code != first.Code) {
			return nil
		}
		if first == nil {
			first = e
		}
	}
	if first == nil {
		return nil
	}
	return first
}

// again draws the form with what was typed and what is wrong with it.
func (x *bulkView) again(w http.ResponseWriter, r *http.Request, err error) error {
	switch errs.KindOf(err) {
	case errs.Invalid, errs.Conflict, errs.TooEarly, errs.Forbidden:
	default:
		return err
	}
	for i := range x.cases { // the form is at fault
		x.cases[i].why = nil
	}
	x.fault = err
	if e := x.plan(); e != nil {
		return e
	}
	return x.draw(w, r)
}

// start begins the bulk of the cases that were shown as possible; one that was
// moved on meanwhile is told with its reason among the results.
func (x *bulkView) start(w http.ResponseWriter, r *http.Request) error {
	a := x.v.Actor
	b := kernel.StartBulk{Bulk: kernel.Bulk{ID: x.v.Env.NewID(), By: a.User, Name: a.Name, Hat: a.Hat(), Move: x.move, Input: x.input, Note: x.typed["reason"]}}
	for _, c := range x.cases {
		b.Cases = append(b.Cases, c.c.ID)
	}
	if err := x.v.Env.Desk.Do(r.Context(), a, r.PostFormValue(site.KeyField), b); err != nil {
		return err
	}
	return x.v.Go(w, r, "/bulks/"+b.Bulk.ID+"?back="+url.QueryEscape(x.back), "")
}

// draw shows the step that is due.
func (x *bulkView) draw(w http.ResponseWriter, r *http.Request) error {
	f := x.v.Workbench(r, x.v.L.T("web.bulk.do"), "inbox")
	f.LangHref, f.ElderHref = "", "" // the page answers a form
	status := http.StatusOK
	if x.fault != nil {
		status = http.StatusUnprocessableEntity
	}
	return x.v.ShowStatus(w, r, status, f, bulkPage(*x))
}
