package appraise

import (
	"github.com/shopspring/decimal"

	"quanlian/base/errs"
)

// BuildUp is a discount rate from its parts: r = r_f + β·ERP + size + specific.
type BuildUp struct {
	RiskFree        decimal.Decimal `json:"risk_free"`
	Beta            decimal.Decimal `json:"beta"`
	EquityPremium   decimal.Decimal `json:"equity_premium"`
	SizePremium     decimal.Decimal `json:"size_premium"`
	SpecificPremium decimal.Decimal `json:"specific_premium"` // risks of the right itself
}

// Rate sums the parts.
func (b BuildUp) Rate() decimal.Decimal {
	return b.RiskFree.Add(b.Beta.Mul(b.EquityPremium)).Add(b.SizePremium).Add(b.SpecificPremium)
}

// Discount says which rate discounts and whether it is a rate after tax.
type Discount struct {
	Rate    *decimal.Decimal `json:"rate,omitempty"`
	BuildUp *BuildUp         `json:"build_up,omitempty"`
	Basis   string           `json:"basis"` // after_tax, pre_tax
}

// Unit: rate a year. Source: our decision; outside it an input is a typing error.
var minDiscount, maxDiscount = decimal.New(1, -3), decimal.NewFromInt(2)

func (d Discount) rate(l *errs.List) decimal.Decimal {
	if (d.Rate == nil) == (d.BuildUp == nil) {
		l.Add(errs.At("discount", "engine.valuation.one_of", errs.Args{"fields": "rate, build_up"}))
		return one
	}
	if d.Basis != "after_tax" && d.Basis != "pre_tax" {
		l.Add(errs.At("discount/basis", "engine.valuation.bad_word", errs.Args{"value": d.Basis, "allowed": "after_tax, pre_tax"}))
	}
	var r decimal.Decimal
	if d.Rate != nil {
		r = *d.Rate
	} else {
		r = d.BuildUp.Rate()
	}
	between(l, "discount", r, minDiscount, maxDiscount)
	return r
}

// rate gives the royalty rate k of the method, and how it came about.
func (in *Income) rate(method string, l *errs.List) decimal.Decimal {
	need := func(field string, v *decimal.Decimal) decimal.Decimal {
		if v == nil {
			l.Add(errs.At(field, "engine.valuation.input_missing", errs.Args{"field": field}))
			return decimal.Zero
		}
		between(l, field, *v, decimal.Zero, one)
		return *v
	}
	switch method {
	case ReliefFromRoyalty:
		in.refuse(l, method, "profit_share", in.ProfitShare, "profit_margin", in.ProfitMargin, "rate_low", in.RateLow, "rate_high", in.RateHigh, "position", in.Position)
		return need("royalty_rate", in.RoyaltyRate)
	case ProfitSplit:
		in.refuse(l, method, "royalty_rate", in.RoyaltyRate, "rate_low", in.RateLow, "rate_high", in.RateHigh, "position", in.Position)
		return need("profit_share", in.ProfitShare).Mul(need("profit_margin", in.ProfitMargin))
	}
	in.refuse(l, method, "royalty_rate", in.RoyaltyRate, "profit_share", in.ProfitShare, "profit_margin", in.ProfitMargin)
	low, high, delta := need("rate_low", in.RateLow), need("rate_high", in.RateHigh), need("position", in.Position)
	if high.LessThan(low) {
		l.Add(errs.At("rate_high", "engine.valuation.rates_reversed", errs.Args{"low": low.String(), "high": high.String()}))
	}
	return low.Add(high.Sub(low).Mul(delta))
}

// refuse names inputs of another method, so that none is silently unused.
func (in *Income) refuse(l *errs.List, method string, pairs ...any) {
	for i := 0; i+1 < len(pairs); i += 2 {
		if v, ok := pairs[i+1].(*decimal.Decimal); ok && v != nil {
			l.Add(errs.At(pairs[i].(string), "engine.valuation.input_not_of_method", errs.Args{"field": pairs[i], "method": method}))
		}
	}
}
