package workbench

import (
	"context"
	"io"
	"maps"
	"net/http"
	"net/url"
	"slices"

	"quanlian/kernel"
	"quanlian/web/inbox"
	"quanlian/web/pages/caseview"
	"quanlian/web/site"
	"quanlian/web/ui"
)

// Deps are what the inbox knows of the matters; zero fields show less.
type Deps struct {
	Matters caseview.Matters
	// Views are the saved views of a user and those shared with the units.
	Views func(ctx context.Context, u kernel.UserID, units []kernel.UnitID) ([]kernel.SavedView, error)
	// Book writes a list as a workbook.
	Book func(out io.Writer, name string, rows [][]any) error
	// Lists are the long lists that a user has asked for; nil where no program writes
	// them. Content is what stands in the file store under a hash.
	Lists interface {
		ListBooks(ctx context.Context, u kernel.UserID) ([]kernel.ListBook, error)
	}
	Content func(hash string) ([]byte, error)
}

// Routes of this folder.
func Routes(e *site.Env, d Deps) []site.Route {
	p := pages{e, d}
	list := p.routes()
	if d.Lists != nil {
		list = append(list,
			site.Route{Method: "GET", Pattern: "/inbox/lists", Page: p.listsPage, Auth: site.Staff},
			site.Route{Method: "POST", Pattern: "/inbox/lists", Page: p.askList, Auth: site.Staff},
			site.Route{Method: "GET", Pattern: "/inbox/lists/{id}", Page: p.fetchList, Auth: site.Staff})
	}
	return list
}

func (p pages) routes() []site.Route {
	return []site.Route{
		{Method: "GET", Pattern: "/inbox", Page: p.inbox, Auth: site.Staff},
		{Method: "GET", Pattern: "/inbox/views", Page: p.viewsPage, Auth: site.Staff},
		{Method: "POST", Pattern: "/inbox/views", Page: p.saveView, Auth: site.Staff},
		{Method: "POST", Pattern: "/inbox/views/{id}", Page: p.changeView, Auth: site.Staff},
		{Method: "GET", Pattern: "/inbox/list.xlsx", Page: p.export, Auth: site.Staff},
		{Method: "POST", Pattern: "/inbox/claim", Page: p.claim, Auth: site.Staff},
		{Method: "POST", Pattern: "/bulk", Page: p.bulk, Auth: site.Staff},
		{Method: "GET", Pattern: "/bulks/{id}", Page: p.result, Auth: site.Staff},
		{Method: "POST", Pattern: "/bulks/{id}/{do}", Page: p.steer, Auth: site.Staff},
		{Method: "GET", Pattern: "/suspense", Page: p.suspense, Auth: site.Staff},
		{Method: "POST", Pattern: "/suspense", Page: p.clear, Auth: site.Staff},
	}
}

type pages struct {
	env *site.Env
	Deps
}

// pageRows is the length of a page. Unit: rows. Source: look/LOOK.md §4.
const pageRows = 25

// inboxView is the page.
type inboxView struct {
	pages
	v       *site.Visit
	ctx     context.Context
	f       inbox.Filter
	counts  map[string]int // of the views, narrowed
	lights  map[string]int // of the view, by light
	facets  map[kernel.CaseFacet]map[string]int
	cases   []kernel.Case
	offers  map[kernel.CaseID][]string // moves of the bulk bar
	total   int
	page    int
	at      *kernel.Case // the one in the preview
	left    bool         // it is no longer in the list
	found   found
	events  []kernel.Entry
	names   map[kernel.UserID]string
	unread  int // notices
	address *url.URL
	views   []kernel.SavedView
	held    map[string]int // of the saved views
}

// Of so many notices the unread ones are counted. Unit: notices. Source: our choice.
const mostNotices = 50

func (p pages) inbox(w http.ResponseWriter, r *http.Request, v *site.Visit) error {
	if asksBeside(r) {
		return p.beside(w, r, v)
	}
	x := inboxView{pages: p, v: v, ctx: r.Context(), f: inbox.Read(v, r.URL.Query()), page: site.PageOf(r.URL.Query()), address: r.URL}
	var err error
	if x.views, err = p.views(r.Context(), v); err != nil {
		return err
	}
	if to := usual(x.views, r.URL.RawQuery); to != "" {
		return v.Go(w, r, to, v.Flash) // what the page was to say is said there
	}
	if err := x.count(); err != nil {
		return err
	}
	if err := x.list(); err != nil {
		return err
	}
	if err := x.find(); err != nil {
		return err
	}
	if err := x.choose(r.URL.Query().Get("case")); err != nil {
		return err
	}
	if err := x.learnNames(); err != nil {
		return err
	}
	notices, err := x.env.Cases.Notices(x.ctx, v.Actor, mostNotices)
	if err != nil {
		return err
	}
	for _, n := range notices {
		if n.Seen.IsZero() {
			x.unread++
		}
	}
	return v.Show(w, r, v.Workbench(r, v.L.T("web.nav.inbox"), "inbox"), inboxPage(x))
}

