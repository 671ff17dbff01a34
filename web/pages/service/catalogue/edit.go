package catalogue

import (
	"cmp"
	"encoding/json"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"quanlian/base/calendar"
	"quanlian/base/errs"
	"quanlian/catalogue/items/sheet"
	change "quanlian/chain/service/catalogue"
	"quanlian/kernel"
	"quanlian/kernel/form"
	"quanlian/web/httpx"
	"quanlian/web/site"
	"quanlian/web/ui"
)

// editView is the form that edits an item.
type editView struct {
	v       *site.Visit
	item    form.Item
	form    *sheetForm
	action  string
	back    string
	note    string
	base    string
	version string
	faults  []ui.FieldFault
	noteBad string
	tables  []string
	waits   string // first day of an approved version that is still to come
	waitsIn string // the case that made it
}

// tablesOf are the sections of the form, in order.
var tablesOf = []string{sheet.Items, sheet.Limits, sheet.Materials, sheet.Basis, sheet.Checklist, sheet.Mistakes, sheet.Fields}

// begin draws the form for a new change, or leads to the one that is open.
func (p pages) begin(w http.ResponseWriter, r *http.Request, v *site.Visit) error {
	if err := editors(v); err != nil {
		return err
	}
	open, _, err := p.changes(r.Context(), v)
	if err != nil {
		return err
	}
	cur, err := p.item(r.Context(), v, r.PathValue("code"))
	if err != nil {
		return err
	}
	if k, ok := open[cur.Item.Code]; ok {
		if k.State == change.Recall {
			return httpx.SeeOther(w, r, "/case/"+k.No)
		}
		at := "/catalogue/change/" + k.No + "/edit"
		if r.URL.Query().Get("days") != "" {
			return v.Go(w, r, at, v.L.T("service.catalogue.proposal_waits"))
		}
		return httpx.SeeOther(w, r, at)
	}
	it := proposed(cur.Item, r.URL.Query())
	it.From = v.Env.Calendar.NextWorkday(p.today(v).AddDays(1))
	return p.draw(w, r, v, http.StatusOK, p.view(r, v, it, nil, r.URL.Query().Get("note"), ""))
}

// proposed is the item with the promised limit that the page which led here
// proposes (a rehearsal): nothing is kept before the form is sent.
func proposed(it form.Item, q url.Values) form.Item {
	period, err := calendar.ParsePeriod(q.Get("days") + cmp.Or(q.Get("unit"), string(calendar.WorkDay)))
	if err != nil || period.N < 1 {
		return it
	}
	it.Limits = slices.Clone(it.Limits)
	for i, l := range slices.Backward(it.Limits) {
		if l.Committed && !l.Outside && !l.Period.IsZero() {
			it.Limits[i].Period = period
			break
		}
	}
	return it
}

// edit draws the form of an open change, with what is still wrong in it.
func (p pages) edit(w http.ResponseWriter, r *http.Request, v *site.Visit) error {
	c, d, err := p.change(r, v)
	if err != nil {
		return err
	}
	x := p.view(r, v, d.Item, &c, d.Note, d.Base)
	x.judge(p.built(r, v, x.form.book))
	return p.draw(w, r, v, http.StatusOK, x)
}

func (p pages) change(r *http.Request, v *site.Visit) (kernel.Case, change.Data, error) {
	if err := editors(v); err != nil {
		return kernel.Case{}, change.Data{}, err
	}
	c, err := v.Env.Cases.Case(r.Context(), v.Officer(), r.PathValue("no"), kernel.ViewDetail)
	if err == nil && c.Flow != change.Change {
		err = errs.New(errs.NotFound, "kernel.no_such_case", errs.Args{"id": r.PathValue("no")})
	}
	if err != nil {
		return c, change.Data{}, err
	}
	d, err := change.DataOf(c)
	return c, d, err
}

func (p pages) view(r *http.Request, v *site.Visit, it form.Item, c *kernel.Case, note, base string) *editView {
	x := &editView{v: v, item: it, form: newForm(p.Now(r.Context()), v, it), note: note, base: base, tables: tablesOf,
		action: "/catalogue/item/" + it.Code + "/edit", back: "/catalogue/item/" + it.Code}
	for _, o := range p.Now(r.Context()).Versions(it.Code) {
		if day := o.Item.From.String(); c == nil && o.Item.From.After(p.today(v)) && (x.waits == "" || day < x.waits) {
			x.waits, x.waitsIn = day, o.Case
		}
	}
	if c != nil {
		x.action, x.back, x.version = "/catalogue/change/"+c.No+"/edit", "/case/"+c.No, versionOf(*c)
	}
	return x
}

