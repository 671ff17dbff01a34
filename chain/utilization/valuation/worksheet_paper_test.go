package valuation

import (
	"encoding/json"
	"os"
	"strings"
	"testing"
	"unicode"

	"quanlian/catalogue/documents"
	"quanlian/engine/valuation/appraise"
)

// The paper of a worksheet states every input, so that its reader can compute it
// again; its English copy says nothing in Chinese but what people typed.
func TestPaperOfAWorksheet(t *testing.T) {
	t.Parallel()
	for method, want := range map[string][]string{
		appraise.CostMethod:        {"研发及取得支出|95万元", "资金成本率（年）|8%", "资金占用年数|2年", "合理利润率|10%", "已使用年限|4年", "尚可使用年限|6年", "贬值率|40%", "尚可使用年限|6|5 / 8|"},
		appraise.MarketMethod:      {"deal A|2025-06-03|云澜 trading hall, deal JY2025-0117|50.00|scope of claims 1.1；remaining life 0.9；date of deal 1.05", "deal A，调整后|51.98万元"},
		appraise.ReliefFromRoyalty: {"第一年收入|2000万元", "年增长率|10%", "逐年技术贡献率|100%、90%、80%、70%、60%", "折现率|18%", "折现率口径|税后", "所得税率|25%", "经济寿命|5年"},
	} {
		file, err := os.Open("../../../docs/examples/value-" + method + ".json")
		if err != nil {
			t.Fatal(err)
		}
		res, err := appraise.Value(method, file)
		_ = file.Close()
		if err != nil {
			t.Fatal(err)
		}
		data, err := json.Marshal(worksheetPaper("N-1", WorksheetData{Right: "202319900777.X", Title: "a method", Party: "a firm"}, res))
		if err != nil {
			t.Fatal(err)
		}
		zh := drawn(t, data, "zh")
		for _, row := range want {
			if !strings.Contains(zh, row) {
				t.Errorf("%s does not say %s:\n%s", method, row, zh)
			}
		}
		en := strings.NewReplacer("云澜 trading hall", "", "；", "").Replace(drawn(t, data, "en"))
		if strings.ContainsFunc(en, func(r rune) bool { return unicode.Is(unicode.Han, r) }) {
			t.Errorf("the English copy of %s speaks Chinese:\n%s", method, en)
		}
	}
}

func drawn(t *testing.T, data []byte, lang string) string {
	t.Helper()
	return drawnBy(t, "/worksheet", data, lang)
}

func drawnBy(t *testing.T, template string, data []byte, lang string) string {
	t.Helper()
	blocks, err := documents.Fill(documents.FS, Matter+template, lang, data)
	if err != nil {
		t.Fatal(err)
	}
	var out []string
	for _, b := range blocks {
		out = append(out, b.Text+strings.Join(b.Cells, "|"))
		for _, a := range b.Axes {
			out = append(out, a.Name)
		}
	}
	return strings.Join(out, "\n")
}
