package items

import (
	"reflect"
	"slices"
	"testing"

	"quanlian/base/calendar"
	"quanlian/catalogue/city"
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

// TestReceivers: an item that goes to the stations by district names them.
func TestReceivers(t *testing.T) {
	t.Parallel()
	p := pages{Deps: Deps{City: func() city.City {
		return city.City{Units: []city.Unit{{ID: "east", Name: form.Text{Zh: "东站", En: "East"}}, {ID: "west", Name: form.Text{Zh: "西站", En: "West"}}}}
	}}}
	desk := city.Unit{ID: "desk", Name: form.Text{Zh: "窗口", En: "Desk"}}
	routed := form.Item{Routes: []form.Route{{When: form.Predicate{Name: "district", Args: []string{"东"}}, Unit: "east"}, {When: form.Predicate{Name: "filled", Args: []string{"a.b"}}, Unit: "west"}}}
	for want, it := range map[string]form.Item{"窗口": {}, "按所在区县由东站受理；其余由窗口受理": routed} {
		if got := p.receivers(lang.For(lang.Zh), it, desk); got != want {
			t.Errorf("%s, want %s", got, want)
		}
	}
}
