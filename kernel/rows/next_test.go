package rows

import (
	"testing"

	"quanlian/kernel"
)

// TestNextActOfASheet: a checked sheet is started, not checked again; where no row
// is good, nothing can be started. Its steps are three wherever it is shown.
func TestNextActOfASheet(t *testing.T) {
	t.Parallel()
	some, none := []byte(`{"rows":[{"state":"bad"},{"state":"good"}]}`), []byte(`{"rows":[{"state":"bad"}]}`)
	for _, x := range []struct {
		flow  kernel.FlowAddr
		state kernel.State
		data  []byte
		move  string
		idle  bool
		n, of int
	}{
		{"utilization/licence.batch", Checked, some, "start", false, 2, 3},
		{"utilization/licence.batch", Checked, some, "recheck", true, 2, 3},
		{"utilization/licence.batch", Checked, none, "start", true, 2, 3},
		{"utilization/hall.bulk", Checked, none, "start", true, 2, 3},
		{"utilization/licence.batch", Paused, some, "resume", false, 3, 3},
		{"utilization/licence.batch", Checking, nil, "recheck", false, 1, 3},
		{"utilization/hall.deal", Checked, none, "start", false, 0, 0},
	} {
		c := kernel.Case{Flow: x.flow, State: x.state, Data: x.data}
		if got := Idle(c, x.move); got != x.idle {
			t.Errorf("%s %s %s: idle %v", x.flow, x.state, x.move, got)
		}
		if n, of := Step(c); n != x.n || of != x.of {
			t.Errorf("%s %s: step %d of %d", x.flow, x.state, n, of)
		}
	}
}
