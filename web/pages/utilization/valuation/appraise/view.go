package appraise

import (
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/shopspring/decimal"

	"quanlian/base/calendar"
	"quanlian/catalogue/lang"
	"quanlian/chain/utilization/valuation"
	engine "quanlian/engine/valuation/appraise"
	"quanlian/web/ui"
)

// sections are the headings over the questions, by the first path under each.
var sections = map[string]string{
	"as_of": "basis", "revenue_base": "revenue", "contribution": "share", "discount/rate": "discount", "discount/build_up/risk_free": "build_up", "discount/basis": "tax",
	"outlay": "cost", "used_years": "life", "comparables/0/name": "deal_1", "comparables/1/name": "deal_2", "comparables/2/name": "deal_3", "comparables/3/name": "deal_4", "comparables/4/name": "deal_5",
}

// folded are the sections that few need.
var folded = []string{"build_up", "deal_4", "deal_5"}

// groups draws the questions of a method.
func groups(l *lang.Localizer, method string, values url.Values, faults ui.Faults) []group {
	var out []group
	swing := map[string]bool{}
	for _, path := range swings[method] {
		swing[path] = true
	}
	for _, in := range inputs(method) {
		if s, ok := sections[in.path]; ok || len(out) == 0 {
			out = append(out, group{Title: l.T("web.appraise.section." + s), Fold: slices.Contains(folded, s)})
		}
		c := control{Field: ui.Field{Name: field(in.path), Label: inputName(l, in.path), Hint: hint(l, in), Value: values.Get(field(in.path)), Optional: in.optional, Width: "w2", Error: faultAt(faults, in.path)}}
		switch in.kind {
		case list, amounts, words:
			c.Field.Width = ""
		case choice:
			for _, v := range in.choices {
				c.Options = append(c.Options, ui.Option{Value: v, Text: l.T("web.appraise.choice." + v), Selected: c.Field.Value == v, Count: -1})
			}
		case amount, percent, number:
			c.Field.Mode = "decimal"
		}
		if swing[in.path] {
			low, high := "low."+field(in.path), "high."+field(in.path)
			c.Low = &ui.Field{Name: low, Label: l.T("web.appraise.at_least"), Value: values.Get(low), Width: "w1", Mode: "decimal", Optional: true, Error: faults.Of(low)}
			c.High = &ui.Field{Name: high, Label: l.T("web.appraise.at_most"), Value: values.Get(high), Width: "w1", Mode: "decimal", Optional: true, Error: faults.Of(high)}
		}
		g := &out[len(out)-1]
		g.Open = g.Open || c.Field.Value != "" || c.Field.Error != ""
		g.Fields = append(g.Fields, c)
	}
	return out
}

// faultAt is the fault of a question; what the engine says of a list or of the
// rate as a whole stands at the question that asks for it.
func faultAt(f ui.Faults, path string) string {
	if t := f.Of(path); t != "" {
		return t
	}
	if path == "discount/rate" {
		return f.Of("discount")
	}
	for i := range 25 {
		if t := f.Of(path + "/" + strconv.Itoa(i)); t != "" {
			return t
		}
	}
	return ""
}

// inputName is a question in words; those of comparables are alike in each row.
func inputName(l *lang.Localizer, path string) string {
	path = strings.ReplaceAll(path, ".", "/")
	if path == "comparables" {
		return l.T("web.appraise.comparables")
	}
	if rest, ok := strings.CutPrefix(path, "comparables/"); ok {
		parts := strings.Split(rest, "/")
		last := parts[len(parts)-1]
		if len(parts) > 3 {
			n, _ := strconv.Atoi(parts[2])
			return l.T("web.appraise.adjustment_"+last, "n", n+1)
		}
		if k := "web.appraise.comparable_" + last; l.Has(k) {
			return l.T(k)
		}
		return l.T("web.appraise.comparables")
	}
	return valuation.InputName(l, path)
}

func hint(l *lang.Localizer, in input) string {
	if k := "web.appraise.hint." + strings.ReplaceAll(in.path, "/", "."); l.Has(k) {
		return l.T(k)
	}
	switch in.kind {
	case amount, amounts:
		return l.T("web.appraise.hint_wan")
	case percent, list:
		return l.T("web.appraise.hint_percent")
	}
	return ""
}

// result is what was computed, with every step.
type result struct {
	Title      string
	Wan        string
	Yuan       string
	Capitals   string
	Formula    string
	Figures    []ui.Pair
	Steps      *ui.Table
	Low, High  string
	Ends       string // all inputs bad or good at once
	How        string
	Chart      *ui.SpanChart
	Disclaimer string
	Basis      string
}

func resultOf(l *lang.Localizer, v *engine.Valuation) *result {
	x := &result{Title: valuation.MethodName(l, v.Method), Wan: v.Value.Wan(), Yuan: v.Value.Fen().String(), Formula: valuation.FormulaText(l, v.Method), Disclaimer: l.T(v.Disclaimer), Basis: l.List(v.Basis)}
	if l.Zh() {
		x.Capitals = v.Value.Fen().Capitals()
	}
	for _, f := range v.Figures {
		x.Figures = append(x.Figures, ui.Pair{Key: valuation.FigureName(l, f.Name), Text: valuation.FigureText(l, f, v.Unit)})
	}
	if len(v.Periods) > 0 {
		x.Steps = steps(l, v)
	}
	if r := v.Range; r != nil {
		x.Low, x.High, x.How = r.Low.Wan(), r.High.Wan(), l.T(r.How)
		if r.Worst != nil && r.Best != nil {
			x.Ends = l.T("web.appraise.ends", "worst", r.Worst.Wan(), "best", r.Best.Wan())
		}
		if len(r.Swings) > 0 {
			x.Chart = chart(l, v)
		}
	}
	return x
}

