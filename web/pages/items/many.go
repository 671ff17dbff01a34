package items

import (
	"context"
	"io"
	"net/http"
	"slices"
	"time"

	"quanlian/base/errs"
	"quanlian/kernel"
	"quanlian/kernel/form"
	"quanlian/kernel/itemflow"
	"quanlian/kernel/rows"
	"quanlian/web/httpx"
	"quanlian/web/itemform"
	"quanlian/web/site"
	"quanlian/web/ui"
)

// Sheets writes and reads the workbook in which an item is applied for many times.
type Sheets interface {
	Template(w io.Writer, it form.Item, filled []form.Values) error
	// Faults writes the faulty rows, those that were corrected on the page as mended
	// says them.
	Faults(w io.Writer, it form.Item, name string, content []byte, mended []SheetRow, faults map[int][]rows.Fault) error
	Results(w io.Writer, list [][]string) error
	// Rows reads a sheet again, as it was read for its checks.
	Rows(it form.Item, name string, content []byte) ([]SheetRow, error)
	Max() int64
}

// SheetRow is a row of a sheet: what it says, the files that it calls, and the
// cells that could not be read.
type SheetRow struct {
	Line   int
	Values form.Values
	Files  map[string][]string
	Raw    map[string]string
}

// Own is a right of the party for which is acted.
type Own struct {
	Number, Title, Status string
}

// Files of the draft that are no material: the sheet, and what the archive held.
const (
	fileSheet = "_sheet"
	filePack  = "_pack"
)

// Unit: rows. Source: our choice: a sheet to begin with, and what one looks back at.
const (
	mostOwn  = 500
	myManies = 10
)

// manyView is the page on which a sheet of applications is put in.
type manyView struct {
	v         *site.Visit
	item      form.Item
	key       string
	own       int    // rights of the party
	ownAt     string // where the list of them is asked for
	pages     []section
	materials []materialView
	packed    []ui.File
	sheet     []ui.File
	accept    string
	mb        int64
	rows      int
	faults    []ui.FieldFault
	fault     string
	of        ui.Faults
	mine      []ui.OwnCase
	bring     ui.Link // a sheet before whose shared part can be taken along
	hand      string  // where the draft is given to a colleague
	came      string  // from whom it came
	window    string
	mark      string // of the answers that the page was drawn with
	clashes   []*clash
}

// lastStep is the number of the step that takes the sheet: an item that asks
// for no papers has no third one before it.
func (x manyView) lastStep() int {
	if len(x.materials) == 0 {
		return 3
	}
	return 4
}

func manySubject(code string) string { return "many/" + code }
func manyURL(it form.Item) string    { return "/item/" + it.Code + "/many" }
func manyCaseURL(no string) string   { return "/many/" + no }
func isMaterial(m form.Material) bool {
	return m.Source != "system" && (!m.Spare || m.Register != "" || m.Extract == form.ExtractRights || m.Extract == form.ExtractBoth)
}
func mayMany(it form.Item, p Deps) bool { return p.Sheets != nil && itemflow.Many(it) && it.Self == "" }

// many finds the item and refuses who may not apply, and items asked one by one.
func (p pages) many(r *http.Request, v *site.Visit) (form.Item, error) {
	it, err := p.wanted(r, v)
	if err != nil {
		return it, err
	}
	if !mayMany(it, p.Deps) {
		return it, errs.New(errs.NotFound, "kernel.itemflow.not_many", errs.Args{"code": it.Code})
	}
	if v.Actor.Party == "" {
		return it, errs.New(errs.Forbidden, "web.items.choose_hat", nil)
	}
	return it, mayApply(v, it)
}

// section is a page of the form that is drawn with others.
type section struct {
	id, title, sub string
	blocks         []itemform.Block
	refresh        string // where its fields are drawn again
}

// shared are the pages that are filled in once for all rows.
func shared(it form.Item) together {
	return together{it: it, steps: slices.DeleteFunc(slices.Clone(it.Steps), func(s form.Step) bool { return !s.Once() })}
}

// manyDraft is what was filled in for all rows so far.
func (p pages) manyDraft(ctx context.Context, v *site.Visit, it form.Item) (draft, error) {
	d, ok, err := load(ctx, v, manySubject(it.Code))
	if err == nil && !ok {
		prefill(it, d.Values, v)
	}
	return d, err
}

func (p pages) manyPage(w http.ResponseWriter, r *http.Request, v *site.Visit) error {
	it, err := p.many(r, v)
	if err != nil {
		return err
	}
	if no := r.URL.Query().Get("from"); no != "" {
		return p.manyAgain(w, r, v, it, no)
	}
	d, err := p.manyDraft(r.Context(), v, it)
	if err != nil {
		return err
	}
	return p.drawMany(w, r, v, http.StatusOK, it, d, nil)
}

