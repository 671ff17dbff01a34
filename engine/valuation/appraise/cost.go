package appraise

import (
	"github.com/shopspring/decimal"

	"quanlian/base/errs"
)

// Cost is the worksheet of the cost method (成本法):
//
//	replacement cost = outlay + outlay × ((1 + i)^y − 1) + outlay × profit rate
//	value = replacement cost × (1 − used / (used + remaining))
type Cost struct {
	Method         string          `json:"method,omitempty"`
	Unit           Unit            `json:"unit"`
	AsOf           string          `json:"as_of,omitempty"`
	Note           string          `json:"note,omitempty"`
	Outlay         decimal.Decimal `json:"outlay"`       // 研发及取得支出, at prices of as_of
	CapitalRate    decimal.Decimal `json:"capital_rate"` // 资金成本率, a year
	CapitalYears   decimal.Decimal `json:"capital_years"`
	ProfitRate     decimal.Decimal `json:"profit_rate"` // of the outlay
	UsedYears      decimal.Decimal `json:"used_years"`
	RemainingYears decimal.Decimal `json:"remaining_years"`
	Sensitivity    []Alternative   `json:"sensitivity,omitempty"`
}

func (c *Cost) unit() Unit { return c.Unit }

func (c *Cost) compute(string) (outcome, error) {
	if err := c.check(); err != nil {
		return outcome{}, err
	}
	capital := c.Outlay.Mul(power(one.Add(c.CapitalRate), c.CapitalYears).Sub(one))
	profit := c.Outlay.Mul(c.ProfitRate)
	replacement := c.Outlay.Add(capital).Add(profit).Round(figurePlaces) // a figure of the record, see doc.go
	life := c.UsedYears.Add(c.RemainingYears)
	depreciation := c.UsedYears.DivRound(life, places)
	return outcome{
		value: replacement.Mul(c.RemainingYears).DivRound(life, places),
		figures: []Figure{
			{"outlay", c.Outlay, "unit"}, {"capital_cost", capital, "unit"}, {"profit", profit, "unit"},
			{"replacement_cost", replacement, "unit"}, {"depreciation_rate", depreciation, "rate"},
		},
	}, nil
}

func (c *Cost) check() error {
	var l errs.List
	l.Add(c.Unit.check())
	if c.AsOf != "" {
		l.Add(day("as_of", c.AsOf))
	}
	c.Unit.cash(&l, "outlay", c.Outlay)
	between(&l, "capital_rate", c.CapitalRate, decimal.Zero, one)
	between(&l, "profit_rate", c.ProfitRate, decimal.Zero, one)
	years := decimal.NewFromInt(maxYears)
	between(&l, "capital_years", c.CapitalYears, decimal.Zero, years)
	between(&l, "used_years", c.UsedYears, decimal.Zero, years)
	if !c.RemainingYears.IsPositive() {
		l.Add(errs.At("remaining_years", "engine.valuation.no_life_left", errs.Args{"field": "remaining_years"}))
	}
	between(&l, "remaining_years", c.RemainingYears, decimal.Zero, years)
	return l.Err()
}
