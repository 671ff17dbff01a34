package items

import (
	"regexp"
	"strings"
	"testing"

	"quanlian/base/calendar"
	"quanlian/catalogue/lang"
	"quanlian/catalogue/words"
)

// TestEveryLawHasAnEnglishName: what an item rests on, and what a limit does, is
// named in English too.
func TestEveryLawHasAnEnglishName(t *testing.T) {
	t.Parallel()
	en, han := lang.For(lang.En), regexp.MustCompile(`\p{Han}`)
	name := func(code, law string) {
		if got := words.Law(en, law); law != "" && (got == "" || han.MatchString(got)) {
			t.Errorf("%s: %q has no English name in catalogue/words/laws.json", code, law)
		}
	}
	for _, it := range load(t).On(calendar.DateOf(start)).All() {
		for _, b := range it.Basis {
			if cited := b.Cited(false); han.MatchString(cited) {
				t.Errorf("%s: %q is not named in English; catalogue/words/laws.json", it.Code, cited)
			}
		}
		for _, l := range it.Limits {
			name(it.Code, l.Basis)
		}
		name(it.Code, it.Fee.Basis)
	}
	for _, law := range []string{"行政复议法（2023年修订）第20条", "行政诉讼法（2017年修正）第46条", "国务院关于在线政务服务的若干规定"} { // remedies and seals
		name("served", law)
	}
	for _, w := range []calendar.Way{calendar.Electronic, calendar.Post, calendar.Announcement} {
		got, err := calendar.Service(w, calendar.DateOf(start), calendar.Date{})
		if err != nil {
			t.Fatal(err)
		}
		law, _, _ := strings.Cut(got.Rule.Basis, "：")
		name(string(w), law)
	}
	for law, want := range map[string]string{"专利法第41条": "Patent Law of the PRC, Art. 41", "民法典第440、444条": "Civil Code of the PRC, Arts. 440, 444", "专利法第24条第2款": "Patent Law of the PRC, Art. 24(2)"} {
		if got := words.Law(en, law); got != want {
			t.Errorf("%s: %q, want %q", law, got, want)
		}
	}
}
