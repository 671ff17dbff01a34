package items

import (
	"strings"
	"testing"
	"testing/fstest"

	"quanlian/base/calendar"
)

// What may be owed longer than the office promised to take is named, no more.
func TestLateMaterials(t *testing.T) {
	t.Parallel()
	for _, f := range embedded(t).LateMaterials() {
		t.Errorf("%s %s may be owed longer than the office promises", f.File, f.Field)
	}
	files := example(t, func(all fstest.MapFS) {
		body := strings.Replace(string(all[zl14].Data), "later: 5wd", "later: 10wd", 1)
		all[zl14] = &fstest.MapFile{Data: []byte(strings.Replace(body, "statutory: {", "committed: {period: 5wd, from: accept, tag: D}\n  statutory: {", 1))}
	})
	c, _, err := Load(files)
	if err != nil {
		t.Fatal(err)
	}
	got := map[string]bool{}
	for _, f := range c.LateMaterials() {
		got[f.File+" "+f.Field] = true
		if !f.Minor {
			t.Errorf("%s forbids to start", f.File)
		}
	}
	if !got[zl14+" materials[1].later"] || len(got) != 1 {
		t.Errorf("it promises 5 days and lets the consent come in 10: %v", got)
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
