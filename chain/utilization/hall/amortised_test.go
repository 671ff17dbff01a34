package hall

import (
	"testing"

	"quanlian/base/calendar"
	"quanlian/base/money"
	"quanlian/engine/taxation"
	"quanlian/ledger"
	"quanlian/registry"
)

// A licence is amortised over the term of its contract, with the statutory ten years
// beside it; what the buyer says of the life goes before; an assignment agrees none.
func TestLicenceIsAmortisedOverItsTerm(t *testing.T) {
	t.Parallel()
	rules, err := taxation.BuiltIn()
	if err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct {
		kind   registry.DealKind
		life   int
		months int
		lines  int
	}{
		"licence of four years": {registry.LicenceDeal, 0, 48, 2},
		"the buyer's own life":  {registry.LicenceDeal, 60, 60, 2},
		"assignment":            {registry.Assignment, 0, 120, 1},
	} {
		x := Terms{Deal: c.kind, PriceKind: ledger.LumpSum, Price: 48000000, Tranches: []Part{{Amount: 48000000}}}
		if c.kind == registry.LicenceDeal {
			x.Licence, x.From, x.To = registry.Ordinary, day("2026-12-01"), day("2030-11-30")
		}
		d := DealData{Terms: &x}
		if c.life > 0 {
			d.BuyerTax = &TaxFacts{Buyer: taxation.BuyerBooks{LifeMonths: c.life}}
		}
		deal, err := d.TaxDeal("N", day("2026-12-20"))
		if err != nil {
			t.Fatal(err)
		}
		s, err := taxation.NewSheet(rules, deal, taxation.Year{})
		if err != nil {
			t.Fatal(err)
		}
		var lines []taxation.Line
		for _, l := range s.Lines {
			if l.Item == "amortisation" || l.Item == "amortisation_statutory" {
				lines = append(lines, l)
			}
		}
		if s.Buyer.Months != c.months || len(lines) != c.lines || s.Buyer.PerYear != lines[0].Amount {
			t.Errorf("%s: %d months, %+v", name, s.Buyer.Months, lines)
		}
		if wantRule := map[bool]string{true: "amortisation.life", false: "amortisation.agreed"}[c.lines == 1]; lines[0].RuleID != wantRule {
			t.Errorf("%s rests on %s", name, lines[0].RuleID)
		}
		if c.lines == 2 && (lines[1].RuleID != "amortisation.life" || lines[1].Amount*10 < s.Buyer.Capitalised-money.Fen(10)) {
			t.Errorf("%s: the ten years are %+v", name, lines[1])
		}
	}
}

// The last day of a term counts: five years to the day before are sixty months.
func TestMonthsOfATerm(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		from, to calendar.Date
		want     int
	}{
		{day("2026-12-01"), day("2031-11-30"), 60}, {day("2026-12-01"), day("2031-11-29"), 59}, {day("2026-12-15"), day("2027-01-14"), 1},
		{day("2026-12-15"), day("2027-01-13"), 0}, {day("2027-01-01"), day("2027-12-31"), 12}, {day("2027-01-01"), day("2026-01-01"), 0},
	} {
		if got := months(c.from, c.to); got != c.want {
			t.Errorf("%s — %s: %d months, want %d", c.from, c.to, got, c.want)
		}
	}
}
