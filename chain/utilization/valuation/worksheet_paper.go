package valuation

import (
	"slices"
	"strings"

	"github.com/shopspring/decimal"

	"quanlian/catalogue/lang"
	"quanlian/engine/valuation/appraise"
)

// sheetPaper is what the template of a worksheet draws. Words are Chinese: the
// paper is; those of its English reading copy stand beside them.
type sheetPaper struct {
	No        string       `json:"no"`
	Right     string       `json:"right"`
	Title     string       `json:"title"`
	Party     string       `json:"party"`
	Made      string       `json:"made"`
	AsOf      string       `json:"as_of,omitempty"`
	Method    string       `json:"method"`
	MethodEn  string       `json:"method_en"`
	Formula   string       `json:"formula"`
	FormulaEn string       `json:"formula_en"`
	Unit      string       `json:"unit"`
	UnitEn    string       `json:"unit_en"`
	Inputs    []bothText   `json:"inputs"`
	Deals     []dealLine   `json:"deals,omitempty"`
	HasDeals  bool         `json:"has_deals"`
	Figures   []bothText   `json:"figures"`
	Periods   []periodLine `json:"periods,omitempty"`
	Swings    []swingLine  `json:"swings,omitempty"`
	Value     int64        `json:"value"`
	Range     *rangeLine   `json:"range,omitempty"`
	HasTable  bool         `json:"has_table"`
}

type namedText struct {
	Name  string `json:"name"`
	Value string `json:"value"`
}

// bothText is a line in both languages.
type bothText struct {
	namedText
	NameEn  string `json:"name_en"`
	ValueEn string `json:"value_en"`
}

// bilingual is a line with its name and value in both languages.
func bilingual(name, value func(l *lang.Localizer) string) bothText {
	zh, en := lang.For(lang.Zh), lang.For(lang.En)
	return bothText{namedText{name(zh), value(zh)}, name(en), value(en)}
}

type periodLine struct {
	Year    int    `json:"year"`
	Revenue string `json:"revenue"`
	Rate    string `json:"rate"`
	Share   string `json:"share"`
	Flow    string `json:"flow"`
	Factor  string `json:"factor"`
	PV      string `json:"pv"`
}

type swingLine struct {
	Input   string `json:"input"`
	InputEn string `json:"input_en"`
	Base    string `json:"base"`
	Alt     string `json:"alt"` // what else it may be
	Low     int64  `json:"low"`
	High    int64  `json:"high"`
}

type rangeLine struct {
	Low   int64  `json:"low"`
	Mid   int64  `json:"mid"`
	High  int64  `json:"high"`
	How   string `json:"how"`
	HowEn string `json:"how_en"`
}

func worksheetPaper(no string, d WorksheetData, res *appraise.Valuation) sheetPaper {
	l, en := lang.For(lang.Zh), lang.For(lang.En)
	p := sheetPaper{MethodEn: MethodName(en, res.Method), FormulaEn: FormulaText(en, res.Method), UnitEn: strings.TrimSpace(en.T("utilization.valuation.unit." + string(res.Unit))),
		No: no, Right: d.Right, Title: d.Title, Party: d.Party, Made: d.Made.String(), AsOf: d.AsOf, Method: l.T("utilization.valuation.method." + MethodKey(res.Method)), Formula: FormulaText(l, res.Method),
		Unit: l.T("utilization.valuation.unit." + string(res.Unit)), Value: int64(res.Value.Fen()), HasTable: len(res.Periods) > 0}
	for _, f := range res.Figures {
		p.Figures = append(p.Figures, bilingual(func(l *lang.Localizer) string { return FigureName(l, f.Name) }, func(l *lang.Localizer) string { return FigureText(l, f, res.Unit) }))
	}
	for _, r := range res.Periods {
		p.Periods = append(p.Periods, periodLine{Year: r.Year, Revenue: r.Revenue.StringFixed(2), Rate: percent(r.Rate), Share: percent(r.Contribution), Flow: r.Flow.StringFixed(3), Factor: r.Factor.StringFixed(6), PV: r.PV.StringFixed(3)})
	}
	if r := res.Range; r != nil {
		p.Range = &rangeLine{Low: int64(r.Low.Fen()), Mid: int64(r.Mid.Fen()), High: int64(r.High.Fen()), How: l.T(r.How), HowEn: en.T(r.How)}
		others := alternatives(res)
		for _, s := range r.Swings {
			p.Swings = append(p.Swings, swingLine{Input: InputName(l, s.Input), InputEn: InputName(en, s.Input), Base: inputText(s.Input, s.At), Alt: others[s.Input], Low: int64(s.Low.Fen()), High: int64(s.High.Fen())})
		}
	}
	p.Inputs, p.Deals = inputLines(res), dealLines(res)
	p.HasDeals = len(p.Deals) > 0
	return p
}

// methodKeys are the methods as they stand in language keys.
var methodKeys = map[string]string{appraise.ReliefFromRoyalty: "relief_from_royalty", appraise.ProfitSplit: "profit_split", appraise.LSLP: "lslp", appraise.MarketMethod: "market", appraise.CostMethod: "cost"}

// MethodKey is a method as it stands in language keys.
func MethodKey(method string) string { return methodKeys[method] }

// MethodName is a method in words.
func MethodName(l *lang.Localizer, method string) string {
	return l.T("utilization.valuation.method." + MethodKey(method))
}

// FormulaText is the formula of a method as people read it.
func FormulaText(l *lang.Localizer, method string) string {
	return l.T("utilization.valuation.formula." + MethodKey(method))
}

// FigureName is an intermediate number in words; that of a comparable names it.
func FigureName(l *lang.Localizer, name string) string {
	if deal, ok := strings.CutPrefix(name, "adjusted: "); ok {
		return l.T("utilization.valuation.figure.adjusted", "name", deal)
	}
	return l.T("utilization.valuation.figure." + name)
}

// FigureText is an intermediate number with its unit.
func FigureText(l *lang.Localizer, f appraise.Figure, u appraise.Unit) string {
	switch f.Unit {
	case "rate":
		return percent(f.Value)
	case "years":
		return l.T("utilization.valuation.years", "n", f.Value.String())
	}
	return f.Value.StringFixed(2) + l.T("utilization.valuation.unit."+string(u))
}

// InputName is the path of an input in words.
func InputName(l *lang.Localizer, path string) string {
	if k := "utilization.valuation.input." + strings.ReplaceAll(path, "/", "."); l.Has(k) {
		return l.T(k)
	}
	return path
}

// inputText prints the base of an input: rates as percentages.
func inputText(path, at string) string {
	d, err := decimal.NewFromString(at)
	if err != nil || !slices.Contains([]string{"royalty_rate", "profit_share", "profit_margin", "position", "growth", "discount/rate", "profit_rate", "capital_rate", "tax_rate"}, path) {
		return at
	}
	return percent(d)
}

// percent prints a share of one as a percentage, without losing a digit.
func percent(v decimal.Decimal) string { return v.Shift(2).String() + "%" }
