package hall

import (
	"encoding/json"
	"testing"
	"time"

	"quanlian/base/money"
	"quanlian/kernel"
	"quanlian/ledger"
)

// Before and after the settlement nobody reads that all is paid where the money, or
// part of it, went back.
func TestReturnedMoneyIsNotSaidToBePaid(t *testing.T) {
	t.Parallel()
	at := time.Date(2026, 12, 20, 4, 0, 0, 0, time.UTC)
	x := Terms{PriceKind: ledger.LumpSum, Price: 500, Tranches: []Part{{Name: "全部价款", Amount: 500}}}
	for _, c := range []struct {
		state          kernel.State
		returned, paid money.Fen
		says, fact     string
	}{
		{DealTaxing, 0, 500, "settle", "release"},
		{DealTaxing, 200, 300, "settle_part", "release"},
		{DealTaxing, 500, 0, "settle_back", "release_back"},
		{DealSettled, 0, 500, "settled", "release"},
		{DealSettled, 500, 0, "settled_back", "release_back"},
	} {
		d := DealData{Terms: &x, Money: Money{Paid: map[int]time.Time{1: at}, Returned: map[int]money.Fen{}, Releases: map[int]int{}}}
		if c.returned > 0 {
			d.Money.Returned[1] = c.returned
		}
		if c.paid > 0 {
			d.Money.Releases[1] = 1
		}
		raw, err := json.Marshal(d)
		if err != nil {
			t.Fatal(err)
		}
		got := Rules{}.Outlook(kernel.Case{Flow: Deal, State: c.state, Data: raw}, d, ledger.Position{Released: c.paid, Refunded: c.returned})
		fact, _ := d.fact(StepRelease)
		if got.Says != c.says || got.Amount != c.returned || got.Rest != c.paid && c.returned > 0 || fact != "utilization.hall.fact."+c.fact {
			t.Errorf("%+v: %+v, %s", c, got, fact)
		}
	}
}
