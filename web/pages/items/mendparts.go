package items

import (
	"net/http"
	"slices"
	"strings"

	"quanlian/base/errs"
	"quanlian/kernel"
	"quanlian/kernel/form"
	"quanlian/web/itemform"
	"quanlian/web/site"
	"quanlian/web/ui"
)

// The parts of a correction hang on each other across the pages of the form: an
// answer on one may call for a field, a page or a paper elsewhere.

// askedField names, once for each, what stood on the posted page: pages of the form,
// their fields, materials as file.<id>.
const askedField = "_asked"

// mendSheet is a page of the form, or the place of one that is not asked.
type mendSheet struct {
	ID      string
	Title   string
	Blocks  []itemform.Block
	Refresh string   // where its fields are drawn again
	Open    bool     // something is wrong on it, or one comes back to it
	More    string   // the page to which a row may be added; "" for none
	Asked   []string // what of it stands on the page
	Shown   bool
	Again   bool // it takes the place of what was drawn
}

// brought is what the changed answers call for and the case as it was filed did not.
type brought struct {
	key   string // as in askedField
	at    string // the field, page or material by which it is found
	label string
}

func (b brought) href() string { return "#" + ui.FieldID(b.at) }

// mendParts draws the parts of the page.
func (p pages) mendParts(r *http.Request, x *mendView, m mend, faults ui.Faults) {
	x.asked, x.others = p.mendPapers(x.v, m, faults)
	if m.move != kernel.MoveCorrect {
		return
	}
	for _, s := range m.item.Steps {
		x.sheets = append(x.sheets, p.mendSheet(r, x.v, m, s, faults))
	}
	x.brought = m.brought(x.v)
}

// mendSheet is one page of the form, closed unless one comes to it.
func (p pages) mendSheet(r *http.Request, v *site.Visit, m mend, s form.Step, faults ui.Faults) mendSheet {
	if !s.When.Holds(m.d.Values, factsOf(v)) {
		return mendSheet{ID: s.ID}
	}
	q := r.URL.Query()
	sheet := p.sheet(r.Context(), v, s, m.d, faults)
	if q.Get("more") == s.ID {
		sheet.More = 1
	}
	x := mendSheet{ID: s.ID, Shown: true, Asked: []string{s.ID}, Refresh: m.base() + "/fields/" + s.ID, Title: s.Name.In(v.L.Zh()), Blocks: p.withPicks(r, v, sheet.Blocks(), m.item, s)}
	x.Open = q.Get("open") == s.ID || q.Get("more") == s.ID || atFault(x.Blocks)
	if sheet.CanAdd() {
		x.More = s.ID
	}
	for _, b := range x.Blocks {
		for i := range b.Controls {
			c := &b.Controls[i]
			x.Asked = append(x.Asked, c.Field.Name)
			c.Turns = c.Turns || hangs(m.item, func(on string) bool { return on == c.Field.Name })
		}
	}
	return x
}

// atFault reports whether one of the fields is at fault.
func atFault(blocks []itemform.Block) bool {
	return slices.ContainsFunc(blocks, func(b itemform.Block) bool {
		return slices.ContainsFunc(b.Controls, func(c itemform.Control) bool { return c.Field.Error != "" })
	})
}

// hangs reports whether a page, a field or a material of the item hangs on a field.
func hangs(it form.Item, on func(path string) bool) bool {
	return slices.ContainsFunc(it.Steps, func(s form.Step) bool { return on(s.When.Field()) || hangsOn(s, on) }) ||
		slices.ContainsFunc(it.Materials, func(x form.Material) bool { return on(x.When.Field()) })
}

// hangsOn reports whether a field of the page hangs on one.
func hangsOn(s form.Step, on func(path string) bool) bool {
	return slices.ContainsFunc(s.Fields, func(f form.Field) bool { return on(f.When.Field()) })
}

// mendFields draws the fields of one page of a correction again, and with them what
// of the other parts came, went or changed with its answers.
func (p pages) mendFields(w http.ResponseWriter, r *http.Request, v *site.Visit) error {
	m, err := p.loadMend(r, v, kernel.MoveCorrect)
	if err != nil {
		return err
	}
	step := r.PathValue("step")
	if !slices.ContainsFunc(m.item.Steps, func(s form.Step) bool { return s.ID == step }) {
		return noSuchPage()
	}
	m.d.Values = m.together(v).read(r, v, m.d.Values)
	x := mendView{v: v, draft: m.base() + "/draft", stood: slices.ContainsFunc(m.wanted(), m.data.Has)}
	p.mendParts(r, &x, m, ui.FaultsOf(v.L, nil))
	there := r.PostForm[askedField]
	var own mendSheet
	for i := range x.sheets {
		s := &x.sheets[i]
		if s.ID == step {
			own = *s
			continue
		}
		s.Again = s.Shown != slices.Contains(there, s.ID)
		s.Open = s.Again
		if !s.Again && !hangsOn(m.item.Steps[i], func(on string) bool { return strings.HasPrefix(on, step+".") }) {
			s.Blocks = nil
		}
	}
	for i := range x.others {
		x.others[i].Again = x.others[i].Shown != slices.Contains(there, "file."+x.others[i].ID)
	}
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.Header().Set("Cache-Control", "no-store")
	return mendAgain(x, own).Render(r.Context(), w)
}

// brought lists what the answers call for now and did not when the case was filed.
func (m mend) brought(v *site.Visit) []brought {
	zh, facts := v.L.Zh(), factsOf(v)
	came := func(p form.Predicate) bool {
		return p.Holds(m.d.Values, facts) && !p.Holds(m.data.Values, facts)
	}
	var out []brought
	for _, s := range m.item.Steps {
		switch {
		case came(s.When):
			out = append(out, brought{key: s.ID, at: itemform.Sheet{Step: s, Values: form.Values{}}.First(), label: s.Name.In(zh)})
		case s.When.Holds(m.d.Values, facts) && s.Repeat == 0:
			for _, f := range s.Fields {
				if f.Kind != form.KindNote && came(f.When) {
					out = append(out, brought{key: f.ID, at: f.ID, label: f.Label.In(zh)})
				}
			}
		}
	}
	wanted := m.wanted()
	for _, x := range m.item.Materials {
		if came(x.When) && x.Source != "system" && !slices.Contains(wanted, x.ID) && !m.data.Has(x.ID) {
			out = append(out, brought{key: "file." + x.ID, at: "file." + x.ID, label: x.Name.In(zh)})
		}
	}
	return out
}

// unseen refuses to send what calls for something that did not stand on the posted
// page, as it does without scripts.
func (p pages) unseen(r *http.Request, v *site.Visit, m mend) error {
	there := r.PostForm[askedField]
	if m.move != kernel.MoveCorrect || len(there) == 0 {
		return nil
	}
	var out errs.List
	for _, b := range m.brought(v) {
		if !slices.Contains(there, b.key) && p.asks(v, m, b) {
			out.Add(errs.At(b.at, "web.items.brought", errs.Args{"name": b.label}))
		}
	}
	return out.Err()
}

// asks reports whether it is drawn at all: a paper that the platform has is not.
func (p pages) asks(v *site.Visit, m mend, b brought) bool {
	id, paper := strings.CutPrefix(b.key, "file.")
	if !paper {
		return true
	}
	_, others := p.mendPapers(v, m, ui.FaultsOf(v.L, nil))
	return slices.ContainsFunc(others, func(x mendPaper) bool { return x.ID == id && x.Shown })
}
