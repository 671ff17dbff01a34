package items

import "testing"

// The steps of the page are numbered without a gap, whether papers are asked
// for or not.
func TestStepsOfASheet(t *testing.T) {
	t.Parallel()
	if got := (manyView{}).lastStep(); got != 3 {
		t.Errorf("no papers: step %d, want 3", got)
	}
	if got := (manyView{materials: []materialView{{}}}).lastStep(); got != 4 {
		t.Errorf("papers: step %d, want 4", got)
	}
}
