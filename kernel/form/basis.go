package form

import (
	"regexp"
	"strings"
)

// titled is the end of an act's title; a number or a list of the city's own
// is no title.
var titled = regexp.MustCompile(`^\p{Han}.*(法|法典|公约|条约|议定书|条例|办法|规定|细则|规则|指引|指南|意见|方案)(（试行）)?$`)

// LawTitle puts an act's title, and nothing else, between 《 and 》.
func LawTitle(law string) string {
	title, rest := law, ""
	if i := strings.Index(law, "（"); i > 0 && !strings.HasPrefix(law[i:], "（试行）") {
		title, rest = law[:i], law[i:]
	}
	if strings.HasPrefix(title, "本市") || strings.Contains(title, "《") || !titled.MatchString(title) {
		return law
	}
	return "《" + title + "》" + rest
}

// Cited names the law with its article, as 《民法典》第440条 and Civil Code, Art. 440; in
// English by its Chinese name where it has no other.
func (b Basis) Cited(zh bool) string {
	switch {
	case zh && b.Article != "":
		return LawTitle(b.Law) + "第" + b.Article + "条"
	case zh:
		return LawTitle(b.Law)
	}
	name := b.En
	if name == "" {
		name = b.Law
	}
	return name + Articles(b.Article)
}

// Named is the law as cited, with what it says, for who has to choose one.
func (b Basis) Named(zh bool) string {
	says := b.Says.In(zh)
	if says == "" {
		return b.Cited(zh)
	}
	return b.Cited(zh) + map[bool]string{true: "：", false: ": "}[zh] + says
}

// numerals are those in which some documents number their sections.
var numerals = strings.NewReplacer("一", "1", "二", "2", "三", "3", "四", "4", "五", "5", "六", "6", "七", "7", "八", "8", "九", "9", "十", "10")

// Articles are the articles of a law, parted by 、 or –, as they stand behind its
// English name: ", Art. 41", ", Arts. 440, 444"; "" for none.
func Articles(n string) string {
	n = numerals.Replace(n)
	switch {
	case n == "":
		return ""
	case strings.ContainsAny(n, "、–"):
		return ", Arts. " + strings.ReplaceAll(n, "、", ", ")
	}
	return ", Art. " + n
}

// Key names a basis among those of its item: the law with its article, as 图书馆法第3条.
func (b Basis) Key() string {
	if b.Article == "" {
		return b.Law
	}
	return b.Law + "第" + b.Article + "条"
}
