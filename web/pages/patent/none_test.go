package patent

import (
	"strings"
	"testing"

	"quanlian/catalogue/lang"
)

// TestNone: a number that finds nothing is told why, and what to try.
func TestNone(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]struct{ say, href string }{
		"202019900037.3": {"按前面各位应为2", "/patents?q=202019900037"},
		"ＺＬ２０２０１９９０００３７．３": {"按前面各位应为2", "/patents?q=202019900037"},
		"202310123456.6":          {"本平台的登记簿里没有这件专利", "/patents"},
		"CN106970934A":            {"本平台的登记簿里没有这件专利", "/patents"},
		"35100001":                {"像是商标号", "/items"},
		"第35100001号":              {"像是商标号", "/items"},
		"G1234567":                {"像是商标号", "/items"},
		"202319900037":            {"请换一个词", "/patents"},
		"5G天线":                    {"请换一个词", "/patents"},
		"20201990003728888888888": {"", "/patents"},
	} {
		say, link := none(lang.For(lang.Zh), text)
		if !strings.Contains(say, want.say) || link.Href != want.href || say == "" {
			t.Errorf("%s: %q %s", text, say, link.Href)
		}
	}
}
