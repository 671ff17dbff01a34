package api

import (
	"context"
	"testing"

	"quanlian/catalogue/lang"
	"quanlian/kernel"
)

// TestTitlesAsThePagesSay: the case of an item is titled by its name in the language
// asked for, a case about another one says so; what a person typed stays.
func TestTitlesAsThePagesSay(t *testing.T) {
	t.Parallel()
	a := bareAPI(t, func(d *Deps) {
		d.ItemName = func(zh bool, code string) string {
			if code != "ZL15" {
				return ""
			}
			return map[bool]string{true: "专利权质押登记", false: "Registration of a patent pledge"}[zh]
		}
	})
	visitor := func(l lang.Lang) *visitor {
		return &visitor{L: lang.For(l), offices: []kernel.Unit{{ID: "hall-1", Zh: "一号厅", En: "Hall one"}}}
	}
	for _, x := range []struct {
		c    kernel.Case
		want string
	}{
		{kernel.Case{Item: "ZL15", Title: "专利权质押登记　云澜大学"}, "Registration of a patent pledge　云澜大学"},
		{kernel.Case{Item: "ZL15", Title: "专利质押登记（旧名）　云澜大学"}, "Registration of a patent pledge　云澜大学"},
		{kernel.Case{Item: "ZZ99", Title: "别的事项　云澜大学"}, "别的事项　云澜大学"},
		{kernel.Case{Unit: "hall-1", Title: "一号厅 A012"}, "Hall one A012"},
		{kernel.Case{Unit: "hall-1", Title: "一种阀门"}, "一种阀门"},
	} {
		if got := a.titled(t.Context(), visitor(lang.En), x.c); got != x.want {
			t.Errorf("%s: %q, want %q", x.c.Title, got, x.want)
		}
		if got := a.titled(t.Context(), visitor(lang.Zh), x.c); got != x.c.Title {
			t.Errorf("%s in Chinese: %q", x.c.Title, got)
		}
	}
}

// lookedAt knows a bulk and a reader of one case of an item.
type lookedAt struct{ People }

func (lookedAt) Bulk(context.Context, kernel.UserID, string) (kernel.BulkStanding, []kernel.BulkItem, error) {
	return kernel.BulkStanding{}, []kernel.BulkItem{{No: "1", Title: "专利权质押登记　云澜大学", Item: "ZL15"}}, nil
}

func (lookedAt) Readings(context.Context, kernel.PartyID, kernel.CaseID, int) ([]kernel.Reading, error) {
	return []kernel.Reading{{No: "1", What: "case", Title: "专利权质押登记　云澜大学", Item: "ZL15"}}, nil
}

// TestTitlesOfBulksAndReaders: they are said as those of the cases themselves.
func TestTitlesOfBulksAndReaders(t *testing.T) {
	t.Parallel()
	a := bareAPI(t, func(d *Deps) {
		d.People = lookedAt{}
		d.ItemName = func(zh bool, _ string) string {
			return map[bool]string{true: "专利权质押登记", false: "Registration of a patent pledge"}[zh]
		}
	})
	for l, want := range map[lang.Lang]string{lang.En: "Registration of a patent pledge　云澜大学", lang.Zh: "专利权质押登记　云澜大学"} {
		v := &visitor{L: lang.For(l), Actor: kernel.Actor{User: "u", Party: "p"}}
		b, err := a.getBulk(t.Context(), v, &bulkIn{})
		if err != nil || b.Body.Items[0].Title != want {
			t.Errorf("in a bulk: %v %v, want %q", err, b, want)
		}
		r, err := a.readers(t.Context(), v, &readersIn{Limit: 1})
		if err != nil || r.Body.Items[0].Title != want {
			t.Errorf("of a reader: %v %v, want %q", err, r, want)
		}
	}
}
