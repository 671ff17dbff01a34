package patent

import (
	"context"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"quanlian/base/calendar"
	"quanlian/catalogue/lang"
	"quanlian/chain/utilization/hall"
	"quanlian/kernel"
	"quanlian/registry"
	valuationpages "quanlian/web/pages/utilization/valuation"
	"quanlian/web/site"
	"quanlian/web/ui"
)

// Rights reads the register, and what of it is offered in the hall.
type Rights interface {
	Right(ctx context.Context, number string) (registry.View, error)
	FindRights(ctx context.Context, f registry.Filter) ([]registry.Row, int, error)
	// RightsByNo gives rights with their events; nil stands for one that cannot be read.
	RightsByNo(ctx context.Context, numbers []string) (map[string]*registry.View, error)
	// RightsByDoc gives the numbers of the rights that publication and grant numbers
	// are of.
	RightsByDoc(ctx context.Context, docs []string) (map[string]string, error)
	RightCells(ctx context.Context, f registry.Filter) ([]registry.Cell, error)
	Names(ctx context.Context, ids []kernel.UserID) (map[kernel.UserID]string, error)
	HallListings(ctx context.Context, a kernel.Actor, f hall.ListingFilter) ([]hall.ListingRow, int, []hall.Facet, error)
}

// Routes of this folder.
func Routes(r Rights, near Near, rules hall.Rules, batch Batch) []site.Route {
	p := pages{r, near, rules, &counted{}, &fields{of: map[fieldKey]fieldScores{}}, batch}
	return []site.Route{
		{Method: "GET", Pattern: "/patents", Page: p.search, Auth: site.Open},
		{Method: "GET", Pattern: "/patents/compare", Page: p.compare, Auth: site.Open},
		{Method: "GET", Pattern: batchPath, Page: p.askBatch, Auth: site.Open},
		{Method: "POST", Pattern: batchPath, Page: p.answerBatch, Auth: site.Open},
		{Method: "GET", Pattern: "/patent/{number}", Page: p.show, Auth: site.Open},
		{Method: "GET", Pattern: "/patent/{number}/enter", Page: p.enter, Auth: site.Staff},
		{Method: "POST", Pattern: "/patent/{number}/enter", Page: p.postEnter, Auth: site.Staff},
		{Method: "GET", Pattern: "/patent/{number}/look", Page: p.look, Auth: site.Staff},
		{Method: "POST", Pattern: "/patent/{number}/look", Page: p.postLook, Auth: site.Staff},
		{Method: "POST", Pattern: "/patent/{number}/ask", Page: p.ask, Auth: site.LoggedIn},
	}
}

type pages struct {
	rights Rights
	near   Near
	rules  hall.Rules
	all    *counted
	fields *fields
	batch  Batch
}

// Unit: rows. Source: our choice, one screen.
const pageSize = 20

type searchView struct {
	L      *lang.Localizer
	Text   string
	Rows   []searchRow
	Total  int
	IPC    string // carried, it has no field
	Torn   int    // rights that contradict themselves, for who keeps the register
	IsTorn bool   // only these are listed
	Facets []ui.Facet
	Chosen int
	Pager  ui.Pager
	None   string  // why nothing was found
	Other  ui.Link // what to try
}

// searchRow is a right of the list, with its kind and its standing in words.
type searchRow struct {
	registry.Row
	Facts  []string
	Status string
	Chip   ui.State
}

