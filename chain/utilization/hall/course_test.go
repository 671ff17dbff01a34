package hall

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/shopspring/decimal"

	"quanlian/base/calendar"
	"quanlian/base/money"
	"quanlian/engine/taxation"
	"quanlian/kernel"
	"quanlian/ledger"
	"quanlian/registry"
)

func taxRules(t *testing.T) Rules {
	t.Helper()
	rules, err := taxation.BuiltIn()
	if err != nil {
		t.Fatal(err)
	}
	return Rules{Tax: rules, Calendar: calendar.National()}
}

// twoYears is a licence with an entry fee of December and a royalty of March, when
// the exemption is over; a broker takes its part of each.
func twoYears(t *testing.T) (DealData, ledger.Position) {
	t.Helper()
	december, march := time.Date(2027, 12, 20, 4, 0, 0, 0, time.UTC), time.Date(2028, 3, 10, 4, 0, 0, 0, time.UTC)
	x := Terms{Deal: registry.LicenceDeal, Licence: registry.Exclusive, PriceKind: ledger.EntryRunning, Price: 33333333, VATIncluded: true, Territory: "全球",
		From: day("2027-12-01"), To: day("2037-11-30"), Tranches: []Part{{Name: "入门费", Amount: 33333333}}, Royalty: &ledger.Royalty{Base: ledger.NetSales, Rate: decimal.RequireFromString("0.03"), Inspection: "每年查阅一次"}}
	d := DealData{Right: "202310000001.X", Title: "方法", Seller: PartyRef{Name: "甲"}, Buyer: PartyRef{Name: "乙"}, Broker: &PartyRef{Name: "丙"}, Terms: &x,
		Contract:    &Contract{Effective: day("2027-12-01"), Signatures: Signatures{Seller: december, Buyer: december}},
		Recognition: &Recognition{No: "R1", Technology: 100000000, Income: 100000000},
		Brokerage:   &ledger.Brokerage{Broker: "丙", Rate: decimal.RequireFromString("0.033"), From: ledger.Halves, ToldBuyer: december, ToldSeller: december},
		Money:       Money{Reports: []ledger.RoyaltyReport{{Period: 1, Base: decimal.RequireFromString("7777777.77")}}, Paid: map[int]time.Time{1: december, 2: march}}}
	plan, err := d.Plan("N")
	if err != nil {
		t.Fatal(err)
	}
	var p ledger.Position
	for _, y := range plan {
		p.Deposited, p.Released, p.Commission = p.Deposited+y.PayIn, p.Released+y.ToSeller, p.Commission+y.Commission
		p.Tranches = append(p.Tranches, ledger.Standing{Tranche: y.Tranche, Released: y.ToSeller, Commission: y.Commission})
		d.Money = d.Money.came(y.Tranche, y.ToSeller, d.Money.Paid[y.Tranche])
	}
	return d, p
}

// An entry fee of December and a royalty of March are two years: a sheet for each
// and each side, which together are the settlement, to the fen.
func TestPaymentsOfTwoYearsAgreeWithTheSettlement(t *testing.T) {
	t.Parallel()
	r := taxRules(t)
	d, p := twoYears(t)
	today := day("2028-04-01")
	course, err := r.Course(d, "N", today, true)
	if err != nil {
		t.Fatal(err)
	}
	if len(course.Years) != 2 || course.Payments[0].Sheet.Way != taxation.Exempt || course.Payments[1].Sheet.Way != taxation.Taxed || course.Payments[1].Sheet.VAT == 0 {
		t.Fatalf("%d years, ways %s and %s", len(course.Years), course.Payments[0].Sheet.Way, course.Payments[1].Sheet.Way)
	}
	price, _, err := d.taxable("N")
	if err != nil {
		t.Fatal(err)
	}
	paper, err := d.settlementOf("N", p, price, today.At(12))
	if err != nil {
		t.Fatal(err)
	}
	if course.Total.Gross != paper.Price {
		t.Errorf("taxed %s, settled %s", course.Total.Gross, paper.Price)
	}
	d.Tax = &TaxRef{}
	n := 0
	effects, err := d.closingPapers(func() string { n++; return fmt.Sprint(n) }, "莲", "N", paper, course, p)
	if err != nil {
		t.Fatal(err)
	}
	sum := map[string]money.Fen{}
	var sheets []string
	for _, e := range effects {
		doc, ok := e.(kernel.IssueDocument)
		if ok && strings.HasSuffix(doc.Template, "/settlement") && doc.Series != "莲知交结" {
			t.Errorf("the series of the settlement is %s", doc.Series)
		}
		if !ok || !strings.HasSuffix(doc.Template, "/tax") {
			continue
		}
		var x settlementPaper
		if err := json.Unmarshal(doc.Data, &x); err != nil {
			t.Fatal(err)
		}
		if doc.Part != x.Tax.Year {
			t.Errorf("the sheet of %s is called that of %q", x.Tax.Year, doc.Part)
		}
		sheets = append(sheets, x.Tax.Year+" "+string(doc.For))
		for _, y := range x.Tax.Sums {
			sum[string(doc.For)+y.Name.ZH] += y.Amount
		}
		text := drawn(t, "tax", "zh", x)
		says(t, "zh", text, x.Tax.Year+"年度", "全部年度", "每个年度另有一份")
		if other := map[string]string{"2027": "第1期提成", "2028": "入门费"}[x.Tax.Year]; strings.Contains(text, other) {
			t.Errorf("%s also holds %s", x.Tax.Year, other)
		}
	}
	if got := strings.Join(sheets, ", "); got != "2027 seller, 2027 buyer, 2028 seller, 2028 buyer" || len(d.Tax.Papers) != 4 {
		t.Errorf("sheets %s, kept %+v", got, d.Tax.Papers)
	}
	for key, want := range map[string]money.Fen{
		"seller价税合计": paper.Price, "seller核对：存管账户付给卖方（与交易结算单相同）": paper.Paid,
		"seller减：卖方承担的佣金（存管银行从价款中付给技术经理人）": paper.Moved.Withheld, "buyer另付：买方承担的佣金": paper.Moved.OnTop,
		"buyer核对：存管账户付给卖方和技术经理人（与交易结算单相同）": paper.In - paper.Back, "buyer买方支付": paper.Price,
		"seller卖方到手": course.Total.Seller.Keeps - paper.Moved.Withheld,
	} {
		if sum[key] != want || want == 0 {
			t.Errorf("%s: the years sum to %s, want %s", key, sum[key], want)
		}
	}
}

