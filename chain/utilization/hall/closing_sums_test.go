package hall

import (
	"testing"
	"time"

	"github.com/shopspring/decimal"

	"quanlian/base/calendar"
	"quanlian/base/money"
	"quanlian/engine/taxation"
	"quanlian/ledger"
	"quanlian/registry"
)

// Whoever bears the commission and whether VAT is in the price: what the seller has
// in hand is the price with VAT less commission and taxes, and both papers name the
// same money, to the fen.
func TestTaxSheetAgreesWithTheSettlement(t *testing.T) {
	t.Parallel()
	rules, err := taxation.BuiltIn()
	if err != nil {
		t.Fatal(err)
	}
	at := time.Date(2026, 12, 20, 4, 0, 0, 0, time.UTC)
	for _, from := range []ledger.Side{ledger.Seller, ledger.Buyer, ledger.Halves} {
		for _, included := range []bool{true, false} {
			x := Terms{Deal: registry.Assignment, PriceKind: ledger.LumpSum, Price: 33333333, VATIncluded: included, Tranches: []Part{{Name: "全部价款", Amount: 33333333}}}
			d := DealData{Seller: PartyRef{Name: "甲"}, Buyer: PartyRef{Name: "乙"}, Broker: &PartyRef{Name: "丙"}, Terms: &x,
				Brokerage: &ledger.Brokerage{Broker: "丙", Rate: decimal.RequireFromString("0.033"), From: from, ToldBuyer: at, ToldSeller: at},
				Money:     Money{Paid: map[int]time.Time{1: at}, Returned: map[int]money.Fen{1: 1001}}}
			plan, err := d.Plan("N")
			if err != nil {
				t.Fatal(err)
			}
			p := ledger.Position{Deposited: plan[0].PayIn, Refunded: 1001, Released: plan[0].ToSeller - 1001, Commission: plan[0].Commission}
			p.Tranches = []ledger.Standing{{Tranche: 1, Released: p.Released, Commission: p.Commission}}
			deal, err := d.TaxDeal("N", calendar.DateOf(at))
			if err != nil {
				t.Fatal(err)
			}
			course, err := Rules{Tax: rules, Calendar: calendar.National()}.Course(d, "N", calendar.DateOf(at), true)
			if err != nil {
				t.Fatal(err)
			}
			s := course.Total
			paper, err := d.settlementOf("N", p, deal.Price, at)
			if err != nil {
				t.Fatal(err)
			}
			buyers, sellers := d.Commissions("N")
			if m := d.MovedBy(s, p); m != paper.Moved || m.Withheld != sellers || m.OnTop != buyers {
				t.Errorf("%s %v: moved %+v, plan %s + %s", from, included, m, buyers, sellers)
			}
			seller, buyer := amounts(Sums(taxation.SellerSide, s, paper.Moved)), amounts(Sums(taxation.BuyerSide, s, paper.Moved))
			left := seller["价税合计"] - seller["减：卖方承担的佣金（存管银行从价款中付给技术经理人）"]
			for _, tax := range []string{"增值税", "进项税额转出", "附加税费", "印花税", "所得税"} {
				left -= seller["减："+tax]
			}
			if left != seller["卖方到手"] || seller["减：增值税"] == 0 {
				t.Errorf("%s %v: left %s, the sheet says %s", from, included, left, seller["卖方到手"])
			}
			apart := seller["核对：买方不经存管账户另付给卖方的增值税"]
			if got := seller["价税合计"] - seller["减：卖方承担的佣金（存管银行从价款中付给技术经理人）"] - apart; got != paper.Paid || seller["核对：存管账户付给卖方（与交易结算单相同）"] != paper.Paid {
				t.Errorf("%s %v: %s came to the seller, the settlement says %s", from, included, got, paper.Paid)
			}
			if got := buyer["买方支付"] + buyer["另付：买方承担的佣金"] - apart; got != paper.In-paper.Back || got != buyer["核对：存管账户付给卖方和技术经理人（与交易结算单相同）"] {
				t.Errorf("%s %v: the buyer paid %s, the settlement says %s", from, included, got, paper.In-paper.Back)
			}
		}
	}
}

func amounts(list []SumLine) map[string]money.Fen {
	out := map[string]money.Fen{}
	for _, x := range list {
		out[x.Name.ZH] = x.Amount
	}
	return out
}
