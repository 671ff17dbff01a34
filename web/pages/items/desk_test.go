package items

import (
	"slices"
	"testing"

	"quanlian/catalogue/lang"
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
