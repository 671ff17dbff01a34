package taxation

import (
	"testing"

	"quanlian/base/money"
)

// twoYears is a licence of ten years: an entry fee in December, a royalty in March.
func twoYears(price money.Fen) Deal {
	d := assignment(price)
	d.Kind, d.Signed = Licence, "2027-12-01"
	d.Licence = &LicenceTerms{Exclusivity: Exclusive, Months: 120, Global: true}
	return d
}

func courseOf(t testing.TB, d Deal, y func(int) Year, payments ...Payment) Course {
	t.Helper()
	c, err := NewCourse(builtInRules(t), d, payments, y)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func noYear(int) Year { return Year{} }

// The exemption ends with 2027: the entry fee of December is exempt, the royalty of
// March bears 6 %; each year has its own pot, and stamp duty on the contract falls
// on the day of signing once, that of the royalty with the royalty.
func TestGoldenTwoYears(t *testing.T) {
	t.Parallel()
	d := twoYears(yuan(6_000_000))
	entry := Payment{ID: "d1/1", No: 1, Day: "2027-12-20", Amount: yuan(6_000_000)}
	royalty := Payment{ID: "d1/2", No: 2, Day: "2028-03-10", Amount: yuan(4_000_000), Royalty: true}
	c := courseOf(t, d, noYear, royalty, entry)
	if len(c.Payments) != 2 || len(c.Years) != 2 || c.Years[0].Year != 2027 || c.Years[1].Year != 2028 {
		t.Fatalf("%d payments, years %+v", len(c.Payments), c.Years)
	}
	first, second := c.Payments[0].Sheet, c.Payments[1].Sheet
	if first.Way != Exempt || second.Way != Taxed || second.WhyNotExempt != "no_exemption_in_force" || c.Total.Way != Mixed {
		t.Errorf("ways %s, %s (%s), %s", first.Way, second.Way, second.WhyNotExempt, c.Total.Way)
	}
	want(t, "VAT of the entry fee", first.VAT, 0)
	want(t, "VAT of the royalty", second.VAT, yuan(240_000))
	want(t, "stamp on signing", c.Signing.Seller.Stamp, yuan(1_800))
	want(t, "stamp of the entry fee", first.Seller.Stamp, 0)
	want(t, "stamp of the royalty", second.Seller.Stamp, yuan(1_200))
	// 6,000,000 − 1,800: 5,000,000 of the pot of 2027, half of the rest at 25 %.
	want(t, "income of 2027", first.CIT.Income, yuan(5_998_200))
	want(t, "tax of 2027", first.CIT.Tax, yuan(124_775))
	// 4,000,000 − 1,200 − 12 % of 240,000, all within the pot of 2028.
	want(t, "income of 2028", second.CIT.Income, yuan(3_970_000))
	want(t, "tax of 2028", second.CIT.Tax, 0)
	want(t, "pot left of 2028", second.CIT.PotLeft, yuan(1_030_000))
	want(t, "total tax", c.Total.Seller.IncomeTax, first.CIT.Tax)
	want(t, "2027", c.Years[0].Sheet.Gross, yuan(6_000_000))
	want(t, "2028", c.Years[1].Sheet.Gross, yuan(4_240_000))
	sumOf(t, c)
	for _, x := range []struct {
		year int
		code string
		due  Date
	}{{0, "cit_settlement", "2028-05-31"}, {0, "stamp", "2027-12-16"}, {1, "cit_settlement", "2029-05-31"}, {1, "stamp_on_settlement", "2028-03-25"}} {
		found := false
		for _, r := range c.Years[x.year].Sheet.Reminders {
			found = found || r.Side == SellerSide && r.Code == x.code && r.Due == x.due
		}
		if !found {
			t.Errorf("%d: no %s due %s among %+v", c.Years[x.year].Year, x.code, x.due, c.Years[x.year].Sheet.Reminders)
		}
	}
}

// sumOf checks that the payments, the years and the total are the same money.
func sumOf(t *testing.T, c Course) {
	t.Helper()
	type sums struct{ gross, vat, keeps, tax, stamp, buyer money.Fen }
	of := func(s Sheet) sums {
		return sums{s.Gross, s.VAT, s.Seller.Keeps, s.Seller.IncomeTax, s.Seller.Stamp, s.Buyer.Cost}
	}
	add := func(a, b sums) sums {
		return sums{a.gross + b.gross, a.vat + b.vat, a.keeps + b.keeps, a.tax + b.tax, a.stamp + b.stamp, a.buyer + b.buyer}
	}
	payments, years := of(c.Signing), sums{}
	for _, p := range c.Payments {
		payments = add(payments, of(p.Sheet))
	}
	for _, y := range c.Years {
		years = add(years, of(y.Sheet))
		checkLines(t, y.Sheet)
	}
	if total := of(c.Total); payments != total || years != total {
		t.Errorf("payments %+v, years %+v, total %+v", payments, years, total)
	}
	checkLines(t, c.Total)
}

// One payment on the day of signing is the sheet as ever, to the fen.
func TestCourseOfOnePaymentIsTheSheet(t *testing.T) {
	t.Parallel()
	for i, d := range manyDeals() {
		d.Papers.RecognitionNo, d.PriceOpen = "2026330000000001", false
		s := sheetOf(t, d, Year{})
		c := courseOf(t, d, noYear, Payment{ID: d.ID, No: 1, Day: d.Signed, Amount: d.Price})
		sumOf(t, c)
		x := c.Total
		if s.Net != x.Net || s.VAT != x.VAT || s.Way != x.Way || s.Seller != x.Seller || s.Buyer.Cost != x.Buyer.Cost || s.Buyer.PerYear != x.Buyer.PerYear || len(s.Lines) != len(x.Lines) {
			t.Errorf("deal %d: sheet %+v %+v, course %+v %+v", i, s.Seller, s.Buyer, x.Seller, x.Buyer)
		}
		if (s.CIT == nil) != (x.CIT == nil) || s.CIT != nil && (s.CIT.Income != x.CIT.Income || s.CIT.Saved != x.CIT.Saved || s.CIT.Why != x.CIT.Why) {
			t.Errorf("deal %d: income tax %+v, course %+v", i, s.CIT, x.CIT)
		}
	}
}

// What the seller states once is shared over the instalments to the fen; two of one
// year share its pot, in the order of their days.
func TestCourseSharesTheSellersFigures(t *testing.T) {
	t.Parallel()
	d := assignment(yuan(9_000_000))
	d.Parts = []Part{{Technology, yuan(8_000_000)}, {Equipment, yuan(1_000_000)}}
	d.SellerBooks = SellerBooks{Cost: 100_000_001, SharedInput: 7_777_777, OtherSales: yuan(3_000_000), Apportioned: 10_001}
	third := yuan(3_000_000)
	c := courseOf(t, d, noYear, Payment{ID: "d1/1", Day: "2026-11-01", Amount: third}, Payment{ID: "d1/2", Day: "2026-12-01", Amount: third}, Payment{ID: "d1/3", Day: "2027-01-02", Amount: third})
	sumOf(t, c)
	whole := sheetOf(t, d, Year{})
	want(t, "price", c.Total.Net, whole.Net)
	if diff := c.Total.CIT.Income - whole.CIT.Income; diff < -3 || diff > 3 { // VAT of three parts is rounded three times
		t.Errorf("income %s, as one event %s", c.Total.CIT.Income, whole.CIT.Income)
	}
	if n := len(c.Payments[1].Sheet.CIT.YearPlan.Shares); n != 2 {
		t.Errorf("the pot of 2026 holds %d payments", n)
	}
	if n := len(c.Payments[2].Sheet.CIT.YearPlan.Shares); n != 1 {
		t.Errorf("the pot of 2027 holds %d payments", n)
	}
	first := c.Payments[0].Sheet.CIT
	want(t, "left after the first", first.Share.PotLeft, yuan(5_000_000)-first.Income)
	want(t, "exempt of the second", c.Payments[1].Sheet.CIT.Share.Exempt, min(first.Share.PotLeft, c.Payments[1].Sheet.CIT.Income))
}

// An invoice before the payment brings the VAT forward, not the income; a special
// invoice takes the exemption from its payment alone.
func TestInvoiceOfAPayment(t *testing.T) {
	t.Parallel()
	d := twoYears(yuan(1_000_000))
	c := courseOf(t, d, noYear, Payment{ID: "a", Day: "2028-01-05", Invoiced: "2027-12-30", Amount: yuan(1_000_000)})
	s := c.Payments[0].Sheet
	if s.Way != Exempt || c.Years[len(c.Years)-1].Year != 2028 || s.CIT.Share.Date != "2028-01-05" {
		t.Errorf("way %s, share %+v", s.Way, s.CIT.Share)
	}
	c = courseOf(t, d, noYear, Payment{ID: "a", Day: "2027-12-20", Amount: yuan(500_000), Special: true}, Payment{ID: "b", Day: "2027-12-21", Amount: yuan(500_000)})
	if a, b := c.Payments[0].Sheet, c.Payments[1].Sheet; a.Way != Taxed || a.WhyNotExempt != "special_invoice" || a.Buyer.Credit != yuan(30_000) || b.Way != Exempt {
		t.Errorf("special invoice: %s (%s), credit %s; other %s", a.Way, a.WhyNotExempt, a.Buyer.Credit, b.Way)
	}
}

// Payments of one month count together against the threshold; those of two do not.
func TestThresholdOfAPeriodOverPayments(t *testing.T) {
	t.Parallel()
	d := assignment(yuan(120_000))
	d.Seller, d.Way = Party{Type: SoleTrader, VAT: SmallScale}, Taxed
	half := yuan(60_000)
	c := courseOf(t, d, noYear, Payment{ID: "a", Day: "2026-11-02", Amount: half}, Payment{ID: "b", Day: "2026-11-29", Amount: half})
	want(t, "one month", c.Total.VAT, yuan(1_200))
	c = courseOf(t, d, noYear, Payment{ID: "a", Day: "2026-11-29", Amount: half}, Payment{ID: "b", Day: "2026-12-02", Amount: half})
	want(t, "two months", c.Total.VAT, 0)
}

// A small-scale payer that gives up the exemption is taxed, and not locked.
func TestSmallScaleWaives(t *testing.T) {
	t.Parallel()
	d := assignment(yuan(1_000_000))
	d.Seller, d.Event = Party{Type: SoleTrader, VAT: SmallScale, WaivedSince: "2026-10-01"}, "2026-10-28"
	if s := sheetOf(t, d, Year{}); s.Way != Taxed || s.WhyNotExempt != "waived" {
		t.Errorf("%s (%s)", s.Way, s.WhyNotExempt)
	}
}
