package appraise

import (
	"fmt"

	"github.com/shopspring/decimal"

	"quanlian/base/errs"
)

// Income is the worksheet of the income methods (收益法):
//
//	PV = Σ R_t × k × d_t × (1 − τ) / (1 + r)^(t − 0.5)
//
// over n years, n = min(legal remaining life, economic life, forecast). k is
// the royalty rate, or profit share × margin, or m + (M − m) × Δ, by the method.
type Income struct {
	Method string `json:"method,omitempty"` // may repeat the method asked for
	Unit   Unit   `json:"unit"`
	AsOf   string `json:"as_of,omitempty"`
	Note   string `json:"note,omitempty"`

	Revenue     []decimal.Decimal `json:"revenue,omitempty"`      // by year; or the three below
	RevenueBase *decimal.Decimal  `json:"revenue_base,omitempty"` // first year
	Growth      *decimal.Decimal  `json:"growth,omitempty"`
	Years       int               `json:"years,omitempty"`

	Contribution []decimal.Decimal `json:"contribution"` // d_t by year, at least as long as n

	RoyaltyRate  *decimal.Decimal `json:"royalty_rate,omitempty"`  // relief-from-royalty
	ProfitShare  *decimal.Decimal `json:"profit_share,omitempty"`  // profit-split: 分成率
	ProfitMargin *decimal.Decimal `json:"profit_margin,omitempty"` // profit-split: 利润率
	RateLow      *decimal.Decimal `json:"rate_low,omitempty"`      // lslp: m
	RateHigh     *decimal.Decimal `json:"rate_high,omitempty"`     // lslp: M
	Position     *decimal.Decimal `json:"position,omitempty"`      // lslp: Δ, 0–1

	Discount Discount         `json:"discount"`
	TaxRate  *decimal.Decimal `json:"tax_rate,omitempty"` // with an after-tax discount rate only
	Timing   string           `json:"timing,omitempty"`   // mid_year (default), year_end

	LegalYears    *decimal.Decimal `json:"legal_years,omitempty"` // remaining, may be broken: 4.5
	EconomicYears *decimal.Decimal `json:"economic_years,omitempty"`

	Sensitivity []Alternative `json:"sensitivity,omitempty"`
}

// Period is one row of the worksheet; amounts are in its unit.
type Period struct {
	Year         int             `json:"year"`
	Fraction     decimal.Decimal `json:"fraction"` // of the year, below 1 in a broken last year
	Revenue      decimal.Decimal `json:"revenue"`
	Rate         decimal.Decimal `json:"rate"`
	Contribution decimal.Decimal `json:"contribution"`
	Flow         decimal.Decimal `json:"flow"` // after tax where tax is taken
	Exponent     decimal.Decimal `json:"exponent"`
	Factor       decimal.Decimal `json:"factor"`
	PV           decimal.Decimal `json:"pv"`
}

// Unit: years. Source: 专利法 art. 42, twenty years and at most five of term
// compensation (from memory); a longer worksheet is a typing error.
const maxYears = 25

func (in *Income) unit() Unit { return in.Unit }

// compute gives the present value in the worksheet's unit, unrounded.
func (in *Income) compute(method string) (outcome, error) {
	var l errs.List
	l.Add(in.Unit.check())
	if in.AsOf != "" {
		l.Add(day("as_of", in.AsOf))
	}
	k := in.rate(method, &l)
	r := in.Discount.rate(&l)
	tax := in.tax(&l)
	revenue := in.forecast(&l)
	n := in.horizon(&l, revenue)
	for i, d := range in.Contribution {
		between(&l, fmt.Sprintf("contribution/%d", i), d, decimal.Zero, one)
	}
	if need := int(n.Ceil().IntPart()); len(revenue) > 0 && len(in.Contribution) < need {
		l.Add(errs.At("contribution", "engine.valuation.contribution_short", errs.Args{"have": len(in.Contribution), "need": need}))
	}
	if in.Timing != "" && in.Timing != "mid_year" && in.Timing != "year_end" {
		l.Add(errs.At("timing", "engine.valuation.bad_word", errs.Args{"value": in.Timing, "allowed": "mid_year, year_end"}))
	}
	if err := l.Err(); err != nil {
		return outcome{}, err
	}
	out := outcome{figures: []Figure{
		{"royalty_rate", k, "rate"}, {"discount_rate", r, "rate"}, {"tax_rate", tax, "rate"}, {"years", n, "years"},
	}}
	for i := 0; decimal.NewFromInt(int64(i)).LessThan(n); i++ {
		p := in.period(i, n, revenue[i], k, r, tax)
		out.value = out.value.Add(p.PV)
		p.Factor, p.PV, p.Flow, p.Revenue = p.Factor.Round(6), p.PV.Round(6), p.Flow.Round(6), p.Revenue.Round(6)
		p.Exponent, p.Fraction = p.Exponent.Round(6), p.Fraction.Round(6)
		out.periods = append(out.periods, p)
	}
	return out, nil
}