func (p pages) drawMany(w http.ResponseWriter, r *http.Request, v *site.Visit, status int, it form.Item, d draft, fault error) error {
	l := v.L
	x := manyView{v: v, item: it, key: v.Key(), accept: site.Accept(site.Tables()), mb: p.Sheets.Max() >> 20, rows: itemflow.MaxBatchRows, of: ui.FaultsOf(l, fault)}
	t := shared(it)
	x.window, x.mark, x.clashes = v.Env.NewID(), t.mark(d.Values), t.clashes(v, d, manyURL(it))
	if v.Hands() && !d.saved.IsZero() {
		x.hand, x.came = site.HandURL(manySubject(it.Code)), v.CameText(r.Context(), manySubject(it.Code))
	}
	if fault != nil {
		if x.faults = x.of.Summary(fieldNames([]form.Item{it}, l.Zh())); len(x.faults) == 0 {
			x.fault = l.Error(fault)
		}
	}
	if f, ok := it.RightField(); ok && p.Rights != nil {
		_, n, err := p.Rights(r.Context(), v.Actor.Party, f.Format, "", 1)
		if err != nil {
			return err
		}
		x.own, x.ownAt = n, ownRightsOf(f)
	}
	for _, s := range it.Steps {
		if s.Once() && s.When.Holds(d.Values, factsOf(v)) {
			x.pages = append(x.pages, section{id: s.ID, refresh: manyURL(it) + "/fields/" + s.ID, title: s.Name.In(l.Zh()), sub: s.Lead.In(l.Zh()), blocks: p.sheet(r.Context(), v, s, d, x.of).Blocks()})
		}
	}
	for _, m := range it.Materials {
		if isMaterial(m) && (m.When.Field() != "" || m.When.Holds(d.Values, factsOf(v))) { // a condition on answers may hold in some rows
			one := p.material(v, it, m, d, x.of)
			if m.Extract == form.ExtractBoth {
				one.Field.Optional, one.Spared, one.Note = true, "", l.T("web.many.spared_if_code")+m.Note.In(l.Zh())
			}
			x.materials = append(x.materials, one)
		}
	}
	x.packed, x.sheet = fileRowsOf(v, d, filePack), fileRowsOf(v, d, fileSheet)
	list, _, err := v.Env.Cases.Cases(r.Context(), v.Actor, kernel.ViewDetail, kernel.CaseQuery{Flow: itemflow.BatchOf(it), Sort: "opened", Limit: myManies})
	if err != nil {
		return err
	}
	for _, c := range list {
		if c.Item != it.Code {
			continue
		}
		b, err := itemflow.BatchDataOf(c)
		if err != nil {
			return err
		}
		if x.bring.Href == "" && !touchedMany(v, it, d) {
			x.bring, _ = unmended(v, it, c, b)
		}
		at, of := rows.Step(c)
		x.mine = append(x.mine, ui.OwnCase{Title: b.Name, Href: v.Env.CaseURL(c), No: c.No, Fact: l.T("web.many.counts", "rows", len(b.Rows), "made", b.Count(rows.Made)), Step: at, Of: of,
			Yours: v.Yours(c), State: v.StateOf(c), Move: v.StateText(c), Do: l.T("web.my.see"), Note: l.Moment(c.Updated, v.Env.Now())})
	}
	f := v.Frame(r, l.T("web.many.title"), "items")
	f.Crumb = []ui.Link{{Text: l.T("web.nav.items"), Href: "/items"}, {Text: it.Name.In(l.Zh()), Href: "/item/" + it.Code}, {Text: l.T("web.many.title")}}
	return v.ShowStatus(w, r, status, f, manyBody(x))
}

// manyTyped is the draft with what the posted page says.
func (p pages) manyTyped(r *http.Request, v *site.Visit) (form.Item, draft, form.Melded, error) {
	it, err := p.many(r, v)
	if err != nil {
		return it, draft{}, form.Melded{}, err
	}
	d, err := p.manyDraft(r.Context(), v, it)
	if err != nil {
		return it, d, form.Melded{}, err
	}
	m := shared(it).meld(r, v, &d)
	d.Promises = nil
	for _, m := range it.Materials {
		if it.Promise && m.Promise && r.PostFormValue("promise."+m.ID) != "" {
			d.Promises = append(d.Promises, m.ID)
		}
	}
	return it, d, m, nil
}