// list reads the page of the list; one that lies beyond the end, as after an
// act, is the last.
func (x *inboxView) list() error {
	x.page = min(x.page, max(1, (x.total+pageRows-1)/pageRows))
	q := x.f.Query(x.v)
	q.Limit, q.Offset, q.Uncounted = pageRows, (x.page-1)*pageRows, true
	var err error
	if x.cases, _, err = x.env.Cases.Cases(x.ctx, x.v.Officer(), kernel.ViewDetail, q); err != nil {
		return err
	}
	x.offers = map[kernel.CaseID][]string{}
	for i, c := range x.cases {
		c = c.Remembering()
		x.cases[i], x.offers[c.ID] = c, x.bulkMoves(c)
	}
	return nil
}

// count counts the list, and what every chip and every choice would lead to, all
// in one question.
func (x *inboxView) count() error {
	x.counts, x.lights, x.facets = map[string]int{}, map[string]int{}, map[kernel.CaseFacet]map[string]int{}
	var asked []kernel.CaseCount
	var into []func(n kernel.Counted)
	ask := func(f inbox.Filter, take func(n kernel.Counted), by ...kernel.CaseFacet) {
		asked, into = append(asked, kernel.CaseCount{CaseQuery: f.Query(x.v), By: by}), append(into, take)
	}
	ask(x.f, func(n kernel.Counted) { x.total = n.N })
	for _, name := range inbox.Chips(x.v) {
		f := x.f
		f.View = name
		ask(f, func(n kernel.Counted) { x.counts[name] = n.N })
	}
	if !x.f.Past() {
		for _, name := range inbox.Lights {
			f := x.f
			f.Light = name
			ask(f, func(n kernel.Counted) { x.lights[name] = n.N })
		}
	}
	// The choices of each kind, as if nothing were chosen of it.
	for name, facets := range map[string][]kernel.CaseFacet{"unit": {kernel.ByUnit}, "district": {kernel.ByDistrict}, "what": {kernel.ByItem, kernel.ByFlow}, "who": {kernel.ByAssignee}} {
		ask(x.f.Without(name), func(n kernel.Counted) { maps.Copy(x.facets, n.By) }, facets...)
	}
	x.askViews(ask)
	counts, err := x.env.Cases.Counts(x.ctx, x.v.Officer(), kernel.ViewDetail, asked...)
	for i, n := range counts {
		into[i](n)
	}
	return err
}

// choose picks the case of the preview: the one asked for, else the first.
func (x *inboxView) choose(no string) error {
	if len(x.cases) == 0 {
		return nil
	}
	i := max(0, slices.IndexFunc(x.cases, func(c kernel.Case) bool { return c.No == no }))
	x.at = &x.cases[i]
	var err error
	x.events, err = x.env.Cases.History(x.ctx, x.at.ID)
	return err
}

// learnNames reads the names of those who have cases.
func (x *inboxView) learnNames() error {
	ids := map[kernel.UserID]bool{}
	for _, c := range x.cases {
		ids[c.Assignee] = true
	}
	for id := range x.facets[kernel.ByAssignee] {
		ids[kernel.UserID(id)] = true
	}
	delete(ids, "")
	var err error
	x.names, err = x.env.People.Names(x.ctx, slices.Sorted(maps.Keys(ids)))
	return err
}

// back is the address of the list as it stands.
func (x inboxView) back() string { return x.address.RequestURI() }

// preview is the address that shows a case beside the list.
func (x inboxView) preview(c kernel.Case) string {
	q := x.f.Values()
	if x.page > 1 {
		q.Set("page", itoa(x.page))
	}
	q.Set("case", c.No)
	return inbox.Path + "?" + q.Encode()
}

// options of a select: everything first, then by name, each with its count.
func options(all string, chosen string, list []ui.Option) []ui.Option {
	slices.SortStableFunc(list, func(a, b ui.Option) int { return b.Count - a.Count })
	out := []ui.Option{{Text: all, Count: -1}}
	for _, o := range list {
		o.Selected = o.Value == chosen
		if o.Count >= 0 {
			o.Text += "　" + itoa(o.Count)
		}
		out = append(out, o)
	}
	return out
}
