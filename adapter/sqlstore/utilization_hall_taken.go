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
	list, err := s.contracting(ctx, []string{c.About})
	if err != nil {
		return false, err
	}
	return hall.Taken(slices.DeleteFunc(list, func(x kernel.Case) bool { return x.ID == c.ID }))
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
	list, err := s.contracting(ctx, slices.Sorted(maps.Keys(numbers)))
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

// contracting are the deals about any of these from the contract on.
func (s *Store) contracting(ctx context.Context, about []string) ([]kernel.Case, error) {
	rows, err := many[caseRow](ctx, s.r, "select "+caseColumns+" from cases c where c.flow = ? and c.about in (?) and c.state in (?)", string(hall.Deal), in(about), in(hall.Contracting()))
	if err != nil {
		return nil, err
	}
	return asCases(rows)
}
