package hall

import (
	"testing"

	"quanlian/engine/taxation"
)

// TestADutyWithoutADaySaysWhen: what has no last day yet is told by its own words,
// not by those of another duty.
func TestADutyWithoutADaySaysWhen(t *testing.T) {
	t.Parallel()
	var s taxation.Sheet
	codes := []string{"stamp_on_settlement", "register_contract", "withhold"}
	for _, c := range codes {
		s.Reminders = append(s.Reminders, taxation.Reminder{Side: taxation.SellerSide, Code: c})
	}
	p := taxPaperOf(taxation.SellerSide, s, Moved{})
	seen := map[string]bool{}
	for _, d := range p.Due {
		if d.Day.ZH == d.Day.EN || seen[d.Day.ZH] {
			t.Errorf("%+v", d)
		}
		seen[d.Day.ZH] = true
	}
	if len(seen) != len(codes) {
		t.Errorf("%d of %d", len(seen), len(codes))
	}
}
