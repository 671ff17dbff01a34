package register

import (
	"slices"
	"testing"
	"time"

	"quanlian/adapter/sqlstore"
	"quanlian/registry"
	"quanlian/test/storetest"
)

// A right of which two sources say different things waits in a list until one
// of the entries is corrected, also when it came in with an import.
func TestConflictsOfSources(t *testing.T) {
	t.Parallel()
	storetest.Run(t, sqlstore.Options{}, func(t *testing.T, s *sqlstore.Store) {
		torn := func() []string {
			t.Helper()
			return found(t, s, registry.Filter{Conflict: true})
		}
		other := patent(t, one, "锂离子电池负极", "储能公司")
		other.Source = "xml"
		put(t, s, start, patent(t, one, "锂离子电池负极", "云岚大学"), patent(t, two, "电池隔膜", "储能公司"))
		if got := torn(); len(got) != 0 {
			t.Fatalf("before anything is torn: %v", got)
		}
		put(t, s, start.Add(time.Hour), keyed(other))
		if got := torn(); !slices.Equal(got, []string{one}) {
			t.Fatalf("two sources name two owners: %v", got)
		}
		put(t, s, start.Add(2*time.Hour), keyed(other)) // once more changes nothing
		cells, err := s.RightCells(t.Context(), registry.Filter{Conflict: true})
		if err != nil || len(cells) != 1 || cells[0].Count != 1 {
			t.Errorf("counted: %v %v", cells, err)
		}
		for i := 0; len(torn()) > 0; i++ {
			v := view(t, s, one)
			at := start.Add(time.Duration(3+i) * time.Hour)
			c := registry.AsOf(v.Events, date(t, "2026-11-20"), at).Conflicts
			if len(c) == 0 || i > 3 {
				t.Fatalf("the list and the right disagree: %v", c)
			}
			gone := registry.NewEvent(registry.Event{Right: one, Kind: registry.Voided, ValidFrom: date(t, "2026-11-20"), Source: "登记簿副本", Corrects: c[0].Events[1]})
			if err := apply(t, s, at, registry.AppendEvents{Right: one, Events: []registry.Event{gone}}); err != nil {
				t.Fatal(err)
			}
		}
	})
}
