package workbench

import (
	"testing"

	"quanlian/catalogue/lang"
	"quanlian/web/ui"
)

// What was ticked or chosen is read before a bulk starts in words, what was
// written as it was written.
func TestAnswersOfABulkInWords(t *testing.T) {
	t.Parallel()
	options := []ui.Option{{Value: "own", Text: "权利是本人的"}, {Value: "live", Text: "权利有效"}}
	for answer, want := range map[string]string{"own": "权利是本人的", "own,live": "权利是本人的、权利有效", "own, but not live": "own, but not live", "请假": "请假"} {
		if got := answered(lang.For(lang.Zh), options, answer); got != want {
			t.Errorf("%q is read as %q", answer, got)
		}
	}
}
