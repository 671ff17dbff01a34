package items

import (
	"maps"
	"slices"
	"strings"

	"quanlian/base/calendar"
	"quanlian/kernel"
	"quanlian/kernel/itemflow"
	"quanlian/web/site"
	"quanlian/web/ui"
)

// movedRows are the ends in a case that outages moved: old day, new day, number
// and basis, with the way to the register.
func movedRows(v *site.Visit, c kernel.Case, d itemflow.Data) []ui.Pair {
	var out []ui.Pair
	add := func(name string, moved []calendar.Moved) { out = append(out, v.MovedRows(name, moved)...) }
	for _, s := range v.Limits(c) {
		add(v.LimitText(c.Flow, s.Limit), s.Left.Due.Moved)
	}
	for _, key := range slices.Sorted(maps.Keys(d.Stretched)) {
		if strings.HasPrefix(key, itemflow.KeyLimit) {
			continue
		}
		kind, _, _ := strings.Cut(key, "/")
		_, moved := v.Env.Calendar.PastShut(d.Stretched[key].Plain, d.Stretched[key].Shut)
		add(v.L.T("web.outage.kind."+kind), moved)
	}
	return out
}
