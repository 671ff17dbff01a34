package items

import (
	"maps"
	"net/http"
	"slices"
	"strings"

	"quanlian/base/errs"
	"quanlian/kernel/form"
	"quanlian/web/itemform"
	"quanlian/web/site"
	"quanlian/web/ui"
)

// Where several pages of a form stand on one, as on a correction and in what all
// rows of a sheet share, two windows are told apart page by page as in apart.go.

// shownField names, once for each, the pages that were drawn: the answers of one that
// a condition hid stay as they are.
const shownField = "_shown"

// pageField names the page whose two texts were chosen between.
const pageField = "_page"

// together are the pages of a form that stand on one.
type together struct {
	it    form.Item
	steps []form.Step
}

func (t together) page(s form.Step) formPage {
	return formPage{key: s.ID, step: s, asks: []form.Item{t.it}}
}

// whole is all of them as one page, for naming what stands on it.
func (t together) whole() formPage {
	return t.page(form.Step{Name: t.it.Name})
}

// mark is what the page carries of the answers that it is drawn with.
func (t together) mark(values form.Values) string {
	var out []string
	for _, s := range t.steps {
		if m := form.Mark(s, values); m != "" {
			out = append(out, m)
		}
	}
	return strings.Join(out, ",")
}

// drawn are the pages that stood on the posted one.
func (t together) drawn(r *http.Request, v *site.Visit, values form.Values) []form.Step {
	facts, shown := factsOf(v), r.PostForm[shownField]
	return slices.DeleteFunc(slices.Clone(t.steps), func(s form.Step) bool {
		if len(shown) > 0 {
			return !slices.Contains(shown, s.ID)
		}
		return !s.When.Holds(values, facts)
	})
}

// again is the page of the address as it is asked after an answer that others
// hang on.
func (p pages) again(r *http.Request, v *site.Visit, t together, d draft) (itemform.Sheet, error) {
	i := slices.IndexFunc(t.steps, func(s form.Step) bool { return s.ID == r.PathValue("step") })
	if i < 0 {
		return itemform.Sheet{}, noSuchPage()
	}
	d.Values = t.read(r, v, d.Values)
	return p.sheet(r.Context(), v, t.steps[i], d, ui.FaultsOf(v.L, nil)), nil
}

// read lays what stood on the posted page over the answers.
func (t together) read(r *http.Request, v *site.Visit, values form.Values) form.Values {
	for _, s := range t.drawn(r, v, values) {
		values = itemform.Read(r.PostForm, s, values)
	}
	return values
}

// meld takes what the posted page says into the draft.
func (t together) meld(r *http.Request, v *site.Visit, d *draft) form.Melded {
	f := &single{it: t.it, d: *d}
	all := form.Melded{Apart: form.Values{}}
	var marks []string
	drawn := t.drawn(r, v, d.Values)
	for _, s := range t.steps {
		if !slices.ContainsFunc(drawn, func(x form.Step) bool { return x.ID == s.ID }) {
			if mark := form.Mark(s, d.Values); mark != "" { // it may be shown later
				marks = append(marks, mark)
			}
			continue
		}
		m := meld(r, v, f, t.page(s))
		maps.Copy(all.Apart, m.Apart)
		all.Taken = append(all.Taken, m.Taken...)
		if m.Mark != "" {
			marks = append(marks, m.Mark)
		}
	}
	*d = f.d
	all.Values, all.Mark = d.Values, strings.Join(marks, ",")
	return all
}

// settled refuses to send what waits for a choice, or what another window wrote
// and nobody saw on this page yet.
func (t together) settled(v *site.Visit, d draft, m form.Melded) error {
	switch {
	case len(d.Asides) > 0:
		return errs.New(errs.Conflict, "web.apart.first", nil)
	case len(m.Taken) > 0:
		return errs.New(errs.Conflict, "web.apart.look", errs.Args{"fields": labels(v, t.whole(), m.Taken)})
	}
	return nil
}

// clashes are what waits for a choice, page by page.
func (t together) clashes(v *site.Visit, d draft, action string) []*clash {
	var out []*clash
	for _, s := range t.steps {
		if c := clashOf(v, &d.apart, t.page(s), d.Values, action); c != nil {
			c.name = s.Name.In(v.L.Zh())
			out = append(out, c)
		}
	}
	return out
}

// choose takes the choice between two texts into the draft.
func (t together) choose(r *http.Request, d *draft, by string) error {
	values, ok, err := d.taken(r, r.PostFormValue(pageField), by, d.Values)
	if ok {
		d.Values = values
	}
	return err
}
