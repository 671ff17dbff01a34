package kernel

import (
	"testing"
	"time"
)

// TestEndHold: what ends is the hold and its own pause; a state that stops the
// clock goes on stopping it, and what ended before stays as it was.
func TestEndHold(t *testing.T) {
	t.Parallel()
	day := func(n int) time.Time { return time.Date(2026, 11, n, 0, 0, 0, 0, time.UTC) }
	before := []Pause{{From: day(1), To: day(2), Reason: string(HoldSuspended)}, {From: day(3), Reason: "forwarded"}, {From: day(4), Reason: string(HoldSuspended)}}
	c := Case{Hold: &Hold{Kind: HoldSuspended}, Pauses: before}
	c.EndHold(day(9))
	if c.Hold != nil || !c.Pauses[0].To.Equal(day(2)) || !c.Pauses[1].To.IsZero() || !c.Pauses[2].To.Equal(day(9)) {
		t.Errorf("%+v", c)
	}
	if !before[2].To.IsZero() {
		t.Error("the pauses of the case before were changed")
	}
	c.EndHold(day(10))
	if !c.Pauses[1].To.IsZero() || !c.Pauses[2].To.Equal(day(9)) {
		t.Errorf("nothing waits, and yet %+v", c.Pauses)
	}
}
