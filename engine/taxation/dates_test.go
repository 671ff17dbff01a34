package taxation

import (
	"testing"

	"quanlian/base/errs"
	"quanlian/base/money"
)

// The exemption has another basis on each side of 2026-01-01 and ends with 2027.
func TestBoundaryDatesOfExemption(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		on    Date
		way   Way
		basis string
		why   string
	}{
		{"2025-12-31", Exempt, "财税〔2016〕36号附件3第一条第（二十六）项", ""},
		{"2026-01-01", Exempt, "财政部 税务总局公告2026年第10号二（二）2、六", ""},
		{"2027-12-31", Exempt, "财政部 税务总局公告2026年第10号二（二）2、六", ""},
		{"2028-01-01", Taxed, "", "no_exemption_in_force"},
	} {
		d := assignment(yuan(1_000_000))
		d.Event = c.on
		s := sheetOf(t, d, Year{})
		if s.Way != c.way || s.WhyNotExempt != c.why {
			t.Errorf("%s: %s %q", c.on, s.Way, s.WhyNotExempt)
		}
		l := line(t, s, SellerSide, "output_vat")
		if c.basis != "" && l.Basis.ZH[:len(c.basis)] != c.basis {
			t.Errorf("%s: basis %s", c.on, l.Basis.ZH)
		}
		if c.way == Exempt && (l.ValidFrom > c.on || l.ValidTo < c.on) {
			t.Errorf("%s: valid %s…%s", c.on, l.ValidFrom, l.ValidTo)
		}
		if c.way == Taxed && line(t, s, SellerSide, "vat_relief").Why != c.why {
			t.Error("the relief of zero must say why")
		}
	}
}

// Small-scale: 1 % until 2027-12-31, 3 % after; the threshold is a cliff, and the
// threshold itself was still exempt until 2025.
func TestSmallScale(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		on     Date
		period string
		sales  money.Fen
		vat    money.Fen
	}{
		{"2025-12-31", "month", yuan(100_000), 0},
		{"2025-12-31", "month", yuan(100_000) + 1, yuan(1_000)},
		{"2026-01-01", "month", yuan(100_000) - 1, 0},
		{"2026-01-01", "month", yuan(100_000), yuan(1_000)},
		{"2026-01-01", "quarter", yuan(300_000) - 1, 0},
		{"2026-01-01", "quarter", yuan(300_000), yuan(3_000)},
		{"2026-01-01", "occasion", yuan(1_000) - 1, 0},
		{"2026-01-01", "occasion", yuan(1_000), yuan(10)},
		{"2027-12-31", "month", yuan(200_000), yuan(2_000)},
		{"2028-01-01", "month", yuan(200_000), yuan(6_000)},
		{"2028-01-01", "month", yuan(1_000), yuan(30)},
	} {
		d := assignment(c.sales)
		d.Event, d.Signed, d.Way = c.on, c.on, Taxed
		d.Seller.VAT = SmallScale
		d.SellerBooks.VATPeriod = c.period
		want(t, string(c.on)+" "+c.period+" "+c.sales.String(), sheetOf(t, d, Year{}).VAT, c.vat)
	}
	d := assignment(yuan(60_000)) // other sales of the month count
	d.Way, d.Seller.VAT, d.SellerBooks.OtherSales = Taxed, SmallScale, yuan(40_000)
	want(t, "with other sales", sheetOf(t, d, Year{}).VAT, yuan(600))
	d.SellerBooks.OtherSales--
	s := sheetOf(t, d, Year{})
	want(t, "one fen less", s.VAT, 0)
	if line(t, s, SellerSide, "output_vat").Why != "below_threshold" || line(t, s, BuyerSide, "credit").Why != "no_vat_charged" {
		t.Error("zero without its reason")
	}
}

// Stamp duty goes by the day of signing, VAT by the day of the event; both halves end with 2027.
func TestStampBySigning(t *testing.T) {
	t.Parallel()
	d := assignment(yuan(1_000_000))
	d.Signed, d.Event, d.Seller.CIT = "2027-12-31", "2028-01-01", SmallMicro
	d.Way = Taxed
	s := sheetOf(t, d, Year{})
	want(t, "half of 300", s.Seller.Stamp, yuan(150))
	want(t, "surcharge whole", s.Seller.Surcharge, yuan(7_200))
	d.Signed = "2028-01-01"
	want(t, "300", sheetOf(t, d, Year{}).Seller.Stamp, yuan(300))
	d.Signed, d.Event = "2022-06-30", "2026-02-01"
	want(t, "old table 0.05 %", sheetOf(t, d, Year{}).Seller.Stamp, yuan(500))
	d.PriceOpen = true
	s = sheetOf(t, d, Year{})
	want(t, "price open", s.Seller.Stamp, 0)
	if line(t, s, BuyerSide, "stamp").Why != "price_open" {
		t.Error("open price must say why")
	}
}

