package workbench

import (
	"testing"

	"quanlian/base/errs"
	"quanlian/catalogue/lang"
	"quanlian/kernel"
	"quanlian/web/moveform"
	"quanlian/web/site"
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

// A fault of a field that the shared form does not have is no fault of the form: the
// case is left out, and says why; all other faults stay as they are.
func TestFaultOfAFieldThatIsNotShared(t *testing.T) {
	t.Parallel()
	x := bulkView{v: &site.Visit{L: lang.For(lang.Zh)}}
	x.controls = []moveform.Control{{Kind: moveform.Long, Field: ui.Field{Name: "reason"}}, {Kind: moveform.Checks, Field: ui.Field{Name: "laws"}}}
	x.keep(func(k moveform.Control) bool { return k.Kind != moveform.Checks || len(k.Options) > 0 })
	if len(x.controls) != 1 || x.controls[0].Field.Name != "reason" {
		t.Fatalf("the form asks for %v", x.controls)
	}
	for field, want := range map[string]string{"laws": "kernel.bulk.no_common", "reason": "kernel.reason_needed", "": "kernel.reason_needed"} {
		if got := errs.As(x.apart(kernel.Case{}, errs.At(field, "kernel.reason_needed", nil))); got.Code != want {
			t.Errorf("a fault of %q is told as %s, want %s", field, got.Code, want)
		}
	}
}
