package hall

import (
	"testing"

	"quanlian/catalogue/lang"
	"quanlian/chain/utilization/hall"
	"quanlian/kernel/rows"
	"quanlian/web/site"
)

// TestUnreadPriceIsNotNegotiable: a row whose price could not be read does not
// say that its price is open.
func TestUnreadPriceIsNotNegotiable(t *testing.T) {
	t.Parallel()
	v := &site.Visit{L: lang.For("zh")}
	for _, x := range []struct {
		row  hall.BulkRow
		want string
	}{
		{hall.BulkRow{}, "面议"},
		{hall.BulkRow{Price: "5.00"}, "5.00"},
		{hall.BulkRow{Row: rows.Row{Faults: []rows.Fault{{Field: "price", Code: "importer.price.unreadable"}}}}, "—"},
	} {
		if got := sheetCells(v, x.row)[2].Text; got != x.want {
			t.Errorf("%+v: %q", x.row, got)
		}
	}
}
