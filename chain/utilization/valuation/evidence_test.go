package valuation

import (
	"testing"

	"quanlian/catalogue/lang"
	engine "quanlian/engine/valuation"
)

func TestEvidenceText(t *testing.T) {
	t.Parallel()
	for _, x := range []struct{ signal, value, unit, zh, en string }{
		{"claim_type", "both", "word", "产品和方法", "product and method"},
		{"base_patent", "third_party", "word", "基础专利是他人的", "base patent of another"},
		{"remaining_life", "162/240 mo, 2040-06-18", "share", "162/240 个月, 2040-06-18", "162/240 months, 2040-06-18"},
		{"trades", "1 (open_licence 2026-11-14)", "entries", "1 (开放许可 2026-11-14)", "1 (open licence 2026-11-14)"},
		{"product_revenue", "2300.00", "wan_year", "2300.00万元/年", "2300.00 ×CNY 10,000 a year"},
		{"family_offices", "2 (EP, US)", "offices", "2个国家或地区 (EP, US)", "2 offices (EP, US)"},
		{"market_share", "0.03", "share", "3%", "3%"},
		{"field_cagr", "0.14", "per_year", "年均14%", "14% a year"},
		{"disputes", "+2 −1", "disputes", "维持2件，败诉1件", "2 upheld, 1 lost"},
		{"claims", "1", "claims", "1项", "1 claim"},
		{"ipc_breadth", "1 (G01L)", "subclasses", "1个小类 (G01L)", "1 subclass (G01L)"},
		{"remaining_life", "1/240 mo, 2040-06-18", "share", "1/240 个月, 2040-06-18", "1/240 months, 2040-06-18"},
		{"claim1_features", "7", "features", "7个特征", "7 features"},
	} {
		e := engine.Evidence{Signal: x.signal, Value: x.value, Unit: x.unit}
		if got := EvidenceText(lang.For(lang.Zh), e); got != x.zh {
			t.Errorf("%s zh: %q, want %q", x.signal, got, x.zh)
		}
		if got := EvidenceText(lang.For(lang.En), e); got != x.en {
			t.Errorf("%s en: %q, want %q", x.signal, got, x.en)
		}
	}
}

func TestNoticeText(t *testing.T) {
	t.Parallel()
	n := engine.Notice{Code: "engine.valuation.veto.dead", Args: map[string]string{"status": "expired"}}
	for l, want := range map[lang.Lang]string{lang.Zh: "权利已经终止或不存在（期限届满），分数为0", lang.En: "The right has ended or never stood (expired); the score is 0"} {
		if got := NoticeText(lang.For(l), n); got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
}
