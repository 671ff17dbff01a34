package taxation

import (
	"os"
	"testing"

	"github.com/goccy/go-yaml"
)

// Every code that a wide range of deals brings forth has its sentence.
func TestEveryCodeHasAText(t *testing.T) {
	t.Parallel()
	raw, err := os.ReadFile("../../catalogue/lang/engine_taxation.yaml")
	if err != nil {
		t.Fatal(err)
	}
	texts := map[string]struct{ Zh, En string }{}
	if err := yaml.Unmarshal(raw, &texts); err != nil {
		t.Fatal(err)
	}
	has := func(group, code string) {
		t.Helper()
		if _, ok := texts["engine.taxation."+group+code]; !ok && code != "" {
			t.Errorf("no text for %s%s", group, code)
		}
	}
	for i, d := range manyDeals() {
		s := sheetOf(t, d, Year{})
		checkLines(t, s)
		has("way.", string(s.Way))
		for _, l := range s.Lines {
			has("item.", l.Item)
			has("why.", l.Why)
			has("part.", string(l.Part))
		}
		for _, c := range s.Conditions {
			has("condition.", c.Code)
			has("why.", c.Why)
		}
		for _, x := range s.Documents {
			has("document.", x.Code)
		}
		for _, x := range s.Reminders {
			has("reminder.", x.Code)
		}
		for _, x := range s.Notices {
			has("notice.", x.Code)
		}
		if i%7 != 0 { // a comparison solves for prices: a seventh of the deals will do
			continue
		}
		c := compared(t, d, Year{})
		if c.Verdict != nil {
			for _, x := range c.Verdict.Sentences {
				has("verdict.", x.Code)
			}
		}
	}
}

// manyDeals crosses kinds, subjects, sellers, days and papers.
func manyDeals() []Deal {
	var out []Deal
	for _, kind := range kinds {
		for _, subject := range subjects {
			for _, on := range []Date{"2023-05-01", "2026-10-28", "2028-02-01"} {
				for i, seller := range []Party{
					{Type: Enterprise, VAT: General}, {Type: NonEnterprise, VAT: General}, {Type: SoleTrader, VAT: SmallScale},
					{Type: Individual, VAT: SmallScale}, {Type: Enterprise, VAT: General, NonResident: true},
				} {
					d := assignment(yuan(int64(i*i+1) * 90_000))
					d.Kind, d.Subject, d.Seller, d.Signed = kind, subject, seller, on
					d.Parts = []Part{{Technology, d.Price / 3}, {RelatedService, d.Price / 3}, {SeparateService, d.Price / 3}}
					d.Licence = &LicenceTerms{Exclusivity: []Exclusivity{Exclusive, Sole, Ordinary}[i%3], Months: 40 + 20*(i%2), Owned: i > 2}
					d.Papers.RecognitionNo = []string{"", "2026330000000001"}[i%2]
					d.Papers.CrossBorder, d.PriceOpen, d.Buyer.NoCredit, d.Related100 = i == 2, i == 4, i == 1, i == 3
					if i%2 == 0 {
						d.Buyer = Party{Type: Individual, VAT: SmallScale}
					}
					out = append(out, d)
				}
			}
		}
	}
	return out
}
