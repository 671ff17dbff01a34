package items

import (
	"context"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"quanlian/base/errs"
	"quanlian/kernel"
	"quanlian/kernel/form"
	"quanlian/web/itemform"
	"quanlian/web/site"
	"quanlian/web/ui"
)

// The two last pages of every form.
const (
	stepMaterials = "materials"
	stepCheck     = "check"
)

// applyView is a page of a form.
type applyView struct {
	v         *site.Visit
	base      string // address of what is applied for
	title     string
	code      string // of the one item
	at        string // key of the page
	name      string
	lead      string
	whose     string // which of several items ask the page
	tasks     []ui.Task
	blocks    []itemform.Block
	canAdd    bool
	materials []materialView
	faults    []ui.FieldFault
	fault     string
	back      string // address of the page before; "" on the first
	hand      string // address for giving the draft to a colleague; "" for nobody there
	came      string // from whom it came
	sheets    []sheet
	ready     bool // nothing is missing
	window    string
	mark      string    // of the answers that the page was drawn with
	clash     *clash    // what another window wrote
	drawn     string    // when
	sent      ui.Link   // to what another window sent since
	running   []ui.Link // open cases of the same items
	parts     []string
}

// wanted finds the item of the address.
func (p pages) wanted(r *http.Request, v *site.Visit) (form.Item, error) {
	it, ok := p.Today(r.Context()).Item(strings.ToUpper(r.PathValue("code")))
	if !ok {
		return it, errs.New(errs.NotFound, "web.items.no_such_item", errs.Args{"code": r.PathValue("code")})
	}
	return it, atCounter(r, v, it)
}

// mayApply refuses who may not apply before anything is typed.
func mayApply(v *site.Visit, it form.Item) error {
	if v.Actor.Party == "" && v.Party.Name == "" {
		return errs.New(errs.Forbidden, "web.items.choose_hat", nil)
	}
	if !may(it, v.Party) {
		return errs.New(errs.Forbidden, "kernel.itemflow.not_for_you", errs.Args{"kind": v.Party.Kind})
	}
	return beyond(v, it)
}

// beyond says what an agent's mandate lacks for applying, nil when it lacks nothing.
func beyond(v *site.Visit, it form.Item) error {
	switch {
	case v.Actor.Party == "" || v.Actor.Has(kernel.RightSubmit) || v.Actor.Has(kernel.RightDraft):
	case v.Actor.Mandate != "":
		return errs.New(errs.Forbidden, "web.items.mandate_looks", errs.Args{"name": v.Party.Name})
	default:
		return errs.New(errs.Forbidden, "web.items.looks_only", errs.Args{"name": v.Party.Name})
	}
	if matter := it.Flowing().Matter(); !v.Actor.Covers(matter) {
		return errs.New(errs.Forbidden, "web.items.mandate_short", errs.Args{"name": v.Party.Name, "matter": v.MatterText(matter)})
	}
	return nil
}

// opener opens the form that an address names, for who may fill it in.
type opener func(r *http.Request, v *site.Visit) (filling, error)

// ofItem opens the form of one item.
func (p pages) ofItem(r *http.Request, v *site.Visit) (filling, error) {
	it, err := p.wanted(r, v)
	if err != nil {
		return nil, err
	}
	if err := mayApply(v, it); err != nil {
		return nil, err
	}
	d, err := start(r.Context(), v, it)
	return &single{it, d}, err
}

func (p pages) step(open opener) site.Page {
	return func(w http.ResponseWriter, r *http.Request, v *site.Visit) error {
		f, err := open(r, v)
		if err != nil {
			return err
		}
		if v.Gave(r.Context(), f.subject()) {
			return v.Go(w, r, site.HandedURL(f.subject()), "")
		}
		if at := r.PathValue("step"); f.code() == "" && at != stepMaterials && at != stepCheck {
			if _, ok := pageOf(f, at); !ok { // of an item that is not chosen
				return v.Go(w, r, f.base(), "")
			}
		}
		return p.draw(w, r, v, http.StatusOK, f, nil)
	}
}

