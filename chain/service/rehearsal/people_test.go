package rehearsal

import (
	"fmt"
	"slices"
	"testing"

	"quanlian/base/calendar"
	engine "quanlian/engine/rehearsal"
	"quanlian/kernel"
)

// attended is a record in which each of the people moved a case of the office on
// each of the days.
func attended(days map[kernel.UserID][]int) Record {
	rec := Record{Cases: []kernel.Case{{ID: "a", Item: "X", Unit: "desk", Opened: hour(0, 9, 0)}, {ID: "b", Item: "X", Unit: "idle", Opened: hour(0, 9, 0)}}}
	for u, list := range days {
		for _, d := range list {
			rec.Acts = append(rec.Acts, Act{Case: "a", By: u, Name: "finish", At: hour(d, 10, 0), Own: true})
		}
	}
	slices.SortFunc(rec.Acts, func(a, b Act) int { return a.At.Compare(b.At) })
	return rec
}

// weekdays lists those of so many weeks from the monday of the tests on, each nth.
func weekdays(weeks, nth int) []int {
	var out []int
	for d := range weeks * 7 {
		if d%7 < 5 && (d-d/7*2)%nth == 0 {
			out = append(out, d)
		}
	}
	return out
}

// A post is no promise that its holder worked: the people of an office are those
// of its posts, weighed by the days on which they moved a case, unless the
// question says otherwise.
func TestPeopleAreThoseWhoWorked(t *testing.T) {
	t.Parallel()
	all := []Clerk{{User: "one", Unit: "desk"}, {User: "two", Unit: "desk"}, {User: "three", Unit: "desk"}, {User: "one", Unit: "idle"}, {User: "two", Unit: "idle"}}
	for name, x := range map[string]struct {
		days map[kernel.UserID][]int
		want int
	}{
		"few days: who moved a case":   {map[kernel.UserID][]int{"one": {0}, "two": {1}}, 2},
		"one did it, two helped once":  {map[kernel.UserID][]int{"one": weekdays(6, 1), "two": {3}, "three": {8}}, 1},
		"all alike":                    {map[kernel.UserID][]int{"one": weekdays(6, 2), "two": weekdays(6, 2), "three": weekdays(6, 2)}, 3},
		"half a colleague twice":       {map[kernel.UserID][]int{"one": weekdays(6, 1), "two": weekdays(6, 2), "three": weekdays(6, 2)}, 2},
		"nobody: as the posts say":     {nil, 3},
		"somebody without a post here": {map[kernel.UserID][]int{"four": {0}}, 3},
	} {
		t.Run(name, func(t *testing.T) {
			q := Question{Units: []kernel.UnitID{"desk", "idle"}, From: monday, Until: monday.AddDays(41)}
			_, b := Replay(q, attended(x.days), Offices{Clerks: all}, hour(42, 9, 0), calendar.National())
			if b.Units[0].Staff != x.want || b.Units[0].Posts != 3 || b.Units[1].Staff != 2 || len(b.Units[0].Short) > 0 {
				t.Errorf("people %+v, want %d of 3 and 2", b.Units, x.want)
			}
			q.Staff = map[kernel.UnitID]int{"desk": 5}
			if _, b := Replay(q, attended(x.days), Offices{Clerks: all}, hour(42, 9, 0), calendar.National()); b.Units[0].Staff != 5 || !b.Units[0].Given {
				t.Errorf("people %+v", b.Units)
			}
		})
	}
}

// Who had a deputy, or whose post ended, was missing on those days, and is
// weighed by the others; what the question says of an office goes before.
func TestAbsencesOfDeputiesAndPosts(t *testing.T) {
	t.Parallel()
	before := slices.DeleteFunc(weekdays(6, 1), func(d int) bool { return d >= 7 })
	o := Offices{Clerks: []Clerk{{User: "one", Unit: "desk"}, {User: "two", Unit: "desk"}, {User: "gone", Unit: "desk", Until: hour(-7, 9, 0)}},
		Leaves: []Leave{{User: "two", Unit: "desk", From: hour(7, 0, 0), To: hour(42, 0, 0)}, {User: "one", Unit: "other", From: hour(0, 0, 0), To: hour(42, 0, 0)}}}
	q := Question{Units: []kernel.UnitID{"desk"}, From: monday, Until: monday.AddDays(41)}
	rec := attended(map[kernel.UserID][]int{"one": weekdays(6, 1), "two": before})
	last := slices.Max(weekdays(6, 1))
	r, b := Replay(q, rec, o, hour(42, 9, 0), calendar.National())
	want := []engine.Short{{From: monday.AddDays(7), To: monday.AddDays(last), Missing: 1}}
	if u := b.Units[0]; u.Staff != 2 || u.Posts != 2 || fmt.Sprint(u.Short) != fmt.Sprint(want) || fmt.Sprint(r.Units[0].Short) != fmt.Sprint(want) {
		t.Errorf("leave: %+v, want %v", u, want)
	}
	o.Leaves, o.Clerks[1].Until = nil, hour(6, 20, 0)
	if _, b := Replay(q, rec, o, hour(42, 9, 0), calendar.National()); b.Units[0].Staff != 2 || fmt.Sprint(b.Units[0].Short) != fmt.Sprint(want) {
		t.Errorf("an ended post: %+v, want %v", b.Units[0], want)
	}
	q.Short = map[kernel.UnitID][]engine.Short{"desk": {{From: monday, To: monday, Missing: 2}}}
	if r, _ := Replay(q, rec, o, hour(42, 9, 0), calendar.National()); fmt.Sprint(r.Units[0].Short) != fmt.Sprint(q.Short["desk"]) {
		t.Errorf("the question goes before: %v", r.Units[0].Short)
	}
}
