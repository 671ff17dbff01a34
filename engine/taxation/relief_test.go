package taxation

import (
	"testing"

	"quanlian/base/errs"
	"quanlian/base/money"
)

// Each missing condition takes the VAT exemption away and says why.
func TestVATConditions(t *testing.T) {
	t.Parallel()
	for why, break_ := range map[string]func(*Deal){
		"no_recognition":       func(d *Deal) { d.Papers.RecognitionNo = "" },
		"no_written_contract":  func(d *Deal) { d.Papers.WrittenContract = false },
		"no_separate_accounts": func(d *Deal) { d.Papers.SeparateAccounts = false },
		"not_technology":       func(d *Deal) { d.Subject = Trademark },
		"kind_not_transfer":    func(d *Deal) { d.Kind = Consulting },
		"not_chosen":           func(d *Deal) { d.Way = Taxed },
	} {
		d := assignment(yuan(1_000_000))
		break_(&d)
		s := sheetOf(t, d, Year{})
		if s.Way != Taxed || s.WhyNotExempt != why {
			t.Errorf("%s: way %s, why %q", why, s.Way, s.WhyNotExempt)
		}
		want(t, why, s.VAT, yuan(60_000))
		relief := line(t, s, SellerSide, "vat_relief")
		if relief.Amount != 0 || relief.Why != why {
			t.Errorf("%s: relief %s, why %q", why, relief.Amount, relief.Why)
		}
	}
}

// Each missing condition takes the income-tax relief away and says why.
func TestCITConditions(t *testing.T) {
	t.Parallel()
	licence := func(x Exclusivity, months int, global, owned bool) func(*Deal) {
		return func(d *Deal) {
			d.Kind, d.Licence = Licence, &LicenceTerms{Exclusivity: x, Months: months, Global: global, Owned: owned}
		}
	}
	for _, c := range []struct {
		why   string
		alter func(*Deal)
	}{
		{"", func(*Deal) {}},
		{"no_recognition", func(d *Deal) { d.Papers.RecognitionNo = "" }},
		{"no_separate_accounts", func(d *Deal) { d.Papers.SeparateAccounts = false }},
		{"related_100", func(d *Deal) { d.Related100 = true }},
		{"cit_out_of_scope", func(d *Deal) { d.Subject = Trademark }},
		{"cit_out_of_scope", func(d *Deal) { d.Subject, d.SimpleLook = Design, true }},
		{"", func(d *Deal) { d.Subject = Design }},
		{"cit_not_transfer", func(d *Deal) { d.Kind = Development }},
		{"no_commerce_certificate", func(d *Deal) { d.Papers.CrossBorder = true }},
		{"", licence(Exclusive, 60, true, false)},
		{"licence_too_short", licence(Exclusive, 59, true, true)},
		{"licence_not_global", licence(Exclusive, 60, false, true)},
		{"", licence(Ordinary, 60, false, true)},
		{"licence_too_short", licence(Ordinary, 59, false, true)},
		{"licence_not_owned", licence(Sole, 60, false, false)},
	} {
		d := assignment(yuan(9_000_000))
		c.alter(&d)
		s := sheetOf(t, d, Year{})
		if s.CIT.Why != c.why {
			t.Errorf("%+v: why %q, want %q", d.Licence, s.CIT.Why, c.why)
		}
		if c.why != "" && (s.CIT.Saved != 0 || s.CIT.Tax != s.CIT.Without || line(t, s, SellerSide, "cit_relief").Why != c.why) {
			t.Errorf("%s: saved %s", c.why, s.CIT.Saved)
		}
		if c.why == "" && s.CIT.Saved <= 0 {
			t.Errorf("relief saves %s", s.CIT.Saved)
		}
	}
	b := builtInRules(t).At("2015-09-30")
	d := assignment(yuan(1))
	licence(Ordinary, 60, false, true)(&d)
	if _, why := transferForm(b, &d); why != "nonexclusive_not_yet" {
		t.Errorf("before 2015-10-01: %q", why)
	}
}

// A related service on another invoice is taxed while the technology stays exempt;
// equipment is goods; a free-standing service is taxed.
func TestParts(t *testing.T) {
	t.Parallel()
	d := assignment(yuan(1_000_000))
	d.Parts = []Part{{Technology, yuan(600_000)}, {RelatedService, yuan(100_000)}, {SeparateService, yuan(100_000)}, {Equipment, yuan(200_000)}}
	s := sheetOf(t, d, Year{})
	want(t, "without the same invoice", s.VAT, yuan(6_000+6_000+26_000))
	d.Papers.SameInvoice = true
	s = sheetOf(t, d, Year{})
	want(t, "same invoice", s.VAT, yuan(6_000+26_000))
	want(t, "relief", line(t, s, SellerSide, "vat_relief").Amount, yuan(42_000))
	want(t, "CIT revenue", s.CIT.Revenue, yuan(700_000))
	d.Signed, d.Event, d.PartsUnlisted = "2022-06-30", "2026-10-28", true
	want(t, "unsplit: the highest rate on all", sheetOf(t, d, Year{}).Seller.Stamp, yuan(500))
	d.PartsUnlisted = false
	want(t, "split", sheetOf(t, d, Year{}).Seller.Stamp, yuan(300+50+30+60))
}

