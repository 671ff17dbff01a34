package paper

import (
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/signintech/gopdf"
	"pgregory.net/rapid"
)

// TestWhereALineMayEnd: pieces that stay whole, shown by strokes between them.
func TestWhereALineMayEnd(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"归作出改进的一方（第八百七十五条）。": "归|作|出|改|进|的|一|方|（第|八|百|七|十|五|条）。",
		"价款250,000.00元，含税":   "价|款|250,000.00元，|含|税",
		"长度12 mm以内":          "长|度|12 mm|以|内",
		"误差小于2 ℃":            "误|差|小|于|2 ℃",
		"他说“可以”，走了":          "他|说|“可|以”，|走|了",
		"按《专利法》第47条":         "按|《专|利|法》|第|47条",
		"OpenAPI 3.1文档":      "OpenAPI |3.1|文|档",
		"税率6%，500万元":         "税|率|6%，|500万元",
		"有效期3年（至2029年6月）":    "有|效|期|3年|（至|2029年|6月）",
	} {
		if got := strings.Join(pieces(text), "|"); got != want {
			t.Errorf("%s\n got %s\nwant %s", text, got, want)
		}
	}
}

// TestLinesHoldTheText: whatever the text and the width, nothing is lost, no line
// is too wide, and none begins or ends with a mark that it may not.
func TestLinesHoldTheText(t *testing.T) {
	t.Parallel()
	font, err := fonts.ReadFile("font/NotoSansSC_400Regular.ttf")
	if err != nil {
		t.Fatal(err)
	}
	p := &page{}
	p.pdf.Start(gopdf.Config{PageSize: *gopdf.PageSizeA4})
	p.pdf.AddPage()
	if err := p.pdf.AddTTFFontData("noto", font); err != nil {
		t.Fatal(err)
	}
	if err := p.pdf.SetFont(family, "", 10); err != nil {
		t.Fatal(err)
	}
	if got := pieces("“ 2400000.00"); len(got) != 1 {
		t.Errorf("a mark that opens is left by what a blank parts from it: %q", got)
	}
	parts := []string{"专利", "权", "转让", "，", "。", "（", "）", "《", "》", "“", "”", "A wide English word ", "2400000.00", "元", "12 mm", "：", "；", " ", "Noto"}
	rapid.Check(t, func(r *rapid.T) {
		text := strings.TrimSpace(strings.Join(rapid.SliceOfN(rapid.SampledFrom(parts), 0, 60).Draw(r, "text"), ""))
		width := rapid.Float64Range(60, 400).Draw(r, "width")
		lines, err := p.wrap(text, width)
		if err != nil {
			r.Fatal(err)
		}
		bare := func(s string) string { return strings.ReplaceAll(s, " ", "") }
		if bare(strings.Join(lines, "")) != bare(text) {
			r.Fatalf("%q became %q", text, lines)
		}
		for i, line := range lines {
			if w, _ := p.pdf.MeasureTextWidth(line); w > width+0.01 && utf8.RuneCountInString(line) > 1 {
				r.Fatalf("%q is %.1f wide of %.1f", line, w, width)
			}
			first, _ := utf8.DecodeRuneInString(line)
			if i > 0 && strings.ContainsRune(closing, first) && !torn(text, width, p) {
				r.Fatalf("%q begins a line of %q", first, lines)
			}
			if i < len(lines)-1 && endsOpen(line) && !torn(text, width, p) {
				r.Fatalf("%q ends with a mark that opens", line)
			}
		}
	})
}

// torn: a piece is wider than the line and had to be cut anywhere.
func torn(text string, width float64, p *page) bool {
	return slices.ContainsFunc(pieces(text), func(s string) bool {
		w, err := p.pdf.MeasureTextWidth(strings.TrimRight(s, " "))
		return err != nil || w > width
	})
}
