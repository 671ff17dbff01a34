package items

import (
	"slices"
	"testing"

	"quanlian/catalogue/lang"
	"quanlian/kernel/form"
	"quanlian/web/itemform"
	"quanlian/web/pages/caseview"
)

// TestFilesOfOneMaterialAreToldApart: two scans of one paper never look alike.
func TestFilesOfOneMaterialAreToldApart(t *testing.T) {
	t.Parallel()
	files := []caseview.DeskFile{{Name: "合同"}, {Name: "身份证明"}, {Name: "合同"}, {Name: "合同"}}
	number(lang.For("zh"), files)
	var got []string
	for _, f := range files {
		got = append(got, f.Name)
	}
	if want := []string{"合同（1/3）", "身份证明", "合同（2/3）", "合同（3/3）"}; !slices.Equal(got, want) {
		t.Errorf("%v, want %v", got, want)
	}
}

// TestTickedFactsAreTold: whoever decides sees a fact that was ticked; a statement
// that everybody makes is left out.
func TestTickedFactsAreTold(t *testing.T) {
	t.Parallel()
	s := form.Step{ID: "act", Fields: []form.Field{
		{ID: "act.place", Kind: form.KindText}, {ID: "act.urgent", Kind: form.KindYes, Optional: true}, {ID: "act.pledged", Kind: form.KindYes, Optional: true},
		{ID: "act.share", Kind: form.KindYes, Optional: true, Anew: true}, {ID: "act.truth", Kind: form.KindYes}}}
	values := form.Values{"act.place": "集市", "act.urgent": "yes", "act.share": "yes", "act.truth": "yes"}
	var got []string
	for _, a := range itemform.Answers(lang.For("zh"), s, values, form.Facts{}) {
		if told(a) {
			got = append(got, a.Path)
		}
	}
	if want := []string{"act.place", "act.urgent", "act.share"}; !slices.Equal(got, want) {
		t.Errorf("%v, want %v", got, want)
	}
}
