package appraise

import (
	"fmt"

	"github.com/shopspring/decimal"

	"quanlian/base/errs"
)

// Market is the worksheet of the market method (市场法): each comparable deal's
// price times its adjustments, P = P0 × Π adj_i; the value is their mean.
type Market struct {
	Method      string        `json:"method,omitempty"`
	Unit        Unit          `json:"unit"`
	AsOf        string        `json:"as_of"`
	Note        string        `json:"note,omitempty"`
	Comparables []Comparable  `json:"comparables"`
	Sensitivity []Alternative `json:"sensitivity,omitempty"`
}

// Comparable is one deal between unrelated parties (可比交易).
type Comparable struct {
	Name        string          `json:"name"`
	Date        string          `json:"date"` // YYYY-MM-DD, not after as_of
	Source      string          `json:"source"`
	Related     bool            `json:"related,omitempty"` // between related parties: refused
	Price       decimal.Decimal `json:"price"`
	Adjustments []Adjustment    `json:"adjustments"`
	Weight      decimal.Decimal `json:"weight,omitzero"` // default 1
}

// Adjustment is one factor by which the subject differs from the comparable.
type Adjustment struct {
	Name   string          `json:"name"`
	Factor decimal.Decimal `json:"factor"`
	Reason string          `json:"reason,omitempty"`
}

// Unit: deals. Source: domain.md §2.5 (our decision).
const minComparables = 3

// Unit: factor. Source: domain.md §2.5, adjustments 0.7–1.3 (our decision).
var minFactor, maxFactor = decimal.New(7, -1), decimal.New(13, -1)

// Adjusted is the price times every adjustment, unrounded.
func (c Comparable) Adjusted() decimal.Decimal {
	p := c.Price
	for _, a := range c.Adjustments {
		p = p.Mul(a.Factor)
	}
	return p
}

func (m *Market) unit() Unit { return m.Unit }

func (m *Market) compute(string) (outcome, error) {
	if err := m.check(); err != nil {
		return outcome{}, err
	}
	var out outcome
	sum, weight := decimal.Zero, decimal.Zero
	low, high := m.Comparables[0].Adjusted(), m.Comparables[0].Adjusted()
	for _, c := range m.Comparables {
		w := c.Weight
		if w.IsZero() {
			w = one
		}
		p := c.Adjusted()
		sum, weight = sum.Add(p.Mul(w)), weight.Add(w)
		low, high = decimal.Min(low, p), decimal.Max(high, p)
		out.figures = append(out.figures, Figure{"adjusted: " + c.Name, p, "unit"})
	}
	out.value = sum.DivRound(weight, places)
	out.low, out.high = &low, &high
	return out, nil
}

func (m *Market) check() error {
	var l errs.List
	l.Add(m.Unit.check())
	l.Add(day("as_of", m.AsOf))
	if len(m.Comparables) < minComparables {
		l.Add(errs.At("comparables", "engine.valuation.too_few_comparables", errs.Args{"n": len(m.Comparables), "min": minComparables}))
	}
	for i, c := range m.Comparables {
		at := fmt.Sprintf("comparables/%d/", i)
		m.Unit.cash(&l, at+"price", c.Price)
		if c.Name == "" || c.Source == "" {
			l.Add(errs.At(at+"source", "engine.valuation.no_source", errs.Args{"field": at + "source"}))
		}
		if e := day(at+"date", c.Date); e != nil {
			l.Add(e)
		} else if c.Date > m.AsOf {
			l.Add(errs.At(at+"date", "engine.valuation.after_freeze", errs.Args{"field": at + "date", "day": c.Date, "as_of": m.AsOf}))
		}
		if c.Related {
			l.Add(errs.At(at+"related", "engine.valuation.related_comparable", errs.Args{"name": c.Name}))
		}
		if c.Weight.IsNegative() {
			l.Add(errs.At(at+"weight", "engine.valuation.bad_weight", errs.Args{"id": c.Name, "value": c.Weight.String()}))
		}
		for j, a := range c.Adjustments {
			between(&l, fmt.Sprintf("%sadjustments/%d", at, j), a.Factor, minFactor, maxFactor)
		}
	}
	return l.Err()
}