// A payment that came on two days is two payments; one closed before the days were
// noted keeps its one day.
func TestTrancheThatCameOnTwoDays(t *testing.T) {
	t.Parallel()
	at := func(s string) time.Time { return day(s).At(12) }
	d := DealData{Terms: &Terms{Deal: registry.Assignment, PriceKind: ledger.LumpSum, Price: 1000, Tranches: []Part{{Amount: 1000}}},
		Money: Money{Paid: map[int]time.Time{1: at("2027-02-01")}, Returned: map[int]money.Fen{1: 100}}}
	for _, c := range []struct {
		came []Came
		want string
	}{
		{nil, "N 2027-02-01 9.00"},
		{[]Came{{at("2026-12-30"), 400}, {at("2027-02-01"), 500}}, "N/1 2026-12-30 4.00, N/1-2 2027-02-01 5.00"},
		{[]Came{{at("2026-12-30"), 400}, {at("2026-12-30"), 100}, {at("2027-02-01"), 390}}, "N/1 2026-12-30 5.00, N/1-2 2027-02-01 4.00"},
	} {
		d.Money.Came = map[int][]Came{1: c.came}
		parts, err := d.taxParts("N", day("2027-03-01"), true)
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, p := range parts {
			got = append(got, p.ID+" "+string(p.Day)+" "+p.Amount.String())
		}
		if s := strings.Join(got, ", "); s != c.want {
			t.Errorf("%v: %s, want %s", c.came, s, c.want)
		}
	}
}

// The seller's year takes each payment of a running deal into its own year; the used
// part of a pot speaks of the year in which it was stated.
func TestEachPaymentInItsOwnYear(t *testing.T) {
	t.Parallel()
	r := taxRules(t)
	d, _ := twoYears(t)
	d.Seller.ID = "owner"
	raw, err := json.Marshal(d)
	if err != nil {
		t.Fatal(err)
	}
	list := r.OthersOf([]kernel.Case{{No: "N", State: DealRunning, Data: raw}}, "owner", day("2028-04-01"))
	if len(list) != 2 || list[0].Date.Year != 2027 || list[1].Date.Year != 2028 || list[0].ID != "N/1" {
		t.Fatalf("the seller's payments are %+v", list)
	}
	var other DealData
	for year, want := range map[int]int{2026: 0, 2027: 1, 2028: 1} {
		if y := other.yearOf(year, day("2028-04-01"), "M", list); len(y.Contracts) != want {
			t.Errorf("%d holds %+v", year, y.Contracts)
		}
	}
	other.SellerTax, other.SellerStated = &TaxFacts{Year: taxation.Year{PotUsed: 100}}, day("2027-06-01")
	if a, b := other.yearOf(2027, day("2028-04-01"), "M", list), other.yearOf(2028, day("2028-04-01"), "M", list); a.PotUsed != 100 || b.PotUsed != 0 || len(b.Contracts) != 1 {
		t.Errorf("2027 %+v, 2028 %+v", a, b)
	}
}
