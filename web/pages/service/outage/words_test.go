package outage

import (
	"strings"
	"testing"
	"time"
	"unicode"

	"quanlian/base/calendar"
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

// TestRuleReplaced: a rule that another followed says until when it applied.
func TestRuleReplaced(t *testing.T) {
	t.Parallel()
	l, from := lang.For(lang.Zh), calendar.On(2026, time.January, 1)
	if got := ruleTitle(l, from, calendar.Date{}); got != "2026年1月1日起施行" {
		t.Error(got)
	}
	if got := ruleTitle(l, from, calendar.On(2026, time.November, 1)); !strings.Contains(got, "2026年1月1日至2026年10月31日") {
		t.Error(got)
	}
}
