package catalogue

import (
	"context"
	"net/http"
	"strings"

	"github.com/a-h/templ"

	"quanlian/base/calendar"
	"quanlian/catalogue/items"
	"quanlian/catalogue/items/sheet"
	"quanlian/catalogue/lang"
	"quanlian/catalogue/source"
	change "quanlian/chain/service/catalogue"
	"quanlian/kernel"
	"quanlian/kernel/form"
	"quanlian/web/pages/caseview"
	"quanlian/web/site"
	"quanlian/web/ui"
)

// showView is an item with its versions, for staff.
type showView struct {
	v        *site.Visit
	item     form.Item
	versions []items.Version
	hash     string
	open     *kernel.Case
	edits    bool
	under    form.Item // the file of the program, where the city has its own
	words    *sheet.Words
	body     templ.Component
}

func (p pages) show(w http.ResponseWriter, r *http.Request, v *site.Visit) error {
	cur, err := p.item(r.Context(), v, r.PathValue("code"))
	if err != nil {
		return err
	}
	x := showView{v: v, item: cur.Item, hash: cur.Hash, versions: p.Now(r.Context()).Versions(cur.Item.Code), edits: mayEdit(v), words: sheet.NewWords(p.Now(r.Context()).City), body: p.Preview(r.Context(), v, cur.Item)}
	for _, o := range x.versions {
		if o.Layer == "embedded" && cur.Layer != "embedded" {
			x.under = o.Item
		}
	}
	open, _, err := p.changes(r.Context(), v)
	if err != nil {
		return err
	}
	if k, ok := open[cur.Item.Code]; ok {
		x.open = &k
	}
	f := v.Workbench(r, cur.Item.Code+" "+cur.Item.Name.In(v.L.Zh()), "catalogue")
	f.Crumb = []ui.Link{{Text: v.L.T("service.catalogue.name"), Href: "/catalogue"}, {Text: cur.Item.Code}}
	return v.Show(w, r, f, showPage(x))
}

func (x showView) table() ui.Table {
	l := x.v.L
	t := ui.Table{Caption: l.T("service.catalogue.versions"), Stack: true, Cols: []ui.Col{{Text: l.T("itembook.col.from")}, {Text: l.T("service.catalogue.where")}, {Text: l.T("service.catalogue.hash")}, {Text: l.T("service.catalogue.stands")}}}
	for _, o := range x.versions {
		where := ui.Cell{Text: l.T("service.catalogue.layer." + o.Layer), Sub: o.File}
		if o.Case != "" {
			where.Sub, where.Href = "", "/case/"+o.Case
		}
		stand := ui.Cell{Text: l.T("service.catalogue.past")}
		switch {
		case o.Item.Retired:
			stand.Text = l.T("service.catalogue.ended")
		case o.Hash == x.hash:
			stand.Part = ui.Light(ui.Done, l.T("service.catalogue.in_force"))
		case o.Item.From.After(calendarOf(x.v)):
			stand.Part = ui.Light(ui.Soon, l.T("service.catalogue.coming", "day", o.Item.From.String()))
		}
		t.Rows = append(t.Rows, ui.Row{Cells: []ui.Cell{{Text: o.Item.From.String(), NoWrap: true}, where, {Text: o.Hash[:12], No: true}, stand}})
	}
	return t
}

// preview is the change as citizens will see it.
func (p pages) preview(w http.ResponseWriter, r *http.Request, v *site.Visit) error {
	c, err := v.Env.Cases.Case(r.Context(), v.Officer(), r.PathValue("no"), kernel.ViewDetail)
	if err != nil {
		return err
	}
	d, err := change.DataOf(c)
	if err != nil {
		return err
	}
	f := v.Frame(r, d.Item.Name.In(v.L.Zh()), "items")
	f.Crumb = []ui.Link{{Text: v.L.T("service.catalogue.name"), Href: "/catalogue"}, {Text: c.No, Href: "/case/" + c.No}, {Text: v.L.T("service.catalogue.preview")}}
	return v.Show(w, r, f, previewPage(v, c.No, d.Item, p.Preview(r.Context(), v, d.Item)))
}

// Matters are what the case of a change adds to the general page.
func Matters(d Deps) caseview.Matters {
	p := pages{d}
	return caseview.Matters{change.Change: {
		Panels: p.panels, Skip: []string{"save"}, Nav: "catalogue",
		From: func(l *lang.Localizer) ui.Link {
			return ui.Link{Text: l.T("service.catalogue.name"), Href: "/catalogue"}
		},
		Steps: func(l *lang.Localizer, c kernel.Case, _ calendar.Date) (int, []ui.Step) {
			steps := []ui.Step{{Text: l.T("service.catalogue.step.edit")}, {Text: l.T("service.catalogue.step.approve")}, {Text: l.T("service.catalogue.step.apply")}}
			at := map[kernel.State]int{change.Draft: 1, change.Review: 2, change.Recall: 2, change.Approved: 3}[c.State]
			if data, err := change.DataOf(c); err == nil {
				steps[2].Fact = data.Item.From.String()
				if it, ok := p.Today(context.Background()).Item(data.Item.Code); ok && at == 3 && !it.From.Before(data.Item.From) {
					at = 4 // its day has come
				}
			}
			return at, steps
		},
	}}
}

