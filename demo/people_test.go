package demo_test

import (
	"testing"

	"quanlian/base/ident"
	"quanlian/demo"
)

// A form filled from the log-in must not begin with a fault.
func TestCodesOfPartiesAreWellFormed(t *testing.T) {
	t.Parallel()
	for _, p := range demo.Parties() {
		if p.Code == "" {
			continue
		}
		if _, err := ident.ParseUSCC(p.Code); err != nil {
			t.Errorf("%s: %v", p.Name, err)
		}
	}
}
