package grounds

import (
	"testing"

	"quanlian/base/calendar"
	"quanlian/kernel/itemflow"
)

func TestGroundsByDay(t *testing.T) {
	t.Parallel()
	list, err := rules()
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range list {
		if r.Basis == "" || r.Tag == "" || r.From.IsZero() || len(r.Grounds) == 0 {
			t.Errorf("%+v", r)
		}
		seen := map[string]bool{itemflow.OtherGround: true}
		for _, g := range r.Grounds {
			if seen[g.ID] || g.Name.Zh == "" || g.Name.En == "" {
				t.Errorf("%s: %+v", r.Matter, g)
			}
			seen[g.ID] = true
		}
	}
	for _, c := range []struct {
		matter, day string
		n           int
	}{
		{"protection/adjudication", "2025-01-31", 0},
		{"protection/adjudication", "2025-02-01", 7},
		{"utilization/licence", "2026-11-27", 0},
	} {
		day, err := calendar.ParseDate(c.day)
		if got := Of(c.matter, day); err != nil || len(got) != c.n || c.n > 0 && (got[0].Basis != "局令81号第28条" || !got[0].Verified) {
			t.Errorf("%s on %s: %+v %v", c.matter, c.day, got, err)
		}
	}
}
