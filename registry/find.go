package registry

import (
	"maps"
	"slices"
	"time"

	"quanlian/base/calendar"
)

// Filter is what the register is searched by; zero fields do not filter.
type Filter struct {
	Text    string // an application number in any spelling, or words, each in number, publication or grant number, title, abstract or owners' names
	Kind    Kind
	IPC     string // beginning of the main class
	Owner   string // party:ID (its code and name count too), uscc:CODE or name:NAME
	Section string // the letter of the main class
	Status  string
	// Conflict: only rights of which the register says two things.
	Conflict bool
	Numbers  []string      // only these; nil: all
	Day      calendar.Date // the day of the status; zero: as last projected
	After    Place         // beyond it in the order; instead of Offset
	// Uncounted: how many there are is known already, see [Facets].
	Uncounted bool
	Limit     int
	Offset    int
}

// Place is where a right stands in the order of a list, the latest filing first:
// by it one reads on, however the rows before it have moved since. The zero value
// is before the first.
type Place struct {
	Filing string `json:"f,omitempty"`
	Number string `json:"n,omitempty"`
}

// Place is that of the row.
func (r Row) Place() Place { return Place{Filing: r.Filing, Number: r.Number} }

// Facet counts the values of one field of a search (分面), with the conditions on
// the other fields applied.
type Facet struct {
	Field  string
	Values []FacetValue
}

// FacetValue is one value with the number of rights that have it.
type FacetValue struct {
	Value string
	Count int
}

// Cell counts the rights that are alike in the fields of the facets.
type Cell struct {
	Kind, Status, Section string
	Count                 int
}

// facetFields are the fields of the facets, in the order of the page.
var facetFields = []struct {
	name string
	of   func(c Cell) string
	want func(f Filter) string
}{
	{"kind", func(c Cell) string { return c.Kind }, func(f Filter) string { return string(f.Kind) }},
	{"status", func(c Cell) string { return c.Status }, func(f Filter) string { return f.Status }},
	{"section", func(c Cell) string { return c.Section }, func(f Filter) string { return f.Section }},
}

// Facets are counted from the cells of a search that was made without the
// conditions of the facets; total is how many rights meet them all.
func Facets(cells []Cell, f Filter) (total int, out []Facet) {
	for i, field := range facetFields {
		counts := map[string]int{}
		for _, c := range cells {
			fits := true
			for j, other := range facetFields {
				if want := other.want(f); i != j && want != "" && other.of(c) != want {
					fits = false
				}
			}
			if !fits {
				continue
			}
			counts[field.of(c)] += c.Count
			if want := field.want(f); i == 0 && (want == "" || want == field.of(c)) {
				total += c.Count
			}
		}
		x := Facet{Field: field.name}
		for _, v := range slices.Sorted(maps.Keys(counts)) {
			if v != "" {
				x.Values = append(x.Values, FacetValue{v, counts[v]})
			}
		}
		slices.SortStableFunc(x.Values, func(a, b FacetValue) int { return b.Count - a.Count })
		out = append(out, x)
	}
	return total, out
}

// Row is one line of a list of rights, as the register projects it today.
type Row struct {
	Number   string `json:"number"`
	Kind     string `json:"kind"`
	Title    string `json:"title"`
	Abstract string `json:"abstract"`
	Owners   string `json:"owners"`
	IPCMain  string `json:"ipc_main"`
	Filing   string `json:"filing"`
	Granted  string `json:"granted"`
	Status   string `json:"status"`
	TermEnd  string `json:"term_end"`
	Docs     string `json:"docs,omitempty"` // publication and grant numbers, oldest first
}

// Changed is a place in the order in which rights changed; the zero value is
// before the first.
type Changed struct {
	At     time.Time
	Number string
}

// Words are what a right is found by its wording with.
type Words struct {
	Changed
	Title, Abstract string
}
