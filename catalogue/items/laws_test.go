package items

import (
	"strings"
	"testing"
	"testing/fstest"

	"quanlian/base/calendar"
)

// A law has its English name from the item, from the city's laws.yaml or from the
// program; one without it is told and stops nothing.
func TestEnglishNamesOfLaws(t *testing.T) {
	t.Parallel()
	const own = "law: 专利法实施细则"
	for _, c := range []struct {
		law, laws, en string
		faults        int
	}{
		{own, "", "Implementing Regulations of the Patent Law", 0},
		{"law: 云澜市促进条例", "laws:\n  - {zh: 云澜市促进条例, en: Yunlan Regulations}\n", "Yunlan Regulations", 0},
		{"law: 云澜市促进条例, en: Rules of the item", "laws:\n  - {zh: 云澜市促进条例, en: Yunlan Regulations}\n", "Rules of the item", 0},
		{"law: 云澜市促进条例", "", "", 1},
		{"law: ISO 56005", "", "", 0},
	} {
		files := example(t, func(all fstest.MapFS) {
			all[zl14] = &fstest.MapFile{Data: []byte(strings.Replace(string(all[zl14].Data), own, c.law, 1))}
			if c.laws != "" {
				all["cities/yunlan/laws.yaml"] = &fstest.MapFile{Data: []byte(c.laws)}
			}
		})
		cat, faults, err := Load(files)
		if err != nil || len(faults) != c.faults {
			t.Fatal(c.law, err, say(faults))
		}
		v, ok := cat.InForce("ZL14", calendar.On(2026, 9, 1))
		if !ok || v.Item.Basis[0].En != c.en {
			t.Errorf("%s: in force %v, named %q, want %q", c.law, ok, v.Item.Basis[0].En, c.en)
		}
		if again, _ := cat.Check(v.Item); ok && again.Hash() != v.Item.Hash() {
			t.Errorf("%s: written and read again it is another item", c.law)
		}
	}
}
