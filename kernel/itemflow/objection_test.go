package itemflow_test

import (
	"slices"
	"strings"
	"testing"

	"quanlian/base/errs"
	"quanlian/kernel/itemflow"
)

// TestObjectionSaysAllAtOnce: an objection hears of every field that is wrong.
func TestObjectionSaysAllAtOnce(t *testing.T) {
	t.Parallel()
	for _, x := range []struct {
		in    itemflow.ObjectInput
		staff bool
		want  []string
	}{
		{itemflow.ObjectInput{}, false, []string{"name", "contact", "text"}},
		{itemflow.ObjectInput{Name: " ", Contact: "13800000000", Text: strings.Repeat("长", 3001)}, false, []string{"name", "text"}},
		{itemflow.ObjectInput{Name: "某人", Contact: "139", Text: "不同意"}, false, []string{"contact"}},
		{itemflow.ObjectInput{Name: "某人", Contact: "a@example.com", Text: "不同意"}, false, nil},
		{itemflow.ObjectInput{Name: "某人", Contact: "云澜市东埠区1号", Text: "不同意"}, true, nil},
	} {
		var got []string
		for _, e := range errs.All(x.in.Check(x.staff)) {
			got = append(got, e.Field)
		}
		if !slices.Equal(got, x.want) {
			t.Errorf("%+v: %v, want %v", x.in, got, x.want)
		}
	}
}
