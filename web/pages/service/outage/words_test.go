package outage

import (
	"strings"
	"testing"
	"unicode"

	"quanlian/catalogue/lang"
	"quanlian/kernel/form"
)

// TestBasisInEnglish: a law is named in the language of the page.
func TestBasisInEnglish(t *testing.T) {
	t.Parallel()
	for _, law := range []string{"专利法实施细则", "云澜市知识产权公共服务平台办理规则"} {
		if got := basisText(lang.For(lang.En), form.Basis{Law: law, Article: "6"}); strings.ContainsFunc(got, func(r rune) bool { return unicode.Is(unicode.Han, r) }) || !strings.HasSuffix(got, "art. 6") {
			t.Errorf("in English: %q", got)
		}
		if got := basisText(lang.For(lang.Zh), form.Basis{Law: law}); got != law {
			t.Errorf("in Chinese: %q", got)
		}
	}
}
