package hall

import (
	"cmp"
	"net/http"
	"slices"

	"quanlian/chain/utilization/hall"
	"quanlian/kernel"
	"quanlian/kernel/rows"
	"quanlian/web/rowpage"
	"quanlian/web/site"
	"quanlian/web/ui"
)

func (p pages) sheet(w http.ResponseWriter, r *http.Request, v *site.Visit) error {
	return p.sheetPage(w, r, v, http.StatusOK, nil)
}

// sheetPage draws a sheet with what was found, or brought about, row by row.
func (p pages) sheetPage(w http.ResponseWriter, r *http.Request, v *site.Visit, status int, fault error) error {
	c, err := v.Env.Cases.Case(r.Context(), v.Actor, r.PathValue("no"), kernel.ViewSecret)
	if err != nil {
		return err
	}
	d, err := hall.BulkOf(c)
	if err != nil {
		return err
	}
	l := v.L
	spec := rowpage.Spec{Words: "web.sheet", Base: "/hall/sheet/" + c.No, List: ui.Link{Text: l.T("web.nav.hall"), Href: "/hall"}, Another: ui.Link{Text: l.T("web.sheet.title"), Href: "/hall/sheet"}, Nav: "hall",
		Cols: []ui.Col{{Text: l.T("web.sheet.patent")}, {Text: l.T("web.hall.way")}, {Text: l.T("web.sheet.price"), Right: true}}, CaseHref: func(no string) string { return "/hall/listing/" + no }, Fault: fault}
	if spec.More, err = p.sheetLooks(r.Context(), v, c, d); err != nil {
		return err
	}
	return rowpage.Show(w, r, v, status, c, d.List, spec, func(x hall.BulkRow) (string, []ui.Cell) { return x.Right, sheetCells(v, x) })
}

func sheetCells(v *site.Visit, r hall.BulkRow) []ui.Cell {
	l, way, price := v.L, "", cmp.Or(r.Price, v.L.T("web.hall.price_open"))
	switch {
	case r.Kind != "":
		way = word(l, "licence", string(r.Kind))
	case r.Deal != "":
		way = word(l, "deal", string(r.Deal))
	}
	if slices.ContainsFunc(r.Faults, func(f rows.Fault) bool { return f.Field == "price" }) { // unread or missing is not 面议
		price = cmp.Or(r.Price, "—")
	}
	what := ui.Cell{Text: r.Title, Sub: r.Right}
	if r.Title == "" {
		what = ui.Cell{Text: cmp.Or(r.Right, r.Number), No: true}
	}
	return []ui.Cell{what, {Text: way, NoWrap: true}, {Text: price, NoWrap: true}}
}
