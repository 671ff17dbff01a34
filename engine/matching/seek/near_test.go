package seek

import (
	"slices"
	"strings"
	"testing"
)

// marked puts brackets around what is marked.
func marked(f *Finder, q, s string) string {
	r := []rune(s)
	var b strings.Builder
	at := 0
	for _, m := range f.Mark(q, s) {
		b.WriteString(string(r[at:m.Start]) + "[" + string(r[m.Start:m.End]) + "]")
		at = m.End
	}
	return b.String() + string(r[at:])
}

func TestMark(t *testing.T) {
	t.Parallel()
	f := some()
	for _, c := range []struct{ q, s, want string }{
		{"我的商标被人抄了", "商标侵权查处", "[商标侵权]查处"},
		{"拿专利去银行抵押借款", "用专利向银行借钱。", "用[专利]向[银行][借钱]。"},
		{"copied brand", "Complain when your mark is copied.", "Complain when your [mark] is [copied]."},
		{"商標", "申请注册商标。", "申请注册[商标]。"},
		{"PCT", "国际申请 ＰＣＴ", "国际申请 [ＰＣＴ]"},
		{"我想", "我想注册", "我想注册"},
		{"商标", "", ""},
	} {
		if got := strings.ReplaceAll(marked(f, c.q, c.s), "][", ""); got != strings.ReplaceAll(c.want, "][", "") {
			t.Errorf("%s in %s: %s, want %s", c.q, c.s, got, c.want)
		}
	}
}

func TestNear(t *testing.T) {
	t.Parallel()
	f := some()
	for q, want := range map[string]string{"册注标商": "注册商标", "tradmark": "Trade mark application", "专利货款": "专利贷款", "pledg lons": "Pledge loans"} {
		if got := f.Near(q, 3); !slices.Contains(got, want) {
			t.Errorf("%s: %v, want %s", q, got, want)
		}
	}
	for _, q := range []string{"", "zzzz", "？", "天气"} {
		if got := f.Near(q, 3); len(got) > 0 {
			t.Errorf("%q is near %v", q, got)
		}
	}
	if got := f.Near("商标", 1); len(got) != 1 {
		t.Errorf("one was asked for, %v came", got)
	}
}
