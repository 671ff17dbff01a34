package panel

import (
	"fmt"

	"github.com/a-h/templ"

	"quanlian/catalogue/lang"
	"quanlian/chain/utilization/valuation"
	engine "quanlian/engine/valuation"
	"quanlian/web/ui"
)

// weightsView is what the panel weighed: a table for each set.
type weightsView struct {
	L    *lang.Localizer
	Lead string
	Sets []ui.Table
	CRs  []string // of each set
}

// weightsPanel shows weights that the panel set; nil when the scene's stand.
func weightsPanel(l *lang.Localizer, res *engine.Result) (templ.Component, error) {
	sets, err := valuation.WeightsOf(res)
	if err != nil || len(sets) == 0 {
		return nil, err
	}
	x := weightsView{L: l, Lead: l.T("utilization.valuation.weights_panel", "n", len(sets[0].Each))}
	share := func(v float64) string { return fmt.Sprintf("%.3f", v) }
	for _, s := range sets {
		name := l.T("utilization.valuation.first_level")
		if s.Name.ZH != "" {
			name = named(l, s.Name)
		}
		each := make([]string, len(s.Each))
		for i, cr := range s.Each {
			each[i] = share(cr)
		}
		t := ui.Table{Stack: true, Caption: name,
			Cols: []ui.Col{{Text: l.T("web.patent.part")}, {Text: l.T("web.panel.col_weight"), Right: true}, {Text: l.T("web.panel.col_range"), Right: true}, {Text: l.T("web.panel.col_scene"), Right: true}}}
		for _, w := range s.List {
			t.Rows = append(t.Rows, ui.Row{Cells: []ui.Cell{{Text: named(l, w.Name), Strong: true}, {Text: share(w.Weight), Strong: true}, {Text: share(w.Least) + "–" + share(w.Most)}, {Text: share(w.Were)}}})
		}
		x.Sets = append(x.Sets, t)
		x.CRs = append(x.CRs, l.T("web.panel.set_cr", "cr", share(s.CR), "each", l.List(each)))
	}
	return weightsPart(x), nil
}
