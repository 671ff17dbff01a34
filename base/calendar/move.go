package calendar

import (
	"math"

	"quanlian/base/errs"
)

// Move gives the day to which the law moves an end that falls on a day off, for
// ends that were not counted here: the last day of a month, a day that a notice
// names.
func (c *Calendar) Move(end Date, id RegimeID) (Result, error) {
	if !end.Valid() {
		return Result{}, errs.At("", "base.calendar.not_a_date", errs.Args{"value": end.String()})
	}
	r, inForce, err := RegimeAt(id, end)
	if err != nil {
		return Result{}, err
	}
	res := Result{Start: end, Unrolled: end, Regime: id, Basis: r.Basis, Verified: r.Verified && inForce, Version: c.version}
	c.roll(&res, r, stops{open: math.MaxInt})
	return res, nil
}
