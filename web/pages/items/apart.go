package items

import (
	"maps"
	"net/http"
	"slices"
	"strings"
	"time"

	"quanlian/base/errs"
	"quanlian/kernel"
	"quanlian/kernel/form"
	"quanlian/web/httpx"
	"quanlian/web/itemform"
	"quanlian/web/site"
)

// What a page of a form carries besides its fields: which drawn page it is, and a
// mark of the answers that it was drawn with.
const (
	windowField = "_window"
	markField   = "_mark"
)

// apart is what two windows on one form wrote past each other: both texts stay
// until somebody chooses.
type apart struct {
	Asides []putAside `json:"asides,omitempty"`
	// Writers are the windows that show a page as it stands, by page.
	Writers map[string]string `json:"writers,omitempty"`
}

// putAside is what one window typed on a page where the form keeps what another one
// said: "" for an answer that was emptied.
type putAside struct {
	Page   string      `json:"page"`
	By     string      `json:"by"`
	At     time.Time   `json:"at"`
	Values form.Values `json:"values"`
}

// keep replaces what the window had put aside for the page; what stands by now
// needs no keeping.
func (a *apart) keep(pg formPage, by string, at time.Time, values, stands form.Values) {
	a.Asides = slices.DeleteFunc(a.Asides, func(x putAside) bool {
		return x.Page == pg.key && (x.By == by || !slices.ContainsFunc(slices.Collect(maps.Keys(x.Values)), func(p string) bool { return x.Values[p] != stands[p] }))
	})
	if len(values) > 0 {
		a.Asides = append(a.Asides, putAside{Page: pg.key, By: by, At: at, Values: values})
	}
}

// on is what waits on the page for a choice.
func (a *apart) on(page string) (putAside, bool) {
	i := slices.IndexFunc(a.Asides, func(x putAside) bool { return x.Page == page })
	if i < 0 {
		return putAside{}, false
	}
	return a.Asides[i], true
}

// faults are those of a page that waits for a choice.
func (a *apart) faults(pg formPage) (out errs.List) {
	x, ok := a.on(pg.key)
	if !ok {
		return nil
	}
	for _, path := range slices.Sorted(maps.Keys(x.Values)) {
		out.Add(errs.At(path, "web.apart.choose", nil))
	}
	return out
}

// open refuses to send a form that waits for a choice.
func (a *apart) open() error {
	if len(a.Asides) == 0 {
		return nil
	}
	return errs.New(errs.Conflict, "web.apart.open", nil)
}

// afresh does a page once more when another window saved the draft while it was
// at work: what was typed is laid over what stands then.
func afresh(page site.Page) site.Page {
	return func(w http.ResponseWriter, r *http.Request, v *site.Visit) error {
		var err error
		for range 3 {
			if err = page(w, r, v); !errs.Is(err, kernel.DraftMoved) {
				return err
			}
		}
		return err
	}
}

// meld takes what the posted page says into the form. What another window changed
// since the page was drawn stays, and what both changed is kept twice.
func meld(r *http.Request, v *site.Visit, f filling, pg formPage) form.Melded {
	stands, a := f.answers(pg), f.aside()
	typed := itemform.Read(r.PostForm, pg.step, stands)
	by, mark := r.PostFormValue(windowField), r.PostFormValue(markField)
	m := form.Melded{Values: typed, Mark: form.Mark(pg.step, typed)}
	if r.PostForm.Has(markField) && a.Writers[pg.key] != by {
		m = form.Meld(pg.step, mark, stands, typed)
	}
	f.put(pg, m.Values)
	a.keep(pg, by, v.Env.Now(), m.Apart, m.Values)
	delete(a.Writers, pg.key)
	if maps.Equal(m.Values, typed) && by != "" {
		if a.Writers == nil {
			a.Writers = map[string]string{}
		}
		a.Writers[pg.key] = by
	}
	return m
}

// fieldNames names a field of the items by its path; "" for none.
func fieldNames(list []form.Item, zh bool) func(path string) string {
	return func(path string) string {
		for _, it := range list {
			if fd, ok := it.Field(path); ok {
				return fd.Label.In(zh)
			}
		}
		return ""
	}
}

// labels names fields of the page, each once.
func labels(v *site.Visit, pg formPage, paths []string) string {
	var out []string
	for _, path := range paths {
		if fd, ok := pg.asks[0].Field(path); ok && !slices.Contains(out, fd.Label.In(v.L.Zh())) {
			out = append(out, fd.Label.In(v.L.Zh()))
		}
	}
	if len(out) == 0 {
		return pg.step.Name.In(v.L.Zh())
	}
	return v.L.List(out)
}

