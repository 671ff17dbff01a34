package hall

import (
	"net/url"
	"slices"
	"strings"
	"testing"

	"quanlian/base/calendar"
	"quanlian/base/errs"
	"quanlian/chain/utilization/hall"
	"quanlian/web/moveform"
)

// Whoever writes one field so that it cannot be read hears of the other faults in
// the same round, and of none that only the unreadable field makes.
func TestAllThatIsWrongIsToldAtOnce(t *testing.T) {
	t.Parallel()
	for name, x := range map[string]struct {
		input any
		form  map[string]string
		want  []string
	}{
		"offer": {&hall.OfferInput{}, map[string]string{"terms.deal": "licence", "terms.price": "much", "terms.from": "2027-01-01", "terms.to": "2026-01-01", "terms.tranches.0.name": "a",
			"terms.tranches.0.needs": "transfer_registered", "terms.own.damages_rate": "0.1", "terms.own.damages": "5"},
			[]string{"terms.licence", "terms.own.damages", "terms.price", "terms.to", "terms.tranches.0.needs"}},
		"offer from a day that cannot be read": {&hall.OfferInput{}, map[string]string{"terms.deal": "licence", "terms.licence": "sole", "terms.price": "100", "terms.from": "soon", "terms.to": "2026-01-01"},
			[]string{"terms.from"}},
		"offer of a price that cannot be read": {&hall.OfferInput{}, map[string]string{"terms.deal": "assignment", "terms.price": "much", "terms.equipment": "5", "terms.own.damages_rate": "0.1", "terms.tranches.0.share": "30%", "terms.tranches.0.needs": "invoice_issued"},
			[]string{"terms.price"}},
		"correction of a listing": {&hall.CorrectListingInput{}, map[string]string{"price": "much", "maturity": "12", "summary": strings.Repeat("长", 9000)},
			[]string{"maturity", "price", "summary"}},
		"invoice":                        {&hall.InvoiceInput{}, map[string]string{"no": "12", "kind": "special", "amount": "much", "date": "2099-01-01"}, []string{"amount", "date", "no"}},
		"invoice without a readable day": {&hall.InvoiceInput{}, map[string]string{"no": "12345678", "kind": "special", "amount": "0", "date": "soon"}, []string{"amount", "date"}},
		"registration":                   {&hall.RecognitionInput{}, map[string]string{"total": "much", "technology": "5", "income": "5", "date": "2099-01-01"}, []string{"date", "no", "total"}},
		"filed appraisal":                {&hall.FileInput{}, map[string]string{"no": "1", "value": "much", "base_day": "2026-01-01", "filed": "2025-01-01"}, []string{"filed", "institution", "value"}},
		"dispute":                        {&hall.DisputeInput{}, map[string]string{"amount": "much"}, []string{"amount", "reason"}},
		"wish to end":                    {&hall.EndAskInput{}, map[string]string{"to_buyer": "much"}, []string{"reason", "to_buyer"}},
		"commission":                     {&hall.CommissionInput{}, map[string]string{"fixed": "much", "account": "12"}, []string{"account", "bank", "fixed", "from"}},
		"invitation":                     {&hall.InviteInput{}, map[string]string{"rate": "much", "days": "999"}, []string{"days", "from", "rate"}},
		"pairing":                        {&hall.PairInput{}, map[string]string{"rate": "much", "from": "buyer"}, []string{"account", "bank", "rate", "words"}},
		"change of a listing": {&hall.AmendListingInput{}, map[string]string{"deal": "licence", "price": "much", "equipment": "5"},
			[]string{"licence", "price"}},
		"change of a need": {&hall.AmendNeedInput{}, map[string]string{"title": "a", "text": strings.Repeat("字", 20), "mode": "either", "budget": "much", "budget_firm": "1", "deadline": "2020-01-01"},
			[]string{"budget", "title"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			form, today := url.Values{}, calendar.Date{Year: 2026, Month: 11, Day: 20}
			for k, v := range x.form {
				form.Set(k, v)
			}
			var got []string
			for _, e := range errs.All(moveform.Read(form, x.input, moveform.On(x.input, today))) {
				got = append(got, e.Field)
			}
			slices.Sort(got)
			if !slices.Equal(got, x.want) {
				t.Errorf("told of %v, want %v", got, x.want)
			}
		})
	}
}
