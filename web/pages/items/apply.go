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
	"quanlian/kernel/itemflow"
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
	item      form.Item
	draft     draft
	at        string // id of the page
	name      string
	lead      string
	tasks     []ui.Task
	blocks    []itemform.Block
	canAdd    bool
	materials []materialView
	faults    []ui.FieldFault
	fault     string
	back      string // address of the page before; "" on the first
	sheets    []sheet
	ready     bool // nothing is missing
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
	return nil
}

// begin leads to the first page that is not done; a former application or a
// template may fill the form.
func (p pages) begin(w http.ResponseWriter, r *http.Request, v *site.Visit) error {
	it, err := p.wanted(r, v)
	if err != nil {
		return err
	}
	if err := mayApply(v, it); err != nil {
		return err
	}
	d, err := p.filledFrom(r, v, it)
	if err != nil {
		return err
	}
	d.Values = p.looked(r.Context(), it, about(it, d.Values, r.URL.Query().Get("right"), r.URL.Query().Get("deal")))
	if err := d.save(r, v, subject(it.Code)); err != nil {
		return err
	}
	facts := factsOf(v)
	for _, s := range it.Steps {
		if _, bad := p.Checker.CheckStep(it, s, d.Values, facts); s.When.Holds(d.Values, facts) && (len(bad) > 0 || !slices.Contains(d.Seen, s.ID)) {
			return v.Go(w, r, stepURL(it, s.ID), "")
		}
	}
	return v.Go(w, r, stepURL(it, stepMaterials), "")
}

// filledFrom is the draft that stands, or one filled from a former application
// (?from=its number) or the template (?template=1).
func (p pages) filledFrom(r *http.Request, v *site.Visit, it form.Item) (draft, error) {
	ctx := r.Context()
	if no := r.URL.Query().Get("from"); no != "" {
		c, err := v.Env.Cases.Case(ctx, v.Actor, no, kernel.ViewSecret)
		if err != nil {
			return draft{}, err
		}
		old, err := itemflow.DataOf(c)
		if err != nil || old.Code != it.Code {
			return draft{}, errs.New(errs.Invalid, "web.items.other_item", nil)
		}
		d := draft{Values: known(it, old.Values)}
		prefill(it, d.Values, v)
		return d, nil
	}
	if r.URL.Query().Get("template") != "" {
		if d, ok, err := load(ctx, v, template(it.Code)); err != nil || ok {
			d.Values, d.Files, d.Seen = known(it, d.Values), nil, nil
			prefill(it, d.Values, v)
			return d, err
		}
	}
	return start(ctx, v, it)
}

// about puts the right and the deal that somebody comes from into the first
// fields that ask for them; what is there stays.
func about(it form.Item, v form.Values, right, deal string) form.Values {
	for _, s := range it.Steps {
		for _, f := range s.Fields {
			known := ""
			switch {
			case f.Register != "" && (f.Kind == form.KindRef || f.Kind == form.KindRefs):
				known, right = right, ""
			case f.Prefill == "deal.no":
				known = deal
			}
			if known != "" && v[f.ID] == "" && s.Repeat == 0 {
				v[f.ID] = known
			}
		}
	}
	return v
}

// known keeps the values whose fields the item still has; a statement that has
// to be made anew each time is not copied.
func known(it form.Item, v form.Values) form.Values {
	out := form.Values{}
	for path, x := range v {
		if f, ok := it.Field(path); ok && f.Kind != form.KindYes {
			out[path] = x
		}
	}
	return out
}

func stepURL(it form.Item, step string) string { return "/item/" + it.Code + "/apply/" + step }

func (p pages) step(w http.ResponseWriter, r *http.Request, v *site.Visit) error {
	it, err := p.wanted(r, v)
	if err != nil {
		return err
	}
	if err := mayApply(v, it); err != nil {
		return err
	}
	d, err := start(r.Context(), v, it)
	if err != nil {
		return err
	}
	return p.draw(w, r, v, http.StatusOK, it, d, nil)
}

