package items

import (
	"reflect"
	"slices"
	"testing"

	"quanlian/base/calendar"
	"quanlian/catalogue/lang"
	"quanlian/kernel/form"
	"quanlian/web/ui"
)

// TestYourOwnTime: the day by which the applicant has to act stands by itself,
// and is not taken for the office's time.
func TestYourOwnTime(t *testing.T) {
	t.Parallel()
	note := form.Text{Zh: "自缴费日起", En: "from the payment"}
	for _, c := range []struct {
		limits []form.Limit
		want   ui.Figure
		n      int
	}{
		{[]form.Limit{{Name: form.Yours, Period: calendar.Years(3).Period(), Note: note, Basis: "专利法实施细则第111条"}}, ui.Figure{Label: "您的期限", Value: "3", Unit: "年", Basis: "自缴费日起　专利法实施细则第111条"}, 5},
		{[]form.Limit{{Name: form.Yours, Note: note}}, ui.Figure{Label: "您的期限", Value: "有期限", Basis: "自缴费日起"}, 5},
		{[]form.Limit{{Name: "statutory", Note: note}}, ui.Figure{}, 4},
	} {
		got := figures(lang.For(lang.Zh), form.Item{Limits: c.limits, Channels: []string{"online"}})
		i := slices.IndexFunc(got, func(f ui.Figure) bool { return f.Label == "您的期限" })
		if len(got) != c.n || (i >= 0) != (c.want.Label != "") {
			t.Fatalf("%+v: %+v", c.limits, got)
		}
		if i >= 0 && !reflect.DeepEqual(got[i], c.want) {
			t.Errorf("%+v, want %+v", got[i], c.want)
		}
	}
}
