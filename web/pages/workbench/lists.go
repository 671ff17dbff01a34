package workbench

import (
	"net/http"
	"net/url"
	"slices"
	"strings"

	"quanlian/base/errs"
	"quanlian/catalogue/lang"
	"quanlian/kernel"
	"quanlian/web/httpx"
	"quanlian/web/inbox"
	"quanlian/web/site"
	"quanlian/web/ui"
)

// Long lists, which the program writes as workbooks while who asked works on.

// listsView is the page of one's own lists.
type listsView struct {
	v     *site.Visit
	query string // of a list to be asked for; "" for none
	says  string // what it narrows to
	n     int    // how many cases it has
	table ui.Table
	fault string
}

func listsURL(f inbox.Filter) string {
	return "/inbox/lists?" + url.Values{inbox.Param: {query(f)}}.Encode()
}

func (p pages) listsPage(w http.ResponseWriter, r *http.Request, v *site.Visit) error {
	return p.drawLists(w, r, v, http.StatusOK, listsView{query: kept(v, r.URL.Query().Get(inbox.Param))})
}

func (p pages) drawLists(w http.ResponseWriter, r *http.Request, v *site.Visit, status int, x listsView) error {
	x.v = v
	if f, ok := inbox.Remembered(v, x.query); ok {
		n, err := p.env.Cases.Counts(r.Context(), v.Officer(), kernel.ViewDetail, kernel.CaseCount{CaseQuery: f.Query(v)})
		if err != nil {
			return err
		}
		x.n, x.says = n[0].N, p.says(r.Context(), v, x.query)
	}
	list, err := p.Lists.ListBooks(r.Context(), v.Actor.User)
	if err != nil {
		return err
	}
	l := v.L
	x.table = ui.Table{Caption: l.T("web.lists.title"), Stack: true, Cols: []ui.Col{{Text: l.T("web.lists.col.asked")}, {Text: l.T("web.views.shows")}, {Text: l.T("web.lists.col.hat")}, {Text: l.T("web.bulk.col.result")}}}
	for _, b := range list {
		if b.Done.IsZero() {
			w.Header().Set("Refresh", refresh)
		}
		x.table.Rows = append(x.table.Rows, ui.Row{Cells: []ui.Cell{{Text: l.Moment(b.Asked, v.Env.Now())}, {Text: p.says(r.Context(), v, b.Query)}, {Text: hatText(v, b.Hat)}, x.came(b)}})
	}
	f := v.Workbench(r, l.T("web.lists.title"), "inbox")
	f.Crumb = []ui.Link{{Text: l.T("web.nav.inbox"), Href: inbox.Path}, {Text: l.T("web.lists.title")}}
	return v.ShowStatus(w, r, status, f, listsBody(x))
}

// came is what came of a list: it is being written, it can be fetched, or why not.
func (x listsView) came(b kernel.ListBook) ui.Cell {
	l := x.v.L
	switch {
	case b.Done.IsZero():
		return ui.Cell{Part: ui.Chip(ui.Run, l.T("web.lists.writing"))}
	case b.Fault != nil:
		return ui.Cell{Text: l.Error(b.Fault)}
	}
	return ui.Cell{Text: l.T("web.lists.fetch", "n", lang.Thousands(int64(b.Cases))), Href: "/inbox/lists/" + b.ID}
}

// hatText names the hat of a list.
func hatText(v *site.Visit, hat string) string {
	i := slices.IndexFunc(v.Hats, func(a kernel.Actor) bool { return a.Hat() == hat })
	if i < 0 {
		return v.L.T("web.lists.hat_gone")
	}
	org, as := v.HatText(v.Hats[i])
	return strings.TrimSpace(org + "　" + as)
}

// askList puts a list down for the program, and remembers that it is taken out.
func (p pages) askList(w http.ResponseWriter, r *http.Request, v *site.Visit) error {
	x := listsView{query: kept(v, r.PostFormValue("query"))}
	if x.query == "" {
		return v.Go(w, r, inbox.Path, "")
	}
	b := kernel.ListBook{ID: v.Env.NewID(), User: v.Actor.User, Hat: v.Actor.Hat(), Query: x.query, Zh: v.L.Zh()}
	err := v.Env.Desk.Do(r.Context(), v.Actor, r.PostFormValue(site.KeyField), kernel.AskListBook{Book: b}, kernel.Journaled{What: "export", Paper: "inbox?" + x.query})
	if k := errs.KindOf(err); err != nil && (k == errs.Invalid || k == errs.Conflict) {
		x.fault = v.L.Error(err)
		return p.drawLists(w, r, v, httpx.Status(err), x)
	}
	if err != nil {
		return err
	}
	return v.Go(w, r, "/inbox/lists", v.L.T("web.lists.asked"))
}

// fetchList gives the workbook to who asked for it.
func (p pages) fetchList(w http.ResponseWriter, r *http.Request, v *site.Visit) error {
	list, err := p.Lists.ListBooks(r.Context(), v.Actor.User)
	if err != nil {
		return err
	}
	i := slices.IndexFunc(list, func(b kernel.ListBook) bool { return b.ID == r.PathValue("id") && b.Hash != "" })
	if i < 0 {
		return errs.New(errs.NotFound, "kernel.listbook.none", nil)
	}
	body, err := p.Content(list[i].Hash)
	if err != nil {
		return err
	}
	return site.Download(w, v.L.T("web.nav.inbox")+" "+v.L.ISO(list[i].Done)+".xlsx", xlsx, body)
}
