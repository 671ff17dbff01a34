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
		in   itemflow.ObjectInput
		want []string
	}{
		{itemflow.ObjectInput{}, []string{"name", "contact", "text"}},
		{itemflow.ObjectInput{Name: " ", Contact: "1", Text: strings.Repeat("长", 3001)}, []string{"name", "text"}},
		{itemflow.ObjectInput{Name: "某人", Contact: "1", Text: "不同意"}, nil},
	} {
		var got []string
		for _, e := range errs.All(x.in.Check()) {
			got = append(got, e.Field)
		}
		if !slices.Equal(got, x.want) {
			t.Errorf("%+v: %v, want %v", x.in, got, x.want)
		}
	}
}
