package items

import (
	"testing"

	"quanlian/base/calendar"
	"quanlian/catalogue/lang"
	"quanlian/kernel"
	"quanlian/kernel/form"
	"quanlian/kernel/itemflow"
	"quanlian/web/site"
)

// What was owed is no longer asked for once the case has ended without it.
func TestOwedEndsWithTheCase(t *testing.T) {
	t.Parallel()
	it := form.Item{Materials: []form.Material{{ID: "proof", Name: form.Text{Zh: "住址证明", En: "Proof of address"}}}}
	d := itemflow.Data{Accepted: calendar.On(2026, 11, 20).At(9), Gaps: []itemflow.Gap{{Material: "proof", By: calendar.On(2026, 11, 25)}}}
	for s, want := range map[kernel.State]string{itemflow.Accepted: "待补交", itemflow.Delivered: "", itemflow.Revoked: "逾期未补交", kernel.StateWithdrawn: ""} {
		x := &came{v: &site.Visit{L: lang.For(lang.Zh)}, d: d}
		x.owed(it, s)
		got := ""
		if len(x.rows) > 0 {
			got = x.rows[0].Key
		}
		if got != want {
			t.Errorf("%s: %q, want %q", s, got, want)
		}
	}
}