// An individual who sells copyright is exempt without recognition; a trademark is no technology.
func TestCopyrightOfIndividual(t *testing.T) {
	t.Parallel()
	d := assignment(yuan(50_000))
	d.Subject, d.Papers = Copyright, Papers{}
	d.Seller = Party{Type: Individual, VAT: SmallScale}
	s := sheetOf(t, d, Year{})
	if s.Way != Exempt || line(t, s, SellerSide, "output_vat").RuleID != "vat.exempt.copyright_individual" {
		t.Errorf("way %s by %s", s.Way, line(t, s, SellerSide, "output_vat").RuleID)
	}
	want(t, "property transfer", s.Seller.IncomeTax, (yuan(50_000) - s.Seller.Stamp).MulRate(builtInRules(t).At("2026-10-28").rows["pit.property"].Number()))
	d.Event = "2028-01-01"
	if s := sheetOf(t, d, Year{}); s.Way != Taxed || s.VAT != yuan(1_500) {
		t.Errorf("after 2027: %s, VAT %s", s.Way, s.VAT)
	}
}

// checkLines: every line of zero says why, every line with a rule has its dates.
func checkLines(t *testing.T, s Sheet) {
	t.Helper()
	for _, l := range s.Lines {
		if l.Amount == 0 && l.Why == "" {
			t.Errorf("%s/%s is zero without why", l.Side, l.Item)
		}
		if l.RuleID != "" && (l.ValidFrom == "" || l.Basis.ZH == "" || l.Basis.EN == "" || l.Tag == "") {
			t.Errorf("%s by %s lacks its source", l.Item, l.RuleID)
		}
		if l.RuleID != "" && (s.Event < l.ValidFrom && s.Signed < l.ValidFrom) {
			t.Errorf("%s by %s is not in force", l.Item, l.RuleID)
		}
		if l.Formula.ZH == "" || l.Formula.EN == "" {
			t.Errorf("%s has no formula", l.Item)
		}
	}
	if keeps := s.Seller.Price - s.Seller.InputOut - s.Seller.Surcharge - s.Seller.Stamp - s.Seller.IncomeTax; keeps != s.Seller.Keeps {
		t.Errorf("keeps %s, lines say %s", s.Seller.Keeps, keeps)
	}
}

// An office-invention reward counts half only from a non-profit payer, registered, within three years.
func TestCashReward(t *testing.T) {
	t.Parallel()
	b := builtInRules(t).At("2026-10-28")
	good := CashReward{Reward: yuan(100_000), NonProfit: true, Registered: true, IncomeOn: "2023-10-28", PaidOn: "2026-10-28"}
	late, firm, unregistered := good, good, good
	late.PaidOn, firm.NonProfit, unregistered.Registered = "2026-10-29", false, false
	for _, c := range []struct {
		in   CashReward
		want money.Fen
		why  string
	}{{good, yuan(50_000), ""}, {late, yuan(100_000), "reward_paid_late"}, {firm, yuan(100_000), "reward_payer_not_non_profit"}, {unregistered, yuan(100_000), "no_recognition"}} {
		l, err := c.in.Counted(b)
		if err != nil || l.Amount != c.want || l.Why != c.why || l.Verified {
			t.Errorf("%+v: %s %q %v", c.in, l.Amount, l.Why, err)
		}
	}
}

// What the pot has lost comes before the deal, even on the first day of the year and
// for a deal without an id; a deal that the year names already counts once.
func TestPotBeforeTheDeal(t *testing.T) {
	t.Parallel()
	d := assignment(yuan(3_000_000))
	d.ID, d.Signed = "", "2026-01-01"
	s := sheetOf(t, d, Year{PotUsed: yuan(4_000_000)})
	want(t, "exempt", s.CIT.Share.Exempt, yuan(1_000_000))
	want(t, "used before", s.CIT.PotUsed, yuan(4_000_000))
	d.ID = "a"
	y := Year{Contracts: []Transfer{{ID: "a", Date: "2026-01-01", Income: yuan(9_000_000)}, {ID: "b", Date: "2026-02-01", Income: yuan(4_000_000)}}}
	s = sheetOf(t, d, y)
	want(t, "counts once", s.CIT.YearPlan.Total.Income, s.CIT.Income+yuan(4_000_000))
	if _, err := NewSheet(builtInRules(t), d, Year{Contracts: y.Contracts, PotUsed: 1}); !errs.Is(err, "engine.taxation.pot_or_contracts") {
		t.Errorf("both given: %v", err)
	}
}
