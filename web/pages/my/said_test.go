package my

import (
	"context"
	"testing"

	"quanlian/catalogue/lang"
	"quanlian/kernel"
	"quanlian/web/site"
)

// An amount that waits for a colleague's approval is written as money is; a rate
// stays as it was typed.
func TestAmountsOfAnApprovalAreGrouped(t *testing.T) {
	t.Parallel()
	s := saying{ctx: context.Background(), v: &site.Visit{L: lang.For(lang.Zh), Env: &site.Env{}}, flow: kernel.FlowAddr("utilization/hall/deal")}
	for text, want := range map[string]string{"1790000.00": "1,790,000.00", "999.00": "999.00", "0.05": "0.05", "20263561": "20263561"} {
		s.out = nil
		s.row("terms.price", text, "")
		if got := s.out[0].Text; got != want {
			t.Errorf("%s is written %s, want %s", text, got, want)
		}
	}
}
