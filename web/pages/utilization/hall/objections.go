package hall

import (
	"cmp"
	"strings"

	"quanlian/chain/utilization/hall"
	"quanlian/web/site"
	"quanlian/web/ui"
)

// objections are those of the publicity; who objected is shown to the centre.
func objections(v *site.Visit, d hall.DealData) ui.Table {
	l := v.L
	t := ui.Table{Stack: true, Cols: []ui.Col{{Text: l.T("web.hall.objection_from")}, {Text: l.T("web.hall.objection_text")}, {Text: l.T("web.hall.objection_result")}}}
	for _, x := range d.Publicity.Objections {
		who := strings.TrimSpace(x.By + " " + x.Contact)
		t.Rows = append(t.Rows, ui.Row{Cells: []ui.Cell{{Text: cmp.Or(who, l.T("web.hall.objection_kept")), Sub: l.Moment(x.At, v.Env.Now())}, {Text: x.Text}, {Text: cmp.Or(x.Settled, l.T("web.hall.objection_open"))}}})
	}
	return t
}
