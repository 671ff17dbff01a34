package taxation

import (
	"fmt"
	"testing"

	"github.com/shopspring/decimal"
	"pgregory.net/rapid"

	"quanlian/base/money"
)

func drawYear(t *rapid.T) Year {
	n := rapid.IntRange(1, 12).Draw(t, "contracts")
	var y Year
	for i := range n {
		y.Contracts = append(y.Contracts, Transfer{
			ID:     fmt.Sprintf("c%02d", i),
			Date:   Date("2026-01-01").addDays(rapid.IntRange(0, 364).Draw(t, "day")),
			Income: money.Fen(rapid.Int64Range(-50_000_000, 400_000_000).Draw(t, "income")),
		})
	}
	return y
}

func settled(t *rapid.T, b Book, y Year) YearResult {
	r, err := SettleYear(b, y)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// The pot is never overdrawn, whatever the order, and shares sum to the year.
func TestPotIsOnePerYear(t *testing.T) {
	t.Parallel()
	b := builtInRules(t).At("2026-06-30")
	rapid.Check(t, func(t *rapid.T) {
		y := drawYear(t)
		r := settled(t, b, y)
		var so Share
		for i, s := range r.Shares {
			if i > 0 && r.Shares[i-1].Date > s.Date {
				t.Fatal("not in order of date")
			}
			so.Exempt, so.Halved, so.Relieved, so.Taxable, so.Tax = so.Exempt+s.Exempt, so.Halved+s.Halved, so.Relieved+s.Relieved, so.Taxable+s.Taxable, so.Tax+s.Tax
			if so.Exempt < 0 || so.Exempt > yuan(5_000_000) || s.PotLeft != yuan(5_000_000)-so.Exempt {
				t.Fatalf("after %s the pot gave %s, left %s", s.ID, so.Exempt, s.PotLeft)
			}
			if s.Exempt+s.Halved != s.Income && so.Exempt > 0 && s.Income > 0 && so.Exempt+so.Halved > s.Income {
				t.Fatalf("%s: exempt %s + halved %s is not its income %s", s.ID, s.Exempt, s.Halved, s.Income)
			}
		}
		if so.Exempt != r.Total.Exempt || so.Halved != r.Total.Halved || so.Relieved != r.Total.Relieved || so.Tax != r.Total.Tax || so.Taxable != r.Total.Taxable {
			t.Fatalf("shares %+v, year %+v", so, r.Total)
		}
		y.Contracts = rapid.Permutation(y.Contracts).Draw(t, "order")
		if again := settled(t, b, y); fmt.Sprint(again) != fmt.Sprint(r) {
			t.Fatal("the order of the list changed the result")
		}
	})
}

// Splitting a contract in two within the year changes no total.
func TestSplittingAContractChangesNothing(t *testing.T) {
	t.Parallel()
	b := builtInRules(t).At("2026-06-30")
	rapid.Check(t, func(t *rapid.T) {
		y := drawYear(t)
		whole := settled(t, b, y)
		i := rapid.IntRange(0, len(y.Contracts)-1).Draw(t, "which")
		part := money.Fen(rapid.Int64Range(-1_000_000, 300_000_000).Draw(t, "part"))
		second := y.Contracts[i]
		second.ID, second.Income = "second", second.Income-part
		second.Date = Date("2026-01-01").addDays(rapid.IntRange(0, 364).Draw(t, "day"))
		y.Contracts[i].Income = part
		y.Contracts = append(y.Contracts, second)
		if split := settled(t, b, y); split.Total != whole.Total {
			t.Fatalf("%+v became %+v", whole.Total, split.Total)
		}
	})
}

// Knowing only what the pot has lost gives the deal the same share as the contracts.
func TestPotUsedEqualsContracts(t *testing.T) {
	t.Parallel()
	b := builtInRules(t).At("2026-06-30")
	rapid.Check(t, func(t *rapid.T) {
		used := money.Fen(rapid.Int64Range(1, 500_000_000).Draw(t, "used"))
		own := Transfer{ID: "own", Date: "2026-06-30", Income: money.Fen(rapid.Int64Range(1, 900_000_000).Draw(t, "income"))}
		_, a, err := Year{PotUsed: used}.with(b, own)
		if err != nil {
			t.Fatal(err)
		}
		_, c, err := Year{Contracts: []Transfer{{ID: "x", Date: "2026-02-01", Income: used}}}.with(b, own)
		if err != nil || a != c {
			t.Fatalf("%+v, %+v, %v", a, c, err)
		}
	})
}

// Net to gross and back is true to the fen, and gross to net to gross within one.
func TestVATRoundTrip(t *testing.T) {
	t.Parallel()
	rates := []string{"0.06", "0.13", "0.03", "0.01"}
	rapid.Check(t, func(t *rapid.T) {
		rate := decimal.RequireFromString(rapid.SampledFrom(rates).Draw(t, "rate"))
		net := money.Fen(rapid.Int64Range(0, int64(maxPrice)).Draw(t, "net"))
		vat, gross := AddVAT(net, rate)
		back, backVAT := TakeVAT(gross, rate)
		if back != net || backVAT != vat {
			t.Fatalf("%d + %d went back to %d + %d", net, vat, back, backVAT)
		}
		n, _ := TakeVAT(net, rate)
		if _, g := AddVAT(n, rate); g-net > 1 || net-g > 1 {
			t.Fatalf("gross %d came back as %d", net, g)
		}
	})
}

// The years of an amortisation sum to the cost.
func TestAmortisationSums(t *testing.T) {
	t.Parallel()
	b := builtInRules(t).At("2026-06-30")
	rapid.Check(t, func(t *rapid.T) {
		cost := money.Fen(rapid.Int64Range(0, int64(maxPrice)).Draw(t, "cost"))
		a, err := Amortise(b, cost, rapid.IntRange(0, 600).Draw(t, "months"))
		if err != nil {
			t.Fatal(err)
		}
		var total money.Fen
		for _, y := range a.Schedule {
			total += y
		}
		if total != cost {
			t.Fatalf("%d of %d", total, cost)
		}
	})
}

func drawDeal(t *rapid.T) Deal {
	d := assignment(money.Fen(rapid.Int64Range(1, 3_000_000_000).Draw(t, "price")))
	d.Signed = Date("2023-01-01").addDays(rapid.IntRange(0, 6*365).Draw(t, "signed"))
	d.Basis = rapid.SampledFrom([]Basis{NetOfVAT, GrossOfVAT}).Draw(t, "basis")
	d.Subject = rapid.SampledFrom(subjects).Draw(t, "subject")
	d.Kind = rapid.SampledFrom(kinds).Draw(t, "kind")
	d.Licence = &LicenceTerms{Exclusivity: Ordinary, Months: rapid.IntRange(1, 100).Draw(t, "months"), Owned: true}
	d.Seller.Type = rapid.SampledFrom([]PartyType{Enterprise, NonEnterprise}).Draw(t, "seller")
	d.Seller.VAT = rapid.SampledFrom([]VATStatus{General, SmallScale}).Draw(t, "seller vat")
	d.Buyer.VAT = rapid.SampledFrom([]VATStatus{General, SmallScale}).Draw(t, "buyer vat")
	if rapid.Bool().Draw(t, "parts") {
		eq := money.Fen(rapid.Int64Range(0, int64(d.Price)).Draw(t, "equipment"))
		d.Parts = []Part{{Technology, d.Price - eq}, {Equipment, eq}}
	}
	d.SellerBooks.SharedInput = money.Fen(rapid.Int64Range(0, 10_000_000).Draw(t, "input"))
	d.SellerBooks.OtherSales = money.Fen(rapid.Int64Range(0, 1_000_000_000).Draw(t, "other"))
	return d
}

// Whatever the deal: nothing is invented between the two sides. What the buyer pays
// is the seller's price and the VAT; a gross price is what the buyer pays; nobody
// credits VAT that was not charged; input out never exceeds the input.
func TestSheetHoldsTogether(t *testing.T) {
	t.Parallel()
	rules := builtInRules(t)
	rapid.Check(t, func(t *rapid.T) {
		d := drawDeal(t)
		s, err := NewSheet(rules, d, Year{})
		if err != nil {
			t.Fatal(err)
		}
		if s.Net+s.VAT != s.Gross || s.Buyer.Pays != s.Gross {
			t.Fatalf("net %d VAT %d gross %d pays %d", s.Net, s.VAT, s.Gross, s.Buyer.Pays)
		}
		if d.Basis == GrossOfVAT && s.Gross != d.Price || d.Basis == NetOfVAT && s.Net != d.Price {
			t.Fatalf("price %d as %s became %d/%d", d.Price, d.Basis, s.Net, s.Gross)
		}
		if s.Buyer.Credit > s.VAT || s.Seller.InputOut > d.SellerBooks.SharedInput || s.Seller.InputOut < 0 {
			t.Fatalf("credit %d of %d, out %d", s.Buyer.Credit, s.VAT, s.Seller.InputOut)
		}
		if s.Way == Exempt && firstUnmet("vat", s.Conditions) != "" {
			t.Fatal("exempt against a condition")
		}
		if s.Signed > "2027-12-31" && s.Way == Exempt {
			t.Fatal("exempt after the end")
		}
	})
}
