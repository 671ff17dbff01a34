package hall

import (
	"slices"
	"testing"

	"github.com/shopspring/decimal"
	"pgregory.net/rapid"

	"quanlian/base/calendar"
	"quanlian/base/errs"
	"quanlian/base/money"
	"quanlian/catalogue/lang"
	"quanlian/ledger"
	"quanlian/registry"
)

// Shares that make the whole add up to the price to the fen, and a counter-offer with
// another price reckons them anew.
func TestSharesMakeThePrice(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(2, ledger.MostTranches).Draw(t, "n")
		x := Terms{Deal: registry.Assignment, PriceKind: ledger.Instalments, Price: money.Fen(rapid.Int64Range(1_000_000, 1e12).Draw(t, "price"))}
		left := int64(10_000)
		for i := range n {
			s := left
			if i < n-1 {
				s = rapid.Int64Range(1, left-int64(n-1-i)).Draw(t, "share")
			}
			left -= s
			x.Tranches = append(x.Tranches, Part{Name: "款", Share: decimal.New(s, -4), Needs: []ledger.Condition{ledger.InvoiceIssued}})
		}
		for _, price := range []money.Fen{x.Price, x.Price + 7} {
			x = x.whole().Open()
			x.Price = price
			if err := x.whole().check("no"); err != nil {
				t.Fatal(err)
			}
		}
	})
}

func TestPartFaults(t *testing.T) {
	t.Parallel()
	half := decimal.New(5, -1)
	for name, c := range map[string]struct {
		parts       []Part
		field, code string
	}{
		"too much":  {[]Part{{Share: half, Needs: []ledger.Condition{ledger.DocsAccepted}}, {Share: decimal.New(6, -1), Needs: []ledger.Condition{ledger.DocsAccepted}}}, "terms.tranches.1.share", "utilization.hall.part_share"},
		"both":      {[]Part{{Share: half, Amount: 49, Needs: []ledger.Condition{ledger.DocsAccepted}}, {Amount: 51, Needs: []ledger.Condition{ledger.DocsAccepted}}}, "terms.tranches.0.amount", "utilization.hall.part_either"},
		"less":      {[]Part{{Share: half, Needs: []ledger.Condition{ledger.DocsAccepted}}, {Amount: 49, Needs: []ledger.Condition{ledger.DocsAccepted}}}, "terms.price", "ledger.terms.sum"},
		"no when":   {[]Part{{Amount: 50}, {Amount: 50, Milestone: "中试"}}, "terms.tranches.0.due", "ledger.terms.tranche_when"},
		"invoice":   {[]Part{{Amount: 50, Needs: []ledger.Condition{ledger.DocsAccepted, ledger.InvoiceIssued}}, {Amount: 50, Needs: []ledger.Condition{ledger.DocsAccepted}, Milestone: "中试"}}, "terms.tranches.1.needs", "utilization.hall.needs_invoice"},
		"nothing":   {[]Part{{Amount: 100}}, "terms.tranches.0.needs", "utilization.hall.needs_invoice"},
		"condition": {[]Part{{Amount: 50, Needs: []ledger.Condition{"moon"}}, {Amount: 50, Milestone: "中试"}}, "terms.tranches.0.needs", "ledger.terms.condition"},
	} {
		x := Terms{Deal: registry.Assignment, PriceKind: ledger.Instalments, Price: 100, Tranches: c.parts}.whole()
		if !slices.ContainsFunc(errs.All(x.check("no")), func(e *errs.Error) bool { return e.Field == c.field && e.Code == c.code }) {
			t.Errorf("%s: %v", name, x.check("no"))
		}
	}
}

// Payments of every kind of condition: what the deal waits for, whose turn it is, and
// how the contract says it.
func TestOwnConditions(t *testing.T) {
	t.Parallel()
	at := calendar.On(2027, 3, 1).At(9)
	x := Terms{Deal: registry.LicenceDeal, Licence: registry.Ordinary, PriceKind: ledger.Instalments, Price: 100, Tranches: []Part{
		{Name: "首付", Amount: 30, Needs: []ledger.Condition{ledger.ContractSigned, ledger.RightsClear}},
		{Name: "二期", Amount: 30, Needs: []ledger.Condition{ledger.MilestoneAccepted}, Milestone: "中试连续运行30天"},
		{Name: "尾款", Share: decimal.New(4, -1), Needs: []ledger.Condition{ledger.DocsAccepted, ledger.LicenceRecorded}, Day: calendar.On(2027, 6, 30)},
	}}.whole()
	if got := x.words().Payments; got[0].When.ZH != "合同已签署" || got[1].When.ZH != "里程碑“中试连续运行30天”经买方确认" || got[2].When.ZH != "技术资料已验收、许可已备案、不早于2027-06-30（价款的40%）" {
		t.Errorf("the contract says %+v", got)
	}
	for _, l := range []lang.Lang{lang.Zh, lang.En} {
		if x.WhenIn(lang.For(l), 3) == "" {
			t.Error("no words")
		}
	}
	d := DealData{Terms: &x, Contract: &Contract{}, Opened: at}
	turn := func(paid int, recorded bool, delivered []Delivery, day calendar.Date, wait string) {
		t.Helper()
		d := d
		d.Delivered, d.Money.Day = delivered, day
		for n := range paid {
			d.Money.Paid = put(d.Money.Paid, n+1, at)
		}
		if recorded {
			d.Record = &Recordation{No: "R", Kind: recordLicence}
		}
		if got := d.deliveryWaits(); got[0] != wait {
			t.Errorf("%d paid: waits for %v, want %s", paid, got, wait)
		}
	}
	pilot := Delivery{Tranche: 2, At: at, Accepted: at}
	turn(0, false, nil, calendar.Date{}, "ask_release")
	turn(1, false, nil, calendar.Date{}, "deliver")
	turn(1, false, []Delivery{{At: at, Accepted: at}}, calendar.Date{}, "deliver") // documents are no milestone
	turn(1, false, []Delivery{pilot}, calendar.Date{}, "ask_release")
	turn(2, false, []Delivery{pilot}, calendar.Date{}, "file")
	turn(2, true, []Delivery{pilot}, calendar.Date{}, "deliver") // a milestone is no documents
	turn(2, true, []Delivery{pilot, {At: at, Accepted: at}}, calendar.Date{}, waitDay)
	turn(2, true, []Delivery{pilot, {At: at, Accepted: at}}, calendar.On(2027, 6, 30), "ask_release")
}