func (p pages) search(w http.ResponseWriter, r *http.Request, v *site.Visit) error {
	q := r.URL.Query()
	page := site.PageOf(q)
	f := registry.Filter{Text: q.Get("q"), Kind: registry.Kind(q.Get("kind")), IPC: q.Get("ipc"), Section: q.Get("section"), Status: q.Get("status"), Day: calendar.DateOf(v.Env.Now()), Limit: pageSize, Offset: (page - 1) * pageSize}
	torn, err := p.torn(r.Context(), v)
	if err != nil {
		return err
	}
	f.Conflict = torn > 0 && q.Get("conflict") != ""
	cells, err := p.cells(r.Context(), f, v.Env.Now())
	if err != nil {
		return err
	}
	total, facets := registry.Facets(cells, f)
	f.Uncounted = true
	rows, _, err := p.rights.FindRights(r.Context(), f)
	if err != nil {
		return err
	}
	x := searchView{L: v.L, Text: f.Text, Total: total, IPC: f.IPC, Torn: torn, IsTorn: f.Conflict, Pager: site.Pager(r.URL, page, pageSize, len(rows), total)}
	if x.None, x.Other = none(v.L, f.Text); f.Kind != "" || f.IPC != "" || f.Section != "" || f.Status != "" || f.Conflict {
		x.None = v.L.T("web.patent.none_why") // the filters may be why
	}
	for _, row := range rows {
		x.Rows = append(x.Rows, searchRow{Row: row, Facts: said(row.Number, lastDoc(row.Docs), valueText(v.L, "kind", row.Kind), row.Owners, row.IPCMain, row.Filing), Status: v.L.T("web.patent.status_text." + row.Status), Chip: chip(registry.Status(row.Status))})
	}
	for _, fc := range facets {
		x.addFacet(fc, q)
	}
	return v.Show(w, r, v.Frame(r, v.L.T("web.patent.search_title"), "patents"), searchBody(x))
}

// addFacet draws one facet. One value is chosen at a time, as the hall has it.
func (x *searchView) addFacet(fc registry.Facet, q url.Values) {
	if len(fc.Values) == 0 {
		return
	}
	out := ui.Facet{Legend: x.L.T("web.patent.facet." + fc.Field), Name: fc.Field}
	for _, y := range fc.Values {
		out.Options = append(out.Options, ui.Option{Value: y.Value, Text: valueText(x.L, fc.Field, y.Value), Count: y.Count, Selected: q.Get(fc.Field) == y.Value})
	}
	x.Facets = append(x.Facets, out)
	if q.Get(fc.Field) != "" {
		x.Chosen++
	}
}

// valueText is a value of a facet in words, or itself where it needs none.
func valueText(l *lang.Localizer, field, value string) string {
	for _, k := range []string{"web.patent." + field + "_text." + value, "web.value." + field + "." + strings.ToLower(value)} {
		if l.Has(k) {
			return l.T(k)
		}
	}
	return value
}

type showView struct {
	L         *lang.Localizer
	Right     registry.Right
	Lead      []string
	Status    string
	Chip      ui.State
	Facts     []ui.Pair
	Events    []ui.Event
	AsOf      string
	KnownAt   string // "" for what is known now
	ListHref  string
	Scores    *valuationpages.Scores
	HighValue *highValueView
	Listed    []listedView // open listings of this right
	Lights    []ui.Check   // how it stands today, for who reads an offer
	Seen      string       // when the office's register was looked up last
	Over      string       // the right has ended: nobody can talk about it
	Wanted    []ui.Link    // requests to list it that wait for the visitor
	Panels    []valuationpages.Report
	Alike     *alikeView
	Conflicts []conflictView
	EnterHref string // for who keeps the register
	Look      *Due
	Flash     string
}

func (p pages) show(w http.ResponseWriter, r *http.Request, v *site.Visit) error {
	view, err := p.rights.Right(r.Context(), r.PathValue("number"))
	if err != nil {
		return err
	}
	now := v.Env.Now()
	day := calendar.DateOf(now)
	if d, err := calendar.ParseDate(r.URL.Query().Get("as_of")); err == nil {
		day = d
	}
	present := registry.AsOf(view.Events, calendar.DateOf(now), now)
	known, asked := now, ""
	if d, err := calendar.ParseDate(r.URL.Query().Get("known_at")); err == nil && !d.IsZero() {
		known, asked = registry.EndOf(d), d.String()
	}
	view.Events = registry.KnownAt(view.Events, known)
	s := registry.AsOf(view.Events, day, known)
	fee, err := s.FeeStatus(v.Env.Calendar)
	if err != nil {
		return err
	}
	x := showView{L: v.L, Right: view.Right, Lead: lead(v.L, view, s), AsOf: day.String(), KnownAt: asked, Status: v.L.T("web.patent.status_text." + string(s.Status)), Chip: chip(s.Status), Facts: facts(v.L, view, s, fee), Flash: v.Flash}
	if err := p.history(r.Context(), v, view, known, &x); err != nil {
		return err
	}
	x.conflicts(view.Events, s)
	if x.Look, err = DueOf(r.Context(), v, p.rules, view, ""); err != nil {
		return err
	}
	if v.LoggedIn() && v.Party.ID != "" && owned(s, v.Party) {
		x.ListHref = "/hall/new?right=" + view.Right.Number
	}
	if err := p.evaluate(r.Context(), v, view, day, asked != "", r.URL.Query(), &x); err != nil {
		return err
	}
	if err := p.around(r.Context(), v, view, present, &x); err != nil {
		return err
	}
	f := v.Frame(r, view.Right.Title, "patents")
	f.Crumb = []ui.Link{{Text: v.L.T("web.nav.patents"), Href: "/patents"}, {Text: view.Right.Number}}
	return v.Show(w, r, f, showBody(x))
}

