package hall

import (
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"quanlian/adapter/esign"
	"quanlian/base/calendar"
	"quanlian/base/money"
	"quanlian/chain/utilization/hall"
	"quanlian/engine/taxation"
	"quanlian/kernel"
	"quanlian/ledger"
	"quanlian/registry"
)

const number = "202210100099.9"

func newTable(t *rapid.T) *table {
	tax, err := taxation.BuiltIn()
	if err != nil {
		t.Fatal(err)
	}
	rules := hall.DefaultRules(calendar.National(), tax)
	x := &table{t: t, flows: map[kernel.FlowAddr]*kernel.Flow{}, cases: map[kernel.CaseID]kernel.Case{}, parties: map[kernel.PartyID]kernel.Party{},
		rights: map[string]registry.View{}, book: ledger.NewBook(nil, nil), answers: map[string]ledger.Answer{}, now: start}
	if x.signs, err = esign.NewFake(1, func() time.Time { return x.now }); err != nil {
		t.Fatal(err)
	}
	rules.SignRoots = x.signs.Roots
	for _, f := range hall.Flows(rules) {
		x.flows[f.Addr] = f
	}
	for _, p := range parties {
		x.parties[p.ID] = p
	}
	o := registry.Owner{Party: "owner", Name: "甲精密公司", USCC: "CODE-owner"}
	v := registry.View{Right: registry.Right{Number: number, Kind: registry.Invention, Title: "随机专利"}}
	add := func(k registry.EventKind, d calendar.Date, det registry.Detail) {
		v.Events = append(v.Events, registry.NewEvent(registry.Event{Right: number, Kind: k, ValidFrom: d, RecordedAt: start.AddDate(-1, 0, 0), Detail: det}))
	}
	filed := calendar.On(2022, 3, 1)
	add(registry.Filed, filed, registry.Detail{Kind: registry.Invention, Owners: []registry.Owner{o}})
	add(registry.Granted, calendar.On(2023, 9, 1), registry.Detail{Kind: registry.Invention, Owners: []registry.Owner{o}})
	for y := 2; y <= 12; y++ {
		add(registry.FeePaid, filed.AddYears(1), registry.Detail{Year: y})
	}
	v.ObservedAt = start
	x.rights[number] = v
	return x
}

func (x *table) day() calendar.Date { return calendar.DateOf(x.now) }

func member(p string) kernel.Actor {
	return kernel.Actor{User: kernel.UserID("u-" + p), Party: kernel.PartyID(p), Rights: kernel.AllRights()}
}

var head = kernel.Actor{User: "u-head", Posts: []kernel.Post{{Unit: hall.Unit, Role: kernel.RoleHead}}}

var clerk = kernel.Actor{User: "u-clerk", Posts: []kernel.Post{{Unit: hall.Unit, Role: kernel.RoleClerk}}}

// must makes a move that is part of the way there.
func (x *table) must(a kernel.Actor, id kernel.CaseID, move string, in any) {
	if err := x.act(a, id, move, in); err != nil {
		x.t.Fatalf("%s: %v", move, err)
	}
}

// contract plays up to the signed contract, on random terms.
func (x *table) contract() kernel.CaseID {
	owner, buyer, agent := member("owner"), member("buyer"), member("agent")
	terms := x.terms()
	l := x.open(owner, hall.Listing, "list", hall.ListInput{Right: number, Deal: terms.Deal, Licence: terms.Licence, PriceOpen: true})
	x.must(clerk, l, "approve", nil)
	id := x.open(buyer, hall.Deal, "inquire", hall.InquireInput{Listing: l})
	x.must(owner, id, "welcome", nil)
	x.must(owner, id, "sign_nda", nil)
	x.must(buyer, id, "sign_nda", nil)
	if rapid.Bool().Draw(x.t, "broker") {
		borne := rapid.SampledFrom([]ledger.Side{ledger.Buyer, ledger.Seller, ledger.Halves}).Draw(x.t, "borne")
		x.open(agent, hall.BrokerPage, "publish", page)
		k := x.open(owner, hall.Invitation, "invite", hall.InviteInput{Case: id, Broker: "agent", Rate: dec("0.037"), From: borne})
		if borne != ledger.Seller {
			x.must(buyer, k, "agree", nil)
		}
		x.must(agent, k, "accept", account("0000"))
		if borne == ledger.Seller {
			x.must(buyer, id, "agree_commission", nil)
		}
	}
	x.must(buyer, id, "offer", hall.OfferInput{Terms: terms})
	x.must(owner, id, "accept", nil)
	x.must(owner, id, "draft", nil)
	d, err := hall.DealOf(x.cases[id])
	if err != nil {
		x.t.Fatal(err)
	}
	x.must(owner, id, "sign", hall.SignInput{Hash: d.Contract.Hash})
	x.must(buyer, id, "sign", hall.SignInput{Hash: d.Contract.Hash})
	x.esigns(id)
	return id
}