func versionOf(c kernel.Case) string {
	raw, err := json.Marshal(c.Version)
	if err != nil {
		return ""
	}
	return string(raw)
}

func (p pages) draw(w http.ResponseWriter, r *http.Request, v *site.Visit, status int, x *editView) error {
	f := v.Workbench(r, x.item.Code+" "+x.item.Name.In(v.L.Zh()), "catalogue")
	f.Crumb = []ui.Link{{Text: v.L.T("service.catalogue.name"), Href: "/catalogue"}, {Text: x.item.Code, Href: "/catalogue/item/" + x.item.Code}, {Text: v.L.T("service.catalogue.edit")}}
	return v.ShowStatus(w, r, status, f, editPage(x))
}

// built puts the typed item together and judges it.
func (p pages) built(r *http.Request, v *site.Visit, b sheet.Book) sheet.Built {
	return sheet.Build(p.Now(r.Context()), p.Today(r.Context()), b, calendar.Date{})[0]
}

func (x *editView) judge(b sheet.Built) {
	x.form.mark(b.Faults)
	x.faults = x.form.summary(b.Faults)
}

func (p pages) open(w http.ResponseWriter, r *http.Request, v *site.Visit) error {
	if err := editors(v); err != nil {
		return err
	}
	cur, err := p.item(r.Context(), v, r.PathValue("code"))
	if err != nil {
		return err
	}
	x := p.view(r, v, cur.Item, nil, r.PostFormValue("note"), "")
	return p.keep(w, r, v, x, func(in change.EditInput) (string, error) {
		rec, err := v.Open(r, change.Change, "edit", in)
		return rec.No, err
	})
}

func (p pages) save(w http.ResponseWriter, r *http.Request, v *site.Visit) error {
	c, d, err := p.change(r, v)
	if err != nil {
		return err
	}
	x := p.view(r, v, d.Item, &c, r.PostFormValue("note"), d.Base)
	return p.keep(w, r, v, x, func(in change.EditInput) (string, error) {
		_, err := v.Act(r, c, "save", in)
		return c.No, err
	})
}

// keep reads the form and writes the change; what cannot be kept is drawn again
// as it was typed.
func (p pages) keep(w http.ResponseWriter, r *http.Request, v *site.Visit, x *editView, act func(change.EditInput) (string, error)) error {
	bad, err := takeSamples(r, v)
	if err != nil {
		return err
	}
	x.form.read(r.PostForm, x.item.Code)
	if x.blame(bad); len(bad) > 0 {
		return p.draw(w, r, v, http.StatusUnprocessableEntity, x)
	}
	if r.PostFormValue("_more") == sharedField {
		x.form.share(x.item.Code, r.PostFormValue(sharedField))
		return p.draw(w, r, v, http.StatusOK, x)
	}
	if t := r.PostFormValue("_more"); slices.Contains(growing, t) {
		x.form.more[t] = 3 * blankRows
		return p.draw(w, r, v, http.StatusOK, x)
	}
	if len(x.form.book[sheet.Items]) == 0 {
		return errs.New(errs.Invalid, "service.catalogue.no_code", nil)
	}
	b := p.built(r, v, x.form.book)
	if b.Unread {
		x.judge(b)
		return p.draw(w, r, v, http.StatusUnprocessableEntity, x)
	}
	in := change.EditInput{Item: b.Item, Note: strings.TrimSpace(x.note)}
	if was, ok := p.Now(r.Context()).InForce(b.Item.Code, b.Item.From); ok {
		in.Base = was.Hash
	}
	no, err := act(in)
	switch errs.KindOf(err) {
	case "":
		note := v.L.T("service.catalogue.saved")
		if len(b.Faults) > 0 {
			note = v.L.T("service.catalogue.saved_with", "n", len(b.Faults))
			return v.Go(w, r, "/catalogue/change/"+no+"/edit", note)
		}
		return v.Go(w, r, "/case/"+no, note)
	case errs.Invalid, errs.Conflict, errs.Forbidden:
		x.judge(b)
		for _, e := range v.L.Fields(err) {
			x.faults = append(x.faults, ui.FieldFault{ID: fieldOf(e.Field), Text: e.Text})
		}
		return p.draw(w, r, v, httpx.Status(err), x)
	}
	return err
}

// fieldOf is the control of a field that the rules of the change name.
func fieldOf(field string) string {
	if field == "" || field == "note" {
		return ui.FieldID(field)
	}
	return ui.FieldID(controlName(sheet.Items, 0, field))
}
