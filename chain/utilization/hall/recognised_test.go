package hall

import (
	"strings"
	"testing"
	"time"

	"github.com/shopspring/decimal"

	"quanlian/base/money"
	"quanlian/engine/taxation"
	"quanlian/ledger"
	"quanlian/registry"
)

// Within the recognised amount nothing is said; what of the price lies beyond it is
// told with what it is, and that a royalty may lie beyond it as well.
func TestRecognisedWords(t *testing.T) {
	t.Parallel()
	const wan = money.Fen(1000000)
	x := Terms{Price: 30 * wan, PriceKind: ledger.EntryRunning, Royalty: &ledger.Royalty{Base: ledger.NetSales, Rate: decimal.RequireFromString("0.03"), Inspection: "每年查阅一次"}}
	for _, c := range []struct {
		recognised, equipment money.Fen
		rest                  taxation.Rest
		paid                  bool // a royalty was paid
		says                  []string
	}{
		{20 * wan, 0, "", false, []string{"另有100,000.00元非技术部分", "没有写明"}},
		{20 * wan, 4 * wan, taxation.GoodsRest, false, []string{"另有60,000.00元非技术部分", "写明是设备、材料等货物"}},
		{20 * wan, 0, taxation.ServiceRest, true, []string{"另有100,000.00元非技术部分", "写明是其他服务", "按技术计税的价款是230,000.00元"}},
		{30 * wan, 0, "", true, []string{"按技术计税的价款是330,000.00元"}},
		{30 * wan, 0, "", false, nil}, {20 * wan, 10 * wan, "", false, nil},
	} {
		terms := x
		terms.Equipment = c.equipment
		terms.Tranches = []Part{{Name: "入门费", Amount: terms.Price, Needs: ledger.StandardNeeds(false)}}
		d := DealData{Terms: &terms, Recognition: &Recognition{No: "1", Total: 30 * wan, Technology: c.recognised, Rest: c.rest}}
		if c.paid {
			d.Money = Money{Reports: []ledger.RoyaltyReport{{Period: 1, Base: decimal.NewFromInt(1_000_000)}}, Paid: map[int]time.Time{2: time.Now()}}
		}
		var all string
		for _, w := range d.RecognisedWords("YL2026-JY-00001") {
			all += w.ZH
		}
		says(t, "zh", all, c.says...)
		if c.says == nil && all != "" || d.RestUnnamed() != strings.Contains(all, "没有写明") {
			t.Errorf("%+v: %s", c, all)
		}
	}
}

// Only the recognised amount is exempt; the rest is taxed on its payment, told on the
// paper of both sides, and what it is taken for is listed among what nobody stated.
func TestRestIsTaxedAndTold(t *testing.T) {
	t.Parallel()
	r, paid := taxRules(t), day("2026-12-20").At(10)
	d := DealData{Terms: &Terms{Deal: registry.Assignment, PriceKind: ledger.LumpSum, Price: 100000000, Tranches: []Part{{Name: "全款", Amount: 100000000}}},
		Contract:    &Contract{Effective: day("2026-12-01"), Signatures: Signatures{Seller: paid, Buyer: paid}},
		Recognition: &Recognition{No: "R1", Total: 100000000, Technology: 80000000, Income: 80000000},
		Money:       Money{Paid: map[int]time.Time{1: paid}}}
	d.Money = d.Money.came(1, 100000000, paid)
	c, err := r.Course(d, "N", day("2026-12-21"), true)
	if err != nil {
		t.Fatal(err)
	}
	if s := c.Total; s.Way != taxation.Exempt || s.VAT != 2600000 || s.CIT.Revenue != 80000000 {
		t.Errorf("%s, VAT %s, revenue %s", s.Way, s.VAT, s.CIT.Revenue)
	}
	paper := taxPaperOf(taxation.BuyerSide, c.Total.For(taxation.BuyerSide), Moved{})
	var lines []string
	for _, n := range paper.Lines {
		lines = append(lines, n.Item.ZH+" "+n.Amount.String()+" "+n.Note.ZH)
	}
	says(t, "zh", strings.Join(lines, "\n"), "销项税额：非技术部分（没有写明，暂按货物） 26,000.00 待核")
	taken := func() (all string) {
		for _, a := range d.Assumed(taxation.BuyerSide) {
			all += a.Text.ZH
		}
		return all
	}
	says(t, "zh", taken(), "卖方未申报非技术部分是货物还是服务，按货物（税率较高，待核）计")
	if d.Recognition.Rest = taxation.ServiceRest; strings.Contains(taken(), "非技术部分") {
		t.Error("it is named, and still assumed")
	}
}
