package itemflow

import (
	"encoding/json"
	"testing"
	"time"

	"quanlian/kernel"
)

// What was owed at acceptance is asked for while it is owed, and no longer.
func TestNothingOwedIsNotAskedFor(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		gaps []Gap
		idle bool
	}{{nil, true}, {[]Gap{{Material: "m1"}}, false}, {[]Gap{{Material: "m1", Supplied: time.Unix(1, 0)}}, true}} {
		data, err := json.Marshal(Data{Gaps: c.gaps})
		if err != nil {
			t.Fatal(err)
		}
		for _, move := range []string{"supply", "revoke"} {
			if got := Idle(kernel.Actor{}, kernel.Case{Data: data}, move); got != c.idle {
				t.Errorf("%s with %v is idle: %v", move, c.gaps, got)
			}
		}
	}
}
