package itemflow

import (
	"slices"

	"quanlian/base/calendar"
	"quanlian/kernel/form"
)

// Remedy is what may be done against a refusal, until its last day (救济期限).
type Remedy struct {
	Name  string        `json:"name"` // see [calendar.RemedyRule]
	Until calendar.Date `json:"until"`
	Basis string        `json:"basis"`
	Tag   string        `json:"tag"`
}

// Remedied reports whether one may go against this refusal by the remedies of
// administrative law: an act of government that our own office did. Against what
// another office decided, its own paper says what may be done.
func Remedied(it form.Item, d Data) bool {
	return it.Kind == form.Government && d.Decision != nil && !d.Decision.Grant && d.Outside == nil && d.Proxy == nil
}

// remedies are those in force on the day of service, which run from it.
func (r Rules) remedies(it form.Item, d Data, day calendar.Date) ([]Remedy, error) {
	if !Remedied(it, d) {
		return nil, nil
	}
	var out []Remedy
	for _, x := range calendar.RemediesOn(day, restsOn(it, d)) {
		due, err := r.Calendar.Due(day, x.Period, nil, calendar.Administrative)
		if err != nil {
			return nil, err
		}
		out = append(out, Remedy{Name: x.Name, Until: due.Date, Basis: x.Basis, Tag: x.Tag})
	}
	return out, nil
}

// restsOn tells on what a decision rests: on what its item names, once the case was
// accepted. To refuse to take a case in is an act of its own.
func restsOn(it form.Item, d Data) func(calendar.Provision) bool {
	return func(p calendar.Provision) bool {
		return !d.Accepted.IsZero() && slices.ContainsFunc(it.Basis, func(b form.Basis) bool { return b.Law == p.Law && b.Article == p.Article })
	}
}
