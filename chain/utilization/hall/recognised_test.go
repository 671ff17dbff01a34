package hall

import (
	"testing"

	"github.com/shopspring/decimal"

	"quanlian/base/money"
	"quanlian/ledger"
)

// TestRecognisedBelow: it is said when the taxed amount lies beyond the recognised
// one, with a royalty and without; within it nothing is said.
func TestRecognisedBelow(t *testing.T) {
	t.Parallel()
	const wan = money.Fen(1000000)
	x := Terms{Price: 30 * wan, PriceKind: ledger.EntryRunning, Royalty: &ledger.Royalty{Base: ledger.NetSales, Rate: decimal.RequireFromString("0.03"), Inspection: "每年查阅一次"}}
	for _, c := range []struct {
		recognised, equipment money.Fen
		royalty, below        bool
	}{{20 * wan, 0, true, true}, {30 * wan, 0, true, false}, {20 * wan, 10 * wan, true, false}, {20 * wan, 0, false, true}, {30 * wan, 0, false, false}, {20 * wan, 10 * wan, false, false}} {
		terms := x
		terms.Equipment = c.equipment
		if terms.Tranches = []Part{{Name: "入门费", Amount: terms.Price, Needs: ledger.StandardNeeds(false)}}; !c.royalty {
			terms.Royalty, terms.PriceKind = nil, ledger.LumpSum
		}
		d := DealData{Terms: &terms, Recognition: &Recognition{No: "1", Total: 30 * wan, Technology: c.recognised}}
		if args, below := d.RecognisedBelow("YL2026-JY-00001"); below != c.below || below && args["taxed"] != "300,000.00" {
			t.Errorf("%+v: %v %v", c, below, args)
		}
	}
}
