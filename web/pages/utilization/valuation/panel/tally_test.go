package panel

import (
	"testing"

	"quanlian/catalogue/lang"
	"quanlian/chain/utilization/valuation"
)

// TestTally: a row is done when the guard would take it; the way on leads to the
// first open row after a part, and round to the top.
func TestTally(t *testing.T) {
	t.Parallel()
	l := lang.For("zh")
	first := valuation.SeatData{Round: 1, Asked: []string{"1", "8", "18"}, Signals: []valuation.Signal{{ID: "4", Score: 62.5}}}
	second := valuation.SeatData{Round: 2, Asked: []string{"8"}, Signals: first.Signals, Spreads: []valuation.Spread{{ID: "8", Mean: 50, Sigma: 20}}}
	for name, c := range map[string]struct {
		d      valuation.SeatData
		typed  map[string]string
		id     string
		text   string
		done   int
		of     int
		after  string
		nextID string
	}{
		"nothing typed":            {first, nil, "8", "待打分", 1, 4, "", "f-score-1"},
		"an automatic score stays": {first, nil, "4", "沿用自动评分", 1, 4, "L", "f-score-8"},
		"points without reason":    {first, map[string]string{"score.8": "70"}, "8", "还差理由", 1, 4, "T", "f-score-18"},
		"reason without points":    {first, map[string]string{"reason.8": "已有三家验证"}, "8", "还差分数", 1, 4, "E", "f-score-1"},
		"no number":                {first, map[string]string{"score.8": "高"}, "8", "分数要改", 1, 4, "L", "f-score-8"},
		"more than a hundred":      {first, map[string]string{"score.8": "101", "reason.8": "已有三家验证"}, "8", "分数要改", 1, 4, "L", "f-score-8"},
		"done":                     {first, map[string]string{"score.8": "７０", "reason.8": "已有三家验证"}, "8", "已打分", 2, 4, "L", "f-score-18"},
		"changed, no word":         {first, map[string]string{"score.4": "40"}, "4", "还差理由", 0, 4, "", "f-score-1"},
		"far from the panel":       {second, map[string]string{"score.8": "90", "reason.8": "已有三家验证"}, "8", "还差理由", 0, 1, "", "f-score-8"},
		"all done":                 {second, map[string]string{"score.8": "60", "reason.8": "已有三家验证"}, "8", "已打分", 1, 1, "", "q-send"},
	} {
		got, err := tallyOf(l, c.d, c.typed)
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		x := light{}
		for _, y := range got.Lights {
			if y.ID == c.id {
				x = y
			}
		}
		if x.Text != c.text || got.Done != c.done || got.Of != c.of || got.next(c.after) != c.nextID {
			t.Errorf("%s: %q, %d of %d, next %s", name, x.Text, got.Done, got.Of, got.next(c.after))
		}
	}
}