func (x *table) terms() hall.Terms {
	n := rapid.IntRange(1, 3).Draw(x.t, "tranches")
	t := hall.Terms{Deal: registry.Assignment, PriceKind: ledger.Instalments, Territory: "中国", ShareOnly: rapid.Bool().Draw(x.t, "share")}
	for range n {
		a := money.Fen(rapid.Int64Range(1, 1_000_000).Draw(x.t, "amount"))
		t.Price += a
		t.Tranches = append(t.Tranches, x.part(a))
	}
	if n == 1 {
		t.PriceKind = ledger.LumpSum
	}
	if rapid.Bool().Draw(x.t, "royalty") {
		t.Deal, t.Licence, t.ShareOnly = registry.LicenceDeal, rapid.SampledFrom([]registry.LicenceKind{registry.Ordinary, registry.Exclusive}).Draw(x.t, "licence"), false
		t.From, t.To = x.day(), x.day().AddYears(2)
		t.PriceKind = ledger.EntryRunning
		t.Royalty = &ledger.Royalty{Base: ledger.NetSales, Rate: dec("0.05"), TotalCap: 300_000, Inspection: "每年一次"}
		if rapid.Bool().Draw(x.t, "royalty alone") {
			t.PriceKind, t.Price, t.Tranches = ledger.RunningOnly, 0, nil
		}
	}
	return t
}

// part is a payment with conditions of the sides' own.
func (x *table) part(amount money.Fen) hall.Part {
	p := hall.Part{Name: "款", Amount: amount}
	switch rapid.IntRange(0, 4).Draw(x.t, "waits for") {
	case 0:
		p.Needs = []ledger.Condition{ledger.ContractSigned, ledger.PaidIn}
	case 1:
		p.Needs = []ledger.Condition{ledger.DocsAccepted}
	case 2:
		p.Milestone = "中试完成"
	case 3:
		p.Day = x.day()
	}
	p.Needs = append(p.Needs, ledger.InvoiceIssued)
	return p
}

// TestRandomPlay: whatever anybody does in whatever order, and whatever the
// bank says, the book balances, custody never goes below zero, no payment is
// made twice, and a deal is closed only when nothing is left at the bank.
func TestRandomPlay(t *testing.T) {
	t.Parallel()
	settled, ends := 0, map[kernel.State]int{}
	rapid.Check(t, func(t *rapid.T) {
		x := newTable(t)
		x.steady = rapid.Bool().Draw(t, "steady")
		id := x.contract()
		steps := rapid.IntRange(20, 250).Draw(t, "steps")
		if x.steady {
			steps += 400
		}
		for range steps {
			x.step(id)
			x.holds(id)
		}
		ends[x.cases[id].State]++
		if x.cases[id].State == hall.DealSettled {
			settled++
		}
	})
	t.Logf("settled %d %v", settled, ends)
	if settled == 0 {
		t.Error("no random deal was ever settled: the play proves too little")
	}
}

// step does one random thing; most of the time what the state asks for.
func (x *table) step(id kernel.CaseID) {
	switch k := rapid.IntRange(0, 19).Draw(x.t, "what"); {
	case k < 6:
		x.bankSpeaks(id)
	case k < 8:
		x.officeSpeaks(id)
	case k == 8:
		x.now = x.now.Add(time.Duration(rapid.IntRange(1, 5*24).Draw(x.t, "hours")) * time.Hour)
	case k == 9:
		x.happens(number, registry.Preserved, "保1")
	case k == 10:
		x.happens(number, registry.PreservationEnd, "保1")
	default:
		x.somebody(id)
	}
	x.now = x.now.Add(time.Minute)
	v := x.rights[number]
	v.ObservedAt = x.now
	x.rights[number] = v
}

