package api

import (
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
