package workbench

import (
	"net/http"
	"net/url"
	"slices"
	"strconv"

	"quanlian/kernel"
	"quanlian/web/site"
	"quanlian/web/ui"
)

// Routes of this folder.
func Routes(e *site.Env) []site.Route {
	p := pages{e}
	return []site.Route{
		{Method: "GET", Pattern: "/inbox", Page: p.inbox, Auth: site.Staff},
		{Method: "POST", Pattern: "/inbox/claim", Page: p.claim, Auth: site.Staff},
		{Method: "GET", Pattern: "/suspense", Page: p.suspense, Auth: site.Staff},
		{Method: "POST", Pattern: "/suspense", Page: p.clear, Auth: site.Staff},
	}
}

type pages struct{ env *site.Env }

// pageRows is the length of a page. Unit: rows. Source: look/LOOK.md §4.
const pageRows = 25

// views of the inbox, in the order of the chips; the first is the usual one.
var views = []string{"turn", "mine", "pool", "late", "all", "closed"}

// inboxView is the page.
type inboxView struct {
	v      *site.Visit
	query  url.Values
	view   string
	counts map[string]int
	cases  []kernel.Case
	total  int
	page   int
	at     *kernel.Case // the one in the preview
	events []kernel.Entry
	flows  []ui.Option
}

// queryOf is what a chip asks for.
func queryOf(v *site.Visit, view string) kernel.CaseQuery {
	q := kernel.CaseQuery{Open: view != "closed"}
	switch view {
	case "turn":
		q.Turn = offices(v)
	case "mine":
		q.Assignee = v.Actor.User
	case "stead":
		q.AnyOf = absent(v)
	case "pool":
		q.Pool, q.Turn = true, offices(v)
	case "late":
		q.DueBy = v.Env.Now()
	case "closed":
		q.Closed, q.Sort = true, "updated"
	}
	return q
}

// chips are the views that the visitor has a use for.
func chips(v *site.Visit) []string {
	if len(absent(v)) == 0 {
		return views
	}
	return slices.Insert(slices.Clone(views), 2, "stead")
}

// absent are the colleagues for whom the visitor stands in.
func absent(v *site.Visit) []kernel.UserID {
	var out []kernel.UserID
	for _, p := range v.Actor.Posts {
		if p.DeputyFor != "" {
			out = append(out, p.DeputyFor)
		}
	}
	return out
}

// offices are the roles that the visitor holds.
func offices(v *site.Visit) []kernel.Role {
	var out []kernel.Role
	for _, p := range v.Actor.Posts {
		out = append(out, p.Role)
	}
	return out
}

func (p pages) inbox(w http.ResponseWriter, r *http.Request, v *site.Visit) error {
	x := inboxView{v: v, query: r.URL.Query(), view: r.URL.Query().Get("view"), counts: map[string]int{}, page: 1}
	if !slices.Contains(chips(v), x.view) {
		x.view = views[0]
	}
	if n, err := strconv.Atoi(x.query.Get("page")); err == nil && n > 1 {
		x.page = n
	}
	a := v.Officer()
	for _, name := range chips(v) {
		q := x.narrowed(queryOf(v, name))
		if name == x.view {
			q.Limit, q.Offset = pageRows, (x.page-1)*pageRows
		} else {
			q.Limit = 1
		}
		cases, n, err := v.Env.Cases.Cases(r.Context(), a, kernel.ViewDetail, q)
		if err != nil {
			return err
		}
		x.counts[name] = n
		if name == x.view {
			x.cases, x.total = cases, n
		}
	}
	x.flows = x.flowOptions()
	if err := x.choose(r); err != nil {
		return err
	}
	return v.Show(w, r, v.Workbench(r, v.L.T("web.nav.inbox"), "inbox"), inboxPage(x))
}

// narrowed adds what all chips share: the matter chosen and the words.
func (x inboxView) narrowed(q kernel.CaseQuery) kernel.CaseQuery {
	q.Flow, q.Text = kernel.FlowAddr(x.query.Get("flow")), x.query.Get("q")
	return q
}

// choose picks the case of the preview: the one asked for, else the first.
func (x *inboxView) choose(r *http.Request) error {
	if len(x.cases) == 0 {
		return nil
	}
	i := max(0, slices.IndexFunc(x.cases, func(c kernel.Case) bool { return c.No == x.query.Get("case") }))
	x.at = &x.cases[i]
	var err error
	x.events, err = x.v.Env.Cases.History(r.Context(), x.at.ID)
	return err
}

func (x inboxView) flowOptions() []ui.Option {
	out := []ui.Option{{Text: x.v.L.T("web.inbox.all_flows")}}
	var addrs []string
	for a := range x.v.Env.Desk.Flows {
		addrs = append(addrs, string(a))
	}
	slices.Sort(addrs)
	for _, a := range addrs {
		out = append(out, ui.Option{Value: a, Text: x.v.FlowText(kernel.FlowAddr(a)), Selected: a == x.query.Get("flow")})
	}
	return out
}

// link is the address of the inbox with one value changed.
func (x inboxView) link(name, value string) string {
	q := url.Values{}
	for _, k := range []string{"view", "flow", "q", "page", "case"} {
		if s := x.query.Get(k); s != "" {
			q.Set(k, s)
		}
	}
	if name != "case" {
		q.Del("case")
		if name != "page" {
			q.Del("page")
		}
	}
	q.Set(name, value)
	return "/inbox?" + q.Encode()
}