// tried is a move with who tries it.
type tried struct {
	who  kernel.Actor
	move string
	in   any
}

// sensible is what a state asks for.
var sensible = map[kernel.State][]string{
	hall.DealDeposit: {"deposit"}, hall.DealRecording: {"file"}, hall.DealRunning: {"report_sales", "finish"},
	hall.DealDelivery: {"file", "deliver", "accept_delivery", "invoice", "ask_release", "release", "end_dispute", "refund_again"},
	hall.DealTaxing:   {"settle", "refund_again"}, hall.DealRefunding: {"refund_again", "end_dispute"},
}

// somebody tries a random move.
func (x *table) somebody(id kernel.CaseID) {
	fen := func(most int64) money.Fen { return money.Fen(rapid.Int64Range(0, most).Draw(x.t, "fen")) }
	owner, buyer := member("owner"), member("buyer")
	d, err := hall.DealOf(x.cases[id])
	if err != nil {
		x.t.Fatal(err)
	}
	moves := []tried{
		{buyer, "deposit", account("1")}, {buyer, "deposit", account("1")}, {owner, "file", nil}, {owner, "deliver", hall.DeliverInput{What: "图纸"}}, {owner, "deliver", hall.DeliverInput{What: "中试报告", Tranche: rapid.IntRange(0, 3).Draw(x.t, "milestone")}},
		{buyer, "accept_delivery", nil}, {owner, "invoice", hall.InvoiceInput{No: "2633000000000" + x.sevenDigits(), Kind: "ordinary", Amount: fen(3_000_000) + 1, Date: x.day()}},
		{owner, "ask_release", account("2")}, {buyer, "release", nil}, {buyer, "release", nil}, {owner, "release", nil},
		{buyer, "dispute", hall.DisputeInput{Amount: fen(1_000_000), Reason: "不符合约定"}}, {clerk, "end_dispute", hall.EndDisputeInput{Result: "调解结案", ToBuyer: fen(500_000)}},
		{clerk, "end_dispute", hall.EndDisputeInput{Result: "归卖方"}}, {head, "end_dispute", hall.EndDisputeInput{Result: "银行确认已付", Left: fen(1_000_000)}},
		{buyer, "report_sales", hall.ReportInput{Report: hall.PeriodReport{Period: len(d.Money.Reports) + 1, Base: base("20000")}}}, {buyer, "correct_report", hall.ReportInput{Report: hall.PeriodReport{Period: len(d.Money.Reports), Base: base("30000")}}}, {owner, "finish", kernel.ReasonInput{Reason: "办结"}},
		{clerk, "settle", nil}, {clerk, "refund_again", nil}, {clerk, "terminate", hall.TerminateInput{Reason: "解除合同"}},
		{buyer, "ask_end", hall.EndAskInput{Reason: "产线停了", ToBuyer: fen(1_500_000)}}, {owner, "ask_end", hall.EndAskInput{Reason: "不许可了", ToBuyer: x.all(id), Account: "62220002", Bank: "丙银行"}},
		{owner, "agree_end", hall.EndAgreeInput{Account: "62220002", Bank: "丙银行"}}, {buyer, "agree_end", nil}, {buyer, "refuse_end", kernel.ReasonInput{Reason: "还要用"}}, {owner, "withdraw_end", nil}, {clerk, "decide_end", hall.EndDecideInput{Result: "终止", Grant: true}},
		{buyer, "accept", nil}, {owner, "decline", kernel.ReasonInput{Reason: "不谈了"}}, {owner, "sign", hall.SignInput{}}, {owner, "settle", nil}, {member("rival"), "release", nil},
	}
	m := rapid.SampledFrom(moves).Draw(x.t, "move")
	if asked := sensible[x.cases[id].State]; len(asked) > 0 && (x.steady || rapid.IntRange(0, 3).Draw(x.t, "sense") > 0) {
		name := rapid.SampledFrom(asked).Draw(x.t, "asked for")
		m = moves[slices.IndexFunc(moves, func(y tried) bool { return y.move == name })]
	}
	_ = x.act(m.who, id, m.move, m.in) // a refusal is an answer too; what it leaves is looked at next
}

