package itemflow

import (
	"slices"
	"time"

	"quanlian/kernel"
	"quanlian/kernel/form"
)

// confirmed are the numbers of the form that the register of rights has as in
// force, among those that may spare a paper: as they are written, and in normal
// form.
func (r Rules) confirmed(v kernel.View, it form.Item, values form.Values, at time.Time) ([]string, error) {
	var out []string
	for _, m := range it.Materials {
		field, ok := it.Field(m.Register)
		if r.Confirms == nil || !m.Spare || !ok {
			continue
		}
		for _, n := range form.List(values[m.Register]) {
			normal := n
			if f, ok := r.Checker.Formats[field.Format]; ok {
				if x, err := f(n); err == nil {
					normal = x
				}
			}
			if slices.Contains(out, normal) {
				continue
			}
			has, err := r.Confirms(v, normal, at)
			if err != nil {
				return nil, err
			}
			if has {
				out = append(out, n, normal)
			}
		}
	}
	slices.Sort(out)
	return slices.Compact(out), nil
}
