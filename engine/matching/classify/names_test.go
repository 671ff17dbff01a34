package classify

import (
	"regexp"
	"testing"
)

func TestSubclasses(t *testing.T) {
	t.Parallel()
	form, last := regexp.MustCompile(`^[A-H]\d\d[A-Z]$`), ""
	for _, s := range Subclasses() {
		if !form.MatchString(s.Code) || s.Code <= last || s.Zh == "" || s.En == "" {
			t.Errorf("after %s: %+v", last, s)
		}
		last = s.Code
	}
	if n := len(Subclasses()); n < 200 {
		t.Errorf("%d subclasses were read", n)
	}
	for symbol, want := range map[string]string{"G01L": "G01L", "g01l 1/18": "G01L", "G01": "", "Z99Z": "", "": ""} {
		if s, ok := Named(symbol); s.Code != want || ok != (want != "") {
			t.Errorf("%q: %+v", symbol, s)
		}
	}
}

// TestNamesTeach: with nothing but the names a plain need is led to its class.
func TestNamesTeach(t *testing.T) {
	t.Parallel()
	o := DefaultOptions()
	o.MinCount, o.HoldOut, o.Rounds = 1, 0, 10
	m, err := Train(NameExamples(), o)
	if err != nil {
		t.Fatal(err)
	}
	for text, want := range map[string]string{
		"想给机器人的手指做触觉传感器，测压力": "G01L", "电池的电极材料": "H01M", "污水处理的办法": "C02F",
		"speech recognition for call centres": "G10L", "milling": "B23C",
	} {
		if got := m.Suggest(text, 1); len(got) != 1 || got[0].Code != want {
			t.Errorf("%s: %+v, want %s", text, got, want)
		}
	}
}
