package caseview

import (
	"strings"
	"testing"

	"quanlian/catalogue/lang"
)

// Lines are ticked, and ticks taken back, only while the case takes it; afterwards
// the list says what was checked and what was not.
func TestChecklistIsAFormWhileItMayBeTicked(t *testing.T) {
	t.Parallel()
	for _, tick := range []bool{true, false} {
		x := deskView{view: view{L: lang.For(lang.Zh), Base: "/case/YL2026-ZL14-00001"}, tick: tick, ticked: 1,
			desk: Desk{Checks: []CheckLine{{ID: "term", Text: "许可期限"}, {ID: "parties", Text: "许可方", Ticked: "程序核对 11月20日", Back: true}}}}
		var b strings.Builder
		if err := checklist(x).Render(t.Context(), &b); err != nil {
			t.Fatal(err)
		}
		for _, part := range []string{"<form", `type="checkbox"`, `data-testid="tick"`, `data-testid="overrule-parties"`} {
			if strings.Contains(b.String(), part) != tick {
				t.Errorf("may be ticked %v, and %s stands in %s", tick, part, b.String())
			}
		}
		if !strings.Contains(b.String(), "许可期限") || !strings.Contains(b.String(), "程序核对") || strings.Contains(b.String(), "未核") == tick {
			t.Errorf("may be ticked %v: %s", tick, b.String())
		}
	}
}