// draw draws the page of the address; fault is what came back from it.
func (p pages) draw(w http.ResponseWriter, r *http.Request, v *site.Visit, status int, it form.Item, d draft, fault error) error {
	x := applyView{v: v, item: it, draft: d, at: r.PathValue("step")}
	x.tasks = p.tasks(v, it, d, x.at)
	faults := ui.FaultsOf(v.L, fault)
	if fault != nil {
		if x.faults = faults.Summary(nil); len(x.faults) == 0 {
			x.fault = v.L.Error(fault)
		}
	}
	switch s, ok := stepOf(it, x.at); {
	case ok:
		x.name, x.lead = s.Name.In(v.L.Zh()), s.Lead.In(v.L.Zh())
		sheet := p.sheet(r.Context(), v, s, d, faults)
		if r.URL.Query().Get("more") != "" {
			sheet.More = 1
		}
		x.blocks, x.canAdd = sheet.Blocks(), sheet.CanAdd()
	case x.at == stepMaterials:
		x.name, x.lead = v.L.T("web.items.materials"), v.L.T("web.items.materials_lead")
		x.materials = p.materialRows(v, it, d, faults)
	case x.at == stepCheck:
		x.name, x.lead = v.L.T("web.items.check"), ""
		x.sheets, x.ready = p.sheets(v, it, d)
	default:
		return errs.New(errs.NotFound, "web.no_such_page", nil)
	}
	x.back = before(x.tasks)
	f := v.Frame(r, x.name, "items")
	f.Narrow = x.at == stepCheck
	f.Crumb = []ui.Link{{Text: v.L.T("web.nav.items"), Href: "/items"}, {Text: it.Name.In(v.L.Zh()), Href: "/item/" + it.Code}, {Text: v.L.T("web.items.fill")}}
	return v.ShowStatus(w, r, status, f, applyPage(x))
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
	return itemform.Sheet{L: v.L, Step: s, Values: d.Values, Facts: factsOf(v), Faults: faults, Known: func(f form.Field, value string) []string { return p.known(ctx, v, f, value) }}
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
func (p pages) tasks(v *site.Visit, it form.Item, d draft, at string) []ui.Task {
	facts := factsOf(v)
	all := true
	var out []ui.Task
	for _, s := range it.Steps {
		if !s.When.Holds(d.Values, facts) {
			continue
		}
		_, bad := p.Checker.CheckStep(it, s, d.Values, facts)
		t := ui.Task{Text: s.Name.In(v.L.Zh()), Href: stepURL(it, s.ID), Current: s.ID == at}
		switch {
		case !slices.Contains(d.Seen, s.ID):
			t.State, t.Status, all = ui.Idle, v.L.T("web.items.task_idle"), false
		case len(bad) > 0:
			t.State, t.Status, all = ui.No, v.L.T("web.items.task_no"), false
		default:
			t.State, t.Status = ui.Done, v.L.T("web.items.task_done")
		}
		out = append(out, t)
	}
	m := ui.Task{Text: v.L.T("web.items.materials"), Href: stepURL(it, stepMaterials), Current: at == stepMaterials, State: ui.Done, Status: v.L.T("web.items.task_done")}
	if !slices.Contains(d.Seen, stepMaterials) {
		m.State, m.Status = ui.Idle, v.L.T("web.items.task_idle")
	}
	if n := len(p.owed(v, it, d)); n > 0 {
		m.State, m.Status, all = ui.Idle, v.L.T("web.items.task_owed", "n", strconv.Itoa(n)), false
	}
	c := ui.Task{Text: v.L.T("web.items.check"), Href: stepURL(it, stepCheck), Current: at == stepCheck, Status: v.L.T("web.items.task_not_yet")}
	if all {
		c.Status = v.L.T("web.items.task_ready")
	}
	return append(out, m, c)
}

func (p pages) saveStep(w http.ResponseWriter, r *http.Request, v *site.Visit) error {
	it, err := p.wanted(r, v)
	if err != nil {
		return err
	}
	if err := mayApply(v, it); err != nil {
		return err
	}
	d, err := start(r.Context(), v, it)
	if err != nil {
		return err
	}
	if r.PathValue("step") == stepMaterials {
		return p.saveMaterials(w, r, v, it, d)
	}
	s, ok := stepOf(it, r.PathValue("step"))
	if !ok {
		return errs.New(errs.NotFound, "web.no_such_page", nil)
	}
	d.Values = itemform.Read(r.PostForm, s, d.Values)
	d.Values = p.looked(r.Context(), it, d.Values)
	if n := r.PostFormValue("_drop"); n != "" {
		row, _ := strconv.Atoi(n)
		d.Values = itemform.DropRow(s, d.Values, row)
	} else {
		d.see(s.ID)
	}
	if err := d.save(r, v, subject(it.Code)); err != nil {
		return err
	}
	switch {
	case r.PostFormValue("_drop") != "":
		return v.Go(w, r, stepURL(it, s.ID), "")
	case r.PostFormValue("_more") != "":
		return v.Go(w, r, stepURL(it, s.ID)+"?more=1#last", "")
	}
	_, bad := p.Checker.CheckStep(it, s, d.Values, factsOf(v))
	bad = append(bad, p.ruleFaults(v, it, s, d)...)
	if err := bad.Err(); err != nil {
		return p.draw(w, r, v, http.StatusUnprocessableEntity, it, d, err)
	}
	return v.Go(w, r, p.after(v, it, d, s.ID), "")
}

// ruleFaults are the faults between fields that stand on this page.
func (p pages) ruleFaults(v *site.Visit, it form.Item, s form.Step, d draft) errs.List {
	_, err := p.Checker.Check(it, d.Values, factsOf(v))
	var out errs.List
	for _, e := range errs.All(err) {
		if f, ok := it.Field(e.Field); ok && isRule(e.Code) && slices.ContainsFunc(s.Fields, func(x form.Field) bool { return x.ID == f.ID }) {
			out = append(out, e)
		}
	}
	return out
}

func isRule(code string) bool {
	return len(code) > len(rulePrefix) && code[:len(rulePrefix)] == rulePrefix
}

const rulePrefix = "kernel.form.rule."

// after is the page that follows.
func (p pages) after(v *site.Visit, it form.Item, d draft, step string) string {
	tasks := p.tasks(v, it, d, step)
	for i, t := range tasks {
		if t.Current && i+1 < len(tasks) {
			return tasks[i+1].Href
		}
	}
	return stepURL(it, stepCheck)
}

// looked fills title and owner of a right from the register where they are asked;
// the form works without the register.
func (p pages) looked(ctx context.Context, it form.Item, v form.Values) form.Values {
	it.Looked(v, func(register, number string) (string, string, bool) {
		k, ok, err := p.Registers.Known(ctx, register, number)
		return k.Title, k.Owner, ok && err == nil
	})
	return v
}
