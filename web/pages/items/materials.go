package items

import (
	"context"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"quanlian/base/errs"
	"quanlian/base/pagecount"
	"quanlian/catalogue/lang"
	"quanlian/kernel"
	"quanlian/kernel/form"
	"quanlian/kernel/itemflow"
	"quanlian/web/site"
	"quanlian/web/ui"
)

// materialView is one material on the page of papers.
type materialView struct {
	Field    ui.Field
	Note     string
	Whose    string // which of several items ask it
	Files    []ui.File
	Accept   string
	Take     bool   // files are taken
	Spared   string // why nothing need be handed in
	CanLater string // until when it may follow
	Promise  string // name of the box for a promise; "" where none is taken
	Promised bool
	Samples  []ui.Link
	Shoot    string   // material that the camera of the counter can take; "" for none
	Case     ui.Field // number of a case of ours that has the paper; no name where none has
}

// owed are the materials that still have to be handed in before sending: not
// there, not promised, and not to follow later.
func (p pages) owed(v *site.Visit, it form.Item, d draft) []form.Material {
	var out []form.Material
	for _, m := range itemflow.Needed(it, d.Values, p.confirmed(v, it, d.Values), v.Party.ID != "") {
		promised := it.Promise && m.Promise && slices.Contains(d.Promises, m.ID)
		if m.Later.IsZero() && !promised && len(d.of(m.ID)) == 0 {
			out = append(out, m)
		}
	}
	return out
}

// material is one material with its files so far.
func (p pages) material(v *site.Visit, it form.Item, m form.Material, d draft, faults ui.Faults) materialView {
	l := v.L
	zh := l.Zh()
	name := "file." + m.ID
	x := materialView{Samples: p.sampleLinks(l, it, m), Note: m.Note.In(zh), Take: true, Accept: "." + strings.Join(m.Types, ",.")}
	x.Field = ui.Field{Name: name, Label: m.Name.In(zh), Optional: m.Optional, Error: faults.Of(name), Most: int64(m.MaxMB) * mega,
		Hint: l.T("web.items.file_hint", "types", strings.ToUpper(strings.Join(m.Types, l.T("web.items.and"))), "mb", strconv.Itoa(m.MaxMB), "form", m.Form.In(zh))}
	switch {
	case m.Source == "system":
		x.Take, x.Spared = false, l.T("web.items.made_by_system")
	case m.Spare && v.Party.ID != "":
		x.spare(l, it, m, d, p.confirmed(v, it, d.Values), p.written(l, it, m, d.Values))
	}
	if p.Camera != nil && d.Ticket != "" && x.Take {
		x.Shoot = m.ID
	}
	if !m.Later.IsZero() {
		x.CanLater = l.T("web.items.later", "period", site.PeriodText(l, m.Later))
	}
	if it.Promise && m.Promise {
		x.Promise, x.Promised = "promise."+m.ID, slices.Contains(d.Promises, m.ID)
		if len(breaches(context.Background(), v, v.Party.ID)) > 0 {
			x.Note = strings.TrimSpace(x.Note + l.T("web.items.breach_yours"))
		}
	}
	x.Files = fileRowsOf(v, d, m.ID)
	return x
}

// written are the numbers that the register was asked for; "" while one of them is
// no number: its field says so.
func (p pages) written(l *lang.Localizer, it form.Item, m form.Material, values form.Values) string {
	list := p.Checker.Numbers(it, m.Register, values)
	if slices.ContainsFunc(list, func(n form.Number) bool { return n.Wrong }) {
		return ""
	}
	return l.List(form.List(values[m.Register]))
}

// spare says why the paper need not be handed in, or why it has to be.
func (x *materialView) spare(l *lang.Localizer, it form.Item, m form.Material, d draft, f form.Facts, numbers string) {
	note := func(code string) { x.Note = strings.TrimSpace(l.T(code, "number", numbers) + x.Note) }
	spared := it.Spared(m, d.Values, f)
	switch {
	case m.Register == "" && spared && m.Extract == form.ExtractBoth:
		x.Spared, x.Field.Optional = l.T(sparedText(m)), true
		note("web.items.spared_other")
	case m.Register == "" && spared:
		x.Spared, x.Take = l.T(sparedText(m)), false
	case spared:
		x.Spared, x.Take = l.T("web.items.spared_found", "number", numbers), false
	case m.Extract == form.ExtractBoth && m.Spared(d.Values, f):
		note("web.items.spared_no_other")
	case m.Extract == form.ExtractRights:
		note("web.items.spared_no_rights")
	case m.Register == "":
		note("web.items.spared_no_party")
	case numbers == "":
		note("web.items.spared_if")
	default:
		note("web.items.spared_not")
	}
}

