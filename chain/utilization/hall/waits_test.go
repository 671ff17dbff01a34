package hall_test

import (
	"encoding/json"
	"testing"
	"time"

	"quanlian/base/calendar"
	"quanlian/chain/utilization/hall"
	"quanlian/engine/taxation"
	"quanlian/kernel"
	"quanlian/ledger"
)

// TestWaitsAndIdle: what a deal waits for can be done in its state by whose turn
// it is, and is never told to have nothing to do; what would be refused is.
func TestWaitsAndIdle(t *testing.T) {
	t.Parallel()
	tax, err := taxation.BuiltIn()
	if err != nil {
		t.Fatal(err)
	}
	var flow *kernel.Flow
	for _, f := range hall.Flows(hall.DefaultRules(calendar.National(), tax)) {
		if f.Addr == hall.Deal {
			flow = f
		}
	}
	at := time.Date(2026, 11, 20, 1, 0, 0, 0, time.UTC)
	lump := &hall.Terms{PriceKind: ledger.LumpSum, Price: 100, Tranches: []hall.Part{{Amount: 100}}}
	contract := &hall.Contract{Hash: "x"}
	parts := &hall.Terms{PriceKind: ledger.Instalments, Price: 100, Tranches: []hall.Part{
		{Name: "first", Amount: 60, Needs: []ledger.Condition{ledger.TransferRegistered, ledger.InvoiceIssued}}, {Name: "last", Amount: 40, Needs: []ledger.Condition{ledger.DocsAccepted, ledger.InvoiceIssued}}}}
	steps := &hall.Terms{PriceKind: ledger.Milestones, Price: 100, Tranches: []hall.Part{{Name: "sample", Amount: 60, Needs: []ledger.Condition{ledger.MilestoneAccepted}}, {Name: "line", Amount: 40, Needs: []ledger.Condition{ledger.MilestoneAccepted}}}}
	paid := hall.Money{Paid: map[int]time.Time{1: at}}
	for name, c := range map[string]struct {
		state kernel.State
		data  hall.DealData
		waits string // the first
		idle  []string
	}{
		"asked":         {hall.DealInquiry, hall.DealData{}, "welcome", nil},
		"no offer":      {hall.DealTalks, hall.DealData{}, "offer", []string{"accept"}},
		"their offer":   {hall.DealTalks, hall.DealData{Offers: []hall.Offer{{By: hall.Seller}}}, "accept", nil},
		"own offer":     {hall.DealTalks, hall.DealData{Offers: []hall.Offer{{By: hall.Buyer}}}, "accept", nil},
		"commission":    {hall.DealTalks, hall.DealData{Offers: []hall.Offer{{By: hall.Seller}}, Brokerage: &ledger.Brokerage{ToldSeller: at}}, "agree_commission", []string{"accept"}},
		"theirs first":  {hall.DealTalks, hall.DealData{Offers: []hall.Offer{{By: hall.Seller}}, Brokerage: &ledger.Brokerage{ToldBuyer: at}}, "offer", []string{"accept"}},
		"draft":         {hall.DealDraft, hall.DealData{Terms: lump}, "draft", []string{"file_value"}},
		"state-owned":   {hall.DealDraft, hall.DealData{Terms: lump, Seller: hall.PartyRef{Kind: hall.KindStateOwned}}, "file_value", nil},
		"signing":       {hall.DealSigning, hall.DealData{Terms: lump, Contract: contract}, "sign", nil},
		"to deliver":    {hall.DealDelivery, hall.DealData{Terms: lump, Contract: contract, Record: &hall.Recordation{No: "R"}}, "deliver", []string{"accept_delivery", "refuse_delivery", "release", "end_dispute"}},
		"delivered":     {hall.DealDelivery, hall.DealData{Terms: lump, Contract: contract, Record: &hall.Recordation{No: "R"}, Delivered: []hall.Delivery{{At: at}}}, "accept_delivery", []string{"deliver", "release"}},
		"sent back":     {hall.DealDelivery, hall.DealData{Terms: lump, Contract: contract, Record: &hall.Recordation{No: "R"}, Delivered: []hall.Delivery{{At: at, Refused: "缺页"}}}, "deliver", []string{"accept_delivery"}},
		"to invoice":    {hall.DealDelivery, hall.DealData{Terms: lump, Contract: contract, Record: &hall.Recordation{No: "R"}, Delivered: []hall.Delivery{{At: at, Accepted: at}}}, "invoice", []string{"deliver", "release"}},
		"to be paid":    {hall.DealDelivery, hall.DealData{Terms: lump, Contract: contract, Record: &hall.Recordation{No: "R"}, Delivered: []hall.Delivery{{At: at, Accepted: at}}, Invoice: &hall.Invoice{No: "1"}, Invoices: []hall.Invoice{{Amount: 100}}}, "ask_release", []string{"release"}},
		"first part":    {hall.DealDelivery, hall.DealData{Terms: parts, Contract: contract, Record: &hall.Recordation{No: "R"}}, "invoice", []string{"accept_delivery", "refund_again", "release"}},
		"first asked":   {hall.DealDelivery, hall.DealData{Terms: parts, Contract: contract, Record: &hall.Recordation{No: "R"}, Invoice: &hall.Invoice{}, Invoices: []hall.Invoice{{Amount: 60}}, Money: hall.Money{Asked: map[int]time.Time{1: at}}}, "release", nil},
		"last part":     {hall.DealDelivery, hall.DealData{Terms: parts, Contract: contract, Record: &hall.Recordation{No: "R"}, Money: paid}, "deliver", nil},
		"last to bill":  {hall.DealDelivery, hall.DealData{Terms: parts, Contract: contract, Record: &hall.Recordation{No: "R"}, Money: paid, Invoice: &hall.Invoice{}, Invoices: []hall.Invoice{{Amount: 60}}, Delivered: []hall.Delivery{{At: at, Accepted: at}}}, "invoice", nil},
		"second step":   {hall.DealDelivery, hall.DealData{Terms: steps, Contract: contract, Record: &hall.Recordation{No: "R"}, Money: paid, Delivered: []hall.Delivery{{At: at, Accepted: at, Tranche: 1}}}, "deliver", nil},
		"all disputed":  {hall.DealDelivery, hall.DealData{Terms: lump, Contract: contract, Record: &hall.Recordation{No: "R"}, Delivered: []hall.Delivery{{At: at, Accepted: at}}, Money: hall.Money{Parked: map[int]time.Time{1: at}}, Disputes: []hall.Dispute{{Tranche: 1, Amount: 100}}}, "end_dispute", []string{"dispute", "release", "ask_release"}},
		"none accepted": {hall.DealDelivery, hall.DealData{Terms: lump, Contract: contract, Record: &hall.Recordation{No: "R"}, Delivered: []hall.Delivery{{At: at}}, Money: hall.Money{Parked: map[int]time.Time{1: at}}, Disputes: []hall.Dispute{{Tranche: 1, Amount: 100}}}, "end_dispute", []string{"dispute", "release", "ask_release"}},
		"one disputed":  {hall.DealDelivery, hall.DealData{Terms: parts, Contract: contract, Record: &hall.Recordation{No: "R"}, Money: hall.Money{Parked: map[int]time.Time{1: at}}, Disputes: []hall.Dispute{{Tranche: 1, Amount: 60}}}, "end_dispute", nil},
		"in part":       {hall.DealDelivery, hall.DealData{Terms: lump, Contract: contract, Record: &hall.Recordation{No: "R"}, Delivered: []hall.Delivery{{At: at}}, Disputes: []hall.Dispute{{Tranche: 1, Amount: 40}}}, "accept_delivery", nil},
		"money at bay":  {hall.DealTaxing, hall.DealData{Terms: lump, Contract: contract}, "settle", nil},
	} {
		raw, err := json.Marshal(c.data)
		if err != nil {
			t.Fatal(err)
		}
		k := kernel.Case{Flow: hall.Deal, State: c.state, Data: raw}
		turn, _ := hall.TurnIn(k)
		k.Grant(kernel.PartyAccess(kernel.RelOwner, "p", turn, kernel.ViewSecret))
		actor := kernel.Actor{Party: "p", User: "u"}
		waits := hall.Waits(k)
		if len(waits) == 0 || waits[0] != c.waits {
			t.Errorf("%s: waits for %v, want %s", name, waits, c.waits)
			continue
		}
		m, ok := flow.Find(waits[0])
		if !ok || flow.Fits(m, k, []kernel.Role{turn}) != nil {
			t.Errorf("%s: whose turn it is (%s) cannot make %s", name, turn, waits[0])
		}
		if hall.Idle(actor, k, waits[0]) {
			t.Errorf("%s: %s is idle for %s", name, waits[0], turn)
		}
		for _, move := range c.idle {
			if !hall.Idle(actor, k, move) {
				t.Errorf("%s: %s has nothing to do, and is offered", name, move)
			}
		}
	}
}

