package registry

import "testing"

// TestFacets: a facet counts under the conditions of the others, not its own.
func TestFacets(t *testing.T) {
	t.Parallel()
	cells := []Cell{{"invention", "granted", "G", 3}, {"invention", "lapsed", "G", 2}, {"trademark", "granted", "", 4}, {"design", "granted", "", 1}}
	total, list := Facets(cells, Filter{Kind: Invention, Status: "granted"})
	if total != 3 {
		t.Errorf("%d rights, want 3", total)
	}
	want := map[string][]FacetValue{
		"kind":    {{"trademark", 4}, {"invention", 3}, {"design", 1}},
		"status":  {{"granted", 3}, {"lapsed", 2}},
		"section": {{"G", 3}},
	}
	for _, f := range list {
		w := want[f.Field]
		if len(w) != len(f.Values) {
			t.Errorf("%s: %v, want %v", f.Field, f.Values, w)
			continue
		}
		for i := range w {
			if f.Values[i] != w[i] {
				t.Errorf("%s: %v, want %v", f.Field, f.Values, w)
			}
		}
	}
	if total, _ := Facets(cells, Filter{}); total != 10 {
		t.Errorf("%d rights without a condition, want 10", total)
	}
}
