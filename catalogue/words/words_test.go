package words

import (
	"slices"
	"testing"
	"testing/fstest"

	"quanlian/base/calendar"
	"quanlian/base/errs"
	"quanlian/catalogue/lang"
	"quanlian/kernel"
)

func TestNearestNameWins(t *testing.T) {
	t.Parallel()
	texts, err := lang.Load(fstest.MapFS{"a.yaml": {Data: []byte(`
a.b.c.state.open: {zh: "挂牌", en: "listed"}
web.state.open: {zh: "进行", en: "running"}
web.state.ended: {zh: "结束", en: "ended"}
a.b.role.seller: {zh: "转让方", en: "seller"}
a.b.c.field.terms.tranches.name: {zh: "款项", en: "payment"}
web.field.price: {zh: "价款", en: "price"}
web.value.deal.licence: {zh: "许可", en: "licence"}
web.value.deal.assignment: {zh: "转让", en: "assignment"}
itemflow.title.review: {zh: "差评：{title}", en: "Bad rating: {title}"}
web.case.held_short.suspended: {zh: "中止", en: "suspended"}
a.reason.industry: {zh: "行业相近（{code}）", en: "its industry is near ({code})"}
a.reason.place: {zh: "同在{code}", en: "both in {code}"}
words.industry.class_c34: {zh: "通用设备制造业", en: "General-purpose machinery"}
`)}})
	if err != nil {
		t.Fatal(err)
	}
	l := lang.New(lang.En, texts)
	const f kernel.FlowAddr = "a/b.c"
	if !OwnRole(l, f, "seller") || OwnRole(l, f, "bank") || OwnRole(l, "a/d.c", "seller") {
		t.Error("a role has the word of another matter, or not its own")
	}
	for got, want := range map[string]string{
		State(l, f, "open"): "listed", State(l, f, "ended"): "ended", State(l, f, "lost"): "lost",
		Role(l, f, "seller"): "seller", Role(l, f, "bank"): "bank",
		Field(l, f, "terms.tranches.0.name"): "payment", Field(l, f, "terms.price"): "price", Field(l, f, "a.2.odd"): "a.odd",
		Value(l, f, "terms.0.deal", "licence,assignment"): "licence and assignment", Value(l, f, "deal", "x"): "x",
		Standing(l, kernel.Case{Flow: f, State: "open", Hold: &kernel.Hold{Kind: kernel.HoldSuspended}}, calendar.Date{}): "suspended",
		Reason(l, "a.reason.industry", errs.Args{"code": "C34"}):                                                          "its industry is near (C34 General-purpose machinery)", Reason(l, "a.reason.place", errs.Args{"code": "C34"}): "both in C34",
		Title(l, f, "Desk A016"): "Desk A016", Title(l, "a/b.review", "Desk A016"): "Bad rating: Desk A016",
		Hint(l, f, "deal"): "", Lead(l, f, "offer"): "", Move(l, f, "offer"): "offer", Matter(l, "a/b"): "a/b",
	} {
		if got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
}

// A notice names an item in the reader's language.
func TestNoticeInTheReadersLanguage(t *testing.T) {
	t.Parallel()
	texts, err := lang.Load(fstest.MapFS{"a.yaml": {Data: []byte(`a.sent: {zh: "已提交{name}，办件号{no}", en: "{name} was sent, case {no}"}`)}})
	if err != nil {
		t.Fatal(err)
	}
	n := kernel.Notice{No: "YL-1", Text: "a.sent", Args: map[string]string{"name": "专利权质押登记", "name_en": "Registration of a patent pledge"}}
	for code, want := range map[lang.Lang]string{lang.Zh: "已提交专利权质押登记，办件号YL-1", lang.En: "Registration of a patent pledge was sent, case YL-1"} {
		if got := Notice(lang.New(code, texts), n); got != want {
			t.Errorf("%s: %q, want %q", code, got, want)
		}
	}
}

// TestStandingSaysRefused: that a result was served does not say that it was
// against the applicant.
func TestStandingSaysRefused(t *testing.T) {
	t.Parallel()
	texts, err := lang.Load(fstest.MapFS{"a.yaml": {Data: []byte(`
itemflow.state.delivered: {zh: "已送达", en: "Served"}
itemflow.book.state.delivered: {zh: "已到场", en: "Attended"}
itemflow.refused: {zh: "{state}：不予", en: "{state}: refused"}
itemflow.sent.announcement: {zh: "公告中，视为送达日{day}", en: "Announced, {day}"}
`)}})
	if err != nil {
		t.Fatal(err)
	}
	l := lang.New(lang.Zh, texts)
	for want, c := range map[string]kernel.Case{
		"已送达":                    {Flow: "a/b.accept-decide", State: "delivered", Data: []byte(`{"decision":{"grant":true}}`)},
		"已送达：不予":                 {Flow: "a/b.accept-decide", State: "delivered", Data: []byte(`{"decision":{"grant":false}}`)},
		"公告中，视为送达日2026-12-20":    {Flow: "a/b.accept-decide", State: "delivered", Data: []byte(`{"decision":{"grant":true},"served":{"way":"announcement","sent":"2026-11-20","day":"2026-12-20"}}`)},
		"公告中，视为送达日2026-12-20：不予": {Flow: "a/b.accept-decide", State: "delivered", Data: []byte(`{"decision":{"grant":false},"served":{"way":"announcement","sent":"2026-11-20","day":"2026-12-20"}}`)},
		"已到场":                    {Flow: "a/b.book", State: "delivered", Data: []byte(`{}`)},
	} {
		if got := Standing(l, c, calendar.On(2026, 12, 19)); got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
	c := kernel.Case{Flow: "a/b.accept-decide", State: "delivered", Data: []byte(`{"served":{"way":"announcement","sent":"2026-11-20","day":"2026-12-20"}}`)}
	if got := Standing(l, c, calendar.On(2026, 12, 20)); got != "已送达" {
		t.Errorf("on its day it is %q", got)
	}
}

func TestIndustries(t *testing.T) {
	t.Parallel()
	list := Industries()
	if len(list) < 90 || list[0] != "A01" || !slices.IsSorted(list) || !slices.Contains(list, "C39") {
		t.Errorf("%d divisions: %v", len(list), list)
	}
}

// TestHeaded: a title that the program heads is found by that word, and by the title
// as it stands.
func TestHeaded(t *testing.T) {
	t.Parallel()
	for _, x := range []struct {
		l          *lang.Localizer
		text, rest string
		names      []string
	}{
		{lang.For(lang.Zh), "差评", "差评", []string{"review"}},
		{lang.For(lang.Zh), "差评：维权援助", "维权援助", nil},
		{lang.For(lang.Zh), "维权援助", "维权援助", nil},
		{lang.For(lang.En), "bad rating", "bad rating", []string{"review"}},
		{lang.For(lang.Zh), "", "", nil},
	} {
		if names, rest := Headed(x.l, x.text); !slices.Equal(names, x.names) || rest != x.rest {
			t.Errorf("%q: %v, %q", x.text, names, rest)
		}
	}
}
