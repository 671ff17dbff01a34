package form

import (
	"slices"
	"testing"
)

// The codes of all other parties count, those of a repeated page too; each once,
// and not the applicant's own.
func TestOtherCodesOfRows(t *testing.T) {
	t.Parallel()
	code := func(step string) []Field { return []Field{{ID: step + ".code", Format: "uscc"}} }
	it := Item{Steps: []Step{{ID: "applicant", Fields: code("applicant")}, {ID: "opponent", Fields: code("opponent")}, {ID: "others", Repeat: 20, Fields: code("others")}}}
	v := Values{"applicant.code": "A", "opponent.code": "B", "others.0.code": "C", "others.2.code": "B", "others.1.code": "A", "others.3.code": "D"}
	if got := it.OtherCodes(v, "A"); !slices.Equal(got, []string{"B", "C", "D"}) {
		t.Error(got)
	}
	if got := it.OtherCodes(Values{"opponent.code": "B"}, "A"); !slices.Equal(got, []string{"B"}) { // as one respondent only was asked
		t.Error(got)
	}
}
