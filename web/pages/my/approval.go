package my

import (
	"context"
	"encoding/json"
	"net/http"
	"slices"
	"strings"

	"quanlian/base/errs"
	"quanlian/kernel"
	"quanlian/kernel/desk"
	"quanlian/kernel/itemflow"
	"quanlian/web/httpx"
	"quanlian/web/site"
	"quanlian/web/ui"
)

// approvalView is one command that waits inside the organisation, or did.
type approvalView struct {
	v       *site.Visit
	p       desk.Pending
	flow    kernel.FlowAddr
	move    string
	what    string
	parts   []site.SentPart // as the form shows it; nil for another move
	rows    []ui.Pair       // the fields of another move
	files   []ui.File       // that go with it
	bears   site.Bearing
	caseURL string
	caseNo  string
	may     bool
	back    bool // its maker may take it back
	left    bool // its maker is no member any more
	err     error
	note    string
}

func (p pages) approval(w http.ResponseWriter, r *http.Request, v *site.Visit) error {
	own, ok, err := p.elsewhere(r, v)
	if err != nil {
		return err
	}
	if ok {
		return p.drawElsewhere(w, r, v, own)
	}
	return p.drawApproval(w, r, v, http.StatusOK, nil)
}

// pending is the command of the address, for its maker and for the members of
// the organisation that it would leave.
func (p pages) pending(r *http.Request, v *site.Visit) (desk.Pending, error) {
	x, err := p.Pending(r.Context(), r.PathValue("id"))
	if err != nil {
		return x, err
	}
	if !readable(x, v.Actor) {
		return x, errs.New(errs.NotFound, "kernel.no_such_approval", nil)
	}
	return x, nil
}

func (p pages) drawApproval(w http.ResponseWriter, r *http.Request, v *site.Visit, status int, fault error) error {
	waits, err := p.pending(r, v)
	if err != nil {
		return err
	}
	x := approvalView{v: v, p: waits, err: fault, note: r.PostFormValue("note")}
	x.may, x.back = desk.MayApprove(x.p, v.Actor) == nil, desk.MayTakeBack(&x.p, v.Actor) == nil
	if x.left, err = x.makerLeft(r.Context()); err != nil {
		return err
	}
	as, err := x.as(r.Context())
	if err != nil {
		return err
	}
	c, err := x.reads(r.Context(), as)
	if err != nil {
		return err
	}
	if p.Sent != nil {
		if x.parts, _, err = p.Sent(r.Context(), as, x.p); err != nil {
			return err
		}
	}
	if x.bears, err = p.bearing(r.Context(), as, x.p, c, x.flow, x.move); err != nil {
		return err
	}
	if len(x.parts) == 0 && !x.bears.Said {
		x.rows, x.files = p.sayRows(r.Context(), as, x.p, x.flow, x.move)
	}
	x.what = about(v, x.p, x.flow) + v.L.T("web.ui.colon") + v.MoveText(x.flow, x.move)
	if h := holds(v, x.p); h != "" {
		x.what = about(v, x.p, x.flow) + v.L.T("web.ui.colon") + h
	}
	f := v.Frame(r, v.L.T("web.approval.title"), "my")
	f.Narrow = true
	f.Crumb = []ui.Link{{Text: v.L.T("web.nav.my"), Href: "/my"}, {Text: v.L.T("web.approval.title")}}
	return v.ShowStatus(w, r, status, f, approvalPage(x))
}

// makerLeft tells whether who prepared it has left the organisation since; the
// act stays the organisation's, and its approvers decide knowing that.
func (x approvalView) makerLeft(ctx context.Context) (bool, error) {
	if x.p.Actor.User == x.v.Actor.User {
		return false, nil
	}
	hats, err := x.v.Env.People.Hats(ctx, x.p.Actor.User, x.v.Env.Now())
	if errs.KindOf(err) == errs.Forbidden { // the log-in is closed
		return true, nil
	}
	return !slices.ContainsFunc(hats, func(h kernel.Actor) bool { return h.Party == x.p.Party && h.Mandate == "" }), err
}

// as is the visit of who reads what the act rests on. Who has to agree to what a
// colleague does for a client reads it as that colleague does, while the mandate
// stands.
func (x approvalView) as(ctx context.Context) (*site.Visit, error) {
	if x.p.Actor.Mandate == "" || !x.may && x.p.Actor.User != x.v.Actor.User {
		return x.v, nil
	}
	hats, err := x.v.Env.People.Hats(ctx, x.p.Actor.User, x.v.Env.Now())
	i := slices.IndexFunc(hats, func(h kernel.Actor) bool { return h.Mandate == x.p.Actor.Mandate })
	if err != nil || i < 0 {
		return x.v, err
	}
	as := *x.v
	as.Actor = hats[i]
	return &as, nil
}

