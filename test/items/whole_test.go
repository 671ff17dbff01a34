package items

import (
	"slices"
	"testing"

	"quanlian/base/calendar"
	"quanlian/kernel/form"
	"quanlian/kernel/itemflow"
)

// What offices of two cities do between them is asked for by offices only, and is
// no answer to what happens to a firm.
func TestCrossRegionAssistanceIsBetweenOffices(t *testing.T) {
	t.Parallel()
	it, ok := load(t).On(calendar.On(2026, 11, 20)).Item("BH14")
	if !ok || !slices.Equal(it.Who, []string{"government"}) || len(it.Events) > 0 {
		t.Errorf("%v apply, at %v", it.Who, it.Events)
	}
}

// Who is declared to be named is named in what was granted: the certificate is of no
// use without. What else is personal data stands in no sentence.
func TestResultsNameTheirPeople(t *testing.T) {
	t.Parallel()
	named := map[string]bool{}
	for _, it := range load(t).On(calendar.On(2026, 11, 20)).All() {
		slots, _ := form.Slots(it.Result.Says.Zh)
		for _, s := range it.Steps {
			for _, f := range s.Fields {
				if said := slices.Contains(slots, f.ID); f.Private && said != f.Names {
					t.Errorf("%s: %s (%s) stands in %q: %v", it.Code, f.ID, f.Privacy(), it.Result.Says.Zh, said)
				}
				named[it.Code] = named[it.Code] || f.Names
			}
		}
	}
	for _, code := range []string{"ZL01", "ZL05", "BQ02", "BT01", "PZ01", "PZ02"} {
		if !named[code] {
			t.Errorf("%s names nobody beside who applies", code)
		}
	}
}

// Every item says of itself what its page promises: what it rests on, at least
// two mistakes of its own, words by which it is sought; papers are handed on to
// somebody outside, not to the city's own desk.
func TestEveryItemIsWhole(t *testing.T) {
	t.Parallel()
	said := map[string]string{}
	ours := map[string]bool{"全链平台": true, "市知识产权局": true, "市市场监督管理局": true}
	cat := load(t)
	for _, u := range cat.City.Units {
		ours[u.Name.Zh] = true
	}
	for _, it := range cat.On(calendar.On(2026, 11, 20)).All() {
		if len(it.Basis) == 0 {
			t.Errorf("%s says nothing of what it rests on, not even that nothing is established", it.Code)
		}
		if len(it.Mistakes) < 2 {
			t.Errorf("%s has %d frequent mistakes", it.Code, len(it.Mistakes))
		}
		for _, m := range it.Mistakes {
			if m.En == "" || said[m.Zh] != "" {
				t.Errorf("%s: the mistake %q is not its own (%s), or has no English", it.Code, m.Zh, said[m.Zh])
			}
			said[m.Zh] = it.Code
		}
		if it.Advice == "" || it.Complaint == "" || it.Result.Name.En == "" || len(it.Limits) == 0 || len(it.Seek) < 3 {
			t.Errorf("%s lacks a telephone number, a result, a limit or words", it.Code)
		}
		if it.Flow == itemflow.Forward && ours[it.Providers[0].Zh] {
			t.Errorf("%s is handed on to %s, which is the city itself", it.Code, it.Providers[0].Zh)
		}
	}
}
