package account

import (
	"net/url"
	"slices"
	"testing"

	"quanlian/web/httpx"
)

// TestHeldFieldsStandAsInTheForm: what was typed is read in the order in which it was.
func TestHeldFieldsStandAsInTheForm(t *testing.T) {
	t.Parallel()
	typed := url.Values{"a": {"3"}, "z": {"1"}, "m": {"2"}, httpx.DroppedFiles: {"1"}}
	if got := inOrder(typed); !slices.Equal(got, []string{"a", "m", "z"}) {
		t.Errorf("one that was kept before: %v", got)
	}
	typed[httpx.FieldOrder] = []string{"_csrf", "z", "m", "a"}
	if got := inOrder(typed); !slices.Equal(got, []string{"z", "m", "a"}) {
		t.Errorf("%v", got)
	}
}
