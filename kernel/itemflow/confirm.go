package itemflow

import (
	"slices"
	"time"

	"quanlian/kernel"
	"quanlian/kernel/form"
)

// sure is what the registers had when the form was sent or corrected; it spares
// papers.
type sure struct {
	numbers []string // see [Data.Confirmed]
	owns    bool     // see [Data.Owns]
}

// sureOf looks into the registers for the papers that they may spare.
func (r Rules) sureOf(v kernel.View, it form.Item, values form.Values, who kernel.PartyID, at time.Time) (sure, error) {
	var s sure
	var err error
	if s.numbers, err = r.confirmed(v, it, values, at); err != nil {
		return s, err
	}
	if r.Owns != nil && who != "" && slices.ContainsFunc(it.Materials, func(m form.Material) bool { return m.Extract == form.ExtractRights }) {
		s.owns, err = r.Owns(v, who, at)
	}
	return s, err
}

// confirmed are the numbers of the form that the register of rights has as in
// force, among those that may spare a paper: as they are written, and in normal
// form.
func (r Rules) confirmed(v kernel.View, it form.Item, values form.Values, at time.Time) ([]string, error) {
	var out []string
	for _, m := range it.Materials {
		if r.Confirms == nil || !m.Spare {
			continue
		}
		for _, n := range r.Checker.Numbers(it, m.Register, values) {
			if slices.Contains(out, n.Normal) {
				continue
			}
			has, err := r.Confirms(v, n.Normal, at)
			if err != nil {
				return nil, err
			}
			if has {
				out = append(out, n.Written, n.Normal)
			}
		}
	}
	slices.Sort(out)
	return slices.Compact(out), nil
}