func (p pages) manyAutosave(w http.ResponseWriter, r *http.Request, v *site.Visit) error {
	it, d, m, err := p.manyTyped(r, v)
	if err != nil {
		return err
	}
	if err = d.save(r, v, manySubject(it.Code)); v.SaidHanded(w, err) {
		return nil
	}
	if err != nil {
		return err
	}
	return saidMelded(w, v, shared(it).whole(), m, manyURL(it))
}

// manyFields draws the fields of one of the shared pages again.
func (p pages) manyFields(w http.ResponseWriter, r *http.Request, v *site.Visit) error {
	it, err := p.many(r, v)
	if err != nil {
		return err
	}
	d, err := p.manyDraft(r.Context(), v, it)
	if err != nil {
		return err
	}
	sheet, err := p.again(r, v, shared(it), d)
	if err != nil {
		return err
	}
	return fieldsAlone(w, r, v, sheet.Blocks(), manyURL(it)+"/fields/"+sheet.Step.ID)
}

// chooseMany takes the choice between the texts of two windows.
func (p pages) chooseMany(w http.ResponseWriter, r *http.Request, v *site.Visit, by string) error {
	it, err := p.many(r, v)
	if err != nil {
		return err
	}
	d, err := p.manyDraft(r.Context(), v, it)
	if err != nil {
		return err
	}
	if err = shared(it).choose(r, &d, by); err == nil {
		err = d.save(r, v, manySubject(it.Code))
	}
	if errs.Is(err, "web.apart.moved") || kernel.Handed(err) {
		return p.drawMany(w, r, v, http.StatusConflict, it, d, err)
	}
	if err != nil {
		return err
	}
	return v.Go(w, r, manyURL(it), v.L.T("web.apart.chosen"))
}

// sendMany takes the sheet with what all rows share; what becomes of it is shown
// on its own page.
func (p pages) sendMany(w http.ResponseWriter, r *http.Request, v *site.Visit) error {
	if by := r.PostFormValue("_choose"); by != "" {
		return p.chooseMany(w, r, v, by)
	}
	it, d, m, err := p.manyTyped(r, v)
	if err != nil {
		return err
	}
	faults, err := p.manyFiles(r, v, it, &d)
	if err == nil {
		err = d.save(r, v, manySubject(it.Code))
	}
	if kernel.Handed(err) { // what was typed stays on the page
		return p.drawMany(w, r, v, http.StatusConflict, it, d, err)
	}
	if err != nil {
		return err
	}
	if len(faults) == 0 && (r.PostFormValue("_stay") != "" || r.PostFormValue("remove") != "") {
		return v.Go(w, r, manyURL(it), v.L.T("web.thing.saved"))
	}
	if err := shared(it).settled(v, d, m); err != nil && len(faults) == 0 {
		return p.drawMany(w, r, v, http.StatusConflict, it, d, err)
	}
	for _, s := range it.Steps {
		if s.Once() {
			_, bad := p.Checker.CheckStep(it, s, d.Values, factsOf(v))
			faults = append(faults, bad...)
		}
	}
	if len(d.of(fileSheet)) == 0 && len(faults) == 0 {
		faults.Add(errs.At("sheet", "web.sheet.none", nil))
	}
	if len(faults) > 0 {
		return p.drawMany(w, r, v, http.StatusUnprocessableEntity, it, d, faults.Err())
	}
	receipt, err := v.Open(r, itemflow.BatchOf(it), "upload", d.batch(it))
	switch errs.KindOf(err) {
	case "":
	case errs.Invalid, errs.Conflict, errs.Forbidden:
		return p.drawMany(w, r, v, httpx.Status(err), it, d, err)
	default:
		return err
	}
	if err := drop(r, v, manySubject(it.Code), time.Time{}); err != nil {
		return err
	}
	return v.Go(w, r, manyCaseURL(receipt.No), "")
}

// batch is the draft as it is sent.
func (d draft) batch(it form.Item) itemflow.BatchInput {
	in := itemflow.BatchInput{Code: it.Code, Hash: it.Hash(), Shared: form.Values{}, Promises: d.Promises}
	for path, x := range d.Values {
		in.Shared[path] = x
	}
	for _, f := range d.Files {
		file := itemflow.File{Upload: f.Upload, Material: f.Material, Name: f.Name, SHA256: f.SHA256, Bytes: f.Bytes, Media: f.Media}
		switch f.Material {
		case fileSheet:
			in.Upload = f.Upload
		case filePack:
			file.Material = ""
			in.Packed = append(in.Packed, file)
		default:
			in.Files = append(in.Files, file)
		}
	}
	return in
}
