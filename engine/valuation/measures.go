package valuation

import (
	"fmt"
	"strconv"
	"strings"
)

// reading is what one measure found: a number for a curve or a word for
// levels, how to print it, and where it was read.
type reading struct {
	num    float64
	word   string
	print  string
	source string
	asOf   Day
}

// measure is a pure function from the facts to a reading; false when a fact it
// needs is unknown.
type measure func(s *Subject, c *frozen) (reading, bool)

// frozen is what a measure may know beside the subject.
type frozen struct {
	tree *Tree
	at   Day
}

// measures names every automatic signal. The curve to points is data.
var measures = map[string]measure{
	"search_report":          searchReport,
	"family_offices":         familyOffices,
	"surviving_claims":       survivingClaims,
	"claim1_features":        claim1Features,
	"independent_claims":     independentClaims,
	"dependent_claims":       dependentClaims,
	"claim_type":             claimType,
	"fto":                    freedomToOperate,
	"base_patent":            basePatent,
	"originality_percentile": originalityPercentile,
	"originality_index":      originalityIndex,
	"forward_percentile":     forwardPercentile,
	"forward_citations":      forwardCitations,
	"later_neighbours":       laterNeighbours,
	"ipc_subclasses":         ipcSubclasses,
	"generality_percentile":  generalityPercentile,
	"generality_index":       generalityIndex,
	"maturity_level":         maturityLevel,
	"field_cagr":             fieldCAGR,
	"lifecycle_stage":        lifecycleStage,
	"remaining_life":         remainingLife,
	"owner_field_share":      ownerFieldShare,
	"active_assignees":       activeAssignees,
	"field_hhi":              fieldHHI,
	"product_revenue":        productRevenue,
	"market_share":           marketShare,
	"industry_catalogues":    industryCatalogues,
	"trades":                 trades,
	"finance":                finance,
	"disputes":               disputes,
	"income_value":           incomeValue,
}

// numeric reads a fact that is itself the measure.
func numeric[N int | float64](s *Subject, f Fact[N]) (reading, bool) {
	if !f.Known {
		return reading{}, false
	}
	return found(s, f, float64(f.Value), strconv.FormatFloat(float64(f.Value), 'f', -1, 64))
}

// worded reads a fact that is a word of a closed list.
func worded(s *Subject, f Fact[string]) (reading, bool) {
	if !f.Known {
		return reading{}, false
	}
	src, day := s.origin(f.Source, f.AsOf)
	return reading{word: f.Value, print: f.Value, source: src, asOf: day}, true
}

// found makes a reading with the provenance of the fact it came from.
func found[T any](s *Subject, f Fact[T], v float64, text string) (reading, bool) {
	src, day := s.origin(f.Source, f.AsOf)
	return reading{num: v, print: text, source: src, asOf: day}, true
}

// joined adds the provenance of a second fact: both sources, the older date.
func joined[T any](s *Subject, r reading, f Fact[T]) reading {
	src, day := s.origin(f.Source, f.AsOf)
	if !strings.Contains(r.source, src) {
		r.source += "; " + src
	}
	r.asOf = min(r.asOf, day)
	return r
}

func counted(n int, what ...string) string {
	if len(what) == 0 {
		return strconv.Itoa(n)
	}
	return fmt.Sprintf("%d (%s)", n, strings.Join(what, ", "))
}