// period computes one row, unrounded.
func (in *Income) period(i int, n, revenue, k, r, tax decimal.Decimal) Period {
	start := decimal.NewFromInt(int64(i))
	part := decimal.Min(one, n.Sub(start))
	exp := start.Add(part)
	if in.Timing != "year_end" {
		exp = start.Add(part.DivRound(decimal.NewFromInt(2), places))
	}
	p := Period{Year: i + 1, Fraction: part, Revenue: revenue.Mul(part), Rate: k, Contribution: in.Contribution[i], Exponent: exp}
	p.Flow = p.Revenue.Mul(k).Mul(p.Contribution).Mul(one.Sub(tax))
	p.Factor = one.DivRound(power(one.Add(r), exp), places)
	p.PV = p.Flow.Mul(p.Factor)
	return p
}

// tax gives τ: stated if and only if the discount rate is one after tax.
func (in *Income) tax(l *errs.List) decimal.Decimal {
	switch after := in.Discount.Basis == "after_tax"; {
	case after && in.TaxRate == nil:
		l.Add(errs.At("tax_rate", "engine.valuation.input_missing", errs.Args{"field": "tax_rate"}))
	case !after && in.TaxRate != nil:
		l.Add(errs.At("tax_rate", "engine.valuation.tax_on_pretax_rate", nil))
	case after:
		between(l, "tax_rate", *in.TaxRate, decimal.Zero, one)
		return *in.TaxRate
	}
	return decimal.Zero
}

// forecast gives the revenue by year, as stated or grown from the first year.
func (in *Income) forecast(l *errs.List) []decimal.Decimal {
	stated, grown := len(in.Revenue) > 0, in.RevenueBase != nil
	if stated == grown || stated && (in.Growth != nil || in.Years != 0) {
		l.Add(errs.At("revenue", "engine.valuation.one_of", errs.Args{"fields": "revenue, (revenue_base, growth, years)"}))
		return nil
	}
	if grown {
		return in.grown(l)
	}
	if len(in.Revenue) > maxYears {
		l.Add(yearsOut(len(in.Revenue)))
	}
	for i, v := range in.Revenue {
		in.Unit.cash(l, fmt.Sprintf("revenue/%d", i), v)
	}
	return in.Revenue
}

// grown lets the first year's revenue grow; nil when an input is wrong.
func (in *Income) grown(l *errs.List) []decimal.Decimal {
	before := len(*l)
	in.Unit.cash(l, "revenue_base", *in.RevenueBase)
	if in.Growth == nil {
		l.Add(errs.At("growth", "engine.valuation.input_missing", errs.Args{"field": "growth"}))
	} else {
		between(l, "growth", *in.Growth, decimal.NewFromInt(-1), decimal.NewFromInt(10))
	}
	if in.Years == 0 {
		l.Add(errs.At("years", "engine.valuation.input_missing", errs.Args{"field": "years"}))
	} else if in.Years < 0 || in.Years > maxYears {
		l.Add(yearsOut(in.Years))
	}
	if len(*l) > before {
		return nil
	}
	v, out := *in.RevenueBase, make([]decimal.Decimal, in.Years)
	for i := range out {
		out[i] = v
		v = v.Mul(one.Add(*in.Growth)).Round(places)
	}
	in.Unit.cash(l, "growth", out[in.Years-1])
	return out
}

func yearsOut(n int) *errs.Error {
	return errs.At("years", "engine.valuation.out_of_range", errs.Args{"field": "years", "value": n, "min": 1, "max": maxYears})
}

// horizon is n, the shortest of the lives that are stated.
func (in *Income) horizon(l *errs.List, revenue []decimal.Decimal) decimal.Decimal {
	n := decimal.NewFromInt(int64(len(revenue)))
	for _, life := range []struct {
		field string
		years *decimal.Decimal
	}{{"legal_years", in.LegalYears}, {"economic_years", in.EconomicYears}} {
		switch {
		case life.years == nil:
		case !life.years.IsPositive():
			l.Add(errs.At(life.field, "engine.valuation.no_life_left", errs.Args{"field": life.field}))
		default:
			n = decimal.Min(n, *life.years)
		}
	}
	return n
}
