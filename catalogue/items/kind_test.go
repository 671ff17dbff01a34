package items_test

import (
	"maps"
	"testing"

	"quanlian/base/calendar"
	"quanlian/base/errs"
	"quanlian/catalogue"
	"quanlian/catalogue/documents"
	"quanlian/catalogue/items"
	"quanlian/kernel/form"
)

// TestNumberSaysItsKind: a form whose answer contradicts the kind that the patent
// number names is refused at the answer, or at the number when the item is for
// none of its kind; a number that says nothing passes.
func TestNumberSaysItsKind(t *testing.T) {
	t.Parallel()
	cat, faults, err := items.Load(items.Files{Base: catalogue.FS, City: "yunlan", Templates: documents.FS})
	if err != nil || len(faults) > 0 {
		t.Fatal(err, faults)
	}
	set := cat.On(calendar.On(2026, 11, 20))
	check := form.Checker{Formats: items.Formats(), Kinds: items.KindOf, Calendar: calendar.National()}
	invention, utility, design := items.SampleFormats()["registration.invention"](1), items.SampleFormats()["registration.utility"](1), items.SampleFormats()["registration.design"](1)
	for _, c := range []struct{ item, number, field, answer, at string }{
		{"ZL19", utility, "report.kind", "utility", ""},
		{"ZL19", design, "report.kind", "utility", "report.kind:kernel.form.rule.number_kind"},
		{"ZL19", invention, "report.kind", "utility", "onright.number:kernel.form.rule.number_kind_none"},
		{"ZL19", "CN212345678U", "report.kind", "design", "report.kind:kernel.form.rule.number_kind"},
		{"ZL17", invention, "open.kind", "other", "open.kind:kernel.form.rule.number_kind"},
		{"ZL17", design, "open.kind", "other", ""},
		{"ZL27", invention, "refusal.kind", "design", "refusal.kind:kernel.form.rule.number_kind"},
		{"ZL09", design, "ground.kind", "invention", "ground.kind:kernel.form.rule.number_kind"},
		{"ZL09", design, "ground.kind", "review", ""},
		{"PX06", invention, "award.kind", "design", "award.kind:kernel.form.rule.number_kind"},
		{"PX06", invention, "award.kind", "province", ""},
		{"PX06", "国作登字-2024-F-00001234", "award.kind", "design", ""},
	} {
		it, ok := set.Item(c.item)
		if !ok {
			t.Fatal(c.item)
		}
		v, facts := cat.Example(it, true)
		v = maps.Clone(v)
		v["onright.number"], v[c.field] = c.number, c.answer
		_, err := check.Check(it, v, facts)
		got := ""
		for _, e := range errs.All(err) {
			if e.Field == c.field || e.Field == "onright.number" {
				got += e.Field + ":" + e.Code
			}
		}
		if got != c.at {
			t.Errorf("%s, %s as %s: %q, want %q", c.item, c.number, c.answer, got, c.at)
		}
	}
}
