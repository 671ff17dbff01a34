package org

import (
	"net/http"
	"slices"

	"quanlian/base/errs"
	"quanlian/kernel"
	"quanlian/web/site"
	"quanlian/web/ui"
)

// Routes of this folder.
func Routes(*site.Env) []site.Route {
	return []site.Route{
		{Method: "GET", Pattern: "/org", Page: members, Auth: site.LoggedIn},
		{Method: "POST", Pattern: "/org/members", Page: putMember, Auth: site.LoggedIn},
		{Method: "POST", Pattern: "/org/members/new", Page: newMember, Auth: site.LoggedIn},
		{Method: "POST", Pattern: "/org/members/link", Page: newLink, Auth: site.LoggedIn},
		{Method: "GET", Pattern: "/org/approval", Page: rules, Auth: site.LoggedIn},
		{Method: "POST", Pattern: "/org/approval", Page: putRules, Auth: site.LoggedIn},
		{Method: "GET", Pattern: "/org/registered", Page: registered, Auth: site.LoggedIn},
		{Method: "POST", Pattern: "/org/registered", Page: putRegistered, Auth: site.LoggedIn},
		{Method: "GET", Pattern: "/org/promises", Page: promises, Auth: site.LoggedIn},
		{Method: "GET", Pattern: "/org/readers", Page: readers, Auth: site.LoggedIn},
	}
}

// inside refuses who acts for no organisation of their own.
func inside(v *site.Visit) error {
	if v.Actor.Party == "" || v.Actor.Mandate != "" {
		return errs.New(errs.Forbidden, "web.org.not_inside", nil)
	}
	return nil
}

func tabs(v *site.Visit, now string) []ui.FilterChip {
	var out []ui.FilterChip
	for _, t := range []struct{ key, href string }{{"members", "/org"}, {"registered", "/org/registered"}, {"approval", "/org/approval"}, {"readers", "/org/readers"}, {"promises", "/org/promises"}} {
		out = append(out, ui.FilterChip{Text: v.L.T("web.org.tab." + t.key), Href: t.href, Count: -1, Current: t.key == now})
	}
	return out
}

func frame(r *http.Request, v *site.Visit, tab string) ui.Frame {
	title := v.L.T("web.org.tab." + tab)
	f := v.Frame(r, title, "")
	f.Crumb = []ui.Link{{Text: v.Party.Name, Href: "/org"}, {Text: title}}
	return f
}

// membersView is the page of the members.
type membersView struct {
	v      *site.Visit
	list   []kernel.Member
	admin  bool
	sheet  site.Sheet // of the form that came back
	form   string     // which one: join, new, or the user whose row it is
	link   string     // shown this once
	linkOf string
}

func members(w http.ResponseWriter, r *http.Request, v *site.Visit) error {
	return drawMembers(w, r, v, http.StatusOK, membersView{sheet: v.Sheet(r, "web.org", nil)})
}

func drawMembers(w http.ResponseWriter, r *http.Request, v *site.Visit, status int, x membersView) error {
	if err := inside(v); err != nil {
		return err
	}
	x.v, x.admin = v, v.Actor.Has(kernel.RightAdmin)
	var err error
	if x.list, err = v.Env.People.Members(r.Context(), v.Actor.Party); err != nil {
		return err
	}
	return v.ShowStatus(w, r, status, frame(r, v, "members"), membersPage(x))
}

// state says whether a member can log in.
func (x membersView) state(m kernel.Member) (ui.State, string) {
	switch {
	case m.Closed:
		return ui.Idle, x.v.L.T("web.org.closed")
	case m.Fresh && !m.Vouched:
		return ui.Soon, x.v.L.T("web.org.fresh")
	}
	return ui.Done, x.v.L.T("web.org.open")
}

func (x membersView) table() ui.Table {
	l := x.v.L
	t := ui.Table{Caption: l.T("web.org.tab.members"), Stack: true, Cols: []ui.Col{{Text: l.T("web.admin.field.name")}, {Text: l.T("web.admin.field.login")}, {Text: l.T("web.org.field.duty")}, {Text: l.T("web.org.field.rights")}, {Text: l.T("web.account.col.state")}}}
	for _, m := range x.list {
		state, word := x.state(m)
		t.Rows = append(t.Rows, ui.Row{Cells: []ui.Cell{{Text: m.Name, Strong: true}, {Text: m.Login, No: true}, {Text: dutyText(x.v, m.Duty), NoWrap: true}, {Text: rightsText(x.v, m.Rights)}, {Part: ui.Chip(state, word)}}})
	}
	return t
}

func dutyText(v *site.Visit, d kernel.Duty) string {
	if d == "" {
		return v.L.T("web.org.no_duty")
	}
	return v.L.T("web.duty." + string(d))
}

func rightsText(v *site.Visit, rights []kernel.Right) string {
	if len(rights) == len(kernel.AllRights()) {
		return v.L.T("web.org.all_rights")
	}
	var out []string
	for _, r := range rights {
		out = append(out, v.L.T("web.right."+string(r)))
	}
	return v.L.List(out)
}

// duties and rights are the choices of a member's form, those of m chosen.
func (x membersView) duties(m kernel.Member) []ui.Option {
	var out []ui.Option
	for _, d := range kernel.AllDuties() {
		out = append(out, ui.Option{Value: string(d), Text: x.v.L.T("web.duty." + string(d)), Hint: x.v.L.T("web.org.duty_what." + string(d)), Count: -1, Selected: d == m.Duty})
	}
	return x.again(m, "duty", out)
}

func (x membersView) rights(m kernel.Member) []ui.Option {
	var out []ui.Option
	for _, r := range kernel.AllRights() {
		out = append(out, ui.Option{Value: string(r), Text: x.v.L.T("web.right." + string(r)), Count: -1, Selected: slices.Contains(m.Rights, r)})
	}
	return x.again(m, "rights", out)
}

// again chooses what was chosen in the form that came back.
func (x membersView) again(m kernel.Member, name string, options []ui.Option) []ui.Option {
	if x.form == string(m.User) && x.sheet.Faults.Any() {
		return x.sheet.Chosen(name, options)
	}
	return options
}

// field is a field of the form; of another form than the one that came back it
// is empty.
func (x membersView) field(form, name, width string) ui.Field {
	s := x.sheet
	if x.form != form {
		s = x.v.Sheet(&http.Request{}, "web.org", nil)
	}
	f := s.Field(name, width)
	f.Name, f.Of = name, form+"-"
	return f
}

// fresh is the member that a form for a new one begins with: handlers who
// prepare and send.
func fresh(form string) kernel.Member {
	return kernel.Member{User: kernel.UserID(form), Duty: kernel.DutyHandler, Rights: []kernel.Right{kernel.RightView, kernel.RightDraft, kernel.RightSubmit}}
}
