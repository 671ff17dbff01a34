package itemflow

import (
	"strings"
	"testing"
	"time"

	"quanlian/kernel"
	"quanlian/kernel/form"
)

// TestSparedWhereConfirmed: a paper that a register may spare is spared when all
// the numbers of its field are in force there, however they are spelled.
func TestSparedWhereConfirmed(t *testing.T) {
	t.Parallel()
	it := form.Item{
		Steps: []form.Step{{ID: "mark", Fields: []form.Field{{ID: "mark.number", Kind: form.KindRefs, Format: "upper"}}}},
		Materials: []form.Material{
			{ID: "certificate", Source: "platform", Spare: true, Register: "mark.number"},
			{ID: "identity", Source: "platform", Spare: true},
		},
	}
	r := Rules{
		Checker:  form.Checker{Formats: map[string]form.Format{"upper": func(s string) (string, error) { return strings.ToUpper(s), nil }}},
		Confirms: func(_ kernel.View, n string, _ time.Time) (bool, error) { return n == "A1" || n == "A2", nil },
	}
	for numbers, want := range map[string]string{"a1": "", "A1\na2": "", "a1\nb1": "certificate", "": "certificate"} {
		v := form.Values{"mark.number": numbers}
		sure, err := r.confirmed(nil, it, v, time.Time{})
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, m := range Needed(it, v, form.Facts{Confirmed: sure}, true) {
			got = append(got, m.ID)
		}
		if strings.Join(got, " ") != want {
			t.Errorf("%q: asks for %v, want %q", numbers, got, want)
		}
		if n := len(Needed(it, v, form.Facts{Confirmed: sure}, false)); n != 2 {
			t.Errorf("%q: somebody unknown is asked for %d, want 2", numbers, n)
		}
	}
}
