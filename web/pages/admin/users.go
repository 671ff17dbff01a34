package admin

import (
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"quanlian/kernel"
	"quanlian/web/httpx"
	"quanlian/web/site"
	"quanlian/web/ui"
)

// usersView is the list of log-ins.
type usersView struct {
	v     *site.Visit
	sheet site.Sheet
	s     search
	rows  []kernel.UserRow
}

func users(w http.ResponseWriter, r *http.Request, v *site.Visit) error {
	return drawUsers(w, r, v, http.StatusOK, nil)
}

func drawUsers(w http.ResponseWriter, r *http.Request, v *site.Visit, status int, fault error) error {
	x := usersView{v: v, sheet: v.Sheet(r, "web.admin", fault), s: readSearch(r, "/admin/users", v.L.T("web.admin.unit.users"))}
	var err error
	if x.rows, x.s.total, err = v.Env.People.Users(r.Context(), x.s.words, pageRows, x.s.offset()); err != nil {
		return err
	}
	return v.ShowStatus(w, r, status, frame(r, v, v.L.T("web.admin.tab.users")), usersPage(x))
}

func (x usersView) table() ui.Table {
	l := x.v.L
	t := ui.Table{Caption: l.T("web.admin.tab.users"), Cols: []ui.Col{{Text: l.T("web.admin.field.name")}, {Text: l.T("web.admin.field.login")}, {Text: l.T("web.admin.col.posts"), Right: true}, {Text: l.T("web.admin.col.parties"), Right: true}, {Text: l.T("web.account.col.state")}, {Text: l.T("web.admin.col.made"), Right: true}}}
	for _, u := range x.rows {
		state, word := userState(x.v, u.UserFacts)
		t.Rows = append(t.Rows, ui.Row{Cells: []ui.Cell{{Text: u.Name, Href: "/admin/users/" + string(u.ID)}, {Text: u.Login, No: true}, {Text: strconv.Itoa(u.Posts)}, {Text: strconv.Itoa(u.Parties)}, {Part: ui.Chip(state, word)}, {Text: l.ISO(u.Made), NoWrap: true}}})
	}
	return t
}

func userState(v *site.Visit, u kernel.UserFacts) (ui.State, string) {
	switch {
	case u.Closed:
		return ui.Idle, v.L.T("web.org.closed")
	case u.Fresh && !u.Vouched:
		return ui.Soon, v.L.T("web.org.fresh")
	}
	return ui.Done, v.L.T("web.org.open")
}

func newUser(w http.ResponseWriter, r *http.Request, v *site.Visit) error {
	add := kernel.AddUser{ID: kernel.UserID(v.Env.NewID()), Login: strings.TrimSpace(r.PostFormValue("login")), Name: strings.TrimSpace(r.PostFormValue("name"))}
	if err := v.Env.Desk.Do(r.Context(), v.Actor, r.PostFormValue(site.KeyField), add); err != nil {
		if again(err) {
			return drawUsers(w, r, v, httpx.Status(err), err)
		}
		return err
	}
	return v.Go(w, r, "/admin/users/"+string(add.ID), v.L.T("web.admin.user_made", "name", add.Name))
}

// userView is the page of one log-in.
type userView struct {
	v     *site.Visit
	sheet site.Sheet
	u     kernel.UserSheet
	units []kernel.Unit
	link  string
}

func user(w http.ResponseWriter, r *http.Request, v *site.Visit) error {
	return drawUser(w, r, v, http.StatusOK, nil, "")
}

func drawUser(w http.ResponseWriter, r *http.Request, v *site.Visit, status int, fault error, link string) error {
	x := userView{v: v, sheet: v.Sheet(r, "web.admin", fault), units: v.Units(), link: link}
	var err error
	if x.u, err = v.Env.People.UserSheet(r.Context(), kernel.UserID(r.PathValue("id"))); err != nil {
		return err
	}
	f := frame(r, v, x.u.Name)
	f.Crumb = []ui.Link{{Text: v.L.T("web.admin.tab.users"), Href: "/admin/users"}, {Text: x.u.Name}}
	return v.ShowStatus(w, r, status, f, userPage(x))
}

func (x userView) path(rest string) string { return "/admin/users/" + string(x.u.ID) + rest }

func (x userView) facts() []ui.Pair {
	l := x.v.L
	state, word := userState(x.v, x.u.UserFacts)
	rows := []ui.Pair{{Key: l.T("web.admin.field.login"), Text: x.u.Login, No: true}, {Key: l.T("web.account.col.state"), Part: ui.Chip(state, word)}, {Key: l.T("web.admin.col.made"), Text: l.ISO(x.u.Made)}}
	if !x.u.Seen.IsZero() {
		rows = append(rows, ui.Pair{Key: l.T("web.security.col.seen"), Text: l.Moment(x.u.Seen, time.Now())})
	}
	for _, m := range x.u.Members {
		rows = append(rows, ui.Pair{Key: l.T("web.admin.col.party"), Text: m.Name, Note: l.T("web.duty." + string(m.Duty))})
	}
	return rows
}

// held are the posts, with a way to end each that runs.
func (x userView) held() ui.Table {
	l := x.v.L
	t := ui.Table{Caption: l.T("web.admin.posts"), Stack: true, Cols: []ui.Col{{Text: l.T("web.admin.field.unit")}, {Text: l.T("web.admin.field.role")}, {Text: l.T("web.account.col.until")}, {Text: l.T("web.ui.acts"), Hidden: true}}}
	for _, p := range x.u.Held {
		unit, as := x.v.PostText(p.Post)
		until := l.T("web.admin.no_end")
		if !p.Until.IsZero() {
			until = l.ISO(p.Until)
		}
		row := ui.Row{Cells: []ui.Cell{{Text: unit, Strong: true}, {Text: as}, {Text: until, NoWrap: true}, {}}}
		if p.At(x.v.Env.Now()) {
			row.Cells[3].Part = endPost(x, p.Post)
		}
		t.Rows = append(t.Rows, row)
	}
	return t
}

func (x userView) unitOptions() []ui.Option {
	out := []ui.Option{{Text: x.v.L.T("web.absence.choose")}}
	for _, u := range x.units {
		if u.Closed.IsZero() {
			out = append(out, ui.Option{Value: string(u.ID), Text: x.v.UnitText(u.ID)})
		}
	}
	return x.sheet.Chosen("unit", out)
}

// roleOptions are the roles of posts that have a name, those of the flows too.
func (x userView) roleOptions() []ui.Option {
	roles := []kernel.Role{kernel.RoleClerk, kernel.RoleHead, RoleAdmin}
	for _, f := range x.v.Env.Desk.Flows {
		for _, m := range f.Moves {
			for _, r := range m.By {
				if !slices.Contains(roles, r) && x.v.L.Has("web.post."+string(r)) {
					roles = append(roles, r)
				}
			}
		}
	}
	slices.Sort(roles[3:])
	var out []ui.Option
	for _, r := range roles {
		out = append(out, ui.Option{Value: string(r), Text: x.v.PostRole(r)})
	}
	return x.sheet.Chosen("role", out)
}
