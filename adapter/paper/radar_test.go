package paper

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"quanlian/catalogue/documents"
)

// TestRadarIsDrawn draws a radar and looks at the page: dark where a score is,
// empty where there is none, every axis named with its score.
func TestRadarIsDrawn(t *testing.T) {
	t.Parallel()
	data := []byte(`{"axes":[{"name":"甲","value":"100.0"},{"name":"技术乙","short":"乙","value":"60.0"},{"name":"丙","value":"—"},{"name":"丁","value":"80.0"},{"name":"戊","value":"40.0"}]}`)
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "r.zh.txt"), []byte("# 雷达图\n[radar axes]\n| 后面的一行 |\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	blocks, err := documents.Fill(os.DirFS(dir), "r", "zh", data)
	if err != nil {
		t.Fatal(err)
	}
	pdf, err := Render(Sheet{Blocks: blocks, Foot: "x"})
	if err != nil {
		t.Fatal(err)
	}
	text := strings.ReplaceAll(textOf(t, pdf), " ", "")
	for _, want := range []string{"甲100.0", "乙60.0", "丙—", "丁80.0", "后面的一行"} {
		if !strings.Contains(text, want) {
			t.Errorf("the paper lacks %q", want)
		}
	}
	if strings.Contains(text, "技术乙") {
		t.Error("an axis is drawn under its long name")
	}
	img := pixels(t, pdf)
	d := dial{cx: pageW / 2, cy: top + 30 + radarHigh/2, n: 5} // below a title of 30 points
	for i, share := range map[int]float64{0: 1, 1: 0.6, 3: 0.8, 4: 0.4} {
		if at := d.at(i, share); img.darkest(at.X, at.Y, 2) > 60 {
			t.Errorf("axis %d: no mark at %v of it", i, share)
		}
	}
	for _, share := range []float64{0.6, 0.9} { // beyond the line from the neighbours
		if at := d.at(2, share); img.darkest(at.X, at.Y, 2) < 100 {
			t.Errorf("the axis without a score has a mark at %v", share)
		}
	}
	if at := d.at(0, 0.35); img.darkest(at.X+6, at.Y, 0) > 245 {
		t.Error("the area of the scores is not shaded")
	}
}

// A radar of two axes has no area; nothing is drawn and nothing fails.
func TestRadarOfTwo(t *testing.T) {
	t.Parallel()
	pdf, err := Render(Sheet{Blocks: []documents.Block{{Kind: documents.Radar, Axes: []documents.Axis{{Name: "甲"}, {Name: "乙"}}}}})
	if err != nil || strings.Contains(textOf(t, pdf), "甲") {
		t.Fatalf("%v", err)
	}
}

type picture struct {
	w, h int
	gray []byte
}

// darkest is the darkest grey around a point of the page, in points.
func (p picture) darkest(x, y float64, r int) byte {
	least := byte(255)
	for i := int(x) - r; i <= int(x)+r; i++ {
		for j := int(y) - r; j <= int(y)+r; j++ {
			if i >= 0 && j >= 0 && i < p.w && j < p.h {
				least = min(least, p.gray[j*p.w+i])
			}
		}
	}
	return least
}

// pixels draws the first page at one pixel a point.
func pixels(t *testing.T, pdf []byte) picture {
	t.Helper()
	dir := t.TempDir()
	file := filepath.Join(dir, "p.pdf")
	if err := os.WriteFile(file, pdf, 0o600); err != nil {
		t.Fatal(err)
	}
	if out, err := exec.Command("pdftoppm", "-gray", "-r", "72", "-f", "1", "-singlefile", file, filepath.Join(dir, "p")).CombinedOutput(); err != nil {
		t.Fatalf("pdftoppm (poppler-utils): %v %s", err, out)
	}
	raw, err := os.ReadFile(filepath.Join(dir, "p.pgm"))
	if err != nil {
		t.Fatal(err)
	}
	var p picture
	var most int
	if _, err := fmt.Sscanf(string(raw[:32]), "P5\n%d %d\n%d", &p.w, &p.h, &most); err != nil {
		t.Fatal(err)
	}
	head := fmt.Sprintf("P5\n%d %d\n%d\n", p.w, p.h, most)
	if !bytes.HasPrefix(raw, []byte(head)) || len(raw) != len(head)+p.w*p.h {
		t.Fatalf("a picture of %d bytes, %d × %d", len(raw), p.w, p.h)
	}
	p.gray = raw[len(head):]
	return p
}

// TestPanelReportIsWhole draws the report of a panel: its first sentence is not
// torn at the number of the standard, and the weights say where they come from.
func TestPanelReportIsWhole(t *testing.T) {
	t.Parallel()
	data := []byte(`{"no":"YL2026-PJ-00001","right":"202010100001.1","title":"一种装置","owner":"甲公司","scene":"金融","as_of":"2026-11-20","until":"2027-11-19","score":"70.0","grade":"B","confidence":"1.00",
		"experts":[{"name":"专家甲","value":"独立打分"}],"values":[],"axes":[{"name":"权利稳定性","short":"稳定性","value":"75.5"},{"name":"权利保护范围","short":"保护范围","value":"60.0"},{"name":"侵权可判定性","short":"可判定性","value":"—"}],"leaves":[],
		"weighed":"三位专家各自两两比较","weights":[{"name":"L 法律价值","weight":"0.637","range":"0.600—0.660","scene":"0.350"}],"crs":[{"name":"三项价值","joint":"0.033","each":"0.030、0.040"}],
		"replaces":"本报告取代：YL2026-PJ-00000","origin":"列出的权重由专家组得出。"}`)
	blocks, err := documents.Fill(documents.FS, "utilization/valuation/panel", "zh", data)
	if err != nil {
		t.Fatal(err)
	}
	pdf, err := Render(Sheet{Blocks: blocks, Number: "专评〔2026〕1号", Foot: "x"})
	if err != nil {
		t.Fatal(err)
	}
	text := strings.ReplaceAll(textOf(t, pdf), " ", "")
	for _, want := range []string{"GB/T\u00a042748", "稳定性75.5", "可判定性—", "0.637", "0.033", "本报告取代：YL2026-PJ-00000", "列出的权重由专家组得出"} {
		if !strings.Contains(strings.ReplaceAll(text, "\u00a0", ""), strings.ReplaceAll(want, "\u00a0", "")) {
			t.Errorf("the report lacks %q", want)
		}
	}
	if strings.Contains(text, "{") || strings.Contains(text, "[radar") {
		t.Error("a template mark is left in the report")
	}
}
