package valuation

import (
	"encoding/json"
	"testing"
)

// Reports that were kept when formulas had one language can be read.
func TestFormulaOfEarlierReports(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]Name{`{"formula": "count"}`: {"count", "count"}, `{"formula": {"zh": "项数", "en": "count"}}`: {"项数", "count"}} {
		var e Evidence
		if err := json.Unmarshal([]byte(text), &e); err != nil || e.Formula != want {
			t.Errorf("%s: %+v, %v", text, e.Formula, err)
		}
	}
}
