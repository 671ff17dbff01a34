package items

import (
	"testing"

	"quanlian/catalogue/city"
	"quanlian/catalogue/lang"
	"quanlian/kernel/form"
)

// TestDoneAt: the page says in whose system the act is done in the end, and what
// of it is not established.
func TestDoneAt(t *testing.T) {
	t.Parallel()
	c := city.City{Systems: []city.System{
		{ID: "known", Name: form.Text{Zh: "商标网上服务系统"}, Owner: form.Text{Zh: "商标局"}},
		{ID: "guessed", Name: form.Text{Zh: "备案系统"}, Owner: form.Text{Zh: "海关总署"}, Demo: true},
	}}
	for _, x := range []struct {
		target *form.Target
		want   string
	}{{nil, ""}, {&form.Target{System: "known"}, "商标局：商标网上服务系统"}, {&form.Target{System: "guessed"}, "海关总署：备案系统，有没有接口没有核实"}, {&form.Target{System: "none"}, ""}} {
		got, ok := doneAt(lang.For(lang.Zh), c, form.Item{Target: x.target})
		if ok != (x.want != "") || ok && got.Text != x.want {
			t.Errorf("%+v: %q %t, want %q", x.target, got.Text, ok, x.want)
		}
	}
}
