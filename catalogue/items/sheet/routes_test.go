package sheet

import (
	"testing"

	"quanlian/kernel/form"
)

// A route reads back from the words of either language and from the file's own.
func TestRoutesAsPeopleWriteThem(t *testing.T) {
	t.Parallel()
	c, _ := open(t)
	w := NewWords(c.City)
	unit := c.City.Units[0]
	want := form.Route{When: form.Predicate{Name: "district", Args: []string{"鹤汀"}}, Unit: unit.ID}
	for _, line := range []string{
		"区县 鹤汀 → " + unit.Name.Zh, "区县鹤汀->" + unit.Name.Zh, "district 鹤汀 → " + unit.Name.En, "district 鹤汀 → " + string(unit.ID),
		w.SayRoutes([]form.Route{want}, true), w.SayRoutes([]form.Route{want}, false),
	} {
		got, err := w.readRoute(line)
		if err != nil || got.Unit != want.Unit || got.When.Name != "district" || len(got.When.Args) != 1 || got.When.Args[0] != "鹤汀" {
			t.Errorf("%q reads as %+v: %v", line, got, err)
		}
	}
	if _, err := w.readRoute("zone 鹤汀 → " + unit.Name.Zh); err == nil {
		t.Error("a condition that there is not is taken")
	}
}