// draw draws the page of the address; fault is what came back from it.
func (p pages) draw(w http.ResponseWriter, r *http.Request, v *site.Visit, status int, f filling, fault error) error {
	zh := v.L.Zh()
	x := applyView{v: v, base: f.base(), title: f.name(zh), code: f.code(), at: r.PathValue("step"), parts: f.codes()}
	x.tasks = p.tasks(v, f, x.at)
	faults := ui.FaultsOf(v.L, fault)
	if fault != nil {
		if x.faults = faults.Summary(fieldNames(f.items(), zh)); len(x.faults) == 0 {
			x.fault = v.L.Error(fault)
		}
	}
	x.stamp(r, fault)
	pg, ok := pageOf(f, x.at)
	switch {
	case ok:
		x.name, x.lead, x.whose = pg.step.Name.In(zh), leadOf(v, pg), whose(v, f, pg)
		sheet := p.sheet(r.Context(), v, pg.step, draft{Values: f.answers(pg)}, faults)
		if r.URL.Query().Get("more") != "" {
			sheet.More = 1
		}
		x.blocks, x.canAdd = p.withPicks(r, v, sheet.Blocks(), pg.asks[0], pg.step), sheet.CanAdd()
		x.window, x.mark, x.clash = v.Env.NewID(), form.Mark(pg.step, f.answers(pg)), clashOf(v, f.aside(), pg, f.answers(pg), pageURL(f, pg.key))
	case x.at == stepMaterials:
		x.name, x.lead = v.L.T("web.items.materials"), v.L.T("web.items.materials_lead")
		x.materials = p.paperRows(v, f, faults)
		for i, m := range x.materials { // a number that did not help stays to be corrected
			if r.Method == http.MethodPost { // what was typed stays
				x.materials[i].Case.Value = r.PostFormValue(m.Case.Name)
			}
		}
	case x.at == stepCheck:
		x.name, x.lead = v.L.T("web.items.check"), ""
		x.sheets, x.ready = p.sheets(v, f)
		x.found(f, fault)
	default:
		return errs.New(errs.NotFound, "web.no_such_page", nil)
	}
	x.back = before(x.tasks)
	if x.back == "" || x.at == stepCheck {
		x.running = runningCases(r.Context(), v, f)
	}
	if v.Hands() && !kernel.Handed(fault) {
		x.hand, x.came = site.HandURL(f.subject()), v.CameText(r.Context(), f.subject())
	}
	fr := v.Frame(r, x.name, "items")
	fr.Narrow = x.at == stepCheck
	fr.Crumb = []ui.Link{{Text: v.L.T("web.nav.items"), Href: "/items"}, {Text: x.title, Href: x.base}, {Text: v.L.T("web.items.fill")}}
	return v.ShowStatus(w, r, status, fr, applyPage(x))
}

// found leads from the faults of the last page to the pages of their fields.
func (x *applyView) found(f filling, fault error) {
	for i, e := range x.v.L.Fields(fault) {
		if e.Field != "" && i < len(x.faults) {
			x.faults[i].Href = where(f, e.Field)
		}
	}
}

func pageOf(f filling, key string) (formPage, bool) {
	list := f.pages()
	i := slices.IndexFunc(list, func(pg formPage) bool { return pg.key == key })
	if i < 0 {
		return formPage{}, false
	}
	return list[i], true
}

// whose says for which of several items a page is; "" in the form of one.
func whose(v *site.Visit, f filling, pg formPage) string {
	switch {
	case f.code() != "":
		return ""
	case pg.own:
		return pg.asks[0].Name.In(v.L.Zh())
	}
	return v.L.T("web.thing.once", "n", len(pg.asks))
}

func stepOf(it form.Item, id string) (form.Step, bool) {
	i := slices.IndexFunc(it.Steps, func(s form.Step) bool { return s.ID == id })
	if i < 0 {
		return form.Step{}, false
	}
	return it.Steps[i], true
}

// before is the address of the page before the current one.
func before(tasks []ui.Task) string {
	for i, t := range tasks {
		if t.Current && i > 0 {
			return tasks[i-1].Href
		}
	}
	return ""
}

func (p pages) sheet(ctx context.Context, v *site.Visit, s form.Step, d draft, faults ui.Faults) itemform.Sheet {
	return itemform.Sheet{L: v.L, Step: s, Values: d.Values, Facts: factsOf(v), Faults: faults, Known: func(f form.Field, value string) []string { return p.known(ctx, v, f, value) }, Leave: leave(v)}
}

// known says what the register knows of the numbers in a field.
func (p pages) known(ctx context.Context, v *site.Visit, f form.Field, value string) []string {
	var out []string
	for _, n := range form.List(value) {
		k, ok, err := p.Registers.Known(ctx, f.Register, n)
		switch {
		case err != nil:
			continue // the form works without the register
		case !ok:
			out = append(out, v.L.T("web.items.not_in_register", "number", n))
		default:
			out = append(out, v.L.T("web.items.in_register", "number", n, "title", k.Title, "owner", k.Owner))
		}
	}
	return out
}

