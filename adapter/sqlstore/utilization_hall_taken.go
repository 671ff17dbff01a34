package sqlstore

import (
	"context"
	"maps"
	"slices"

	"quanlian/chain/utilization/hall"
	"quanlian/kernel"
	"quanlian/registry"
)

// HallSigning reports whether another deal is taking the right of a case for itself.
func (s *Store) HallSigning(ctx context.Context, c kernel.Case) (bool, error) {
	rows, err := many[caseRow](ctx, s.r, "select "+caseColumns+" from cases c where c.flow = ? and c.about = ? and c.state in (?) and c.id <> ?", string(hall.Deal), c.About, in(hall.Contracting()), string(c.ID))
	if err != nil {
		return false, err
	}
	list, err := asCases(rows)
	if err != nil {
		return false, err
	}
	return hall.Taken(list)
}

// HallTaken are those of the rights that a deal is taking for itself.
func (s *Store) HallTaken(ctx context.Context, rights []string) (map[string]bool, error) {
	if len(rights) == 0 {
		return nil, nil
	}
	numbers := map[string]string{}
	for _, n := range rights {
		numbers[registry.About(n)] = n
	}
	rows, err := many[caseRow](ctx, s.r, "select "+caseColumns+" from cases c where c.flow = ? and c.about in (?) and c.state in (?)", string(hall.Deal), in(slices.Sorted(maps.Keys(numbers))), in(hall.Contracting()))
	if err != nil {
		return nil, err
	}
	list, err := asCases(rows)
	if err != nil {
		return nil, err
	}
	out := map[string]bool{}
	for _, c := range list {
		taken, err := hall.Taken([]kernel.Case{c})
		if err != nil {
			return nil, err
		}
		if taken {
			out[numbers[c.About]] = true
		}
	}
	return out, nil
}