// all is what lies in custody.
func (x *table) all(id kernel.CaseID) money.Fen {
	p := ledger.PositionOf(ledger.Escrow(x.cases[id].No), x.book.States())
	return p.Available + p.Locked + p.Frozen - p.Releasing
}

func (x *table) sevenDigits() string {
	x.n++
	return string([]byte{'0', '0', '0', byte('0' + x.n/1000%10), byte('0' + x.n/100%10), byte('0' + x.n/10%10), byte('0' + x.n%10)})
}

// bankSpeaks: a message about some instruction, done or refused, whole, short
// or too much, new or said before.
func (x *table) bankSpeaks(id kernel.CaseID) {
	if len(x.orders) == 0 {
		return
	}
	in := x.orders[len(x.orders)-1]
	if rapid.IntRange(0, 4).Draw(x.t, "old") == 0 {
		in = rapid.SampledFrom(x.orders).Draw(x.t, "order")
	}
	a := ledger.Answer{BankRef: x.id(), Key: in.Key, SubAccount: in.SubAccount, Verdict: ledger.Done, Amount: in.Amount}
	switch rapid.IntRange(0, 9).Draw(x.t, "verdict") {
	case 0:
		a.Verdict, a.Amount = ledger.Rejected, 0
	case 1:
		a.Amount = money.Fen(rapid.Int64Range(1, int64(in.Amount)).Draw(x.t, "short"))
	case 2:
		a.Amount++
	case 3:
		a.BankRef = "same"
	}
	_ = x.act(kernel.SystemActor(hall.Bank), id, "bank_answer", a)
}

func (x *table) officeSpeaks(id kernel.CaseID) {
	in := hall.RecordAnswer{No: "2026000001", Date: x.day()}
	if rapid.IntRange(0, 3).Draw(x.t, "refuses") == 0 {
		in = hall.RecordAnswer{Refused: "缺材料"}
	}
	_ = x.act(kernel.SystemActor(hall.Office), id, "office_answer", in)
}

// holds looks at everything that must never break.
func (x *table) holds(id kernel.CaseID) {
	c := x.cases[id]
	if err := ledger.Audit(x.book.States(), x.book.Changes().Entries); err != nil {
		x.t.Fatal(err)
	}
	d, err := hall.DealOf(c)
	if err != nil {
		x.t.Fatal(err)
	}
	p := ledger.PositionOf(ledger.Escrow(c.No), x.book.States())
	if p.Available < 0 || p.Locked < 0 || p.Frozen < 0 || p.Releasing < 0 || p.Refunding < 0 {
		x.t.Fatalf("below zero: %+v", p)
	}
	plan, err := d.Plan(c.No)
	if err != nil {
		x.t.Fatal(err)
	}
	var asked money.Fen
	parted := len(d.Ends) > 0 && d.Ends[len(d.Ends)-1].Answer == hall.EndAgreed
	for _, l := range plan {
		s := p.Standing(l.Tranche)
		asked += l.PayIn
		most := l.ToSeller
		if parted { // no commission is taken out of what both agreed on
			most = l.Amount
		}
		if s.Released > most || s.Commission > l.Commission || s.Released+s.Commission+s.Locked+s.Frozen+d.Money.Returned[l.Tranche] > l.PayIn {
			x.t.Fatalf("tranche %d: %+v of %+v, returned %s", l.Tranche, s, l, d.Money.Returned[l.Tranche])
		}
		if !d.Money.Paid[l.Tranche].IsZero() && s.Locked+s.Frozen != 0 {
			x.t.Fatalf("tranche %d counts as paid with %s left", l.Tranche, s.Locked+s.Frozen)
		}
	}
	if p.Deposited > asked {
		x.t.Fatalf("deposited %s of %s", p.Deposited, asked)
	}
	if (c.State == hall.DealSettled || c.State == hall.DealEnded) && p.Custody() != 0 {
		x.t.Fatalf("%s with %s in custody", c.State, p.Custody())
	}
}
