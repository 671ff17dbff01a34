package items

import (
	"maps"
	"testing"

	"quanlian/kernel/form"
)

// TestFactsAreCopied: of a former application the facts that were ticked are kept,
// statements, consents and fields that are no more are not.
func TestFactsAreCopied(t *testing.T) {
	t.Parallel()
	it := form.Item{Steps: []form.Step{
		{ID: "act", Fields: []form.Field{{ID: "act.place", Kind: form.KindText}, {ID: "act.urgent", Kind: form.KindYes, Optional: true}, {ID: "act.share", Kind: form.KindYes, Optional: true, Anew: true}}},
		{ID: "declaration", Fields: []form.Field{{ID: "declaration.truth", Kind: form.KindYes}}},
	}}
	got := known(it, form.Values{"act.place": "x", "act.urgent": "yes", "act.share": "yes", "declaration.truth": "yes", "act.gone": "1"})
	if want := (form.Values{"act.place": "x", "act.urgent": "yes"}); !maps.Equal(got, want) {
		t.Errorf("%v, want %v", got, want)
	}
}
