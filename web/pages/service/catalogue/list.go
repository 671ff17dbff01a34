package catalogue

import (
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"quanlian/base/errs"
	"quanlian/catalogue/items"
	change "quanlian/chain/service/catalogue"
	"quanlian/kernel"
	"quanlian/kernel/desk"
	"quanlian/kernel/form"
	"quanlian/web/site"
	"quanlian/web/ui"
)

// views of the list, in the order of the chips.
var views = []string{"all", "open", "review", "coming", "unsure", "own"}

// listView is the page.
type listView struct {
	v      *site.Visit
	query  url.Values
	view   string
	counts map[string]int
	rows   []itemRow
	edits  bool
	heads  bool // the visitor may approve what is selected
	page   int
	total  int
	day    string
}

// itemRow is one item with where it stands.
type itemRow struct {
	item   form.Item
	layer  string
	coming string // first day of a version that is not in force yet
	open   *kernel.Case
	unsure int // limits that were not verified
	own    bool
}

func (p pages) list(w http.ResponseWriter, r *http.Request, v *site.Visit) error {
	x := listView{v: v, query: r.URL.Query(), view: r.URL.Query().Get("view"), counts: map[string]int{}, edits: mayEdit(v), day: p.today(v).String()}
	if !slices.Contains(views, x.view) {
		x.view = views[0]
	}
	open, _, err := p.changes(r.Context(), v)
	if err != nil {
		return err
	}
	for _, row := range p.rows(r, v, open) {
		for _, name := range views {
			if row.in(name) && x.narrow(row) {
				x.counts[name]++
				if name == x.view {
					x.rows = append(x.rows, row)
				}
			}
		}
	}
	x.turn()
	x.heads = x.view == "review" && slices.ContainsFunc(v.Actor.Posts, func(p kernel.Post) bool { return p.Unit == change.Unit && p.Role == kernel.RoleHead })
	return v.Show(w, r, v.Workbench(r, v.L.T("service.catalogue.name"), "catalogue"), listPage(x))
}

// pageRows is the length of a page. Unit: rows. Source: look/LOOK.md §4, twice:
// rows of the list are short.
const pageRows = 50

// turn keeps the rows of the page that is asked for.
func (x *listView) turn() {
	x.total, x.page = len(x.rows), 1
	if n, err := strconv.Atoi(x.query.Get("page")); err == nil && n > 1 && (n-1)*pageRows < x.total {
		x.page = n
	}
	from := (x.page - 1) * pageRows
	x.rows = x.rows[from:min(from+pageRows, x.total)]
}

func (x listView) pager() ui.Pager {
	p := ui.NewPager(x.page, pageRows, len(x.rows), x.total, func(n int) string { return x.link("page", strconv.Itoa(n)) })
	p.Unit = x.v.L.T("service.catalogue.pager_unit")
	return p
}

// rows are all items, and changes of items that there are not yet.
func (p pages) rows(r *http.Request, v *site.Visit, open map[string]kernel.Case) []itemRow {
	c, today := p.Now(r.Context()), p.today(v)
	var out []itemRow
	for _, code := range c.Codes() {
		row := itemRow{}
		cur, ok := c.InForce(code, today)
		for _, x := range c.Versions(code) {
			if x.Item.From.After(today) {
				row.coming = x.Item.From.String()
			}
			if !ok {
				cur = x
			}
		}
		row.item, row.layer, row.own = cur.Item, cur.Layer, cur.Layer != "embedded"
		for _, l := range cur.Item.Limits {
			if !form.Verified(l.Tag) {
				row.unsure++
			}
		}
		out = append(out, row)
	}
	for i := range out {
		if k, ok := open[out[i].item.Code]; ok {
			out[i].open = &k
			delete(open, out[i].item.Code)
		}
	}
	for _, k := range open {
		if d, err := change.DataOf(k); err == nil {
			out = append(out, itemRow{item: d.Item, open: &k})
		}
	}
	return out
}

func (r itemRow) in(view string) bool {
	switch view {
	case "open":
		return r.open != nil && r.open.State == change.Draft
	case "review":
		return r.open != nil && (r.open.State == change.Review || r.open.State == change.Recall)
	case "coming":
		return r.coming != ""
	case "unsure":
		return r.unsure > 0
	case "own":
		return r.own
	}
	return true
}

// narrow keeps what the words and the link ask for.
func (x listView) narrow(r itemRow) bool {
	if l := x.query.Get("link"); l != "" && r.item.Link != l {
		return false
	}
	if u := x.query.Get("unit"); u != "" && string(r.item.Unit) != u {
		return false
	}
	text := strings.ToLower(strings.Join(append([]string{r.item.Code, r.item.Name.Zh, r.item.Name.En}, r.item.Seek...), " "))
	for _, w := range strings.Fields(strings.ToLower(x.query.Get("q"))) {
		if !strings.Contains(text, w) {
			return false
		}
	}
	return true
}

