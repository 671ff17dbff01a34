package lang

import (
	"errors"
	"io/fs"
	"os"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"quanlian/base/errs"
	"quanlian/base/money"
)

// TestEmbedded is the guard of all texts of the house.
func TestEmbedded(t *testing.T) {
	t.Parallel()
	for _, f := range Default().Check() {
		t.Error(f)
	}
	if len(Default().Codes()) < 20 {
		t.Errorf("only %d texts were found", len(Default().Codes()))
	}
}

func TestCheckFindsFaults(t *testing.T) {
	t.Parallel()
	texts, err := Load(fstest.MapFS{
		"a.yaml": {Data: []byte(`
a.ok.fine: {zh: "{n}件", en: "{n} {n|case|cases}"}
a.no.english: {zh: "好"}
a.unequal.vars: {zh: "{n}件，{name}", en: "{n} cases"}
a.stray.brace: {zh: "{N}件", en: "{N} cases"}
Bad: {zh: "好", en: "good"}
a.loud.voice: {zh: "成功！", en: "Done successfully"}
`)},
		"b.yaml": {Data: []byte(`a.ok.fine: {zh: "又", en: "again"}`)},
		"c.yaml": {Data: []byte(`c.x.y: {zh: "好", en: "good", fr: "bon"}`)},
		"d.yaml": {Data: []byte("d.x.y: {zh: 好, en: good}\nd.x.y: {zh: 好, en: good}")},
	})
	if err != nil {
		t.Fatal(err)
	}
	all := strings.Join(texts.Check(), "\n")
	for _, want := range []string{
		"b.yaml: a.ok.fine stands in a.yaml already", "a.no.english: has no English text",
		"a.unequal.vars: variables differ: zh {n,name}, en {n}", "a.stray.brace: a brace belongs",
		"Bad: is no code", `says "！"`, `says "successfully"`, "c.yaml: ", "d.yaml: ",
	} {
		if !strings.Contains(all, want) {
			t.Errorf("Check did not say %q:\n%s", want, all)
		}
	}
	if strings.Contains(all, "a.yaml: a.ok.fine") {
		t.Errorf("Check blames a sound text:\n%s", all)
	}
}

func TestFill(t *testing.T) {
	t.Parallel()
	texts, err := Load(fstest.MapFS{"a.yaml": {Data: []byte(`
a.b.n: {zh: "{n}件", en: "{n} {n|case|cases}"}
a.b.money: {zh: "{sum}元，{day}前", en: "{sum} yuan by {day}"}
a.b.who: {zh: "{who}、{list}", en: "{who}, {list}"}
a.b.name: {zh: "窗口", en: "counter"}
`)}})
	if err != nil {
		t.Fatal(err)
	}
	day := time.Date(2026, 11, 20, 0, 0, 0, 0, time.UTC)
	for _, c := range []struct {
		lang Lang
		code string
		args []any
		want string
	}{
		{Zh, "a.b.n", []any{"n", 1}, "1件"},
		{En, "a.b.n", []any{"n", 1}, "1 case"},
		{En, "a.b.n", []any{"n", 0}, "0 cases"},
		{En, "a.b.n", []any{"n", Count(4216)}, "4,216 cases"},
		{Zh, "a.b.n", []any{"n", Count(-12345678)}, "−12,345,678件"},
		{Zh, "a.b.money", []any{"sum", 2_400_000 * money.Yuan, "day", day}, "2,400,000.00元，2026年11月20日前"},
		{En, "a.b.money", []any{"sum", money.Fen(5), "day", day}, "0.05 yuan by 20 November 2026"},
		{En, "a.b.who", []any{"who", Key("a.b.name"), "list", []string{"x", "y", "z"}}, "counter, x, y and z"},
		{Zh, "a.b.who", []any{"who", Key("a.b.name"), "list", []string{"甲", "乙"}}, "窗口、甲、乙"},
		{Zh, "a.b.n", nil, "{n}件"},
		{Zh, "a.b.n", []any{"n", "{n}{x}"}, "{n}{x}件"}, // an argument is never expanded
		{Zh, "a.b.none", nil, "⟦a.b.none⟧"},
	} {
		if got := New(c.lang, texts).T(c.code, c.args...); got != c.want {
			t.Errorf("%s %s %v: got %q want %q", c.lang, c.code, c.args, got, c.want)
		}
	}
}

