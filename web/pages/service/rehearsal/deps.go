package rehearsal

import (
	"context"
	"io"
	"net/http"
	"time"

	"quanlian/base/calendar"
	service "quanlian/chain/service/rehearsal"
	engine "quanlian/engine/rehearsal"
	"quanlian/kernel"
	"quanlian/web/site"
	"quanlian/web/ui"
)

// Store keeps rehearsals; each read is in the scope of the actor.
type Store interface {
	Rehearsals(ctx context.Context, a kernel.Actor, limit int) ([]service.Rehearsal, error)
	Rehearsal(ctx context.Context, a kernel.Actor, id string) (service.Rehearsal, error)
	RehearsalInput(ctx context.Context, id string) ([]byte, error)
}

// Deps are what the pages stand on.
type Deps struct {
	Store Store
	// Known says what is known of the offices' past cases as of an instant.
	Known func(ctx context.Context, a kernel.Actor, q service.Question, at time.Time) (service.Basis, error)
	// Book writes a rehearsal as a workbook.
	Book func(w io.Writer, sheets []Sheet) error
}

// Sheet is one sheet of a workbook: rows, the first of which are its heads.
type Sheet struct {
	Name string
	Rows [][]any
}

// Routes of this folder.
func Routes(d Deps) []site.Route {
	p := pages{d}
	return []site.Route{
		{Method: "GET", Pattern: "/rehearse", Page: p.ask, Auth: site.Staff},
		{Method: "POST", Pattern: "/rehearse", Page: p.start, Auth: site.Staff},
		{Method: "GET", Pattern: "/rehearse/compare", Page: p.compare, Auth: site.Staff},
		{Method: "GET", Pattern: "/rehearse/{id}", Page: p.show, Auth: site.Staff},
		{Method: "GET", Pattern: "/rehearse/{id}/cases", Page: p.cases, Auth: site.Staff},
		{Method: "POST", Pattern: "/rehearse/{id}/stop", Page: p.stop, Auth: site.Staff},
		{Method: "POST", Pattern: "/rehearse/{id}/drop", Page: p.drop, Auth: site.Staff},
		{Method: "GET", Pattern: "/rehearse/{id}/input.json", Page: p.input, Auth: site.Staff},
		{Method: "GET", Pattern: "/rehearse/{id}/answer.json", Page: p.answer, Auth: site.Staff},
		{Method: "GET", Pattern: "/rehearse/{id}/rehearsal.xlsx", Page: p.book, Auth: site.Staff},
	}
}

type pages struct{ Deps }

// officer is the visitor by office; forbidden to who heads and supervises none.
func officer(v *site.Visit) (kernel.Actor, error) {
	a := v.Officer()
	if len(service.Units(a)) == 0 {
		return a, service.Forbidden()
	}
	return a, nil
}

// one finds a rehearsal that the visitor may read.
func (p pages) one(r *http.Request, v *site.Visit) (service.Rehearsal, error) {
	a, err := officer(v)
	if err != nil {
		return service.Rehearsal{}, err
	}
	return p.Store.Rehearsal(r.Context(), a, r.PathValue("id"))
}

// itemText names an item, or the flow of cases that have none.
func itemText(v *site.Visit, id string) string {
	if name := v.ItemText(id); name != "" {
		return id + "　" + name
	}
	return v.FlowText(kernel.FlowAddr(id))
}

func frame(r *http.Request, v *site.Visit, title string, more ...ui.Link) ui.Frame {
	f := v.Workbench(r, title, "rehearse")
	if len(more) > 0 {
		f.Crumb = append([]ui.Link{{Text: v.L.T("web.nav.rehearse"), Href: "/rehearse"}}, more...)
	}
	return f
}

func (p pages) today(v *site.Visit) calendar.Date { return calendar.DateOf(v.Env.Now()) }

// base and tried are the two outcomes of an answer; tried is nil when nothing
// was to be other.
func outcomes(a engine.Answer) (base engine.Outcome, tried *engine.Outcome) {
	if len(a.Tried) > 0 {
		tried = &a.Tried[0]
	}
	return a.Base, tried
}
