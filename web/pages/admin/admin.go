package admin

import (
	"net/http"
	"net/url"
	"strconv"

	"quanlian/base/errs"
	"quanlian/kernel"
	"quanlian/web/site"
	"quanlian/web/ui"
)

// RoleAdmin is the post of the city's administrator.
const RoleAdmin kernel.Role = "admin"

// Routes of this folder.
func Routes(*site.Env) []site.Route {
	var out []site.Route
	add := func(method, pattern string, p site.Page) {
		out = append(out, site.Route{Method: method, Pattern: pattern, Page: p, Auth: site.Staff})
	}
	add("GET", "/admin", guard(users))
	add("GET", "/admin/users", guard(users))
	add("POST", "/admin/users", guard(newUser))
	add("GET", "/admin/users/{id}", guard(user))
	add("POST", "/admin/users/{id}/posts", guard(putPost))
	add("POST", "/admin/users/{id}/closed", guard(closeUser))
	add("POST", "/admin/users/{id}/sessions", guard(endSessions))
	add("POST", "/admin/users/{id}/link", guard(link))
	add("GET", "/admin/parties", guard(parties))
	add("POST", "/admin/parties", guard(putParty))
	add("GET", "/admin/parties/{id}", guard(party))
	add("POST", "/admin/parties/{id}", guard(putParty))
	add("POST", "/admin/parties/{id}/members", guard(putMember))
	add("GET", "/admin/units", guard(units))
	add("POST", "/admin/units", guard(putUnit))
	add("GET", "/handover", handover)
	add("POST", "/handover", startHandover)
	return out
}

// guard lets only the administrator in; what is written is judged again.
func guard(p site.Page) site.Page {
	return func(w http.ResponseWriter, r *http.Request, v *site.Visit) error {
		if !v.Is(RoleAdmin) {
			return errs.New(errs.Forbidden, "web.admin.only", nil)
		}
		return p(w, r, v)
	}
}

// Unit: rows. Source: look/LOOK.md §4.
const pageRows = 25

func tabs(v *site.Visit, now string) []ui.FilterChip {
	list := []struct{ key, href string }{{"users", "/admin/users"}, {"parties", "/admin/parties"}, {"units", "/admin/units"}, {"handover", "/handover"}}
	if !v.Is(RoleAdmin) {
		list = list[3:]
	}
	var out []ui.FilterChip
	for _, t := range list {
		out = append(out, ui.FilterChip{Text: v.L.T("web.admin.tab." + t.key), Href: t.href, Count: -1, Current: t.key == now})
	}
	return out
}

func frame(r *http.Request, v *site.Visit, title string) ui.Frame {
	return v.Workbench(r, title, "people")
}

// search is what a list is narrowed by, and the page of it.
type search struct {
	path, words string
	unit        string // word of what is counted
	page, total int
}

func readSearch(r *http.Request, path, unit string) search {
	s := search{path: path, unit: unit, words: r.URL.Query().Get("q"), page: 1}
	if n, err := strconv.Atoi(r.URL.Query().Get("page")); err == nil && n > 1 {
		s.page = n
	}
	return s
}

func (s search) offset() int { return (s.page - 1) * pageRows }

func (s search) href(page int) string {
	q := url.Values{}
	if s.words != "" {
		q.Set("q", s.words)
	}
	q.Set("page", strconv.Itoa(page))
	return s.path + "?" + q.Encode()
}

func (s search) pager(shown int) ui.Pager {
	p := ui.NewPager(s.page, pageRows, shown, s.total, s.href)
	p.Unit = s.unit
	return p
}

// again tells a form's own fault from one that the error page shows.
func again(err error) bool {
	return errs.KindOf(err) == errs.Invalid || errs.KindOf(err) == errs.Conflict
}
