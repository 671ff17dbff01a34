package site

import (
	"testing"

	"quanlian/catalogue/lang"
	"quanlian/kernel"
)

// The title of an item's case begins with the item's English name on English pages,
// also where the item was renamed since; what a person typed stays.
func TestTitleInEnglish(t *testing.T) {
	t.Parallel()
	v := &Visit{L: lang.For(lang.En), Env: &Env{ItemName: func(zh bool, code string) string {
		if code != "ZL15" {
			return ""
		}
		return map[bool]string{true: "专利权质押登记", false: "Registration of a patent pledge"}[zh]
	}, EnglishName: func(name string) string {
		return map[string]string{"专利权质押登记": "Registration of a patent pledge"}[name]
	}, DistrictName: func(zh bool, short string) string {
		if short == "东埠" && !zh {
			return "Dongbu"
		}
		return short
	}}}
	if got := v.DistrictText("东埠") + v.DistrictText("别处"); got != "Dongbu别处" {
		t.Error(got)
	}
	for _, x := range []struct {
		item, title, want string
	}{
		{"ZL15", "专利权质押登记　云澜大学", "Registration of a patent pledge　云澜大学"},
		{"ZL15", "专利质押登记（旧名）　云澜大学", "Registration of a patent pledge　云澜大学"},
		{"ZL15", "自拟的题目", "自拟的题目"},
		{"ZZ99", "别的事项　云澜大学", "别的事项　云澜大学"},
		{"", "一种阀门　云澜大学", "一种阀门　云澜大学"},
		{"", "专利权质押登记　云澜大学", "Registration of a patent pledge　云澜大学"}, // a bad rating of that case
		{"", "ZL15 专利权质押登记", "ZL15 Registration of a patent pledge"}, // a change of the item
	} {
		if got := v.TitleText(kernel.Case{Flow: "utilization/pledge.accept-decide", Item: x.item, Title: x.title}); got != x.want {
			t.Errorf("%s: %q, want %q", x.title, got, x.want)
		}
	}
}
