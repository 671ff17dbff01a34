package words

import (
	"testing"

	"quanlian/catalogue/lang"
)

// A payment has one name in the form, in what is wrong with it and in the contract.
func TestRow(t *testing.T) {
	t.Parallel()
	for _, x := range []struct {
		lang lang.Lang
		path string
		want string
	}{
		{lang.Zh, "terms.tranches", "第2笔"}, {lang.En, "terms.tranches", "Payment 2"}, {lang.Zh, "terms.back", "买方许可的专利2"},
	} {
		if got := Row(lang.For(x.lang), "utilization/hall/deal", x.path, 2); got != x.want {
			t.Errorf("%s: %q, want %q", x.path, got, x.want)
		}
	}
}