// lead is what a reader wants to know of a patent before anything else.
func lead(l *lang.Localizer, v registry.View, s registry.State) []string {
	out := []string{v.Right.Number}
	if k := "web.value.kind." + string(v.Right.Kind); l.Has(k) {
		out = append(out, l.T(k))
	}
	for _, o := range s.Owners {
		out = append(out, o.Name)
	}
	return out
}

// owned reports whether the register names the party as owner, by account or by
// code: a name alone may be a namesake's.
func owned(s registry.State, party kernel.Party) bool {
	return slices.ContainsFunc(s.Owners, func(o registry.Owner) bool {
		same, byName := registry.SameParty(o, registry.Owner{Party: string(party.ID), Name: party.Name, USCC: party.Code})
		return same && !byName
	})
}

func chip(s registry.Status) ui.State {
	switch s {
	case registry.StatusGranted:
		return "done"
	case registry.StatusPending:
		return "run"
	case registry.StatusUnknown:
		return "idle"
	}
	return "no"
}

func eventText(l *lang.Localizer, e registry.Event) string {
	t := string(e.Kind)
	if k := "registry.event." + string(e.Kind); l.Has(k) {
		t = l.T(k)
	}
	if e.Detail.Year > 0 {
		t = l.T("registry.event.fee_of_year", "year", e.Detail.Year)
	}
	for _, o := range e.Detail.Owners {
		if e.Kind == registry.OwnersChanged {
			t += " " + o.Name
		}
	}
	return t
}

// around adds what stands beside a right as it stands today: its open listings with
// price and way, the requests to list it, the reports on it, and patents like it.
func (p pages) around(ctx context.Context, v *site.Visit, view registry.View, present registry.State, x *showView) error {
	listed, _, _, err := p.rights.HallListings(ctx, v.Actor, hall.ListingFilter{Right: view.Right.Number, Limit: alikeRows})
	if err != nil {
		return err
	}
	for _, row := range listed {
		x.Listed = append(x.Listed, listedOf(v.L, row))
	}
	x.Lights, x.Seen, x.Over = Lights(v, present), seenText(v, view.ObservedAt), Over(v, present)
	if x.Wanted, err = wanted(ctx, v, view.Right.Number); err != nil {
		return err
	}
	if x.Panels, err = valuationpages.Reports(ctx, v, p.rights, view.Right.Number); err != nil {
		return err
	}
	x.Alike, err = p.alike(ctx, v.L, view.Right)
	return err
}

// listedOf is an open listing in two lines: price, and the way it is offered.
func listedOf(l *lang.Localizer, row hall.ListingRow) listedView {
	x := listedView{Href: "/hall/listing/" + row.No, Price: l.T("web.hall.price_open"), Way: l.T("web.value.deal." + row.Deal), No: row.No}
	if row.Licence != "" {
		x.Way = l.T("web.value.licence." + row.Licence)
	}
	if !row.PriceOpen {
		x.Price = ui.Price(l, row.Price) + l.T("web.patent.net")
	}
	return x
}

// listedView is an open listing of the right.
type listedView struct{ Href, Price, Way, No string }
