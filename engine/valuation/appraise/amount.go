package appraise

import (
	"encoding/json"

	"github.com/shopspring/decimal"

	"quanlian/base/errs"
	"quanlian/base/money"
)

// Unit is the unit of every amount of a worksheet (计量单位).
type Unit string

// The units.
const (
	InYuan Unit = "yuan" // 元
	InWan  Unit = "wan"  // 万元
)

// Unit: decimals. Source: our decision; far finer than the fen of any amount
// that fits money.Fen.
const places = 20

// Unit: decimals of the worksheet's unit for a figure of the record. Source: our decision.
const figurePlaces = 2

// Unit: yuan. Source: our decision; above this an input is a typing error, and
// every result still fits whole fen.
var maxYuan = decimal.New(1, 13)

func (u Unit) check() *errs.Error {
	if u != InYuan && u != InWan {
		return errs.At("unit", "engine.valuation.bad_unit", errs.Args{"value": string(u)})
	}
	return nil
}

// toYuan turns an amount of the worksheet into yuan.
func (u Unit) toYuan(v decimal.Decimal) decimal.Decimal {
	if u == InWan {
		return v.Shift(4)
	}
	return v
}

// Amount is a result in whole fen; its JSON shows it in yuan and 万元 too.
type Amount money.Fen

// amount rounds an amount of the worksheet half up to whole fen.
func (u Unit) amount(v decimal.Decimal) Amount { return Amount(money.FromDecimal(u.toYuan(v))) }

// Fen gives the amount as money.
func (a Amount) Fen() money.Fen { return money.Fen(a) }

// Wan prints 万元 with two decimals, half up.
func (a Amount) Wan() string { return money.Fen(a).InWan() }

// MarshalJSON writes {"fen", "yuan", "wan"}.
func (a Amount) MarshalJSON() ([]byte, error) {
	return json.Marshal(struct {
		Fen  int64  `json:"fen"`
		Yuan string `json:"yuan"`
		Wan  string `json:"wan"`
	}{int64(a), money.Fen(a).Plain(), a.Wan()})
}

var one = decimal.NewFromInt(1)

// power is base^exp for a positive base, to [places] decimals.
func power(base, exp decimal.Decimal) decimal.Decimal {
	if exp.IsInteger() {
		if v, err := base.PowInt32(int32(exp.IntPart())); err == nil {
			return v.Round(places + 10)
		}
	}
	v, err := base.PowWithPrecision(exp, places)
	if err != nil {
		return decimal.Zero
	}
	return v
}

// between checks one rate or amount, both ends allowed.
func between(l *errs.List, field string, v, lo, hi decimal.Decimal) {
	if v.LessThan(lo) || v.GreaterThan(hi) {
		l.Add(errs.At(field, "engine.valuation.out_of_range", errs.Args{"field": field, "value": v.String(), "min": lo.String(), "max": hi.String()}))
	}
}

// cash checks an amount of the worksheet: not negative, not absurd.
func (u Unit) cash(l *errs.List, field string, v decimal.Decimal) {
	if v.IsNegative() || u.toYuan(v).GreaterThan(maxYuan) {
		most := maxYuan.Div(u.toYuan(one))
		l.Add(errs.At(field, "engine.valuation.out_of_range", errs.Args{"field": field, "value": v.String(), "min": "0", "max": most.String()}))
	}
}
