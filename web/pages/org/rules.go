package org

import (
	"encoding/json"
	"net/http"
	"slices"

	"quanlian/base/errs"
	"quanlian/kernel"
	"quanlian/kernel/desk"
	"quanlian/web/httpx"
	"quanlian/web/site"
	"quanlian/web/ui"
)

// rulesView is the page of the chain of approval, of what waits in it, and of
// the tripwire.
type rulesView struct {
	v       *site.Visit
	sheet   site.Sheet
	admin   bool
	members []kernel.Member
	waiting []desk.Pending
}

func rules(w http.ResponseWriter, r *http.Request, v *site.Visit) error {
	return drawRules(w, r, v, http.StatusOK, nil)
}

func drawRules(w http.ResponseWriter, r *http.Request, v *site.Visit, status int, fault error) error {
	if err := inside(v); err != nil {
		return err
	}
	x := rulesView{v: v, sheet: v.Sheet(r, "web.org", fault), admin: v.Actor.Has(kernel.RightAdmin)}
	var chain []string
	for _, d := range v.Party.Approval {
		chain = append(chain, string(d))
	}
	x.sheet.Set("approval", chain...)
	if !v.Party.Quiet {
		x.sheet.Set("tripwire", "1")
	}
	var err error
	if x.members, err = v.Env.People.Members(r.Context(), v.Actor.Party); err != nil {
		return err
	}
	if x.waiting, err = v.Env.Cases.Approvals(r.Context(), v.Actor.Party); err != nil {
		return err
	}
	return v.ShowStatus(w, r, status, frame(r, v, "approval"), rulesPage(x))
}

func putRules(w http.ResponseWriter, r *http.Request, v *site.Visit) error {
	if err := inside(v); err != nil {
		return err
	}
	p := v.Party
	p.Approval, p.Quiet = nil, r.PostFormValue("tripwire") == ""
	for _, d := range kernel.AllDuties() {
		if slices.Contains(r.PostForm["approval"], string(d)) {
			p.Approval = append(p.Approval, d)
		}
	}
	err := v.Env.Desk.Do(r.Context(), v.Actor, r.PostFormValue(site.KeyField), kernel.PutParty{Party: p})
	switch errs.KindOf(err) {
	case "":
		return v.Go(w, r, "/org/approval", v.L.T("web.org.rules_put"))
	case errs.Invalid:
		return drawRules(w, r, v, httpx.Status(err), err)
	}
	return err
}

// chain are the steps after the handler; each says who can give its word.
func (x rulesView) chain() []ui.Option {
	var out []ui.Option
	for _, d := range kernel.AllDuties() {
		if d == kernel.DutyHandler {
			continue
		}
		var who []string
		for _, m := range x.members {
			if m.Duty == d && m.Has(kernel.RightApprove) {
				who = append(who, m.Name)
			}
		}
		hint := x.v.L.T("web.org.step_nobody")
		if len(who) > 0 {
			hint = x.v.L.T("web.org.step_who", "who", x.v.L.List(who))
		}
		out = append(out, ui.Option{Value: string(d), Text: x.v.L.T("web.duty." + string(d)), Hint: hint, Count: -1})
	}
	return x.sheet.Chosen("approval", out)
}

func (x rulesView) tripwire() []ui.Option {
	return x.sheet.Chosen("tripwire", []ui.Option{{Value: "1", Text: x.v.L.T("web.org.tripwire_on"), Hint: x.v.L.T("web.org.tripwire_what"), Count: -1}})
}

// steps draw the chain as it stands.
func (x rulesView) steps() []ui.Step {
	out := []ui.Step{{Text: x.v.L.T("web.duty.handler")}}
	for _, d := range x.v.Party.Approval {
		out = append(out, ui.Step{Text: x.v.L.T("web.duty." + string(d))})
	}
	return append(out, ui.Step{Text: x.v.L.T("web.org.leaves")})
}

func (x rulesView) table() ui.Table {
	l := x.v.L
	t := ui.Table{Caption: l.T("web.org.waiting"), Stack: true, Cols: []ui.Col{{Text: l.T("web.approval.content")}, {Text: l.T("web.org.col.leaves")}, {Text: l.T("web.approval.maker")}, {Text: l.T("web.approval.made")}, {Text: l.T("web.approval.awaits")}}}
	for _, p := range x.waiting {
		next := ""
		if len(p.Steps) > 0 {
			next = l.T("web.duty." + string(p.Steps[0]))
		}
		t.Rows = append(t.Rows, ui.Row{Cells: []ui.Cell{{Text: x.what(p), Href: "/my/approvals/" + p.ID, Strong: true}, {Text: l.T("web.org.n_fields", "n", fields(p))}, {Text: p.Actor.Name}, {Text: l.Moment(p.Made, x.v.Env.Now()), NoWrap: true}, {Part: ui.Light(ui.Run, next)}}})
	}
	return t
}

// what names the move that waits.
func (x rulesView) what(p desk.Pending) string {
	if p.Open != nil {
		return x.v.FlowText(p.Open.Flow) + x.v.L.T("web.ui.colon") + x.v.MoveText(p.Open.Flow, p.Open.Move)
	}
	return p.Title
}

// fields counts what would leave.
func fields(p desk.Pending) int {
	raw := json.RawMessage("{}")
	if p.Command != nil {
		raw = p.Command.Input
	} else if p.Open != nil {
		raw = p.Open.Input
	}
	var all map[string]json.RawMessage
	if json.Unmarshal(raw, &all) != nil {
		return 0
	}
	return len(all)
}
