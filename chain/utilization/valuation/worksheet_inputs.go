package valuation

import (
	"bytes"
	"encoding/json"
	"slices"
	"strings"

	"github.com/shopspring/decimal"

	"quanlian/catalogue/lang"
	"quanlian/engine/valuation/appraise"
)

// Inputs of a worksheet in the order in which the form asks for them.
var inputOrder = []string{"revenue_base", "growth", "years", "revenue", "contribution", "royalty_rate", "profit_share", "profit_margin", "rate_low", "rate_high", "position",
	"discount/rate", "discount/build_up/risk_free", "discount/build_up/beta", "discount/build_up/equity_premium", "discount/build_up/size_premium", "discount/build_up/specific_premium", "discount/basis",
	"tax_rate", "timing", "legal_years", "economic_years", "outlay", "capital_rate", "capital_years", "profit_rate", "used_years", "remaining_years"}

// Of these, money, and shares of one.
var (
	moneyInputs = []string{"revenue_base", "revenue", "outlay"}
	shareInputs = []string{"growth", "contribution", "royalty_rate", "profit_share", "profit_margin", "rate_low", "rate_high", "position", "discount/rate", "discount/build_up/risk_free",
		"discount/build_up/equity_premium", "discount/build_up/size_premium", "discount/build_up/specific_premium", "tax_rate", "capital_rate", "profit_rate"}
)

// dealLine is a comparable deal with what it was adjusted by.
type dealLine struct {
	Name   string `json:"name"`
	Date   string `json:"date"`
	Source string `json:"source"`
	Price  string `json:"price"`
	By     string `json:"by"`
}

// inputLines are the inputs that a worksheet states: who reads the paper can
// compute it again.
func inputLines(res *appraise.Valuation) []bothText {
	dec := json.NewDecoder(bytes.NewReader(res.Inputs))
	dec.UseNumber()
	var doc map[string]any
	if dec.Decode(&doc) != nil {
		return nil
	}
	var out []bothText
	for _, path := range inputOrder {
		v := at(doc, path)
		if v == nil {
			continue
		}
		out = append(out, bilingual(func(l *lang.Localizer) string { return InputName(l, path) }, func(l *lang.Localizer) string { return inputValue(l, path, v, res.Unit) }))
	}
	return out
}

// at is what stands under a path, nil for nothing.
func at(doc map[string]any, path string) any {
	parts := strings.Split(path, "/")
	for _, p := range parts[:len(parts)-1] {
		next, ok := doc[p].(map[string]any)
		if !ok {
			return nil
		}
		doc = next
	}
	return doc[parts[len(parts)-1]]
}

func inputValue(l *lang.Localizer, path string, v any, u appraise.Unit) string {
	switch v := v.(type) {
	case []any:
		var parts []string
		for _, one := range v {
			parts = append(parts, inputValue(l, path, one, u))
		}
		return l.List(parts)
	case json.Number:
		d, err := decimal.NewFromString(v.String())
		switch {
		case err != nil:
		case slices.Contains(shareInputs, path):
			return percent(d)
		case slices.Contains(moneyInputs, path):
			return d.String() + l.T("utilization.valuation.unit."+string(u))
		case strings.HasSuffix(path, "years"):
			return l.T("utilization.valuation.years", "n", d.String())
		}
		return v.String()
	case string:
		return l.T("web.appraise.choice." + v)
	}
	return ""
}

// dealLines are the comparable deals of the market method.
func dealLines(res *appraise.Valuation) []dealLine {
	var m appraise.Market
	if res.Method != appraise.MarketMethod || json.Unmarshal(res.Inputs, &m) != nil {
		return nil
	}
	var out []dealLine
	for _, c := range m.Comparables {
		var by []string
		for _, a := range c.Adjustments {
			by = append(by, a.Name+" "+a.Factor.String())
		}
		out = append(out, dealLine{c.Name, c.Date, c.Source, c.Price.StringFixed(2), strings.Join(by, "；")})
	}
	return out
}

// alternatives are the two other values that an input may have, by input.
func alternatives(res *appraise.Valuation) map[string]string {
	var doc struct {
		Sensitivity []appraise.Alternative `json:"sensitivity"`
	}
	if json.Unmarshal(res.Inputs, &doc) != nil {
		return nil
	}
	out := map[string]string{}
	for _, a := range doc.Sensitivity {
		out[a.Input] = inputText(a.Input, a.A.String()) + " / " + inputText(a.Input, a.B.String())
	}
	return out
}
