package main

import (
	"fmt"
	"strings"
	"testing"

	"quanlian/catalogue/city"
	"quanlian/kernel/form"
)

// TestSiteIsTheCitysOwn: a city reads its own name on its pages and nothing of
// the invented one.
func TestSiteIsTheCitysOwn(t *testing.T) {
	t.Parallel()
	bare := city.City{Name: form.Text{Zh: "莲州市", En: "Lianzhou"}, Prefix: "LZ"}
	told := bare
	told.Front = city.Front{Name: form.Text{Zh: "莲州知产", En: "Lianzhou IP"}, Host: form.Text{Zh: "莲州局", En: "Lianzhou Office"}, Advice: "12345", Records: []form.Text{{Zh: "备案1", En: "Record 1"}}}
	for _, zh := range []bool{true, false} {
		for _, c := range []city.City{bare, told} {
			s := siteOf(c, zh)
			all := fmt.Sprint(s.Name, s.Facts, s.Records)
			if s.Prefix != "LZ" {
				t.Errorf("numbers with %q", s.Prefix)
			}
			if strings.Contains(all, "云澜") || strings.Contains(all, "Yunlan") || strings.Contains(all, "0990") || s.Name == "" {
				t.Errorf("zh %v: %s", zh, all)
			}
		}
		if s := siteOf(bare, zh); len(s.Facts) != 0 || len(s.Records) != 0 || !strings.HasPrefix(s.Name, map[bool]string{true: "莲州市", false: "Lianzhou"}[zh]) {
			t.Errorf("zh %v: a city that told nothing: %+v", zh, s)
		}
		if s := siteOf(told, zh); len(s.Facts) != 2 || len(s.Records) != 1 || !strings.Contains(s.Facts[1], "12345") {
			t.Errorf("zh %v: %+v", zh, s)
		}
	}
	invented := told
	invented.Invented = true
	if s := siteOf(invented, true); len(s.Records) != 2 || !strings.Contains(s.Records[1], "莲州市为虚构城市") {
		t.Errorf("an invented city does not say so: %+v", s.Records)
	}
}
