package valuation

import (
	"encoding/json"
	"os"
	"strings"
	"testing"
	"unicode"

	engine "quanlian/engine/valuation"
)

// The English copy of a panel's report says nothing in Chinese but what people
// typed; a report from before it had the words falls back to what it has.
func TestEnglishCopyOfAPanelsReport(t *testing.T) {
	t.Parallel()
	f, err := os.Open("../../../docs/examples/value-subject-panel.json")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	q, err := engine.ReadRequest(f)
	if err != nil {
		t.Fatal(err)
	}
	tree, err := engine.Default()
	if err != nil {
		t.Fatal(err)
	}
	r, err := tree.Evaluate(q)
	if err != nil {
		t.Fatal(err)
	}
	d := PanelData{Right: "202319900777.X", Title: "a sensor", Result: r, Seats: []SeatRef{{State: SeatSubmitted}}}
	d.Owner.Name = "a firm"
	p, err := panelPaper("N-1", d)
	if err != nil {
		t.Fatal(err)
	}
	for i := range p.Leaves {
		p.Leaves[i].Note = "typed"
	}
	p.consistent(engine.Name{ZH: "三项价值", EN: "three values"}, 0.004, []float64{0.008, 0.001})
	data, err := json.Marshal(p)
	if err != nil {
		t.Fatal(err)
	}
	if zh := drawnBy(t, "/panel", data, "zh"); !strings.Contains(zh, r.Scene.Name.ZH) || !strings.Contains(zh, "法律价值|") || !strings.Contains(zh, "\n稳定性") {
		t.Errorf("the paper lacks its words:\n%s", zh)
	}
	en := drawnBy(t, "/panel", data, "en")
	if strings.ContainsFunc(en, func(r rune) bool { return unicode.Is(unicode.Han, r) }) || !strings.Contains(en, "Legal value|") || !strings.Contains(en, "0.008, 0.001") {
		t.Errorf("the English copy speaks Chinese:\n%s", en)
	}
	if old := drawnBy(t, "/panel", []byte(`{"scene":"金融","values":[{"name":"法律价值"}]}`), "en"); !strings.Contains(old, "金融") || !strings.Contains(old, "法律价值|") {
		t.Errorf("an earlier report:\n%s", old)
	}
}
