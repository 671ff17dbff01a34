package catalogue

import (
	"context"
	"io"
	"net/url"
	"slices"
	"strconv"

	"github.com/a-h/templ"

	"quanlian/base/calendar"
	"quanlian/base/errs"
	"quanlian/catalogue/items"
	"quanlian/catalogue/items/sheet"
	"quanlian/catalogue/lang"
	change "quanlian/chain/service/catalogue"
	"quanlian/kernel"
	"quanlian/kernel/form"
	"quanlian/web/site"
)

// Workbook writes the list as a workbook and reads one back; adapter/itembook
// fulfils it.
type Workbook interface {
	Export(w io.Writer, l *lang.Localizer, set *items.Set) error
	Read(r io.Reader, l *lang.Localizer, set *items.Set, from calendar.Date) (Reading, error)
}

// Reading is a workbook that came back.
type Reading interface {
	All() []sheet.Built
	Changed() []sheet.Built
	Faults() []sheet.Fault
	// Missing are codes in force that it does not have: they stay as they are.
	Missing() []string
	Errors(w io.Writer) error
}

// Deps are what the pages stand on.
type Deps struct {
	Now   func(ctx context.Context) *items.Catalogue // every version
	Today func(ctx context.Context) *items.Set       // what is in force
	Book  Workbook
	// Preview draws an item as citizens will see it.
	Preview func(ctx context.Context, v *site.Visit, it form.Item) templ.Component
}

type pages struct{ Deps }

// Routes of this folder.
func Routes(d Deps) []site.Route {
	p := pages{d}
	return []site.Route{
		{Method: "GET", Pattern: "/catalogue", Page: p.list, Auth: site.Staff},
		{Method: "POST", Pattern: "/catalogue/approve", Page: p.approve, Auth: site.Staff},
		{Method: "GET", Pattern: "/catalogue/item/{code}", Page: p.show, Auth: site.Staff},
		{Method: "GET", Pattern: "/catalogue/item/{code}/edit", Page: p.begin, Auth: site.Staff},
		{Method: "POST", Pattern: "/catalogue/item/{code}/edit", Page: p.open, Auth: site.Staff},
		{Method: "GET", Pattern: "/catalogue/new", Page: p.newItem, Auth: site.Staff},
		{Method: "POST", Pattern: "/catalogue/new", Page: p.openNew, Auth: site.Staff},
		{Method: "GET", Pattern: "/catalogue/change/{no}/edit", Page: p.edit, Auth: site.Staff},
		{Method: "POST", Pattern: "/catalogue/change/{no}/edit", Page: p.save, Auth: site.Staff},
		{Method: "GET", Pattern: "/catalogue/change/{no}/preview", Page: p.preview, Auth: site.Staff},
		{Method: "POST", Pattern: "/catalogue/change/{no}/recall", Page: p.recall, Auth: site.Staff},
		{Method: "GET", Pattern: "/catalogue/sample/{name}", Page: p.sample, Auth: site.Staff},
		{Method: "GET", Pattern: "/catalogue/routing", Page: p.routing, Auth: site.Staff},
		{Method: "GET", Pattern: "/catalogue/items.xlsx", Page: p.export, Auth: site.Staff},
		{Method: "GET", Pattern: "/catalogue/import", Page: p.bring, Auth: site.Staff},
		{Method: "POST", Pattern: "/catalogue/import", Page: p.dryRun, Auth: site.Staff},
		{Method: "GET", Pattern: "/catalogue/import/{sha}", Page: p.result, Auth: site.Staff},
		{Method: "POST", Pattern: "/catalogue/import/{sha}", Page: p.take, Auth: site.Staff},
		{Method: "GET", Pattern: "/catalogue/import/{sha}/errors.xlsx", Page: p.errors, Auth: site.Staff},
	}
}

// mayEdit reports whether the visitor keeps the catalogue.
func mayEdit(v *site.Visit) bool {
	return slices.ContainsFunc(v.Actor.Posts, func(p kernel.Post) bool {
		return p.Unit == change.Unit && (p.Role == kernel.RoleClerk || p.Role == kernel.RoleHead)
	})
}

// editors only: what others would be shown they could not send.
func editors(v *site.Visit) error {
	if mayEdit(v) {
		return nil
	}
	return errs.New(errs.Forbidden, "service.catalogue.not_yours", nil)
}

// open changes of the catalogue, by the code of their item.
func (p pages) changes(ctx context.Context, v *site.Visit) (map[string]kernel.Case, []kernel.Case, error) {
	// Unit: cases. Source: one open change for each item at most.
	const most = 1000
	list, _, err := v.Env.Cases.Cases(ctx, v.Officer(), kernel.ViewDetail, kernel.CaseQuery{Flow: change.Change, Open: true, Sort: "opened", Limit: most})
	by := map[string]kernel.Case{}
	for _, c := range list {
		if d, e := change.DataOf(c); e == nil {
			by[d.Item.Code] = c
		}
	}
	return by, list, err
}

func (p pages) today(v *site.Visit) calendar.Date { return calendar.DateOf(v.Env.Now()) }

// item finds an item by the code of the path: in force today, or at least known.
func (p pages) item(ctx context.Context, v *site.Visit, code string) (items.Version, error) {
	c := p.Now(ctx)
	if x, ok := c.InForce(code, p.today(v)); ok {
		return x, nil
	}
	if all := c.Versions(code); len(all) > 0 {
		return all[0], nil
	}
	return items.Version{}, errs.New(errs.NotFound, "kernel.form.no_such_item", errs.Args{"code": code})
}

// rehearsal is the form of a rehearsal, filled with the promised limit of the item.
func rehearsal(it form.Item) string {
	q := url.Values{"item": {it.Code}}
	for _, l := range it.Limits {
		if l.Committed && !l.Period.IsZero() && (l.Period.Unit == calendar.WorkDay || l.Period.Unit == calendar.CalendarDay) {
			q.Set("days", strconv.Itoa(l.Period.N))
			q.Set("unit", string(l.Period.Unit))
		}
	}
	return "/rehearse?" + q.Encode()
}