// changeView is what the case of a change shows.
type changeView struct {
	v      *site.Visit
	no     string
	data   change.Data
	state  kernel.State
	diff   ui.Table
	faults []string
	edits  bool
	undo   bool // it is approved, its day is to come, and the visitor may ask to take it back
}

func (p pages) panels(ctx context.Context, v *site.Visit, c kernel.Case, level kernel.Level) ([]templ.Component, error) {
	d, err := change.DataOf(c)
	if err != nil || level < kernel.ViewDetail {
		return nil, err
	}
	x := changeView{v: v, no: c.No, data: d, state: c.State, edits: mayEdit(v) && c.State == change.Draft}
	x.undo = mayEdit(v) && c.State == change.Approved && change.MayRecall(d, p.today(v)) == nil
	cat := p.Now(ctx)
	before := form.Item{}
	if was, ok := byHash(cat, d); ok {
		before = was
	}
	x.diff = diffTable(v.L, sheet.NewWords(cat.City), before, d.Item)
	if c.Closed.IsZero() {
		_, faults := cat.Check(d.Item)
		for _, f := range source.Grave(faults) {
			x.faults = append(x.faults, label(v.L, f.Field)+v.L.T("web.ui.colon")+f.Text(v.L))
		}
	}
	return []templ.Component{changePanel(x)}, nil
}

// byHash is the version from which a change was made.
func byHash(c *items.Catalogue, d change.Data) (form.Item, bool) {
	for _, o := range c.Versions(d.Item.Code) {
		if o.Hash == d.Base {
			return o.Item, true
		}
	}
	return form.Item{}, false
}

// label names a place in an item, as materials[contract].name.zh.
func label(l *lang.Localizer, field string) string {
	table, col, entry := placeOf(field)
	words := []string{}
	if table != sheet.Items {
		words = append(words, l.T("itembook.table."+table))
	}
	if known := "itembook.word.limit." + entry; table == sheet.Limits && l.Has(known) {
		entry = l.T(known)
	}
	if entry != "" {
		words = append(words, entry)
	}
	if t, _ := sheet.Find(table); col != "" {
		if _, i := t.Col(col); i >= 0 {
			return strings.Join(append(words, sheet.Heading(l, table, col)), "　")
		}
	}
	if len(words) == 0 {
		return field
	}
	return strings.Join(words, "　")
}

// placeOf finds table, column and entry of a place in an item.
func placeOf(field string) (table, col, entry string) {
	head, rest, ok := strings.Cut(field, "[")
	if !ok {
		if name, key, _ := strings.Cut(strings.TrimPrefix(field, "limits."), "."); strings.HasPrefix(field, "limits.") {
			return sheet.Limits, strings.ReplaceAll(key, ".", "_"), name
		}
		return sheet.Items, sheet.Column(sheet.Items, field), ""
	}
	entry, path, _ := strings.Cut(rest, "]")
	path = strings.TrimPrefix(path, ".")
	switch head {
	case "steps":
		if _, inner, ok := strings.Cut(path, "["); ok {
			entry, path, _ = strings.Cut(inner, "]")
			path = strings.TrimPrefix(path, ".")
		}
		return sheet.Fields, sheet.Column(sheet.Fields, path), entry
	case sheet.Materials, sheet.Limits, sheet.Basis, sheet.Checklist, sheet.Mistakes:
		return head, sheet.Column(head, path), entry
	}
	return sheet.Items, sheet.Column(sheet.Items, strings.TrimSuffix(head+"."+path, ".")), ""
}

func (x showView) differences() ui.Table {
	return diffTable(x.v.L, x.words, x.under, x.item)
}

func (x changeView) facts() []ui.Pair {
	l, it := x.v.L, x.data.Item
	out := []ui.Pair{
		{Key: l.T("service.catalogue.item"), Text: it.Code + "　" + it.Name.In(l.Zh()), Href: "/catalogue/item/" + it.Code},
		{Key: l.T("itembook.col.from"), Text: it.From.String()},
		{Key: l.T("service.catalogue.note"), Text: x.data.Note},
		{Key: l.T("service.catalogue.edited_by"), Text: x.data.By},
	}
	if it.Retired {
		out = append(out, ui.Pair{Key: l.T("itembook.col.retired"), Text: l.T("itembook.word.yes.true")})
	}
	if x.data.Approver != "" {
		out = append(out, ui.Pair{Key: l.T("service.catalogue.approver"), Text: x.data.Approver})
	}
	if u := x.data.Undo; u != nil {
		out = append(out, ui.Pair{Key: l.T("service.catalogue.recall_asked"), Text: u.By, Note: u.Reason})
		if u.Agreed != "" {
			out = append(out, ui.Pair{Key: l.T("service.catalogue.recall_agreed"), Text: u.Agreed})
		}
	}
	return out
}

func calendarOf(v *site.Visit) calendar.Date { return calendar.DateOf(v.Env.Now()) }
