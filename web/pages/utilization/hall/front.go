package hall

import (
	"quanlian/chain/utilization/hall"
	"quanlian/web/site"
	"quanlian/web/ui"
)

// FrontTable is the newest listings as the home page shows them.
func FrontTable(v *site.Visit, rows []hall.ListingRow) ui.Table {
	l := v.L
	t := ui.Table{Caption: l.T("web.nav.hall"), Stack: true, Cols: []ui.Col{{Text: l.T("web.home.col.what")}, {Text: l.T("web.hall.facet.deal")}, {Text: l.T("web.hall.facet.grade")}, {Text: l.T("web.home.col.price"), Right: true}}}
	for _, r := range rows {
		c := cardOf(v, r)
		sub := r.SellerName + "　" + word(l, "kind", r.Kind) + "　" + c.Left
		t.Rows = append(t.Rows, ui.Row{Cells: []ui.Cell{{Text: c.Title, Href: c.Href, Sub: sub}, {Text: c.Deal, NoWrap: true}, {Text: c.Grade + " " + c.GradeText}, {Text: c.Price, Strong: true, NoWrap: true}}})
	}
	return t
}