// TestReleaseFromADay: the seller is offered the release only once the days of the
// buyer's silence are over; the buyer at once.
func TestReleaseFromADay(t *testing.T) {
	t.Parallel()
	tax, err := taxation.BuiltIn()
	if err != nil {
		t.Fatal(err)
	}
	r := hall.DefaultRules(calendar.National(), tax)
	at := time.Date(2026, 11, 20, 1, 0, 0, 0, time.UTC)
	raw, err := json.Marshal(hall.DealData{Terms: &hall.Terms{PriceKind: ledger.LumpSum, Price: 100, Tranches: []hall.Part{{Amount: 100}}}, Money: hall.Money{Asked: map[int]time.Time{1: at}}})
	if err != nil {
		t.Fatal(err)
	}
	c := kernel.Case{No: "YL2026-JY-1", Flow: hall.Deal, State: hall.DealDelivery, Data: raw}
	c.Grant(kernel.PartyAccess(kernel.RelOwner, "b", hall.Buyer, kernel.ViewSecret))
	c.Grant(kernel.PartyAccess(kernel.RelInvited, "s", hall.Seller, kernel.ViewSecret))
	seller, buyer := kernel.Actor{Party: "s", User: "u", Rights: []kernel.Right{kernel.RightView}}, kernel.Actor{Party: "b", User: "v", Rights: []kernel.Right{kernel.RightView}}
	stands, err := json.Marshal(hall.DealData{Publicity: &hall.Publicity{From: calendar.DateOf(at), To: calendar.DateOf(at).AddDays(15)}})
	if err != nil {
		t.Fatal(err)
	}
	open := kernel.Case{Flow: hall.Deal, State: hall.DealPublicity, Data: stands}
	if !r.TooEarly(seller, open, "end_publicity", at.AddDate(0, 0, 15)) || r.TooEarly(seller, open, "end_publicity", at.AddDate(0, 0, 16)) || !hall.Idle(seller, open, "settle_objection") {
		t.Error("a publicity without objections is ended on its last day, not before, and has none to settle")
	}
	for day, early := range map[int]bool{0: true, 7: true, 8: false} {
		now := at.AddDate(0, 0, day)
		if got := r.TooEarly(seller, c, "release", now); got != early {
			t.Errorf("on day %d the seller is too early: %v", day, got)
		}
		if r.TooEarly(buyer, c, "release", now) || r.TooEarly(seller, c, "dispute", now) {
			t.Errorf("on day %d somebody else is held back", day)
		}
	}
}
