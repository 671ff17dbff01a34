package hall

import (
	"context"
	"encoding/json"
	"testing"

	"quanlian/base/calendar"
	"quanlian/base/money"
	"quanlian/chain/utilization/hall"
	"quanlian/engine/taxation"
	"quanlian/kernel"
)

// settledDeal sells a patent of the owner's, recognised, to the tax sheet.
func (w *world) settledDeal(number string, price money.Fen) kernel.CaseID {
	w.t.Helper()
	id := w.assigned(number, assignment(price))
	w.delivered("owner", "buyer", id, price)
	w.paid("owner", "buyer", id)
	w.paid("owner", "buyer", id)
	w.do("owner", id, "recognise", hall.RecognitionInput{No: "R" + number, Kind: "转让", Total: price, Technology: price, Income: price, Date: w.today()})
	w.do("owner", id, "tax_facts", hall.TaxFacts{SeparateAccounts: true, SameInvoice: true, Year: taxation.Year{Contracts: []taxation.Transfer{{ID: "场外一", Date: taxation.Date(w.today().String()), Income: 50 * wan}}}})
	w.do("clerk", id, "settle", nil)
	return id
}

// TestOnePotAYear: the deals that a seller has settled in the hall in the year,
// and the contracts it names besides, share one pot; another's do not.
func TestOnePotAYear(t *testing.T) {
	both(t, func(t *testing.T, w *world) {
		first := w.settledDeal("202210100081.1", 300*wan)
		one := w.sheet(first)
		if one.CIT == nil || one.CIT.Why != "" || one.CIT.Share == nil || len(one.CIT.YearPlan.Shares) != 3 {
			t.Fatalf("the first deal: %+v", one.CIT)
		}
		list, err := w.s.SellerDeals(context.Background(), "owner")
		w.ok(err)
		others := w.rules.OthersOf(list, "owner", w.today())
		if len(others) != 2 || others[0].No != w.get(first).No || others[0].Income+others[1].Income != one.CIT.Income {
			t.Fatalf("the seller's settled deals %+v, income %s", others, one.CIT.Income)
		}
		second := w.settledDeal("202210100082.2", 300*wan)
		two := w.sheet(second)
		if len(two.CIT.YearPlan.Shares) != 5 {
			t.Fatalf("the year holds %+v", two.CIT.YearPlan.Shares)
		}
		// 500 for the year: the first took 300 less its costs; the contract
		// outside, of the same day, stands behind them in the order.
		if left := 500*wan - one.CIT.Income; two.CIT.YearPlan.Total.Exempt != 500*wan || two.CIT.Share.Exempt != left || two.CIT.Share.Halved != two.CIT.Income-left {
			t.Fatalf("of %s exempt %s, halved %s; want %s exempt", two.CIT.Income, two.CIT.Share.Exempt, two.CIT.Share.Halved, left)
		}
		list, err = w.s.SellerDeals(context.Background(), "buyer")
		w.ok(err)
		if theirs := w.rules.OthersOf(list, "buyer", w.today()); len(theirs) != 0 {
			t.Fatalf("the buyer's year holds %v, %v", theirs, err)
		}
		if hall.SeesSellersBooks(w.as("buyer"), w.get(second)) || !hall.SeesSellersBooks(w.as("owner"), w.get(second)) || !hall.SeesSellersBooks(w.as("clerk"), w.get(second)) {
			t.Fatal("who sees the seller's year")
		}
		for _, r := range two.Reminders {
			day, err := calendar.ParseDate(string(r.Due))
			if r.Due != "" && (err != nil || !calendar.National().IsWorkday(day)) {
				t.Errorf("%s is due on %s, a rest day", r.Code, r.Due)
			}
		}
	})
}

// sheet is the closing sheet of a deal.
func (w *world) sheet(id kernel.CaseID) taxation.Sheet {
	w.t.Helper()
	var s taxation.Sheet
	w.ok(json.Unmarshal(w.deal(id).Tax.Sheet, &s))
	return s
}
