package segment

import (
	"strings"
	"testing"
	"unicode"

	"pgregory.net/rapid"

	"quanlian/engine/matching"
)

var _ matching.Segmenter = Gse{}

func TestCut(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ in, want string }{
		{"柔性压阻触觉传感器的温漂补偿", "柔性 压阻 触觉 传感器 的 温漂 补偿"},
		{"碳化硅逆变器", "碳化硅 逆变器"},
		{"锂电池隔膜", "锂电池 隔膜"},
	} {
		if got := strings.Join(Gse{}.Cut(c.in), " "); got != c.want {
			t.Errorf("%s: %s", c.in, got)
		}
	}
}

func TestWordsJoinToTheText(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		s := string(rapid.SliceOf(rapid.RuneFrom(nil, unicode.Han)).Draw(t, "s"))
		if got := strings.Join(Gse{}.Cut(s), ""); got != s {
			t.Fatalf("%q became %q", s, got)
		}
	})
}
