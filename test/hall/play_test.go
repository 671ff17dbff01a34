package hall

import (
	"context"
	"strconv"
	"time"

	"github.com/shopspring/decimal"

	"quanlian/base/calendar"
	"quanlian/base/money"
	"quanlian/chain/utilization/hall"
	"quanlian/kernel"
	"quanlian/kernel/desk"
	"quanlian/ledger"
	"quanlian/registry"
)

// listed lists a patent of the owner and has it approved.
func (w *world) listed(who, number string, in hall.ListInput) kernel.CaseID {
	w.t.Helper()
	in.Right, in.Summary, in.Secret, in.Contact = number, "样机已验证", "标定曲线", "13900000000"
	if in.Deal == "" {
		in.Deal = registry.Assignment
	}
	if in.Price == 0 {
		in.Price = 200 * wan
	}
	id := w.open(who, hall.Listing, "list", in)
	w.do("clerk", id, "approve", hall.ApproveInput{Consents: len(in.Consents) > 0})
	return id
}

// talking opens a deal on the listing and brings both sides to the table.
func (w *world) talking(seller, buyer string, listing kernel.CaseID) kernel.CaseID {
	w.t.Helper()
	id := w.open(buyer, hall.Deal, "inquire", hall.InquireInput{Listing: listing})
	w.do(seller, id, "welcome", nil)
	w.do(buyer, id, "sign_nda", nil)
	w.do(seller, id, "sign_nda", nil)
	return id
}

// assignment is paid in two parts after registration.
func assignment(price money.Fen) hall.Terms {
	needs := ledger.StandardNeeds(true)
	return hall.Terms{
		Deal: registry.Assignment, PriceKind: ledger.Instalments, Price: price, Territory: "中国", Field: "不限", Materials: "图纸", Acceptance: "复测合格", SilentDays: 7,
		Tranches: []hall.Part{{Name: "首付", Amount: price / 4 * 3, Needs: needs}, {Name: "尾款", Amount: price - price/4*3, Needs: needs}},
	}
}

// licence has an entry fee and a running royalty: the example of domain.md §3.7.
func (w *world) licence() hall.Terms {
	day := calendar.DateOf(w.clock.Now())
	return hall.Terms{
		Deal: registry.LicenceDeal, Licence: registry.Ordinary, PriceKind: ledger.EntryRunning, Price: 30 * wan, Territory: "浙江省", Field: "不限", From: day, To: day.AddYears(5),
		Tranches: []hall.Part{{Name: "入门费", Amount: 30 * wan, Needs: ledger.StandardNeeds(false)}},
		Royalty:  &ledger.Royalty{Base: ledger.NetSales, Rate: decimal.RequireFromString("0.03"), Min: 10 * wan, TotalCap: 200 * wan, Inspection: "每年查阅一次"},
	}
}

// agreed agrees on the terms.
func (w *world) agreed(seller, buyer string, id kernel.CaseID, x hall.Terms) {
	w.t.Helper()
	w.do(buyer, id, "offer", hall.OfferInput{Terms: x})
	w.do(seller, id, "accept", nil)
}

// signed drafts and signs the contract.
func (w *world) signed(seller, buyer string, id kernel.CaseID) {
	w.t.Helper()
	w.do(seller, id, "draft", nil)
	hash := w.deal(id).Contract.Hash
	w.do(seller, id, "sign", hall.SignInput{Hash: hash})
	w.do(buyer, id, "sign", hall.SignInput{Hash: hash})
	w.esigns()
}

func account(n string) hall.AccountInput {
	return hall.AccountInput{Account: "62220000" + n, Bank: "某银行"}
}

// recorded pays in and has the office enter the deal.
func (w *world) recorded(seller, buyer string, id kernel.CaseID) {
	w.t.Helper()
	w.do(buyer, id, "deposit", account("1"))
	w.banks()
	w.do(seller, id, "file", nil)
	w.office("")
	w.in(id, hall.DealDelivery)
}

// delivered delivers, accepts and invoices.
func (w *world) delivered(seller, buyer string, id kernel.CaseID, invoice money.Fen) {
	w.t.Helper()
	w.do(seller, id, "deliver", hall.DeliverInput{What: "图纸"})
	w.do(buyer, id, "accept_delivery", nil)
	w.invoice(seller, id, "26330000000000000001", invoice)
}

func (w *world) invoice(seller string, id kernel.CaseID, no string, amount money.Fen) {
	w.t.Helper()
	w.do(seller, id, "invoice", hall.InvoiceInput{No: no, Kind: "ordinary", Amount: amount, Date: calendar.DateOf(w.clock.Now())})
}

// paid releases the next tranche and lets the bank pay it.
func (w *world) paid(seller, buyer string, id kernel.CaseID) {
	w.t.Helper()
	w.do(seller, id, "ask_release", account("2"))
	w.do(buyer, id, "release", nil)
	w.banks()
}

// assigned is a deal of an ordinary owner up to the delivery.
func (w *world) assigned(number string, x hall.Terms) kernel.CaseID {
	w.t.Helper()
	w.patent(number, "owner")
	id := w.talking("owner", "buyer", w.listed("owner", number, hall.ListInput{}))
	w.agreed("owner", "buyer", id, x)
	w.signed("owner", "buyer", id)
	w.recorded("owner", "buyer", id)
	return id
}

const day = 24 * time.Hour

func dec(s string) decimal.Decimal { return decimal.RequireFromString(s) }

func base(s string) *decimal.Decimal {
	d := dec(s)
	return &d
}

// act makes a move without looking at the clock, for acts at one instant.
func (w *world) act(a kernel.Actor, id kernel.CaseID, move string, n int) error {
	_, err := w.d.Act(context.Background(), a, desk.Command{Case: id, Move: move, Key: "race/" + strconv.Itoa(n)})
	return err
}