// takenText says what of another window was kept besides; "" for nothing.
func takenText(v *site.Visit, pg formPage, m form.Melded) string {
	if len(m.Taken) == 0 {
		return ""
	}
	return v.L.T("web.apart.taken", "fields", labels(v, pg, m.Taken))
}

// saidMelded answers an autosave: a sentence, and the mark that the page carries
// from now on; of a clash also where one chooses.
func saidMelded(w http.ResponseWriter, v *site.Visit, pg formPage, m form.Melded, where string) error {
	if len(m.Apart) == 0 {
		return saidSaved(w, v, m.Mark)
	}
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	w.Header().Set("Cache-Control", "no-store")
	w.WriteHeader(http.StatusConflict)
	lines := []string{v.L.T("web.apart.note", "fields", labels(v, pg, slices.Sorted(maps.Keys(m.Apart)))), m.Mark, where, v.L.T("web.apart.compare")}
	_, _ = w.Write([]byte(strings.Join(lines, "\n"))) // the reader may have left
	return nil
}

// clash is what waits on a page for a choice: at action, for the page of that key
// and name where several stand on one.
type clash struct {
	action, page, name string
	by, at, mark       string
	rows               []clashRow
}

// clashRow is one answer as it stands in the form and as it was typed elsewhere.
type clashRow struct {
	path, label string
	there, here []piece
}

// piece is a part of a text; other parts of the two texts are marked.
type piece struct {
	text  string
	other bool
}

func clashOf(v *site.Visit, a *apart, pg formPage, stands form.Values, action string) *clash {
	x, ok := a.on(pg.key)
	if !ok {
		return nil
	}
	mine := maps.Clone(stands)
	maps.Copy(mine, x.Values)
	out := &clash{action: action, page: pg.key, by: x.By, at: v.L.Moment(x.At, v.Env.Now()), mark: form.Mark(pg.step, stands)}
	for _, path := range pathsInOrder(pg.step, x.Values) {
		there, here, label := "", "", path
		for _, fd := range pg.step.Fields {
			if n, ok := rowOf(fd.ID, path); ok {
				there, here, label = itemform.AnswerText(v.L, fd, stands[path]), itemform.AnswerText(v.L, fd, mine[path]), n+fd.Label.In(v.L.Zh())
			}
		}
		row := clashRow{path: path, label: label}
		row.there, row.here = differing(there, here)
		out.rows = append(out.rows, row)
	}
	return out
}

// taken lays the texts that were chosen on a page over those that stand; ok is
// false where nothing waits any more. What moved on since they were shown is shown
// again.
func (a *apart) taken(r *http.Request, page, by string, stands form.Values) (values form.Values, ok bool, err error) {
	i := slices.IndexFunc(a.Asides, func(x putAside) bool { return x.Page == page && x.By == by })
	if i < 0 {
		return nil, false, nil
	}
	values = maps.Clone(stands)
	for path, x := range a.Asides[i].Values {
		if form.Moved(r.PostFormValue(markField), path, stands[path]) {
			return nil, false, errs.New(errs.Conflict, "web.apart.moved", nil)
		}
		if r.PostFormValue("choose."+path) == "here" {
			values[path] = x
		}
	}
	a.Asides = slices.Delete(a.Asides, i, i+1)
	delete(a.Writers, page)
	maps.DeleteFunc(values, func(_, x string) bool { return x == "" })
	return values, true, nil
}

// choose takes the choice between two texts.
func (p pages) choose(w http.ResponseWriter, r *http.Request, v *site.Visit, f filling, pg formPage, by string) error {
	values, ok, err := f.aside().taken(r, pg.key, by, f.answers(pg))
	switch {
	case err != nil:
		return p.draw(w, r, v, http.StatusConflict, f, err)
	case !ok:
		return v.Go(w, r, pageURL(f, pg.key), "")
	}
	f.put(pg, values)
	for _, it := range pg.asks {
		f.spread(it, p.looked(r.Context(), it, f.draftOf(it).Values))
	}
	if err := settled(r, v, f); kernel.Handed(err) {
		return p.draw(w, r, v, httpx.Status(err), f, err)
	} else if err != nil {
		return err
	}
	return v.Go(w, r, pageURL(f, pg.key), v.L.T("web.apart.chosen"))
}
