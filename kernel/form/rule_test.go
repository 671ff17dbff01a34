package form

import (
	"testing"

	"quanlian/base/calendar"
	"quanlian/base/errs"
)

// A rule between fields is asked as soon as all are filled, at the one that is asked
// last; a number that fits no answer is told before the answer.
func TestRuleStandsAtTheLastField(t *testing.T) {
	t.Parallel()
	date := func(id string) Field { return Field{ID: id, Kind: KindDate, Label: Text{Zh: id, En: id}} }
	kind := Field{ID: "b.kind", Kind: KindChoice, Label: Text{Zh: "种类", En: "Kind"}, Options: []Option{{Value: "red"}, {Value: "blue"}}}
	number := Field{ID: "a.number", Kind: KindRef, Label: Text{Zh: "号码", En: "Number"}, Optional: true}
	kind.Optional = true
	it := Item{
		Steps: []Step{{ID: "a", Fields: []Field{date("a.one"), date("a.two"), number}}, {ID: "b", Fields: []Field{date("b.three"), kind}}},
		Rules: []Rule{{"date_order", []string{"a.one", "a.two"}}, {"date_order", []string{"b.three", "a.two"}}, {"number_kind", []string{"a.number", "b.kind", "red=r", "blue=b"}}},
	}
	c := Checker{Calendar: calendar.National(), Kinds: func(n string) (string, Text) { return n[:1], Text{} }}
	for name, x := range map[string]struct {
		v    Values
		want string
	}{
		"one page":              {Values{"a.one": "2026-02-02", "a.two": "2026-02-01"}, "a.two kernel.form.rule.date_order"},
		"the other not there":   {Values{"a.one": "2026-02-01", "a.two": "2026-02-01"}, ""},
		"named first, on later": {Values{"a.one": "2026-02-01", "a.two": "2026-02-01", "b.three": "2026-02-05"}, "b.three kernel.form.rule.date_order"},
		"met":                   {Values{"a.one": "2026-02-01", "a.two": "2026-02-01", "b.three": "2026-02-01"}, ""},
		"number, no answer":     {Values{"a.number": "x1"}, "a.number kernel.form.rule.number_kind_none"},
		"number may fit":        {Values{"a.number": "r1"}, ""},
		"another answer fits":   {Values{"a.number": "r1", "b.kind": "blue"}, "b.kind kernel.form.rule.number_kind"},
	} {
		_, err := c.Check(it, x.v, Facts{})
		got := ""
		for _, e := range errs.All(err) {
			if len(e.Code) > 16 && e.Code[:16] == "kernel.form.rule" {
				got += e.Field + " " + e.Code
			}
		}
		if got != x.want {
			t.Errorf("%s: told %q, want %q", name, got, x.want)
		}
	}
}
