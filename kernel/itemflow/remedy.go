package itemflow

import (
	"quanlian/base/calendar"
	"quanlian/kernel/form"
)

// Remedy is what may be done against a refusal, until its last day (救济期限).
type Remedy struct {
	Name  string        `json:"name"` // review or suit
	Until calendar.Date `json:"until"`
	Basis string        `json:"basis"`
	Tag   string        `json:"tag"`
}

// Names of the remedies: 行政复议, 行政诉讼.
const (
	RemedyReview = "review"
	RemedySuit   = "suit"
)

// Times for going against an administrative act, from the day on which it is
// known. Unit: days; months. Source: 行政复议法（2023年修订）第20条第1款；
// 行政诉讼法（2017年修正）第46条第1款, both from memory [M].
const (
	reviewDays calendar.CalendarDays = 60
	suitMonths calendar.Months       = 6
)

// Remedied reports whether one may go against this refusal by the remedies of
// administrative law: an act of government that our own office did. Against what
// another office decided, its own paper says what may be done.
func Remedied(it form.Item, d Data) bool {
	return it.Kind == form.Government && d.Decision != nil && !d.Decision.Grant && d.Outside == nil && d.Proxy == nil
}

// remedies are those that run from the day of service.
func (r Rules) remedies(it form.Item, d Data, day calendar.Date) ([]Remedy, error) {
	if !Remedied(it, d) {
		return nil, nil
	}
	out := []Remedy{
		{Name: RemedyReview, Basis: "行政复议法（2023年修订）第20条", Tag: "M"},
		{Name: RemedySuit, Basis: "行政诉讼法（2017年修正）第46条", Tag: "M"},
	}
	for i, p := range []calendar.Period{reviewDays.Period(), suitMonths.Period()} {
		due, err := r.Calendar.Due(day, p, nil, calendar.Administrative)
		if err != nil {
			return nil, err
		}
		out[i].Until = due.Date
	}
	return out, nil
}