// sparedText says why a paper is not needed: of two parties the platform is sure
// of one.
func sparedText(m form.Material) string {
	if m.Extract == form.ExtractBoth {
		return "web.items.spared_yours"
	}
	return "web.items.spared"
}

// confirmed are the facts of the form, with what the registers have: the numbers
// in force, and whether the party owns any.
func (p pages) confirmed(v *site.Visit, it form.Item, values form.Values) form.Facts {
	f, ctx := factsOf(v), context.Background()
	for _, m := range it.Materials {
		if m.Extract == form.ExtractRights && !f.Owns && v.Party.ID != "" {
			_, n, err := p.InForce(ctx, v.Party.ID, 1)
			f.Owns = err == nil && n > 0
		}
		if !m.Spare {
			continue
		}
		for _, n := range p.Checker.Numbers(it, m.Register, values) {
			if k, ok, err := p.Registers.Known(ctx, "rights", n.Normal); ok && err == nil && k.InForce {
				f.Confirmed = append(f.Confirmed, n.Written, n.Normal)
			}
		}
	}
	return f
}

// Unit: bytes.
const (
	kilo = 1 << 10
	mega = 1 << 20
)

func sizeText(n int64) string {
	if n >= mega {
		return strconv.FormatFloat(float64(n)/mega, 'f', 1, 64) + " MB"
	}
	return strconv.FormatInt(max(1, n/kilo), 10) + " KB"
}

// paperRows are the materials that the form asks for as it stands.
func (p pages) paperRows(v *site.Visit, f filling, faults ui.Faults) []materialView {
	var out []materialView
	for _, x := range wantedPapers(v, f) {
		row := p.material(v, x.it, x.m, f.draftOf(x.it), faults)
		if f.code() == "" {
			row.Whose = x.it.Name.In(v.L.Zh())
			if len(x.also) > 0 {
				row.Whose = v.L.T("web.thing.paper_once", "n", len(x.also)+1)
			}
			for _, o := range x.also { // needed by one is needed
				row.Field.Optional = row.Field.Optional && o.m.Optional
			}
		}
		row.Field.Name, row.Field.Error = x.field, faults.Of(x.field)
		row.Case = p.caseField(v, x, f.draftOf(x.it))
		row.Case.Error = faults.Of(row.Case.Name)
		if row.Promise != "" {
			row.Promise = x.promise()
		}
		out = append(out, row)
	}
	return out
}

// promise is the name of the box that takes the place of the paper.
func (x paper) promise() string { return strings.Replace(x.field, "file.", "promise.", 1) }

// saveMaterials puts the chosen files away and goes on when nothing is missing.
func (p pages) saveMaterials(w http.ResponseWriter, r *http.Request, v *site.Visit, f filling) error {
	var faults errs.List
	for _, x := range f.papers() {
		d := f.draftOf(x.it)
		if err := p.takePaper(r, v, f, x, d); err != nil {
			e := errs.As(err)
			if e == nil || e.Kind != errs.Invalid {
				return err
			}
			y := *e
			if y.Field != caseName(x) {
				y.Field = x.field
			}
			faults.Add(&y)
		}
	}
	f.see(stepMaterials)
	if err := settled(r, v, f); kernel.Handed(err) {
		return p.draw(w, r, v, http.StatusConflict, f, err)
	} else if err != nil {
		return err
	}
	if len(faults) > 0 {
		return p.draw(w, r, v, http.StatusUnprocessableEntity, f, faults.Err())
	}
	if r.PostFormValue(templateField) != "" && f.code() != "" {
		return p.templated(w, r, v, f, stepMaterials)
	}
	if r.PostFormValue("remove") != "" || r.PostFormValue("_stay") != "" || r.PostFormValue("_shoot") != "" {
		return v.Go(w, r, pageURL(f, stepMaterials), "")
	}
	for _, x := range p.owedPapers(v, f) {
		faults.Add(errs.At(x.field, "kernel.itemflow.material_missing", errs.Args{"material": x.m.Name}))
	}
	if len(faults) > 0 {
		return p.draw(w, r, v, http.StatusUnprocessableEntity, f, faults.Err())
	}
	return v.Go(w, r, pageURL(f, stepCheck), "")
}

