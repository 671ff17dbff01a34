package items

import (
	"testing"

	"quanlian/base/calendar"
)

// What may be owed longer than the office promised to take is named, no more.
func TestLateMaterials(t *testing.T) {
	t.Parallel()
	c := embedded(t)
	got := map[string]bool{}
	for _, f := range c.LateMaterials() {
		got[f.File+" "+f.Field] = true
		if !f.Minor {
			t.Errorf("%s forbids to start", f.File)
		}
	}
	if !got["items/creation/geoindication/dl06.yaml materials[2].later"] {
		t.Errorf("DL06 promises 5 days and lets its list come in 10: %v", got)
	}
	for _, x := range []struct {
		a, b calendar.Period
		want bool
	}{
		{calendar.WorkDays(10).Period(), calendar.WorkDays(5).Period(), true},
		{calendar.WorkDays(5).Period(), calendar.WorkDays(5).Period(), false},
		{calendar.CalendarDays(10).Period(), calendar.WorkDays(8).Period(), false},
		{calendar.Months(1).Period(), calendar.WorkDays(10).Period(), true},
	} {
		if longer(x.a, x.b) != x.want {
			t.Errorf("%v longer than %v: want %v", x.a, x.b, x.want)
		}
	}
}
