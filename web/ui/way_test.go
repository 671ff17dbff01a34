package ui

import (
	"strings"
	"testing"

	"quanlian/catalogue/lang"
)

// A chain on which nobody stands yet says its steps in words where only the
// nodes have room; one on which somebody stands says that step.
func TestChainSaysItsStepsWhereThereIsNoRoom(t *testing.T) {
	t.Parallel()
	steps := []Step{{Text: "提交"}, {Text: "转送", Fact: "人民法院"}}
	for now, want := range map[int]string{0: "1\u00a0提交　2\u00a0转送（人民法院）", 1: "提交"} {
		var b strings.Builder
		if err := Chain(lang.For(lang.Zh), now, steps).Render(t.Context(), &b); err != nil {
			t.Fatal(err)
		}
		_, line, ok := strings.Cut(b.String(), "q-chain-now")
		if !ok || !strings.Contains(line, want) {
			t.Errorf("at step %d: %s", now, line)
		}
	}
}
