package concept

import (
	"reflect"
	"strings"
	"testing"

	"quanlian/engine/matching/text"
)

func TestSame(t *testing.T) {
	t.Parallel()
	zh, en := Default().Same("温漂")
	if !reflect.DeepEqual(zh, []string{"温度漂移", "热漂移"}) || len(en) == 0 || en[0] != "temperature drift" {
		t.Errorf("温漂: %v %v", zh, en)
	}
	if zh, en := Default().Same("无此词"); zh != nil || en != nil {
		t.Errorf("unknown term: %v %v", zh, en)
	}
}

func TestEnglishTakesTheLongest(t *testing.T) {
	t.Parallel()
	words := strings.Fields("the " + stems("lithium-ion batteries") + " with " + stems("sensors"))
	got := Default().English(words)
	if len(got) != 2 || got[0].Chinese[0] != "锂电池" || got[0].From != 1 || got[0].To != 4 || got[1].Chinese[0] != "传感器" {
		t.Errorf("%+v", got)
	}
}

// TestListIsInNormalForm guards the file: a term in another form is never found.
func TestListIsInNormalForm(t *testing.T) {
	t.Parallel()
	n := 0
	for line := range strings.Lines(embedded) {
		if strings.HasPrefix(line, "#") {
			continue
		}
		n++
		if text.FoldString(line) != line {
			t.Errorf("not in normal form: %s", line)
		}
		if zh, en, ok := strings.Cut(line, "="); !ok || len(strings.Fields(zh)) == 0 || strings.TrimSpace(en) == "" {
			t.Errorf("not a concept: %s", line)
		}
	}
	if n < 300 {
		t.Errorf("only %d concepts", n)
	}
}