// steps is the table of years: each factor, then their product.
func steps(l *lang.Localizer, v *engine.Valuation) *ui.Table {
	t := &ui.Table{Caption: l.T("web.appraise.steps")}
	for _, k := range []string{"year", "revenue", "rate", "contribution", "flow", "factor", "pv"} {
		t.Cols = append(t.Cols, ui.Col{Text: l.T("web.appraise.col." + k), Right: k != "year"})
	}
	sum := decimal.Zero
	for _, p := range v.Periods {
		sum = sum.Add(p.PV)
		t.Rows = append(t.Rows, ui.Row{Cells: []ui.Cell{{Text: l.T("web.appraise.year_n", "n", p.Year)}, {Text: p.Revenue.StringFixed(2)}, {Text: share(p.Rate)}, {Text: share(p.Contribution)}, {Text: p.Flow.StringFixed(3)}, {Text: p.Factor.StringFixed(6)}, {Text: p.PV.StringFixed(3)}}})
	}
	t.Rows = append(t.Rows, ui.Row{Total: true, Cells: []ui.Cell{{Text: l.T("web.appraise.sum")}, {}, {}, {}, {}, {}, {Text: sum.StringFixed(3), Strong: true}}})
	return t
}

func share(d decimal.Decimal) string { return d.Shift(2).String() + "%" }

// Unit: CSS pixels. Source: between the two widths at which the panel stands.
const chartWidth = 760

// chart is what each input alone does to the value, the strongest first.
func chart(l *lang.Localizer, v *engine.Valuation) *ui.SpanChart {
	wan := func(a engine.Amount) float64 { return a.Fen().Decimal().Shift(-4).InexactFloat64() }
	c := &ui.SpanChart{ChartHead: ui.ChartHead{Caption: l.T("web.appraise.chart"), Sub: l.T("web.appraise.chart_unit"), Width: chartWidth}, Base: wan(v.Value), BaseName: v.Value.Wan(), LowName: l.T("web.appraise.low"), HighName: l.T("web.appraise.high"), Decimals: 2}
	list := v.Range.Swings
	for _, s := range list {
		at := len(c.Spans)
		for at > 0 && c.Spans[at-1].High-c.Spans[at-1].Low < wan(s.High)-wan(s.Low) {
			at--
		}
		c.Spans = append(c.Spans[:at], append([]ui.Span{{Name: valuation.InputName(l, s.Input), Low: wan(s.Low), High: wan(s.High)}}, c.Spans[at:]...)...)
	}
	c.Sentence = l.T("web.appraise.chart_says", "value", v.Value.Wan(), "low", v.Range.Low.Wan(), "high", v.Range.High.Wan(), "input", c.Spans[0].Name)
	return c
}

func monthsUntil(from, to calendar.Date) int {
	if to.IsZero() {
		return 0
	}
	n := (to.Year-from.Year)*12 + int(to.Month) - int(from.Month)
	if to.Day < from.Day {
		n--
	}
	return max(n, 0)
}

// yearsOf prints months as years with two decimals at most.
func yearsOf(months int) string {
	return decimal.NewFromInt(int64(months)).DivRound(decimal.NewFromInt(12), 2).String()
}

// example is the worked example of the rulebook (domain.md §2.5), so that a
// reader can see a whole worksheet before typing one.
func example(method string) url.Values {
	v := url.Values{}
	set := func(pairs ...string) {
		for i := 0; i+1 < len(pairs); i += 2 {
			v.Set(pairs[i], pairs[i+1])
		}
	}
	set("as_of", "2026-11-20")
	switch method {
	case engine.CostMethod:
		set("outlay", "95", "capital_rate", "8", "capital_years", "2", "profit_rate", "10", "used_years", "4", "remaining_years", "6", "low.remaining_years", "5", "high.remaining_years", "8")
		return v
	case engine.MarketMethod:
		for i, row := range [][]string{{"甲交易", "2025-06-03", "50", "保护范围", "1.10", "剩余年限", "0.90", "交易时间", "1.05"}, {"乙交易", "2025-11-19", "55", "剩余年限", "0.90", "交易时间", "1.05"}, {"丙交易", "2026-03-27", "49.5", "成熟度", "1.05"}} {
			at := "comparables." + strconv.Itoa(i) + "."
			set(at+"name", row[0], at+"date", row[1], at+"price", row[2], at+"source", "样例")
			for k := 3; k+1 < len(row); k += 2 {
				f := at + "adjustments." + strconv.Itoa((k-3)/2) + "."
				set(f+"name", row[k], f+"factor", row[k+1])
			}
		}
		return v
	case engine.ProfitSplit:
		set("profit_share", "25", "profit_margin", "16")
	case engine.LSLP:
		set("rate_low", "2", "rate_high", "6", "position", "50", "low.position", "35", "high.position", "65")
	default:
		set("royalty_rate", "4", "low.royalty_rate", "3", "high.royalty_rate", "5")
	}
	set("revenue_base", "2000", "growth", "10", "years", "5", "contribution", "100, 90, 80, 70, 60", "discount.rate", "18", "discount.basis", "after_tax", "tax_rate", "25", "timing", "mid_year",
		"low.discount.rate", "16", "high.discount.rate", "20", "low.growth", "5", "high.growth", "12", "economic_years", "5")
	return v
}