func (x listView) link(name, value string) string {
	q := url.Values{}
	for _, k := range []string{"view", "link", "unit", "q"} {
		if s := x.query.Get(k); s != "" {
			q.Set(k, s)
		}
	}
	q.Set(name, value)
	return "/catalogue?" + q.Encode()
}

func (x listView) chips() []ui.FilterChip {
	var out []ui.FilterChip
	for _, name := range views {
		out = append(out, ui.FilterChip{Text: x.v.L.T("service.catalogue.view." + name), Href: x.link("view", name), Count: x.counts[name], Current: name == x.view})
	}
	return out
}

func (x listView) links() []ui.Option {
	out := []ui.Option{{Text: x.v.L.T("service.catalogue.all_links"), Count: -1}}
	for _, l := range items.Links() {
		out = append(out, ui.Option{Value: l, Text: x.v.L.T(items.LinkKey(l)), Selected: x.query.Get("link") == l, Count: -1})
	}
	return out
}

func (x listView) table() ui.Table {
	l, zh := x.v.L, x.v.L.Zh()
	t := ui.Table{Caption: l.T("service.catalogue.name"), Stack: true, Cols: []ui.Col{{Text: l.T("itembook.col.code")}, {Text: l.T("service.catalogue.item")}, {Text: l.T("itembook.col.matter")}, {Text: l.T("itembook.col.class")}, {Text: l.T("service.catalogue.version")}, {Text: l.T("service.catalogue.stands")}}}
	if x.heads {
		t.Select = "case"
	}
	for _, r := range x.rows {
		it := r.item
		row := ui.Row{Key: it.Code, Name: it.Name.In(zh), Cells: []ui.Cell{
			{Text: it.Code, Href: "/catalogue/item/" + it.Code, No: true},
			{Text: it.Name.In(zh), Sub: l.T("service.catalogue.unsure", "n", r.unsure), Strong: true},
			{Text: l.T(items.Matter{Link: it.Link, Matter: it.Matter}.Key()), Sub: l.T(items.LinkKey(it.Link))},
			{Text: l.T("itembook.word.class." + string(it.Class)), NoWrap: true},
			{Text: it.From.String(), Sub: x.layer(r), NoWrap: true},
			x.stands(r),
		}}
		if r.unsure == 0 {
			row.Cells[1].Sub = ""
		}
		if r.open != nil {
			row.Key = r.open.No
		}
		t.Rows = append(t.Rows, row)
	}
	return t
}

func (x listView) layer(r itemRow) string {
	if r.layer == "" {
		return ""
	}
	return x.v.L.T("service.catalogue.layer." + r.layer)
}

// stands says what goes on with an item.
func (x listView) stands(r itemRow) ui.Cell {
	l := x.v.L
	switch {
	case r.open != nil:
		return ui.Cell{Part: standing(ui.Run, l.T("service.catalogue.change.state."+string(r.open.State)), r.open.No)}
	case r.item.Retired:
		return ui.Cell{Part: ui.Light(ui.Idle, l.T("service.catalogue.ended"))}
	case r.coming != "":
		return ui.Cell{Part: ui.Light(ui.Soon, l.T("service.catalogue.coming", "day", r.coming))}
	}
	return ui.Cell{Part: ui.Light(ui.Done, l.T("service.catalogue.in_force"))}
}

// approve approves the selected changes, each as an act of its own; what cannot
// be approved is named, with the reason.
func (p pages) approve(w http.ResponseWriter, r *http.Request, v *site.Visit) error {
	var done, left []string
	for _, no := range r.PostForm["case"] {
		c, err := v.Env.Cases.Case(r.Context(), v.Officer(), no, kernel.ViewDetail)
		move := "approve"
		if c.State == change.Recall {
			move = "approve_back"
		}
		if err == nil {
			_, err = v.Env.Desk.Act(r.Context(), v.Officer(), desk.Command{Case: c.ID, Move: move, Key: r.PostFormValue(site.KeyField) + "/" + string(c.ID), Input: []byte("{}")})
		}
		switch errs.KindOf(err) {
		case "":
			done = append(done, c.No)
		case errs.Internal, errs.Unavailable:
			return err
		default:
			left = append(left, v.L.T("service.catalogue.not_approved", "no", no, "why", v.L.Error(err)))
		}
	}
	note := v.L.T("service.catalogue.approved", "n", len(done), "list", v.L.List(done))
	if len(left) > 0 {
		note += " " + strings.Join(left, " ")
	}
	return v.Go(w, r, "/catalogue?view=review", note)
}
