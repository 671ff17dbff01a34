package form

import (
	"strings"
	"testing"
)

func page(id string, kinds ...FieldKind) Step {
	s := Step{ID: id, Name: Text{Zh: id, En: id}}
	for i, k := range kinds {
		s.Fields = append(s.Fields, Field{ID: id + "." + string(rune('a'+i)), Kind: k, Label: Text{Zh: "问", En: "q"}})
	}
	return s
}

func keys(list []Joined) string {
	var out []string
	for _, j := range list {
		out = append(out, j.Key())
	}
	return strings.Join(out, " ")
}

func TestJoinAsksOnce(t *testing.T) {
	t.Parallel()
	who, contact, truth := page("applicant", KindText), page("contact", KindText), page("declaration", KindYes)
	a := Item{Code: "AA01", Steps: []Step{who, page("unit", KindText), contact, truth}}
	b := Item{Code: "BB01", Steps: []Step{who, page("income", KindText), page("unit", KindDate), truth, contact}}
	c := Item{Code: "CC01", Steps: []Step{who, truth}}
	if got, want := keys(Join([]Item{a, b, c})), "applicant AA01-unit BB01-income BB01-unit contact declaration"; got != want {
		t.Errorf("%s, want %s", got, want)
	}
	if got := keys(Join([]Item{a})); got != "AA01-applicant AA01-unit AA01-contact AA01-declaration" {
		t.Errorf("alone: %s", got)
	}
	if got := Join(nil); len(got) > 0 {
		t.Errorf("nothing joins to %v", got)
	}
}

// TestJoinKeepsApart: two groups of one name that differ must not share values;
// the number of rows does not make them differ, and the larger counts.
func TestJoinKeepsApart(t *testing.T) {
	t.Parallel()
	one, two := page("rights", KindRefs), page("rights", KindRef)
	one.Repeat, one.Least = 5, 1
	more := one
	more.Least, more.Lead = 3, Text{Zh: "别的话", En: "other words"}
	list := Join([]Item{{Code: "AA01", Steps: []Step{one}}, {Code: "BB01", Steps: []Step{more}}, {Code: "CC01", Steps: []Step{two}}, {Code: "DD01", Steps: []Step{two}}})
	if got, want := keys(list), "rights CC01-rights DD01-rights"; got != want {
		t.Errorf("%s, want %s", got, want)
	}
	if list[0].Step.Least != 3 {
		t.Errorf("%d rows are needed, want 3", list[0].Step.Least)
	}
}

func TestOfTakesOnlyWhatTheItemAsks(t *testing.T) {
	t.Parallel()
	it := Item{Code: "AA01", Steps: []Step{page("applicant", KindText), page("unit", KindText)}}
	got := Of(it, Values{"applicant.a": "甲", "contact.a": "乙"}, Values{"unit.a": "丙", "income.a": "丁"})
	if len(got) != 2 || got["applicant.a"] != "甲" || got["unit.a"] != "丙" {
		t.Errorf("%v", got)
	}
}
