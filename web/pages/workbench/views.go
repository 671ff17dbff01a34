package workbench

import (
	"context"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"quanlian/base/errs"
	"quanlian/kernel"
	"quanlian/web/httpx"
	"quanlian/web/inbox"
	"quanlian/web/site"
	"quanlian/web/ui"
)

// Saved views: a filter with a name of one's own, shown as a chip.

func (p pages) views(ctx context.Context, v *site.Visit) ([]kernel.SavedView, error) {
	if p.Views == nil {
		return nil, nil
	}
	var units []kernel.UnitID
	for _, post := range v.Actor.Posts {
		if !slices.Contains(units, post.Unit) {
			units = append(units, post.Unit)
		}
	}
	return p.Views(ctx, v.Actor.User, units)
}

// usual is where an inbox without an address of its own opens; "" for where it is.
func usual(list []kernel.SavedView, query string) string {
	if query != "" {
		return ""
	}
	i := slices.IndexFunc(list, func(s kernel.SavedView) bool { return s.Usual })
	if i < 0 {
		return ""
	}
	return viewURL(list[i])
}

func viewURL(s kernel.SavedView) string { return inbox.Path + "?" + s.Query }

// query is the filter as it is kept: with its view, so that it opens the same
// whatever the usual one is.
func query(f inbox.Filter) string { return f.Values().Encode() }

func (x inboxView) viewChips() []ui.FilterChip {
	var out []ui.FilterChip
	for _, s := range x.views {
		c := ui.FilterChip{Text: s.Name, Href: viewURL(s), Count: x.countOf(s), Current: s.Query == query(x.f)}
		if s.User != x.v.Actor.User {
			c.Text += x.v.L.T("web.ui.bracket", "text", x.v.UnitText(s.Unit))
		}
		out = append(out, c)
	}
	return out
}

// Unit: views. Source: our choice. Words are looked for row by row, a pass of its
// own for each (ADR 25); the other views come out of the pass that the inbox
// makes anyway. The page of the views counts all of them.
const mostWordy = 3

// askViews adds what each saved view holds to what is counted; one with words
// beyond the first few has no number in the inbox.
func (x *inboxView) askViews(ask func(f inbox.Filter, take func(n kernel.Counted), by ...kernel.CaseFacet)) {
	x.held = map[string]int{}
	words := map[string]bool{"": true, x.f.Text: true}
	for _, s := range x.views {
		f, ok := inbox.Remembered(x.v, s.Query)
		if !ok || !words[f.Text] && len(words) >= mostWordy+2 {
			continue
		}
		words[f.Text] = true
		ask(f, func(n kernel.Counted) { x.held[s.ID] = n.N })
	}
}

// countOf is the number of cases in a view; -1 where it was not counted.
func (x inboxView) countOf(s kernel.SavedView) int {
	if n, ok := x.held[s.ID]; ok {
		return n
	}
	return -1
}

// known reports whether the filter has a name already.
func (x inboxView) known() bool {
	return slices.ContainsFunc(x.views, func(s kernel.SavedView) bool { return s.Query == query(x.f) })
}

func (x inboxView) exportURL() string { return "/inbox/list.xlsx?" + query(x.f) }

// viewsView is the page on which views are named and put in order.
type viewsView struct {
	v      *site.Visit
	list   []kernel.SavedView
	query  string // of a filter to be kept; "" for none
	says   string // what it narrows to
	name   string
	usual  bool
	at     string // id of the view that the faults are of
	heads  []ui.Option
	faults ui.Faults
	fault  string
	words  map[string]string // what each view narrows to
	held   map[string]int    // how many cases each has
}

func (p pages) viewsPage(w http.ResponseWriter, r *http.Request, v *site.Visit) error {
	return p.drawViews(w, r, v, http.StatusOK, viewsView{query: kept(v, r.URL.Query().Get(inbox.Param))}, nil)
}

// kept is a filter that an address names, read and written anew.
func kept(v *site.Visit, list string) string {
	f, ok := inbox.Remembered(v, list)
	if !ok {
		return ""
	}
	return query(f)
}

func (p pages) drawViews(w http.ResponseWriter, r *http.Request, v *site.Visit, status int, x viewsView, fault error) error {
	var err error
	x.v, x.faults = v, ui.FaultsOf(v.L, fault)
	if fault != nil && len(x.faults.Summary(nil)) == 0 {
		x.fault = v.L.Error(fault)
	}
	if x.list, err = p.views(r.Context(), v); err != nil {
		return err
	}
	for _, post := range v.Actor.Posts {
		if post.Role == kernel.RoleHead && post.DeputyFor == "" {
			x.heads = append(x.heads, ui.Option{Value: string(post.Unit), Text: v.UnitText(post.Unit)})
		}
	}
	x.words = map[string]string{}
	for _, s := range x.list {
		x.words[s.ID] = p.says(r.Context(), v, s.Query)
	}
	if x.held, err = p.countViews(r.Context(), v, x.list); err != nil {
		return err
	}
	x.says = p.says(r.Context(), v, x.query)
	f := v.Workbench(r, v.L.T("web.views.title"), "inbox")
	f.Narrow = true
	f.Crumb = []ui.Link{{Text: v.L.T("web.nav.inbox"), Href: inbox.Path}, {Text: v.L.T("web.views.title")}}
	return v.ShowStatus(w, r, status, f, viewsBody(x))
}

