package items

import (
	"strings"
	"testing"

	"quanlian/base/errs"
	"quanlian/catalogue/lang"
)

func TestFormats(t *testing.T) {
	t.Parallel()
	for name, cases := range map[string]map[string]string{ // "" is refused
		"uscc":         {"91330100MA27XXXX1": "", "１": ""},
		"patent":       {"202310123456.6": "202310123456.6", "ZL202310123456.7": "", "CN116970934A": "CN116970934A", "x": ""},
		"trademark":    {"12345678": "12345678", "G1234567": "G1234567", "商标": ""},
		"registration": {"202310123456X": "", "2023101234566": "202310123456.6", "12345678": "12345678", "BS.235012345": "BS.235012345", "软著登字第1234567号": "软著登字第1234567号", "号": "", "无": ""},
		"ipc":          {"H01M10/0525": "H01M 10/0525", "Z99": ""},
		"phone":        {"13900000000": "13900000000", "0990-88001200": "0990-88001200", "0990-8800 1200": "0990-88001200", "12345": "12345", "123": "", "abc": ""},
		"email":        {"a.b@c-d.cn": "a.b@c-d.cn", "a@b": "", "a b@c.cn": ""},
		"postcode":     {"310000": "310000", "31000": ""},
		"sha256":       {strings.Repeat("0aF", 21) + "9": strings.Repeat("0af", 21) + "9", strings.Repeat("a", 63): "", strings.Repeat("g", 64): ""},
		"url":          {"https://a.cn/x?y=1": "https://a.cn/x?y=1", "a.cn": "", "javascript:alert(1)": ""},
		"bankaccount":  {"6222 0000-1111 2222": "6222000011112222", "12": ""},
		"caseno":       {"YL2026-ZL14-00124": "YL2026-ZL14-00124", "ZL14-1": ""},
		"id":           {"11010519491231002X": "11010519491231002X", "110105194912310021": ""},
	} {
		f := Formats()[name]
		if f == nil {
			t.Errorf("no format %s", name)
			continue
		}
		for in, want := range cases {
			got, err := f(in)
			if got != want || (err == nil) != (want != "") {
				t.Errorf("%s %q: %q %v, want %q", name, in, got, err, want)
			}
			if err != nil && !lang.For(lang.En).Has(errs.As(err).Code) {
				t.Errorf("%s %q: %v has no sentence", name, in, err)
			}
		}
	}
}
