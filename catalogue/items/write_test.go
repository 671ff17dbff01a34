package items

import (
	"testing"

	"quanlian/base/calendar"
	"quanlian/catalogue"
	"quanlian/catalogue/lang"
	"quanlian/catalogue/source"
	"quanlian/kernel/form"
)

// embedded is the house's own catalogue.
func embedded(t testing.TB) *Catalogue {
	t.Helper()
	c, _, err := Load(Files{Base: catalogue.FS, City: "yunlan"})
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// TestWrittenItemReadsBack: every item of the house survives being written as a
// file, to the last letter; so a change that an official made can be exported.
func TestWrittenItemReadsBack(t *testing.T) {
	t.Parallel()
	c := embedded(t)
	ex, _, err := Load(example(t, nil))
	if err != nil {
		t.Fatal(err)
	}
	for _, cat := range []*Catalogue{c, ex} {
		for _, it := range cat.All() {
			again, faults := cat.Check(it)
			for _, f := range faults {
				if !f.Minor {
					t.Errorf("%s: %s", it.Code, f.Say(lang.For(lang.En)))
				}
			}
			if again.Hash() != it.Hash() {
				t.Errorf("%s changes when it is written and read:\n%s", it.Code, cat.Write(it))
			}
		}
	}
}

// TestWriteNamesSharedPages: a page that is a shared group stays its name.
func TestWriteNamesSharedPages(t *testing.T) {
	t.Parallel()
	c, _, err := Load(example(t, nil))
	if err != nil {
		t.Fatal(err)
	}
	v, _ := c.InForce("ZL14", calendar.On(2026, 11, 20))
	n, ok := source.Parse("x", c.Write(v.Item), &source.Faults{})
	if !ok {
		t.Fatal("the file does not parse")
	}
	var got []string
	for _, s := range n.Map().Get("steps").List() {
		switch {
		case s.IsText():
			got = append(got, s.String())
		case s.Map().Has("group"):
			got = append(got, "group "+s.Map().Get("group").String())
		default:
			got = append(got, "own "+s.Map().Get("id").String())
		}
	}
	want := []string{"applicant", "group rights", "own licence", "own term", "contact", "own delivery", "declaration"}
	for i := range want {
		if i >= len(got) || got[i] != want[i] {
			t.Fatalf("pages %v, want %v\n%s", got, want, c.Write(v.Item))
		}
	}
}

// TestCheckNamesWhatAnOfficialDidWrong: the paths are those of the item.
func TestCheckNamesWhatAnOfficialDidWrong(t *testing.T) {
	t.Parallel()
	c := embedded(t)
	v, _ := c.InForce("ZL14", calendar.On(2026, 11, 20))
	for field, change := range map[string]func(*form.Item){
		"name.en":           func(it *form.Item) { it.Name.En = "" },
		"unit":              func(it *form.Item) { it.Unit = "nobody" },
		"events[0]":         func(it *form.Item) { it.Events = []string{"nowhere"} },
		"materials[0].name": func(it *form.Item) { it.Materials[0].Name = form.Text{} },
		"together[0]":       func(it *form.Item) { it.Together = []string{"XX99"} },
		"seek":              func(it *form.Item) { it.Seek = nil },
		"advice":            func(it *form.Item) { it.Advice = "call us" },
		"limits.statutory":  func(it *form.Item) { it.Limits = []form.Limit{{Name: "statutory", Tag: "M"}} },
	} {
		it := v.Item
		it.Materials = append([]form.Material{}, it.Materials...)
		change(&it)
		_, faults := c.Check(it)
		found := false
		for _, f := range faults {
			found = found || f.Field == field
		}
		if !found {
			t.Errorf("%s: the faults are %v", field, faults)
		}
	}
	if _, faults := c.Check(v.Item); len(source.Grave(faults)) > 0 {
		t.Errorf("the item as it is has faults: %v", faults)
	}
}
