package taxation

import (
	"testing"

	"quanlian/base/money"
)

// builtInRules loads the shipped rules or stops the test.
func builtInRules(t testing.TB) *Rules {
	t.Helper()
	r, err := BuiltIn()
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func yuan(n int64) money.Fen { return money.Fen(n) * money.Yuan }

// assignment is a patent sold by one general taxpayer to another, all papers there.
func assignment(price money.Fen) Deal {
	return Deal{
		ID: "d1", Signed: "2026-10-28", Subject: Invention, Kind: Assignment, Price: price, Basis: NetOfVAT,
		Seller: Party{Type: Enterprise, VAT: General}, Buyer: Party{Type: Enterprise, VAT: General},
		Papers: Papers{WrittenContract: true, RecognitionNo: "2026330000000001", SeparateAccounts: true},
	}
}

func sheetOf(t testing.TB, d Deal, y Year) Sheet {
	t.Helper()
	s, err := NewSheet(builtInRules(t), d, y)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func want(t testing.TB, what string, got, want money.Fen) {
	t.Helper()
	if got != want {
		t.Errorf("%s: %s, want %s", what, got, want)
	}
}

func line(t testing.TB, s Sheet, side Side, item string) Line {
	t.Helper()
	for _, l := range s.Lines {
		if l.Side == side && l.Item == item {
			return l
		}
	}
	t.Fatalf("no line %s/%s", side, item)
	return Line{}
}

// domain.md §4.2: net 10,000,000; 600,000 taxed; 80,000 of shared input transferred out.
func TestGoldenVAT(t *testing.T) {
	t.Parallel()
	d := assignment(yuan(10_000_000))
	d.SellerBooks.SharedInput = yuan(200_000)
	d.SellerBooks.OtherSales = yuan(15_000_000) // 10 of 25 million is 40 %
	d.Way = Taxed
	s := sheetOf(t, d, Year{})
	want(t, "VAT", s.VAT, yuan(600_000))
	want(t, "buyer pays", s.Buyer.Pays, yuan(10_600_000))
	want(t, "buyer credits", s.Buyer.Credit, yuan(600_000))
	want(t, "input out when taxed", s.Seller.InputOut, 0)
	d.Way = ""
	s = sheetOf(t, d, Year{})
	if s.Way != Exempt {
		t.Fatalf("way %s, why %s", s.Way, s.WhyNotExempt)
	}
	want(t, "VAT exempt", s.VAT, 0)
	want(t, "buyer pays exempt", s.Buyer.Pays, yuan(10_000_000))
	want(t, "buyer credits exempt", s.Buyer.Credit, 0)
	want(t, "input out", s.Seller.InputOut, yuan(80_000))
	if l := line(t, s, BuyerSide, "credit"); l.Why != "exempt_no_special_invoice" {
		t.Errorf("credit why %q", l.Why)
	}
}

// domain.md §4.3: income 9.0 M, exempt 5.0 M, tax 0.5 M, saved 1.75 M, relieved 7.0 M.
func TestGoldenIncomeTax(t *testing.T) {
	t.Parallel()
	d := assignment(yuan(12_000_000))
	d.Parts = []Part{{Technology, yuan(11_000_000)}, {Equipment, yuan(1_000_000)}}
	income := TransferIncome(yuan(11_000_000), yuan(1_500_000), yuan(200_000), yuan(300_000))
	want(t, "income", income, yuan(9_000_000))
	b := builtInRules(t).At(d.Signed)
	res, err := SettleYear(b, Year{Contracts: []Transfer{{ID: "d1", Date: d.Signed, Income: income}}})
	if err != nil {
		t.Fatal(err)
	}
	s := res.Shares[0]
	want(t, "exempt", s.Exempt, yuan(5_000_000))
	want(t, "halved", s.Halved, yuan(4_000_000))
	want(t, "taxable", s.Taxable, yuan(2_000_000))
	want(t, "tax", s.Tax, yuan(500_000))
	want(t, "relieved", s.Relieved, yuan(7_000_000))

	// The same through the sheet: its own stamp duty counts within the 0.2 M of taxes.
	d.SellerBooks = SellerBooks{Cost: yuan(1_500_000), Apportioned: yuan(300_000), OtherCost: yuan(1_000_000)}
	first := sheetOf(t, d, Year{})
	own := first.CIT.Revenue - yuan(1_500_000) - yuan(300_000) - first.CIT.Income
	d.SellerBooks.OtherTaxes = yuan(200_000) - own
	sheet := sheetOf(t, d, Year{})
	want(t, "sheet income", sheet.CIT.Income, yuan(9_000_000))
	want(t, "sheet tax", sheet.CIT.Tax, yuan(500_000))
	want(t, "without relief", sheet.CIT.Without, yuan(2_250_000))
	want(t, "saved", sheet.CIT.Saved, yuan(1_750_000))
	d.Seller.CIT = HighTech // the half stays at 25 %
	want(t, "high-tech tax", sheetOf(t, d, Year{}).CIT.Tax, yuan(500_000))
	if l := line(t, sheet, SellerSide, "cit_half"); l.Verified {
		t.Error("the 25 % on the half is not verified and must show so")
	}
}

// domain.md §4.4: 12.0 M assignment, 3,600 each party, 1,800 when halved.
func TestGoldenStamp(t *testing.T) {
	t.Parallel()
	d := assignment(yuan(12_000_000))
	d.Buyer.CIT = SmallMicro
	s := sheetOf(t, d, Year{})
	want(t, "seller", s.Seller.Stamp, yuan(3_600))
	want(t, "buyer halved", s.Buyer.Stamp, yuan(1_800))
	d.Way, d.VATUnlisted = Taxed, true
	want(t, "VAT not listed apart", sheetOf(t, d, Year{}).Seller.Stamp, yuan(3_816))
	d.VATUnlisted = false
	want(t, "VAT listed apart", sheetOf(t, d, Year{}).Seller.Stamp, yuan(3_600))
	for filing, due := range map[string]Date{"": "2026-11-12", "quarter": "2027-01-15", "year": "2027-01-15"} {
		d.Seller.StampFiling = filing
		if got := sheetOf(t, d, Year{}).Reminders[0].Due; got != due {
			t.Errorf("stamp due %q: %s, want %s", filing, got, due)
		}
	}
}

// domain.md §4.5: 100,000 licence of an individual, 16,000 withheld; and title transfer.
func TestGoldenPersonal(t *testing.T) {
	t.Parallel()
	b := builtInRules(t).At("2026-10-28")
	for receipt, tax := range map[int64]int64{100_000: 16_000, 4_000: 640, 4_001: 0, 800: 0, 500: 0} {
		l, err := RoyaltyPrepayment(b, yuan(receipt))
		if err != nil {
			t.Fatal(err)
		}
		if receipt == 4_001 {
			want(t, "4,001", l.Amount, 64_016) // 4,001 × 80 % × 20 % = 640.16
			continue
		}
		want(t, yuan(receipt).String(), l.Amount, yuan(tax))
	}
	l, err := PropertyTransfer(b, yuan(100_000), yuan(30_000), yuan(10_000))
	if err != nil {
		t.Fatal(err)
	}
	want(t, "title", l.Amount, yuan(12_000))
	if l.Verified {
		t.Error("the classification of title transfer is not verified")
	}
	d := assignment(yuan(100_000))
	d.Kind, d.Licence = Licence, &LicenceTerms{Exclusivity: Ordinary, Months: 24}
	d.Seller = Party{Type: Individual, VAT: SmallScale}
	s := sheetOf(t, d, Year{})
	want(t, "sheet", s.Seller.IncomeTax, yuan(16_000))
}

// domain.md §4.5: expense 2.0 M, tax −0.5 M; 1.2 M over six years, 0.2 M a year.
func TestGoldenResearchAndAmortisation(t *testing.T) {
	t.Parallel()
	b := builtInRules(t).At("2026-12-31")
	r, err := SuperDeduct(b, Research{FirstFive: yuan(2_000_000)})
	if err != nil {
		t.Fatal(err)
	}
	want(t, "extra", r.Extra, yuan(2_000_000))
	want(t, "saved", r.Saved, yuan(500_000))
	a, err := Amortise(b, yuan(1_200_000), 72)
	if err != nil {
		t.Fatal(err)
	}
	want(t, "per year", a.PerYear, yuan(200_000))
	if len(a.Schedule) != 6 {
		t.Errorf("%d years", len(a.Schedule))
	}
	a, err = Amortise(b, yuan(1_200_000), 0)
	if err != nil {
		t.Fatal(err)
	}
	want(t, "ten years", a.PerYear, yuan(120_000))
}

// Research: other costs capped at a ninth, commissions at 80 %, abroad at two thirds and registered.
func TestResearchCaps(t *testing.T) {
	t.Parallel()
	b := builtInRules(t).At("2026-12-31")
	in := Research{FirstFive: yuan(900_000), Other: yuan(200_000), Commissioned: yuan(250_000), Abroad: yuan(2_000_000), AbroadRegistered: true}
	r, err := SuperDeduct(b, in)
	if err != nil {
		t.Fatal(err)
	}
	want(t, "counted", r.Counted, yuan(900_000+100_000+200_000+800_000)) // abroad: 1.2 M × 2/3
	in.AbroadRegistered = false
	if r, err = SuperDeduct(b, in); err != nil {
		t.Fatal(err)
	}
	want(t, "not registered", r.Counted, yuan(1_200_000))
	in.Chips = true
	if r, err = SuperDeduct(b, in); err != nil {
		t.Fatal(err)
	}
	want(t, "chips", r.Extra, yuan(1_440_000))
	if r, err = SuperDeduct(builtInRules(t).At("2028-12-31"), in); err != nil {
		t.Fatal(err)
	}
	want(t, "chips after 2027", r.Extra, yuan(1_200_000))
}
