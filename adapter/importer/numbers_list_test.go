package importer

import (
	"slices"
	"strings"
	"testing"
)

func TestNumberList(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		text string
		most int
		want []string
	}{
		"a head that says so":    {"名称,专利号\n甲,202119900000.4\n乙,ZL202129900740.3\n", 9, []string{"202119900000.4", "ZL202129900740.3"}},
		"heads in two languages": {"权利号\nnumber\n202119900000.4\n", 9, []string{"202119900000.4"}},
		"no head":                {"202119900000.4\n202129900740.3\n\n202219900185.3\n", 9, []string{"202119900000.4", "202129900740.3", "202219900185.3"}},
		"of publications":        {"名称,公开号\n甲,CN112345678A\n", 9, []string{"CN112345678A"}},
		"both sorts of numbers":  {"公开号,申请号\nCN112345678A,202119900000.4\n", 9, []string{"202119900000.4"}},
		"no more than asked":     {"专利号\n1\n2\n3\n", 2, []string{"1", "2"}},
		"what is no number":      {"专利号\nabc\n", 9, []string{"abc"}},
	} {
		got, err := NumberList("a.csv", strings.NewReader(c.text), 1<<20, c.most)
		if err != nil || !slices.Equal(got, c.want) {
			t.Errorf("%s: %v %v", name, got, err)
		}
	}
	if _, err := NumberList("a.csv", strings.NewReader(""), 1<<20, 9); err == nil {
		t.Error("an empty file was read")
	}
}