func TestErrors(t *testing.T) {
	t.Parallel()
	l := For(Zh)
	if got := l.Error(errors.New("dial tcp 10.0.0.1: refused")); strings.Contains(got, "dial") || got != l.T("base.kind.internal") {
		t.Errorf("a foreign error shows %q", got)
	}
	if got := l.Error(nil); got != "" {
		t.Errorf("no error shows %q", got)
	}
	var list errs.List
	list.Add(errs.At("/amount", "base.money.not_an_amount", errs.Args{"value": "十"}))
	list.Add(errs.New(errs.Conflict, "no.such.code", nil))
	got := l.Fields(list.Err())
	if len(got) != 2 || got[0].Field != "/amount" || !strings.Contains(got[0].Text, "十") || got[1].Text != l.T("base.kind.conflict") {
		t.Errorf("got %+v", got)
	}
}

func TestDates(t *testing.T) {
	t.Parallel()
	now := time.Date(2026, 11, 20, 6, 5, 0, 0, time.UTC) // 14:05 in China
	zh, en := For(Zh), For(En)
	for got, want := range map[string]string{
		zh.DateWeekday(now):                   "2026年11月20日 星期五",
		en.DateWeekday(now):                   "Friday 20 November 2026",
		zh.Day(now, now):                      "11-20",
		zh.Day(now.AddDate(-1, 0, 0), now):    "2025-11-20",
		zh.Moment(now, now):                   "今天14:05",
		en.Moment(now, now):                   "today 14:05",
		zh.Moment(now.AddDate(0, 0, -3), now): "11-17 14:05",
		zh.MonthDay(now):                      "11月20日",
		en.MonthDay(now):                      "20 Nov",
		en.Month(now):                         "November 2026",
		zh.Moment(now.AddDate(-1, 0, 0), now): "2025-11-20 14:05",
		zh.Clock(now.Add(-5 * time.Hour)):     "9:05",
		zh.ISO(now):                           "2026-11-20",
		zh.Moment(now.Add(12*time.Hour), now): "11-21 2:05", // still the 20th in UTC
	} {
		if got != want {
			t.Errorf("got %q want %q", got, want)
		}
	}
}

func TestUnused(t *testing.T) {
	t.Parallel()
	texts, err := Load(fstest.MapFS{"a.yaml": {Data: []byte("a.b.used: {zh: 好, en: good}\na.b.idle: {zh: 好, en: good}\na.c.made: {zh: 好, en: good}\na.b.tested: {zh: 好, en: good}")}})
	if err != nil {
		t.Fatal(err)
	}
	src := fstest.MapFS{
		"x/p.templ":           {Data: []byte(`<p>{ l.T("a.b.used") }</p>`)},
		"x/p_test.go":         {Data: []byte(`"a.b.tested"`)},
		"x/node_modules/q.go": {Data: []byte(`"a.b.idle"`)},
	}
	got, err := texts.Unused(src, []string{"a.c."})
	if err != nil || strings.Join(got, " ") != "a.b.idle a.b.tested" {
		t.Errorf("got %v, %v", got, err)
	}
}

// TestUsedCodesOfHouse proves the scan on the real tree: the codes that
// base/money names are found.
func TestUsedCodesOfHouse(t *testing.T) {
	t.Parallel()
	var tree fs.FS = os.DirFS("../..")
	sub, err := fs.Sub(tree, "base")
	if err != nil {
		t.Fatal(err)
	}
	used, err := Default().Used(sub)
	if err != nil || !used["base.money.not_an_amount"] {
		t.Errorf("base.money.not_an_amount not found: %v", err)
	}
}

func TestBegun(t *testing.T) {
	t.Parallel()
	for in, want := range map[string]string{"on the spot": "On the spot", "即办件": "即办件", "": "", "View": "View"} {
		if got := Begun(in); got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
}
