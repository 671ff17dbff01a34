package catalogue

import (
	"slices"

	"quanlian/catalogue/items/sheet"
	"quanlian/kernel/form"
	"quanlian/web/ui"
)

// sharedField is the choice of a shared page that is added to the form.
const sharedField = "_shared"

// offered are the shared pages that the form does not have yet.
func (f *sheetForm) offered() []form.Step {
	return slices.DeleteFunc(slices.Clone(f.shared), func(g form.Step) bool {
		return slices.ContainsFunc(f.book[sheet.Fields], func(r sheet.Row) bool { return r["step"] == g.ID })
	})
}

// sharedChoice asks which one to add.
func (f *sheetForm) sharedChoice() (ui.Field, []ui.Option) {
	l := f.v.L
	out := []ui.Option{{Text: l.T("web.field.choose"), Count: -1}}
	for _, g := range f.offered() {
		out = append(out, ui.Option{Value: g.ID, Text: l.T("service.catalogue.shared_page", "name", g.Name.In(l.Zh()), "n", len(g.Fields)), Count: -1})
	}
	return ui.Field{Name: sharedField, Label: l.T("service.catalogue.add_shared"), Hint: l.T("service.catalogue.add_shared_hint"), Error: f.faults[sharedField]}, out
}

// share adds a shared page, before the declaration where that comes last: it is
// said over the whole form.
func (f *sheetForm) share(code, id string) {
	list := f.offered()
	i := slices.IndexFunc(list, func(g form.Step) bool { return g.ID == id })
	if i < 0 {
		f.faults[sharedField] = f.v.L.T("service.catalogue.no_shared")
		return
	}
	g, rows := list[i], f.book[sheet.Fields]
	at := len(rows)
	if at > 0 && rows[at-1]["step"] == "declaration" && rows[at-1]["field"] == "" {
		at--
	}
	f.book[sheet.Fields] = slices.Insert(slices.Clone(rows), at, sheet.Row{"code": code, "step": g.ID, "step_zh": g.Name.Zh, "step_en": g.Name.En, "step_lead_zh": g.Lead.Zh, "step_lead_en": g.Lead.En})
}