// A non-enterprise unit may elect 3 % from 2026 to 2027; the election binds 36 months.
// TestStampByWhatIsListed: what came back of the price is no income and bears no
// VAT, and stamp duty goes by what the contract lists all the same (印花税法第五条).
func TestStampByWhatIsListed(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct {
		change   func(*Deal)
		net, due money.Fen
	}{
		"nothing came back": {func(d *Deal) { d.Price, d.Returned = yuan(12_000_000), 0 }, yuan(12_000_000), yuan(3_600)},
		"a part":            {func(*Deal) {}, yuan(11_000_000), yuan(3_600)},
		"all of it":         {func(d *Deal) { d.Price, d.Returned = 0, yuan(12_000_000) }, 0, yuan(3_600)},
		"a price with VAT": {func(d *Deal) {
			d.Basis, d.Way, d.Price, d.Returned = GrossOfVAT, Taxed, yuan(10_600_000), yuan(2_120_000)
		}, yuan(10_000_000), yuan(3_600)},
		"with equipment": {func(d *Deal) {
			d.Parts = []Part{{Kind: Technology, Amount: yuan(9_000_000)}, {Kind: Equipment, Amount: yuan(2_000_000)}}
		}, yuan(11_000_000), yuan(3_600)},
		"VAT not shown apart": {func(d *Deal) { d.VATUnlisted, d.Way = true, Taxed }, yuan(11_000_000), yuan(3_816)},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			d := assignment(yuan(11_000_000))
			d.Returned = yuan(1_000_000)
			tc.change(&d)
			s := sheetOf(t, d, Year{})
			want(t, "net", s.Net, tc.net)
			want(t, "seller's stamp", s.Seller.Stamp, tc.due)
			want(t, "buyer's stamp", s.Buyer.Stamp, tc.due)
		})
	}
}

func TestSimplifiedElection(t *testing.T) {
	t.Parallel()
	d := assignment(yuan(1_000_000))
	d.Seller.Type, d.Way, d.Subject = NonEnterprise, Simplified, Trademark
	s := sheetOf(t, d, Year{})
	want(t, "3 %", s.VAT, yuan(30_000))
	want(t, "credit", s.Buyer.Credit, yuan(30_000))
	for _, on := range []Date{"2025-12-31", "2028-01-01"} {
		d.Event = on
		if _, err := NewSheet(builtInRules(t), d, Year{}); !errs.Is(err, "engine.taxation.way_not_open") {
			t.Errorf("%s: %v", on, err)
		}
	}
	d.Event, d.Way, d.Seller.SimplifiedSince = "2026-10-28", Taxed, "2026-01-01"
	if _, err := NewSheet(builtInRules(t), d, Year{}); !errs.Is(err, "engine.taxation.simplified_locked") {
		t.Errorf("locked: %v", err)
	}
	d.Way = ""
	if s := sheetOf(t, d, Year{}); s.Way != Simplified {
		t.Errorf("elected, but %s", s.Way)
	}
	d.Way, d.Seller.Type = Simplified, Enterprise
	if _, err := NewSheet(builtInRules(t), d, Year{}); !errs.Is(err, "engine.taxation.way_not_open") {
		t.Errorf("an enterprise may not elect: %v", err)
	}
}

// A waiver binds a general taxpayer 36 months and not a day longer.
func TestWaiverLock(t *testing.T) {
	t.Parallel()
	for on, way := range map[Date]Way{"2025-06-30": Exempt, "2026-07-01": Taxed, "2027-06-30": Taxed, "2027-07-01": Exempt} {
		d := assignment(yuan(1_000_000))
		d.Event, d.Seller.WaivedSince = on, "2024-07-01"
		if on == "2025-06-30" {
			d.Seller.WaivedSince = "2025-07-01"
		}
		if s := sheetOf(t, d, Year{}); s.Way != way {
			t.Errorf("%s: %s (%s)", on, s.Way, s.WhyNotExempt)
		}
	}
}

func TestRuleRowsDoNotOverlapAndLoadRefuses(t *testing.T) {
	t.Parallel()
	r := builtInRules(t)
	if len(r.All()) < 60 {
		t.Fatalf("%d rows", len(r.All()))
	}
	row := r.All()[0]
	row.EffectiveFrom, row.EffectiveTo = row.EffectiveFrom.addDays(10), ""
	if err := r.copyOf().add(row); !errs.Is(err, "engine.taxation.bad_rule") {
		t.Errorf("overlap taken: %v", err)
	}
	row.ID, row.Verified, row.Tag = "x.y", true, "M"
	if err := r.copyOf().add(row); err == nil {
		t.Error("verified from memory taken")
	}
	for _, row := range r.All() {
		if row.Tag == "M" && row.Verified || row.Tag == "V2" && row.Verified {
			t.Errorf("%s is not verified", row.ID)
		}
	}
}

func (r *Rules) copyOf() *Rules { return &Rules{rows: r.All()} }
