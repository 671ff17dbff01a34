package matching

import (
	"strings"
	"testing"

	"quanlian/engine/matching/concept"
)

// A search in one language asks in the other too; what is a number, a code or
// Chinese stays what was typed.
func TestAskedFor(t *testing.T) {
	t.Parallel()
	list := concept.New()
	if err := list.Read(strings.NewReader("触觉 触感 = tactile\n传感器 = sensor\n锂电池 = lithium battery, lithium-ion battery\n")); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct{ typed, want string }{
		{"Tactile sensors", "tactil=触觉,触感 sensor=传感器"},
		{"a lithium-ion battery for the car", "lithium ion battery=锂电池,lithium battery car"},
		{"触觉 传感器", "触觉=触感,tactil 传感器=sensor"},
		{"觸覺", "触觉=触感,tactil"},
		{"YL2026-GP-00011 F17D", "yl2026-gp-00011 f17d"},
		{"for the", "for the"},
		{"", ""},
	} {
		var got []string
		for _, a := range AskedFor(c.typed, list) {
			s := a.Typed
			if len(a.Others) > 0 {
				s += "=" + strings.Join(a.Others, ",")
			}
			got = append(got, s)
		}
		if strings.Join(got, " ") != c.want {
			t.Errorf("%s: %s, want %s", c.typed, strings.Join(got, " "), c.want)
		}
	}
}

func TestMarksOf(t *testing.T) {
	t.Parallel()
	asked := AskedFor("piezoresistive sensors", nil)
	marks, other := MarksOf("柔性壓阻阵列，Sensor 阵列", asked)
	if got := marked("柔性壓阻阵列，Sensor 阵列", marks); strings.Join(got, " ") != "壓阻 Sensor" || strings.Join(other, " ") != "压阻" {
		t.Errorf("marks %v, others %v", got, other)
	}
}
