package moveform

import (
	"net/url"
	"testing"

	"quanlian/base/errs"
	"quanlian/catalogue/lang"
	"quanlian/web/ui"
)

// What is wrong with a row stands at that row, though rows before it were left
// empty: whether the form cannot be read or a rule refuses what was read.
func TestFaultsStandAtTheirRow(t *testing.T) {
	t.Parallel()
	form := url.Values{
		"rows.0.name": {"first"}, "rows.0.amount": {"1"},
		"rows.1.name": {" "}, "rows.1.amount": {""},
		"rows.2.name": {"third"}, "rows.2.amount": {"much"},
		"rows.4.name": {"fifth"}, "rows.4.amount": {"2"},
	}
	var in sample
	err := Read(form, &in)
	if all := errs.All(err); len(all) != 1 || all[0].Field != "rows.1.amount" {
		t.Errorf("the faults are %v", all)
	}
	if len(in.Rows) != 3 || in.Rows[2].Name != "fifth" {
		t.Errorf("read %+v", in.Rows)
	}
	var list errs.List
	list.Add(errs.As(err))
	list.Add(errs.At("rows.2.name", "web.form.date", nil)) // a rule, on what was read
	typed := Typed(form)
	controls := Spec{L: lang.For(lang.Zh), Flow: "utilization/hall/deal", Rows: 1, Values: typed, Faults: ui.FaultsOf(lang.For(lang.Zh), list.Err())}.Controls(sample{})
	got := map[string]ui.Field{}
	for _, c := range controls {
		if c.Kind != Group {
			got[c.Field.Name] = c.Field
		}
	}
	for name, want := range map[string]struct {
		value  string
		faulty bool
	}{"rows.0.name": {"first", false}, "rows.1.name": {"third", false}, "rows.1.amount": {"much", true}, "rows.2.name": {"fifth", true}, "rows.3.name": {"", false}} {
		if f, asked := got[name]; !asked || f.Value != want.value || (f.Error != "") != want.faulty {
			t.Errorf("%s holds %q with fault %q", name, f.Value, f.Error)
		}
	}
	if typed["rows.4.name"] != "fifth" {
		t.Error("what was typed was changed in the caller's hands")
	}
}