// tasks is the list of pages with how each stands.
func (p pages) tasks(v *site.Visit, f filling, at string) []ui.Task {
	all := true
	var out []ui.Task
	for _, pg := range asked(v, f) {
		bad := p.stepFaults(v, f, pg)
		t := ui.Task{Text: pg.step.Name.In(v.L.Zh()), Href: pageURL(f, pg.key), Current: pg.key == at}
		if pg.own {
			t.Note = whose(v, f, pg)
		}
		switch {
		case !f.seen(pg.key):
			t.State, t.Status, all = ui.Idle, v.L.T("web.items.task_idle"), false
		case len(bad) > 0:
			t.State, t.Status, all = ui.No, v.L.T("web.items.task_no"), false
		default:
			t.State, t.Status = ui.Done, v.L.T("web.items.task_done")
		}
		out = append(out, t)
	}
	m := ui.Task{Text: v.L.T("web.items.materials"), Href: pageURL(f, stepMaterials), Current: at == stepMaterials, State: ui.Done, Status: v.L.T("web.items.task_done")}
	if !f.seen(stepMaterials) {
		m.State, m.Status = ui.Idle, v.L.T("web.items.task_idle")
	}
	if n := len(p.owedPapers(v, f)); n > 0 {
		m.State, m.Status, all = ui.Idle, v.L.T("web.items.task_owed", "n", strconv.Itoa(n)), false
	}
	c := ui.Task{Text: v.L.T("web.items.check"), Href: pageURL(f, stepCheck), Current: at == stepCheck, Status: v.L.T("web.items.task_not_yet")}
	if all {
		c.Status = v.L.T("web.items.task_ready")
	}
	return append(out, m, c)
}

func (p pages) saveStep(open opener) site.Page {
	return func(w http.ResponseWriter, r *http.Request, v *site.Visit) error {
		f, err := open(r, v)
		if err != nil {
			return err
		}
		if err := p.unsent(r, v, f); err != nil {
			return p.stale(w, r, v, f, err)
		}
		if r.PathValue("step") == stepMaterials {
			return p.saveMaterials(w, r, v, f)
		}
		pg, ok := pageOf(f, r.PathValue("step"))
		if !ok {
			return errs.New(errs.NotFound, "web.no_such_page", nil)
		}
		if by := r.PostFormValue("_choose"); by != "" {
			return p.choose(w, r, v, f, pg, by)
		}
		m := meld(r, v, f, pg)
		for _, it := range pg.asks {
			f.spread(it, p.looked(r.Context(), it, f.draftOf(it).Values))
		}
		if n := r.PostFormValue("_drop"); n != "" {
			f.put(pg, itemform.DropRow(pg.step, f.answers(pg), n))
		} else if r.PostFormValue("_pick") == "" {
			f.see(pg.key)
		}
		if err := settled(r, v, f); kernel.Handed(err) { // what was typed stays on the page
			return p.draw(w, r, v, http.StatusConflict, f, err)
		} else if err != nil {
			return err
		}
		said := takenText(v, pg, m)
		switch {
		case len(m.Apart) > 0:
			return v.Go(w, r, pageURL(f, pg.key), said)
		case r.PostFormValue("_drop") != "":
			return v.Go(w, r, pageURL(f, pg.key), said)
		case r.PostFormValue("_pick") != "":
			return v.Go(w, r, pickURL(f.base(), pg.key, r.PostFormValue("_pick")), "")
		case r.PostFormValue(templateField) != "" && f.code() != "":
			return p.templated(w, r, v, f, pg.key)
		case r.PostFormValue("_more") != "":
			return v.Go(w, r, pageURL(f, pg.key)+"?more=1#"+itemform.Sheet{Step: pg.step, Values: f.answers(pg)}.Next(), said)
		}
		if err := p.pageFaults(v, f, pg).Err(); err != nil {
			return p.draw(w, r, v, http.StatusUnprocessableEntity, f, err)
		}
		return v.Go(w, r, p.after(v, f, pg.key), said)
	}
}

// settled keeps the form with what follows from it.
func settled(r *http.Request, v *site.Visit, f filling) error {
	if err := f.settle(r, v); err != nil {
		return err
	}
	return f.save(r, v)
}

// after is the page that follows; the last one when nothing is open any more.
func (p pages) after(v *site.Visit, f filling, page string) string {
	tasks := p.tasks(v, f, page)
	if !slices.ContainsFunc(tasks[:len(tasks)-1], func(t ui.Task) bool { return t.State != ui.Done }) {
		return pageURL(f, stepCheck)
	}
	for i, t := range tasks {
		if t.Current && i+1 < len(tasks) {
			return tasks[i+1].Href
		}
	}
	return pageURL(f, stepCheck)
}