// takePaper takes what the page says of one material: files that came and went,
// the promise. A paper that serves several items is taken from all of them.
func (p pages) takePaper(r *http.Request, v *site.Visit, f filling, x paper, d draft) error {
	gone := ""
	if id := r.PostFormValue("remove"); id != "" {
		for _, k := range d.of(x.m.ID) {
			if k.Upload == id {
				gone = k.SHA256
			}
		}
	}
	for _, o := range x.each() {
		od := f.draftOf(o.it)
		od.Files = slices.DeleteFunc(slices.Clone(od.Files), func(k filed) bool { return gone != "" && k.Material == o.m.ID && k.SHA256 == gone })
		od.Promises = slices.DeleteFunc(slices.Clone(od.Promises), func(id string) bool { return id == o.m.ID })
		if o.it.Promise && o.m.Promise && r.PostFormValue(x.promise()) != "" {
			od.Promises = append(od.Promises, o.m.ID)
		}
		f.hold(o.it, od)
	}
	d = f.draftOf(x.it)
	var err error
	if r.PostFormValue("_shoot") == x.m.ID && p.Camera != nil && d.Ticket != "" {
		err = p.shoot(r, v, x.m.ID, &d)
	}
	if e := p.takeAs(r, v, x.field, x.m, &d); err == nil {
		err = e // what was chosen is kept even when no picture could be taken
	}
	if e := p.takeCase(r, v, x, &d); err == nil {
		err = e
	}
	f.hold(x.it, d)
	return err
}

// takeAs takes the files of an input that has another name than its material.
func (p pages) takeAs(r *http.Request, v *site.Visit, field string, m form.Material, d *draft) error {
	name := "file." + m.ID
	if r.MultipartForm == nil || field == name {
		return p.take(r, v, m, d)
	}
	r.MultipartForm.File[name] = r.MultipartForm.File[field]
	defer delete(r.MultipartForm.File, name)
	return p.take(r, v, m, d)
}

// take puts the files of one material away, each in its turn.
func (p pages) take(r *http.Request, v *site.Visit, m form.Material, d *draft) error {
	name := "file." + m.ID
	if r.MultipartForm == nil {
		return nil
	}
	files := r.MultipartForm.File[name]
	for i := range files {
		if m.Max > 0 && len(d.of(m.ID)) >= m.Max {
			return errs.At(name, "kernel.itemflow.too_many_files", errs.Args{"max": m.Max, "material": m.Name})
		}
		r.MultipartForm.File[name] = files[i : i+1]
		paper, err := v.Upload(r, name, "kernel.itemflow.paper.material", kindsOf(m), int64(m.MaxMB)*mega)
		r.MultipartForm.File[name] = files
		if err != nil {
			return err
		}
		if paper.ID == "" {
			continue
		}
		if err := d.add(name, filedOf(paper, m.ID)); err != nil {
			return err
		}
	}
	return nil
}

// add takes a file that is not there yet; the same one chosen again changes nothing,
// and of one that only has another name the writer is told.
func (d *draft) add(field string, x filed) error {
	i := slices.IndexFunc(d.Files, func(f filed) bool { return f.Material == x.Material && f.SHA256 == x.SHA256 })
	switch {
	case i < 0:
		d.Files = append(d.Files, x)
	case d.Files[i].Name != x.Name:
		return errs.At(field, "web.items.file_twice", errs.Args{"file": x.Name, "other": d.Files[i].Name})
	}
	return nil
}

// locked reports whether a paper is encrypted: it may need a password. One that
// waits for the scanner, which nobody opens, is told later.
func locked(v *site.Visit, media, sha string) bool {
	if media != kernel.FilePDF.Media {
		return false
	}
	b, err := v.Env.Files.Get(sha)
	return err == nil && pagecount.Encrypted(b)
}

// kindsOf are the kinds of files that a material takes.
func kindsOf(m form.Material) []site.FileKind {
	var out []site.FileKind
	for _, t := range m.Types {
		if k, ok := site.KindOfEnding(t); ok {
			out = append(out, k)
		}
	}
	return out
}
