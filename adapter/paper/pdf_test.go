package paper

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"quanlian/base/errs"
	"quanlian/catalogue/documents"
)

func TestContractSaysWhatItsDataSay(t *testing.T) {
	t.Parallel()
	data := []byte(`{"no":"YL2026-JY-00318","right":"202310123456.6","title":"六维力传感器的解耦标定方法","seller":{"name":"云澜大学","code":"1299"},"buyer":{"name":"澄芯","code":"9199"},
		"terms":{"price":240000000,"territory":"中国","field":"全部","materials":"标定程序","acceptance":"复测","improve":"各自","disputes":"提交云澜仲裁委员会"},
		"words":{"payments":[{"name":"第一笔","amount":192000000,"when":{"zh":"转让已登记"}},{"name":"第二笔","amount":48000000,"when":{"zh":"技术资料已验收"}}],"silent":7}}`)
	blocks, err := documents.Fill(documents.FS, "utilization/hall/contract_assignment", "zh", data)
	if err != nil {
		t.Fatal(err)
	}
	pdf, err := Render(Sheet{Blocks: blocks, Number: "云知交〔2026〕1号", Foot: "数据指纹 4be1…90d2", Check: "https://yunlan.invalid/check/1", Sample: true})
	if err != nil {
		t.Fatal(err)
	}
	text := textOf(t, pdf)
	for _, want := range []string{"专利权转让合同", "YL2026-JY-00318", "2,400,000.00元", "贰佰肆拾万元整", "第二笔", "480,000.00元", "样章", "云澜仲裁委员会", "放款条件：技术资料已验收", "7个自然日"} {
		if !strings.Contains(text, want) {
			t.Errorf("the paper lacks %q", want)
		}
	}
	if strings.Contains(text, "{") || strings.Contains(text, "[end]") {
		t.Error("a template mark is left in the paper")
	}
}

// No heading ends a page.
func TestNoHeadingEndsAPage(t *testing.T) {
	t.Parallel()
	var blocks []documents.Block
	for range 38 {
		blocks = append(blocks, documents.Block{Kind: documents.Paragraph, Text: "一行"})
	}
	blocks = append(blocks, documents.Block{Kind: documents.Heading, Text: "八、争议解决"}, documents.Block{Kind: documents.Paragraph, Text: "提交仲裁"})
	for n := 30; n < 38; n++ {
		pdf, err := Render(Sheet{Blocks: blocks[38-n:]})
		if err != nil {
			t.Fatal(err)
		}
		for _, page := range strings.Split(textOf(t, pdf), "\f") {
			if strings.HasSuffix(strings.TrimSpace(page), "八、争议解决") {
				t.Errorf("after %d lines the heading stands alone at the foot", n)
			}
		}
	}
}

// No heading stands alone above what does not fit below it: a picture, a tall row.
func TestNoHeadingIsLeftByWhatFollows(t *testing.T) {
	t.Parallel()
	axes := []documents.Axis{{Name: "稳定性", Value: 70, Known: true}, {Name: "保护范围", Value: 60, Known: true}, {Name: "可判定性", Value: 50, Known: true}}
	tall := documents.Block{Kind: documents.TableRow, Cells: []string{"重要性", strings.Repeat("理由", 120)}}
	for name, next := range map[string][]documents.Block{
		"a picture":  {{Kind: documents.Radar, Axes: axes}},
		"a tall row": {{Kind: documents.TableRow, Cells: []string{"指标", "理由"}}, tall},
		"a gap":      {{Kind: documents.Gap}, {Kind: documents.Radar, Axes: axes}},
	} {
		for n := 5; n < 38; n += 2 {
			var blocks []documents.Block
			for range n {
				blocks = append(blocks, documents.Block{Kind: documents.Paragraph, Text: "一行"})
			}
			blocks = append(append(blocks, documents.Block{Kind: documents.Heading, Text: "十四项二级指标"}), next...)
			pdf, err := Render(Sheet{Blocks: blocks})
			if err != nil {
				t.Fatal(err)
			}
			pages := strings.Split(strings.TrimRight(textOf(t, pdf), "\f\n "), "\f")
			for _, page := range pages[:len(pages)-1] {
				if strings.HasSuffix(strings.TrimSpace(page), "十四项二级指标") {
					t.Errorf("%s after %d lines: the heading stands alone", name, n)
				}
			}
		}
	}
}

// The first row of a table, its heads, is not left alone at the foot of a page.
func TestNoTableBeginsAtTheFoot(t *testing.T) {
	t.Parallel()
	for n := 20; n < 38; n++ {
		var blocks []documents.Block
		for range n {
			blocks = append(blocks, documents.Block{Kind: documents.Paragraph, Text: "一行"})
		}
		blocks = append(blocks, documents.Block{Kind: documents.TableRow, Cells: []string{"比较的一组", "比率"}}, documents.Block{Kind: documents.TableRow, Cells: []string{"三项价值", "0.033"}})
		pdf, err := Render(Sheet{Blocks: blocks})
		if err != nil {
			t.Fatal(err)
		}
		for _, page := range strings.Split(textOf(t, pdf), "\f") {
			if strings.Contains(page, "比较的一组") != strings.Contains(page, "三项价值") {
				t.Errorf("after %d lines the heads stand alone", n)
			}
		}
	}
}

func TestRuneWithoutGlyphIsAnError(t *testing.T) {
	t.Parallel()
	_, err := Render(Sheet{Blocks: []documents.Block{{Kind: documents.Paragraph, Text: "\U0001F511"}}})
	if !errs.Is(err, "adapter.paper.no_glyph") {
		t.Fatalf("got %v", err)
	}
}

// textOf extracts the text with pdftotext, as a reader's program would.
func textOf(t *testing.T, pdf []byte) string {
	t.Helper()
	file := filepath.Join(t.TempDir(), "p.pdf")
	if err := os.WriteFile(file, pdf, 0o600); err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	cmd := exec.Command("pdftotext", "-layout", file, "-")
	cmd.Stdout = &out
	if err := cmd.Run(); err != nil {
		t.Fatalf("pdftotext (poppler-utils): %v", err)
	}
	return out.String()
}

func BenchmarkRender(b *testing.B) {
	sheet := Sheet{Blocks: []documents.Block{{Kind: documents.Title, Text: "知识产权转让合同"}}, Check: "https://example.org/v/1"}
	for range 20 {
		sheet.Blocks = append(sheet.Blocks, documents.Block{Kind: documents.Paragraph, Text: "甲方应当在合同生效之日起十个工作日内将价款存入托管账户。"})
	}
	for b.Loop() {
		if _, err := Render(sheet); err != nil {
			b.Fatal(err)
		}
	}
}
