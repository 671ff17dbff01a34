package catalogue

import (
	"net/url"
	"strings"
	"testing"

	"quanlian/catalogue/city"
	"quanlian/catalogue/lang"
	"quanlian/kernel/form"
	"quanlian/web/site"
)

// A case goes where the first rule that fits sends it, and the page says which rule,
// and how the office gives it out.
func TestWhereACaseGoes(t *testing.T) {
	t.Parallel()
	it := form.Item{Code: "XX01", Unit: "main", Steps: []form.Step{{Fields: []form.Field{{ID: "right.field", Label: form.Text{Zh: "技术领域", En: "Field"}, Options: []form.Option{{Value: "bio", Text: form.Text{Zh: "生物", En: "Biology"}}}}}}},
		Routes: []form.Route{{When: form.Predicate{Name: "one_of", Args: []string{"right.field", "bio"}}, Unit: "bio"}, {When: form.Predicate{Name: "district", Args: []string{"鹤汀"}}, Unit: "far"}}}
	c := city.City{Units: []city.Unit{{ID: "main", Name: form.Text{Zh: "总窗口"}}, {ID: "bio", Name: form.Text{Zh: "生物科"}, ByLoad: true}, {ID: "far", Name: form.Text{Zh: "鹤汀站"}}}}
	for _, x := range []struct{ ask, unit, rule, gives string }{
		{"", "总窗口", "都不合的", "认领"},
		{"f.right.field=bio&district=鹤汀", "生物科", "第1条：“技术领域”是生物", "在办最少"},
		{"district=鹤汀", "鹤汀站", "第2条：在鹤汀", "认领"},
	} {
		q, err := url.ParseQuery(x.ask)
		if err != nil {
			t.Fatal(err)
		}
		view := routingView{v: &site.Visit{L: lang.For(lang.Zh)}, city: c, items: []form.Item{it}, query: q, item: it, tried: true}
		got := view.answer()
		if got[0].Text != x.unit || got[1].Text != x.rule || !strings.Contains(got[2].Text, x.gives) {
			t.Errorf("%s: %+v", x.ask, got)
		}
		if n := len(view.routes().Rows); n != 3 {
			t.Errorf("%d rules in the table, want two and the rest", n)
		}
		if len(view.asked()) != 1 || !view.looks("district") || view.looks("by_agent") {
			t.Error("the trial asks what no rule looks at, or not what one does")
		}
	}
}