// reads finds the case that is moved; none for what would open one.
func (x *approvalView) reads(ctx context.Context, as *site.Visit) (kernel.Case, error) {
	if x.p.Open != nil {
		x.flow, x.move = x.p.Open.Flow, x.p.Open.Move
		return kernel.Case{}, nil
	}
	c, err := as.Env.Cases.Case(ctx, as.Actor, string(x.p.Command.Case), kernel.ViewSummary)
	x.flow, x.move, x.caseNo, x.caseURL = c.Flow, x.p.Command.Move, c.No, as.Env.CaseURL(c)
	return c, err
}

// about names what a command is about: the item that it opens, else its flow.
func about(v *site.Visit, w desk.Pending, flow kernel.FlowAddr) string {
	if w.Open != nil {
		if name := v.ItemText(w.Open.Item); name != "" {
			return name
		}
	}
	if flow == itemflow.Thing && w.Open != nil { // which of the things as one
		var in itemflow.ThingInput
		if json.Unmarshal(w.Open.Input, &in) == nil && in.Name.In(v.L.Zh()) != "" {
			return in.Name.In(v.L.Zh())
		}
	}
	return v.FlowText(flow)
}

// holds are the items that a thing opens as one, "" for anything else.
func holds(v *site.Visit, w desk.Pending) string {
	var in itemflow.ThingInput
	if w.Open == nil || w.Open.Flow != itemflow.Thing || json.Unmarshal(w.Open.Input, &in) != nil {
		return ""
	}
	var names []string
	for _, x := range in.Parts {
		names = append(names, v.ItemText(x.Code))
	}
	return v.L.T("web.approval.together", "list", v.L.List(names))
}

// takeBack gives what was prepared back to its maker, as a draft where the form
// keeps one.
func (p pages) takeBack(w http.ResponseWriter, r *http.Request, v *site.Visit) error {
	waits, err := p.pending(r, v)
	if err != nil {
		return err
	}
	if err := desk.MayTakeBack(&waits, v.Actor); err != nil {
		return err
	}
	own := *v // the draft belongs to the hat under which it was prepared
	if i := slices.IndexFunc(v.Hats, func(h kernel.Actor) bool { return h.Hat() == waits.Actor.Hat() }); i >= 0 {
		own.Actor = v.Hats[i]
	}
	href := ""
	if p.Back != nil {
		href, err = p.Back(r, &own, waits)
	}
	if errs.KindOf(err) == errs.Conflict {
		return p.drawApproval(w, r, v, httpx.Status(err), err)
	}
	if err != nil {
		return err
	}
	if _, err := v.Env.Desk.TakeBack(r.Context(), v.Actor, waits.ID); err != nil {
		return err
	}
	v.Env.Login.SetHat(r.Context(), own.Actor.Hat())
	if href == "" {
		return v.Go(w, r, "/my", v.L.T("web.approval.back_gone"))
	}
	return v.Go(w, r, href, v.L.T("web.approval.back_done"))
}

func (p pages) approve(w http.ResponseWriter, r *http.Request, v *site.Visit) error {
	ok := r.PostFormValue("ok") == "1"
	note := strings.TrimSpace(r.PostFormValue("note"))
	if !ok && note == "" {
		e := errs.At("note", "web.approval.why", nil)
		return p.drawApproval(w, r, v, httpx.Status(e), e)
	}
	out, err := v.Env.Desk.Approve(r.Context(), v.Actor, r.PathValue("id"), ok, note)
	switch errs.KindOf(err) {
	case errs.Conflict, errs.Invalid, errs.TooEarly: // what was prepared cannot go any more, or not yet
		return p.drawApproval(w, r, v, httpx.Status(err), err)
	}
	if err != nil {
		return err
	}
	return v.Go(w, r, "/my", v.L.T("web.approval.done_"+string(out.State)))
}

// events are the words given so far, the newest first, and the making.
func (x approvalView) events() []ui.Event {
	l, now := x.v.L, x.v.Env.Now()
	var out []ui.Event
	for _, d := range slices.Backward(x.p.Done) {
		what := l.T("web.approval.agreed")
		if !d.OK {
			what = l.T("web.approval.refused")
		}
		out = append(out, ui.Event{Time: l.Moment(d.At, now), Who: d.Name, What: what, Note: d.Note})
	}
	return append(out, ui.Event{Time: l.Moment(x.p.Made, now), Who: x.p.Actor.Name, What: l.T("web.approval.prepared")})
}

// title is the case that is moved; what is opened has none yet.
func (x approvalView) title() string {
	if x.p.Command == nil {
		return ""
	}
	return x.p.Title
}

// refusal is who did not agree, and why.
func (x approvalView) refusal() string {
	last := x.p.Done[len(x.p.Done)-1]
	return x.v.L.T("web.approval.said_no_by", "who", last.Name, "note", last.Note)
}

// steps name whose word is still wanted.
func (x approvalView) steps() string {
	var names []string
	for _, d := range x.p.Steps {
		names = append(names, x.v.L.T("web.duty."+string(d)))
	}
	return x.v.L.List(names)
}
