package text

import (
	"strings"
	"testing"
	"unicode/utf8"

	"pgregory.net/rapid"
)

func TestFold(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ in, want string }{
		{"ＡＢＣ１２３，（５Ｇ）", "abc123,(5g)"},
		{"柔性壓阻式觸覺感測器", "柔性压阻式触觉传感器"},
		{"積體電路與電晶體", "集成电路与晶体管"},
		{"軟體定義網路", "软件定义网络"},
		{"软体机器人", "软体机器人"}, // soft-bodied, not software
		{"奈米銀線透明導電膜", "纳米银线透明导电膜"},
		{"鋰離子電池負極材料", "锂离子电池负极材料"},
		{"CO₂ 與 m³ 及 10²", "co2 与 m3 及 102"},
		{"µm　级", "μm 级"},
		{"Wi-Fi 6E", "wi-fi 6e"},
		{"雷射切割機台", "激光切割机台"},
		{"乾燥後之塗層", "干燥后之涂层"},
		{"發光二極體的減速編碼與關係", "发光二极管的减速编码与关系"},
		{"納米銅粉，報價確認後並匯出", "纳米铜粉,报价确认后并汇出"},
		{"産業説明與樹脂綫纜", "产业说明与树脂线缆"}, // other forms of the same characters
	} {
		if got := FoldString(c.in); got != c.want {
			t.Errorf("Fold(%q) = %q, want %q", c.in, got, c.want)
		}
	}
}

func TestTablesAreEvenAndFinal(t *testing.T) {
	t.Parallel()
	if a, b := utf8.RuneCountInString(tradChars), utf8.RuneCountInString(simpChars); a != b {
		t.Fatalf("%d traditional, %d simplified characters", a, b)
	}
	for k, v := range simplified {
		if k == v {
			t.Errorf("%c maps to itself", k)
		}
		if w, again := simplified[v]; again {
			t.Errorf("%c maps to %c, which maps to %c", k, v, w)
		}
	}
	for _, pair := range strings.Fields(regionalTerms) {
		if utf8.RuneCountInString(pair)%2 != 0 {
			t.Errorf("%s: the two terms differ in length", pair)
		}
	}
}

func TestFoldKeepsPlacesAndIsIdempotent(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		s := rapid.StringOf(rapid.OneOf(rapid.Rune(), rapid.SampledFrom([]rune(tradChars)))).Draw(t, "s")
		once := Fold(s)
		if len(once) != utf8.RuneCountInString(s) {
			t.Fatalf("%d runes became %d", utf8.RuneCountInString(s), len(once))
		}
		if twice := FoldString(string(once)); twice != string(once) {
			t.Fatalf("%q folds to %q", string(once), twice)
		}
	})
}

// found tells whether every term of the need stands in the text.
func found(textOf, need string) bool {
	keys, _ := Keys(nil, textOf)
	have := map[Key]bool{}
	for _, k := range keys {
		have[k] = true
	}
	want, _ := Keys(nil, need)
	for _, k := range want {
		if !have[k] {
			return false
		}
	}
	return len(want) > 0
}

func TestFinds(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		text, need string
		want       bool
	}{
		{"一种柔性压阻触觉传感器", "触觉", true},
		{"一种柔性压阻触觉传感器", "阻触", true}, // no dictionary can hide a pair
		{"一种柔性压阻触觉传感器", "觸覺", true},
		{"一種柔性壓阻觸覺感測器", "传感器", true},
		{"用于锂电池的隔膜", "锂", true},
		{"基于５Ｇ的ＡＩ芯片", "5g ai", true},
		{"Flexible tactile sensors and coatings", "sensor coating", true},
		{"coated films", "coating film", true},
		{"batteries", "battery", true},
		{"一种柔性压阻触觉传感器", "触电", false},
		{"steel", "stele", false},
	} {
		if got := found(c.text, c.need); got != c.want {
			t.Errorf("%q in %q: %v", c.need, c.text, got)
		}
	}
}

func TestEveryPairOfNeighboursIsFound(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		s := rapid.StringOfN(rapid.SampledFrom([]rune(simpChars)), 2, 40, -1).Draw(t, "s")
		rs := []rune(s)
		i := rapid.IntRange(0, len(rs)-2).Draw(t, "i")
		if !found(s, string(rs[i:i+2])) {
			t.Fatalf("%q not found in %q", string(rs[i:i+2]), s)
		}
	})
}

func TestStem(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ in, want string }{
		{"sensors", "sensor"}, {"coatings", "coat"}, {"coated", "coat"}, {"running", "run"},
		{"rolling", "roll"}, {"batteries", "battery"}, {"glass", "glass"}, {"process", "process"},
		{"processes", "process"}, {"device", "devic"}, {"devices", "devic"}, {"apparatus", "apparatus"},
		{"compensation", "compens"}, {"compensated", "compens"}, {"gas", "gas"}, {"h265", "h265"}, {"analysis", "analysis"},
		{"ring", "ring"}, {"speed", "speed"}, {"string", "string"}, {"strings", "string"},
	} {
		if got := string(Stem([]rune(c.in))); got != c.want {
			t.Errorf("Stem(%s) = %s, want %s", c.in, got, c.want)
		}
	}
}

func TestSentences(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		in   string
		want []string
	}{
		{"本发明公开一种装置。插入参考单元，消去温漂； 误差小于0.5%。", []string{"本发明公开一种装置。", "插入参考单元，消去温漂；", "误差小于0.5%。"}},
		{"A device. It has 2.5 mm of glass.", []string{"A device.", "It has 2.5 mm of glass."}},
		{"  没有句号", []string{"没有句号"}},
		{"中文用点.再来一句.", []string{"中文用点.", "再来一句."}},
		{"。。", []string{"。", "。"}},
		{"", nil},
	} {
		rs := []rune(c.in)
		var got []string
		for _, s := range Sentences(c.in) {
			got = append(got, string(rs[s.Start:s.End]))
		}
		if strings.Join(got, "|") != strings.Join(c.want, "|") {
			t.Errorf("%q: %q", c.in, got)
		}
	}
}

func FuzzTerms(f *testing.F) {
	f.Add("一种ＬＥＤ燈的CO₂感測器 G06F16/242")
	f.Add("\x80\xff漢")
	f.Fuzz(func(t *testing.T, s string) {
		folded := Fold(s)
		last := 0
		for _, term := range Terms(folded) {
			if term.Start < last || term.End <= term.Start || term.End > len(folded) {
				t.Fatalf("term %v out of order in %q", term, s)
			}
			last = term.Start
		}
		for _, span := range Sentences(s) {
			if span.Start < 0 || span.End <= span.Start || span.End > utf8.RuneCountInString(s) {
				t.Fatalf("span %v of %q", span, s)
			}
		}
	})
}