// countViews tells how many cases each view has, by its id.
func (p pages) countViews(ctx context.Context, v *site.Visit, list []kernel.SavedView) (map[string]int, error) {
	var asked []kernel.CaseCount
	for _, s := range list {
		f, _ := inbox.Remembered(v, s.Query)
		asked = append(asked, kernel.CaseCount{CaseQuery: f.Query(v)})
	}
	counts, err := p.env.Cases.Counts(ctx, v.Officer(), kernel.ViewDetail, asked...)
	out := map[string]int{}
	for i, n := range counts {
		out[list[i].ID] = n.N
	}
	return out, err
}

// says puts a filter into words.
func (p pages) says(ctx context.Context, v *site.Visit, list string) string {
	f, ok := inbox.Remembered(v, list)
	if !ok {
		return ""
	}
	x := inboxView{pages: p, v: v, ctx: ctx, f: f}
	if !slices.Contains([]string{"", "me", "nobody"}, f.Who) {
		names, err := p.env.People.Names(ctx, []kernel.UserID{kernel.UserID(f.Who)})
		if err == nil { // the colleague is called one otherwise
			x.names = names
		}
	}
	parts := []string{v.L.T("web.inbox.view." + f.View)}
	for _, a := range x.applied() {
		parts = append(parts, a.Text)
	}
	return v.L.List(parts)
}

func (p pages) saveView(w http.ResponseWriter, r *http.Request, v *site.Visit) error {
	x := viewsView{query: kept(v, r.PostFormValue("query")), name: strings.TrimSpace(r.PostFormValue("name")), usual: r.PostFormValue("usual") != ""}
	if x.query == "" {
		return v.Go(w, r, inbox.Path, "")
	}
	s := kernel.SavedView{ID: v.Env.NewID(), User: v.Actor.User, Unit: kernel.UnitID(r.PostFormValue("unit")), Name: x.name, Query: x.query}
	writes := []kernel.Write{kernel.PutView{View: s}}
	if x.usual {
		writes = append(writes, kernel.UsualView{ID: s.ID, User: s.User})
	}
	if err := v.Env.Desk.Do(r.Context(), v.Actor, v.Key(), writes...); err != nil {
		return p.viewFault(w, r, v, x, err)
	}
	return v.Go(w, r, viewURL(s), v.L.T("web.views.kept", "name", s.Name))
}

func (p pages) viewFault(w http.ResponseWriter, r *http.Request, v *site.Visit, x viewsView, err error) error {
	switch errs.KindOf(err) {
	case errs.Invalid, errs.Conflict, errs.Forbidden, errs.NotFound:
		return p.drawViews(w, r, v, httpx.Status(err), x, err)
	}
	return err
}

// changeView renames a view, shares it, drops it, or makes it the usual one.
func (p pages) changeView(w http.ResponseWriter, r *http.Request, v *site.Visit) error {
	list, err := p.views(r.Context(), v)
	if err != nil {
		return err
	}
	i := slices.IndexFunc(list, func(s kernel.SavedView) bool { return s.ID == r.PathValue("id") })
	if i < 0 {
		return errs.New(errs.NotFound, "kernel.view.none", nil)
	}
	s, said := list[i], "web.views.changed"
	var write kernel.Write
	switch r.PostFormValue("do") {
	case "drop":
		write, said = kernel.DropView{ID: s.ID, User: v.Actor.User}, "web.views.dropped"
	case "usual":
		write = kernel.UsualView{ID: s.ID, User: v.Actor.User}
	case "not-usual":
		write = kernel.UsualView{User: v.Actor.User}
	default:
		s.User, s.Name, s.Unit = v.Actor.User, strings.TrimSpace(r.PostFormValue("name")), kernel.UnitID(r.PostFormValue("unit"))
		write = kernel.PutView{View: s}
	}
	if err := v.Env.Desk.Do(r.Context(), v.Actor, v.Key(), write); err != nil {
		return p.viewFault(w, r, v, viewsView{at: s.ID, name: s.Name}, err)
	}
	return v.Go(w, r, "/inbox/views", v.L.T(said, "name", s.Name))
}

// units are the offices with which a view can be shared, its own chosen.
func (x viewsView) units(s kernel.SavedView) []ui.Option {
	out := []ui.Option{{Text: x.v.L.T("web.views.mine"), Count: -1, Selected: s.Unit == ""}}
	for _, o := range x.heads {
		o.Count, o.Selected = -1, o.Value == string(s.Unit)
		out = append(out, o)
	}
	return out
}

func (x viewsView) nameOf(s kernel.SavedView) ui.Field {
	f := ui.Field{Name: "name", Of: s.ID, Label: x.v.L.T("web.views.name"), Value: s.Name, Max: 30, Width: "w2"}
	if x.at == s.ID {
		f.Error = x.faults.Of("name")
		if x.name != "" || f.Error != "" {
			f.Value = x.name
		}
	}
	return f
}

func (x viewsView) faultOfNew() string {
	if x.at != "" {
		return ""
	}
	return x.faults.Of("name")
}

func manageURL(f inbox.Filter) string {
	return "/inbox/views?" + url.Values{inbox.Param: {query(f)}}.Encode()
}
