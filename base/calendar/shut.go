package calendar

import "quanlian/base/errs"

// Shut is a run of days, both included, on which nobody could act because the
// systems of the office were down (系统故障): no limit ends on one of them.
type Shut struct {
	From  Date   `json:"from"`
	To    Date   `json:"to"`
	No    string `json:"no"`    // number of the outage in its register
	Basis string `json:"basis"` // the rule by which the end is moved
}

// Moved says by which outage an end was moved, from which day to which.
type Moved struct {
	Shut
	Was Date `json:"was"`
	Now Date `json:"now"`
}

// PastShut gives the first working day after the outages on one of whose days
// the end would fall, and by which of them it was moved.
func (c *Calendar) PastShut(end Date, shut []Shut) (Date, []Moved) {
	var moved []Moved
	for again := !end.IsZero(); again; {
		again = false
		for _, s := range shut {
			if end.Before(s.From) || end.After(s.To) {
				continue
			}
			next := c.NextWorkday(s.To.AddDays(1))
			moved, end, again = append(moved, Moved{Shut: s, Was: end, Now: next}), next, true
		}
	}
	return end, moved
}

// DueAfter is [Calendar.Due], the end moved past outages.
func (c *Calendar) DueAfter(start Date, limit Period, pauses []Interval, id RegimeID, shut []Shut) (Result, error) {
	res, err := c.Due(start, limit, pauses, id)
	if err != nil || res.Held {
		return res, err
	}
	res.Date, res.Moved = c.PastShut(res.Date, shut)
	for _, m := range res.Moved {
		c.doubt(&res, m.Now.Year)
		res.say("base.calendar.step.outage", errs.Args{"no": m.No, "from": m.Was, "to": m.Now})
	}
	return res, nil
}
