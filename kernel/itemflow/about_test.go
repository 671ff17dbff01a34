package itemflow

import (
	"errors"
	"strings"
	"testing"

	"quanlian/kernel/form"
)

// A case is about the first number of its form that the register can have.
func TestAboutIsTheFirstNumber(t *testing.T) {
	t.Parallel()
	it := form.Item{Steps: []form.Step{{Fields: []form.Field{{ID: "owner.name"}, {ID: "rights.numbers", Kind: form.KindRefs, Register: "rights", Format: "n"}}}}}
	r := Rules{Checker: form.Checker{Formats: map[string]form.Format{"n": func(s string) (string, error) {
		if s == "bad" {
			return "", errors.New("bad")
		}
		return strings.ToUpper(s), nil
	}}}}
	for typed, want := range map[string]string{"x1\nx2": "right:X1", "bad\nx2": "right:X2", "bad": "", "": ""} {
		if got := r.about(it, form.Values{"rights.numbers": typed}); got != want {
			t.Errorf("%q: %q, not %q", typed, got, want)
		}
	}
	if got := r.about(form.Item{}, form.Values{"rights.numbers": "x1"}); got != "" {
		t.Errorf("a form without rights is about %q", got)
	}
}
