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
		{"用电容传感器测量液位", "用 电容 传感器 测量 液 位"}, // 用电 is a word, and is not meant
		{"我们想用电容做触觉", "我们 想 用 电容 做 触觉"},
		{"用油墨印刷", "用 油墨 印刷"},
		{"在线圈上绕线", "在 线圈 上 绕线"},
		{"用电安全监测", "用电 安全 监测"}, // here it is
		{"在线检测", "在线 检测"},
		{"对流换热", "对流 换热"},
		{"用水量", "用水量"},
		{"从动轮", "从 动轮"},
		{"有机硅", "有机硅"},
		{"应力传感器", "应力 传感器"},
		{"公司上市", "公司 上市"},
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
