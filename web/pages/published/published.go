package published

import (
	"bytes"
	"context"
	"io"
	"net/http"
	"net/url"
	"slices"

	"quanlian/base/calendar"
	"quanlian/base/errs"
	"quanlian/catalogue/items"
	lists "quanlian/catalogue/items/published"
	"quanlian/catalogue/lang"
	"quanlian/kernel/form"
	"quanlian/web/site"
	"quanlian/web/ui"
)

// Deps are what the pages stand on.
type Deps struct {
	Now  func(ctx context.Context) *items.Catalogue
	XLSX func(w io.Writer, l *lang.Localizer, list lists.List) error
	PDF  func(l *lang.Localizer, list lists.List) ([]byte, error)
}

type pages struct{ Deps }

// Routes of this folder.
func Routes(d Deps) []site.Route {
	p := pages{d}
	return []site.Route{
		{Method: "GET", Pattern: "/items/list", Page: p.show},
		{Method: "GET", Pattern: "/items/list.xlsx", Page: p.xlsx},
		{Method: "GET", Pattern: "/items/list.pdf", Page: p.pdf},
	}
}

// listView is the page.
type listView struct {
	v    *site.Visit
	list lists.List
	day  string
	bad  string // what was typed for a day and is none
}

// wanted is the list that the address asks for: a kind and a day.
func (p pages) wanted(r *http.Request, v *site.Visit) (lists.List, error) {
	kind := form.Kind(r.URL.Query().Get("kind"))
	if !slices.Contains(lists.Kinds(), kind) {
		kind = form.Public
	}
	day := calendar.DateOf(v.Env.Now())
	if s := r.URL.Query().Get("day"); s != "" {
		d, err := calendar.ParseDate(s)
		if err != nil {
			return lists.Make(p.Now(r.Context()).City, p.Now(r.Context()).On(day), kind), errs.At("day", "catalogue.source.not_date", errs.Args{"value": s})
		}
		day = d
	}
	c := p.Now(r.Context())
	return lists.Make(c.City, c.On(day), kind), nil
}

func (p pages) show(w http.ResponseWriter, r *http.Request, v *site.Visit) error {
	x := listView{v: v}
	var err error
	if x.list, err = p.wanted(r, v); err != nil {
		x.bad = v.L.Error(err)
	}
	x.day = x.list.Day.String()
	f := v.Frame(r, x.list.Title(v.L), "items")
	f.Crumb = []ui.Link{{Text: v.L.T("web.nav.items"), Href: "/items"}, {Text: v.L.T("web.published.name")}}
	return v.Show(w, r, f, listPage(x))
}

func (p pages) xlsx(w http.ResponseWriter, r *http.Request, v *site.Visit) error {
	list, err := p.wanted(r, v)
	if err != nil {
		return err
	}
	var out bytes.Buffer
	if err := p.XLSX(&out, v.L, list); err != nil {
		return err
	}
	return download(w, v, list, "xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", out.Bytes())
}

func (p pages) pdf(w http.ResponseWriter, r *http.Request, v *site.Visit) error {
	list, err := p.wanted(r, v)
	if err != nil {
		return err
	}
	body, err := p.PDF(v.L, list)
	if err != nil {
		return err
	}
	return download(w, v, list, "pdf", "application/pdf", body)
}

func download(w http.ResponseWriter, v *site.Visit, list lists.List, ends, media string, body []byte) error {
	return site.Download(w, list.Title(v.L)+" "+list.Day.String()+"."+ends, media, body)
}

// link is the address of the page, or of a download, with the kind and the day.
func (x listView) link(ends string, kind form.Kind) string {
	q := url.Values{"kind": {string(kind)}}
	if x.v.Env != nil && x.day != calendar.DateOf(x.v.Env.Now()).String() {
		q.Set("day", x.day)
	}
	return "/items/list" + ends + "?" + q.Encode()
}

func (x listView) chips() []ui.FilterChip {
	var out []ui.FilterChip
	for _, k := range lists.Kinds() {
		out = append(out, ui.FilterChip{Text: x.v.L.T("web.published.kind." + string(k)), Href: x.link("", k), Count: -1, Current: k == x.list.Kind})
	}
	return out
}

// table is the list as rows; the names lead to the pages of the items.
func (x listView) table() ui.Table {
	heads, _ := x.list.Heads(x.v.L)
	code, name, link := 1, 2, -1
	if x.list.Kind == form.Added {
		code, name, link = -1, 3, 1
	}
	t := ui.Table{Caption: x.list.Title(x.v.L), Stack: true}
	for _, h := range heads {
		t.Cols = append(t.Cols, ui.Col{Text: h})
	}
	rows := x.list.Rows(x.v.L)
	n := 0
	for _, g := range x.list.Groups {
		t.Rows = append(t.Rows, ui.Row{Group: true, Cells: []ui.Cell{{Text: x.v.L.T(items.LinkKey(g.Link)) + "　" + x.v.L.T(items.Matter{Link: g.Link, Matter: g.Matter}.Key()), Span: len(heads)}}})
		for _, it := range g.Items {
			r := ui.Row{}
			for i, text := range rows[n] {
				c := ui.Cell{Text: text}
				switch i {
				case code:
					c.No = true
				case name:
					c.Href = "/item/" + it.Code
				case link, len(rows[n]) - 1:
					c.NoWrap = true
				}
				r.Cells = append(r.Cells, c)
			}
			t.Rows = append(t.Rows, r)
			n++
		}
	}
	return t
}

// column is one link of the map with its fields.
type column struct {
	name   string
	n      int
	fields []lists.Group
}

// columns are the five links of the chain, also those without a service yet.
func (x listView) columns() []column {
	var out []column
	for _, link := range items.Links() {
		c := column{name: x.v.L.T(items.LinkKey(link))}
		for _, g := range x.list.Groups {
			if g.Link == link {
				c.fields = append(c.fields, g)
				c.n += len(g.Items)
			}
		}
		out = append(out, c)
	}
	return out
}

func (x listView) fieldName(g lists.Group) string {
	return x.v.L.T(items.Matter{Link: g.Link, Matter: g.Matter}.Key())
}
