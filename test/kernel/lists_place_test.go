package kernel

import (
	"context"
	"slices"

	"pgregory.net/rapid"

	"quanlian/adapter/sqlstore"
	"quanlian/kernel"
)

// readOn reads a list to its end by the place of the last case that was read,
// with the limit of the query.
func readOn(rt *rapid.T, s *sqlstore.Store, a kernel.Actor, level kernel.Level, q kernel.CaseQuery, want []kernel.Case) {
	q.Offset = 0
	var got []kernel.CaseID
	for len(got) <= len(want) {
		page, places, err := s.CasesFrom(context.Background(), a, level, q)
		if err != nil {
			rt.Fatal(err)
		}
		got = append(got, idsOf(page)...)
		if len(page) < q.Limit {
			break
		}
		q.After = places[len(places)-1]
	}
	if !slices.Equal(got, append([]kernel.CaseID(nil), idsOf(want)...)) {
		rt.Fatalf("%+v %+v: read on %v, want %v", a, q, got, idsOf(want))
	}
}
