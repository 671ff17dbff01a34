package rehearsal

import (
	"testing"

	"quanlian/base/calendar"
	service "quanlian/chain/service/rehearsal"
	"quanlian/kernel"
)

// A limit, or the people of an office, that the question leaves as they are do not
// stand in its name.
func TestTitleNamesOnlyWhatChanges(t *testing.T) {
	t.Parallel()
	wd := func(n int) calendar.Period { return calendar.WorkDays(n).Period() }
	known := service.Basis{Items: []service.ItemFact{{ID: "ZL01", Limit: wd(5)}, {ID: "ZL02", Limit: wd(5)}, {ID: "ZL03"}}, Units: []service.UnitFact{{ID: "desk", Posts: 3}}}
	for _, c := range []struct {
		item string
		to   int
		want bool
	}{{"ZL01", 5, true}, {"ZL01", 3, false}, {"ZL03", 5, false}, {"*", 5, true}, {"*", 4, false}, {"ZL99", 5, false}} {
		if got := stays(known.Items, c.item, wd(c.to)); got != c.want {
			t.Errorf("%s to %d: stays %v", c.item, c.to, got)
		}
	}
	q := service.Question{Staff: map[kernel.UnitID]int{"window": 2}}
	if peopleOf(q, known, "desk") != 3 || peopleOf(q, known, "window") != 2 || peopleOf(q, known, "other") != -1 {
		t.Error("people")
	}
}
