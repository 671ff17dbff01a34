package registry

import (
	"testing"
	"time"

	"quanlian/base/calendar"
)

func TestNamesDoNotRewriteThePast(t *testing.T) {
	t.Parallel()
	p := Party{ID: "p1", Kind: Enterprise, Names: []NameSpan{
		{Name: "云澜仪表厂", From: calendar.On(1998, 1, 1), Until: calendar.On(2019, 6, 30), RecordedAt: now.AddDate(-5, 0, 0)},
		{Name: "云澜仪表股份有限公司", From: calendar.On(2019, 7, 1), RecordedAt: now.AddDate(-5, 0, 0)},
		{Name: "云澜智能仪表股份有限公司", From: calendar.On(2025, 1, 1), RecordedAt: now},
	}}
	for _, c := range []struct {
		day   calendar.Date
		known time.Time
		want  string
	}{
		{calendar.On(1997, 1, 1), now, ""},
		{calendar.On(2019, 6, 30), now, "云澜仪表厂"},
		{calendar.On(2019, 7, 1), now, "云澜仪表股份有限公司"},
		{calendar.On(2026, 1, 1), now, "云澜智能仪表股份有限公司"},
		{calendar.On(2026, 1, 1), now.Add(-time.Second), "云澜仪表股份有限公司"},
	} {
		if got := p.NameAt(c.day, c.known); got != c.want {
			t.Errorf("%s: %q, want %q", c.day, got, c.want)
		}
	}
	former := p.FormerNames(calendar.On(2026, 1, 1), now)
	if len(former) != 2 || former[0] != "云澜仪表厂" {
		t.Errorf("former names %v", former)
	}
}

func TestSuccessor(t *testing.T) {
	t.Parallel()
	book := map[string]Party{
		"a": {ID: "a", Links: []MergeLink{{Into: "b", Kind: Absorbed, On: calendar.On(2020, 1, 1), RecordedAt: now}}},
		"b": {ID: "b", Links: []MergeLink{{Into: "c", Kind: Merged, On: calendar.On(2022, 1, 1), RecordedAt: now}}},
		"c": {ID: "c"},
		"d": {ID: "d", Links: []MergeLink{{Into: "c", Kind: Divided, On: calendar.On(2020, 1, 1), RecordedAt: now}}},
		"e": {ID: "e", Links: []MergeLink{{Into: "a", Kind: Duplicate, RecordedAt: now}}},
		"x": {ID: "x", Links: []MergeLink{{Into: "y", Kind: Duplicate, RecordedAt: now}}},
		"y": {ID: "y", Links: []MergeLink{{Into: "x", Kind: Duplicate, RecordedAt: now}}},
	}
	find := func(id string) (Party, bool) { p, ok := book[id]; return p, ok }
	for _, c := range []struct {
		id   string
		day  calendar.Date
		want string
	}{
		{"a", calendar.On(2019, 12, 31), "a"}, {"a", calendar.On(2020, 1, 1), "b"}, {"a", calendar.On(2022, 1, 1), "c"},
		{"d", calendar.On(2026, 1, 1), "d"}, {"e", calendar.On(2019, 1, 1), "a"}, {"x", calendar.On(2026, 1, 1), "x"},
	} {
		if got := Successor(c.id, c.day, now, find); got != c.want {
			t.Errorf("%s on %s: %s, want %s", c.id, c.day, got, c.want)
		}
	}
	if got := Successor("a", calendar.On(2026, 1, 1), now.Add(-time.Hour), find); got != "a" {
		t.Errorf("followed a merger before it was known: %s", got)
	}
}

func TestSameParty(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		a, b       Owner
		same, weak bool
	}{
		{Owner{Party: "1", Name: "甲"}, Owner{Party: "2", Name: "甲"}, false, false},
		{Owner{USCC: "91350100M000100Y43", Name: "旧名"}, Owner{USCC: "91350100m000100y43", Name: "新名"}, true, false},
		{Owner{Name: "云澜（中国）有限公司"}, Owner{Name: "云澜(中国) 有限公司"}, true, true},
		{Owner{}, Owner{}, false, true},
	} {
		if same, weak := SameParty(c.a, c.b); same != c.same || weak != c.weak {
			t.Errorf("%v %v: %v %v", c.a, c.b, same, weak)
		}
	}
}
