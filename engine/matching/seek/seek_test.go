package seek

import (
	"strings"
	"testing"
)

func some() *Finder {
	return New([]Doc{
		{ID: "A1", Phrases: []string{"被人抄了", "商标被侵权"}, Names: []string{"商标侵权查处", "Trade mark enforcement"}, Leads: []string{"商标被仿冒时投诉。", "Complain when your mark is copied."}},
		{ID: "A2", Phrases: []string{"注册商标", "创牌子"}, Names: []string{"商标注册申请受理", "Trade mark application"}, Leads: []string{"申请注册商标。", "Apply for a mark."}},
		{ID: "A3", Phrases: []string{"专利贷款", "缺钱"}, Names: []string{"质押融资需求登记", "Pledge loans"}, Leads: []string{"用专利向银行借钱。", "Borrow from a bank."}, Rest: []string{"营业执照"}},
		{ID: "A4", Phrases: []string{"PCT"}, Names: []string{"国际申请", "PCT applications"}, Leads: []string{"一份申请多国布局。", "One application, many countries."}},
	}, Everyday(), nil)
}

func TestFind(t *testing.T) {
	t.Parallel()
	f := some()
	for q, want := range map[string]string{
		"我的商标被人抄了": "A1", "别人山寨我的商标": "A1", "我想注册一个商标": "A2", "想创个牌子": "A2",
		"拿专利去银行抵押借款": "A3", "somebody copies my brand": "A1", "a loan on my patent": "A3",
		"ＰＣＴ怎么办": "A4", "pct": "A4", "a2": "A2", "營業執照": "A3",
	} {
		got := f.Find(q, 3)
		if len(got) == 0 || got[0].ID != want {
			t.Errorf("%s: %+v, want %s", q, got, want)
		}
	}
	if got := f.Find("我的商标被人抄了", 1)[0].Phrase; got == "" {
		t.Errorf("no phrase is named")
	}
	for _, q := range []string{"", "   ", "我想", "the", "天气预报明晚如何", "zzzz", "？！"} {
		if got := f.Find(q, 3); len(got) > 0 {
			t.Errorf("%q finds %+v", q, got)
		}
	}
	if got := f.Find("商标", 1); len(got) != 1 {
		t.Errorf("one was asked for, %d came", len(got))
	}
}

// cutter is a dictionary of a few words; what it does not know are single
// characters.
type cutter []string

func (c cutter) Cut(han string) []string {
	var out []string
	for han != "" {
		word := string([]rune(han)[:1])
		for _, w := range c {
			if strings.HasPrefix(han, w) && len(w) > len(word) {
				word = w
			}
		}
		out, han = append(out, word), han[len(word):]
	}
	return out
}

// TestStopWordsBreakNoWord: 上 and 公司 are stop words, 上市 and 个人 are words
// that begin and end with one.
func TestStopWordsBreakNoWord(t *testing.T) {
	t.Parallel()
	words := cutter{"上市", "公司", "准备", "个人", "借款", "怎么", "怎么办", "网", "会议"}
	f := New(nil, Everyday(), words)
	for in, want := range map[string]string{
		"公司准备上市": "上市", "我想上市": "上市", "个人借款怎么办": "个人借款", "我的会议": "会议",
		"在网上怎么借款": "网 借款", "我的": "", "上": "", "": "",
	} {
		var got []string
		for _, part := range f.withoutStops([]rune(in)) {
			got = append(got, string(part))
		}
		if strings.Join(got, " ") != want {
			t.Errorf("%s: %v, want %s", in, got, want)
		}
	}
	bare := some() // without a dictionary every stop word goes
	if got := bare.withoutStops([]rune("我想上市")); len(got) != 1 || string(got[0]) != "市" {
		t.Errorf("without a dictionary: %q", got)
	}
}

// TestEverydayListIsSound: every line has words, and no word stands twice in a
// line.
func TestEverydayListIsSound(t *testing.T) {
	t.Parallel()
	for n, line := range strings.Split(everyday, "\n") {
		if line == "" || line[0] == '#' {
			continue
		}
		zh, en, ok := strings.Cut(line, " = ")
		if !ok || strings.TrimSpace(zh) == "" || strings.TrimSpace(en) == "" {
			t.Errorf("line %d: %q", n+1, line)
		}
		seen := map[string]bool{}
		for _, w := range strings.Fields(zh) {
			if seen[w] {
				t.Errorf("line %d: %s twice", n+1, w)
			}
			seen[w] = true
			if len([]rune(w)) > longestTerm && w[0] > 0x7f {
				t.Errorf("line %d: %s is longer than what is looked for", n+1, w)
			}
		}
	}
}

// FuzzFind: no sentence breaks the search, and a hit has always a score.
func FuzzFind(f *testing.F) {
	finder := some()
	for _, s := range []string{"", "我的商标被人抄了", "a b c", "\xff\xfe", "專利", strings.Repeat("抄", 500)} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, q string) {
		last := 1e18
		for _, h := range finder.Find(q, 10) {
			if h.Score <= 0 || h.Score > last || h.ID == "" {
				t.Errorf("%q: %+v", q, h)
			}
			last = h.Score
		}
	})
}
