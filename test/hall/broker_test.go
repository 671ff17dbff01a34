package hall

import (
	"context"
	"testing"
	"time"

	"quanlian/chain/utilization/hall"
	"quanlian/kernel"
	"quanlian/kernel/desk"
	"quanlian/ledger"
)

var page = hall.BrokerPageInput{About: "传感与精密机械领域的技术转移，十年经验。", Contact: "0990-8800 0001", Fields: []string{"G", "B"}}

// invited lets a side invite the broker, everybody who pays agree and the broker
// accept.
func (w *world) invited(who string, c kernel.CaseID, in hall.InviteInput) kernel.CaseID {
	w.t.Helper()
	if pages, _, err := w.s.Cases(context.Background(), w.as("agent"), kernel.ViewDetail, kernel.CaseQuery{Flow: hall.BrokerPage, Party: "agent"}); err != nil || len(pages) == 0 {
		w.ok(err)
		w.open("agent", hall.BrokerPage, "publish", page)
	}
	in.Case, in.Broker = c, "agent"
	id := w.open(who, hall.Invitation, "invite", in)
	w.do("agent", id, "accept", account("9999"))
	return id
}

// refused opens a case and wants the code.
func (w *world) refused(who string, flow kernel.FlowAddr, move string, in any, code string) {
	w.t.Helper()
	w.pass(time.Minute)
	if _, err := w.d.Open(context.Background(), w.as(who), desk.OpenCommand{Flow: flow, Move: move, Key: w.key(), Input: raw(in)}); !hasCode(err, code) {
		w.t.Fatalf("%s opens %s: %v, want %s", who, move, err, code)
	}
}

// sees tells whether the party finds the case at the level.
func (w *world) sees(who string, c kernel.CaseID, level kernel.Level) bool {
	w.t.Helper()
	_, err := w.s.Case(context.Background(), w.as(who), string(c), level)
	return err == nil
}

// TestInvitation: the broker is no party before it has accepted, and knows no
// more of the deal than anybody; whoever pays has agreed before it is asked.
func TestInvitation(t *testing.T) {
	both(t, func(t *testing.T, w *world) {
		const number = "202210100061.1"
		w.patent(number, "owner")
		id := w.talking("owner", "buyer", w.listed("owner", number, hall.ListInput{}))
		in := hall.InviteInput{Case: id, Broker: "agent", Rate: dec("0.02"), From: ledger.Halves}
		w.refused("buyer", hall.Invitation, "invite", in, "utilization.hall.no_broker_page")
		w.open("agent", hall.BrokerPage, "publish", page)
		w.refused("agent", hall.BrokerPage, "publish", page, "utilization.hall.page_there")
		w.refused("rival", hall.Invitation, "invite", in, "kernel.no_such_case")
		w.refused("buyer", hall.Invitation, "invite", hall.InviteInput{Case: id, Broker: "agent", Rate: dec("0.2"), From: ledger.Buyer}, "ledger.brokerage.limit")
		w.refused("buyer", hall.Invitation, "invite", hall.InviteInput{Case: id, Broker: "agent", From: ledger.Buyer}, "ledger.brokerage.rate_or_fixed")
		w.refused("buyer", hall.Invitation, "invite", hall.InviteInput{Case: id, Broker: "agent", Rate: dec("0.02"), From: ledger.Buyer, Days: 31}, "utilization.hall.invitation_days")
		k := w.open("buyer", hall.Invitation, "invite", in)
		w.in(k, hall.InvitationConsent)
		if w.sees("agent", k, kernel.ViewSummary) || w.sees("agent", id, kernel.ViewSummary) {
			t.Fatal("the broker sees an invitation that the payer has not agreed to")
		}
		w.no("buyer", k, "agree", nil, "kernel.not_your_move") // the inviter cannot agree for the other side
		w.do("owner", k, "agree", nil)
		w.in(k, hall.InvitationSent)
		w.refused("buyer", hall.Invitation, "invite", in, "utilization.hall.invited_already")
		c := w.get(k)
		d, err := hall.InvitationOf(c)
		w.ok(err)
		if v := hall.InvitationView(d, c.State, hall.Broker); v.Other != nil || v.Inviter.Code != "" || v.Subject.Title == "" || v.Subject.Text != "" {
			t.Fatalf("before accepting the broker sees %+v", v)
		}
		if hall.LevelOf(w.as("agent"), c) != kernel.ViewSummary || w.sees("agent", id, kernel.ViewSummary) {
			t.Fatal("an invited broker sees the file")
		}
		w.no("rival", k, "accept", account("1"), "kernel.no_such_case")
		w.no("agent", k, "accept", nil, "utilization.hall.account_missing")
		w.do("agent", k, "accept", account("9999"))
		if deal := w.deal(id); deal.Broker == nil || deal.Broker.ID != "agent" || deal.Brokerage.ToldBuyer.IsZero() || deal.Brokerage.ToldSeller.IsZero() || !w.sees("agent", id, kernel.ViewSecret) {
			t.Fatalf("after accepting the deal has %+v", deal.Brokerage)
		}
		w.refused("owner", hall.Invitation, "invite", hall.InviteInput{Case: id, Broker: "rival", Rate: dec("0.02"), From: ledger.Seller}, "utilization.hall.broker_there")
		w.do("owner", id, "drop_broker", kernel.ReasonInput{Reason: "自行洽谈"})
		w.in(k, hall.InvitationEnded)
		if w.sees("agent", id, kernel.ViewSummary) || w.deal(id).Brokerage != nil {
			t.Fatal("a broker who was let go is still there")
		}
	})
}

// TestInvitationEnds: withdrawn, declined, refused and lapsed ones bring nobody
// in, and one that outlived its deal cannot be accepted.
func TestInvitationEnds(t *testing.T) {
	both(t, func(t *testing.T, w *world) {
		const number = "202210100062.2"
		w.patent(number, "owner")
		id := w.talking("owner", "buyer", w.listed("owner", number, hall.ListInput{}))
		w.open("agent", hall.BrokerPage, "publish", page)
		own := hall.InviteInput{Case: id, Broker: "agent", Rate: dec("0.02"), From: ledger.Seller}
		k := w.open("owner", hall.Invitation, "invite", own)
		w.no("buyer", k, "withdraw", nil, "kernel.not_your_move")
		w.do("owner", k, "withdraw", nil)
		w.no("agent", k, "accept", account("1"), "kernel.case_closed")
		k = w.open("owner", hall.Invitation, "invite", own)
		w.no("agent", k, "decline", kernel.ReasonInput{}, "kernel.reason_needed")
		w.do("agent", k, "decline", kernel.ReasonInput{Reason: "近期没有人手"})
		w.in(k, hall.InvitationDeclined)
		other := own
		other.From = ledger.Buyer
		k = w.open("owner", hall.Invitation, "invite", other)
		w.do("buyer", k, "refuse", kernel.ReasonInput{Reason: "佣金应由卖方承担"})
		w.in(k, hall.InvitationRefused)
		k = w.open("owner", hall.Invitation, "invite", own)
		w.pass(9 * day)
		w.due()
		w.in(k, hall.InvitationLapsed)
		k = w.open("owner", hall.Invitation, "invite", own)
		w.agreed("owner", "buyer", id, assignment(100*wan))
		w.no("agent", k, "accept", account("1"), "utilization.hall.broker_too_late")
		if w.deal(id).Broker != nil || w.sees("agent", id, kernel.ViewSummary) {
			t.Fatal("a broker came in all the same")
		}
	})
}

// due lets timers fire.
func (w *world) due() {
	w.t.Helper()
	_, err := w.d.Due(context.Background(), w.clock.Now())
	w.ok(err)
}

// TestEngagedBroker: a broker who works for a listing comes into the deals on it;
// the buyer must have been told the commission before terms are agreed.
func TestEngagedBroker(t *testing.T) {
	both(t, func(t *testing.T, w *world) {
		const number = "202210100063.3"
		w.patent(number, "owner")
		listing := w.listed("owner", number, hall.ListInput{})
		w.open("agent", hall.BrokerPage, "publish", page)
		w.refused("owner", hall.Invitation, "invite", hall.InviteInput{Case: listing, Broker: "agent", Rate: dec("0.02"), From: ledger.Buyer}, "utilization.hall.other_side_unknown")
		w.invited("owner", listing, hall.InviteInput{Fixed: 20_000_00, From: ledger.Seller})
		w.no("rival", listing, "drop_broker", kernel.ReasonInput{Reason: "委托已完成"}, "kernel.not_your_move")
		w.do("agent", listing, "drop_broker", kernel.ReasonInput{Reason: "委托已完成"})
		w.invited("owner", listing, hall.InviteInput{Fixed: 20_000_00, From: ledger.Seller})
		if l, err := hall.ListingOf(w.get(listing)); err != nil || l.Engaged == nil || hall.ListingView(l, kernel.ViewSummary).Engaged.Invitation != "" {
			t.Fatalf("listing %+v, %v", l.Engaged, err)
		}
		id := w.talking("owner", "buyer", listing)
		w.do("buyer", id, "offer", hall.OfferInput{Terms: assignment(100 * wan)})
		w.no("owner", id, "accept", nil, "ledger.brokerage.undisclosed")
		w.do("buyer", id, "agree_commission", nil)
		w.do("owner", id, "accept", nil)
		w.signed("owner", "buyer", id)
		w.recorded("owner", "buyer", id)
		w.delivered("owner", "buyer", id, 100*wan)
		w.paid("owner", "buyer", id)
		e := w.earned(id)
		if e.Agreed != 2*wan || e.Paid == 0 || e.Due != 0 || e.Expected != e.Agreed-e.Paid {
			t.Fatalf("after the first payment %+v", e)
		}
		if price, commission := w.deal(id).DisputableOf(w.get(id).No, w.position(id)); commission != e.Expected || price+commission != w.position(id).Custody() {
			t.Errorf("may be disputed: price %s, commission %s of %s", price, commission, w.position(id).Custody())
		}
		w.paid("owner", "buyer", id)
		if e := w.earned(id); e.Paid != 2*wan || e.Expected+e.Due != 0 {
			t.Fatalf("after the last %+v", e)
		}
		w.audit()
	})
}

// earned is the broker's commission by the book.
func (w *world) earned(c kernel.CaseID) ledger.Earned {
	w.t.Helper()
	k := w.get(c)
	states, err := w.s.LedgerStates(context.Background(), ledger.Escrow(k.No))
	w.ok(err)
	plan, err := w.deal(c).Plan(k.No)
	w.ok(err)
	return ledger.EarnedOf(ledger.Escrow(k.No), plan, states)
}

// pairing makes a need, a listing and a broker's proposal of the two.
func (w *world) pairing(number string, confidential bool) (id, need, listing kernel.CaseID) {
	w.t.Helper()
	w.patent(number, "owner")
	listing = w.listed("owner", number, hall.ListInput{})
	need = w.open("buyer", hall.Need, "post", hall.NeedData{Title: "腕部六维力测量", Text: "现有传感器串扰大，标定一次要两天，希望解耦。", Mode: "either", Confidential: confidential})
	w.do("clerk", need, "approve", nil)
	if confidential {
		w.refused("agent", hall.Deal, "pair", hall.PairInput{Need: need, Listing: listing}, "kernel.no_such_case")
		w.invited("buyer", need, hall.InviteInput{Rate: dec("0.01"), From: ledger.Buyer})
	} else {
		w.refused("agent", hall.Deal, "pair", hall.PairInput{Need: need, Listing: listing}, "utilization.hall.brokers_only")
		w.open("agent", hall.BrokerPage, "publish", page)
	}
	id = w.open("agent", hall.Deal, "pair", proposal(need, listing))
	return id, need, listing
}

func proposal(need, listing kernel.CaseID) hall.PairInput {
	return hall.PairInput{Need: need, Listing: listing, Words: "结构可以直接用在腕部，标定时间满足要求。", Rate: dec("0.03"), From: ledger.Halves, Account: "62229999", Bank: "某银行"}
}

// TestPairing: one number from the proposal to the deal; it opens only when both
// have accepted.
func TestPairing(t *testing.T) {
	both(t, func(t *testing.T, w *world) {
		id, need, listing := w.pairing("202210100064.4", false)
		w.refused("agent", hall.Deal, "pair", proposal(need, listing), "utilization.hall.paired_already")
		w.no("rival", id, "accept_pairing", nil, "kernel.no_such_case")
		w.no("agent", id, "accept_pairing", nil, "kernel.not_your_move")
		w.no("owner", id, "sign_nda", nil, "kernel.not_in_this_state")
		w.do("owner", id, "accept_pairing", nil)
		w.no("owner", id, "accept_pairing", nil, "utilization.hall.accepted_already")
		w.in(id, hall.DealProposed)
		w.do("buyer", id, "accept_pairing", hall.AcceptPairingInput{})
		w.in(id, hall.DealNDA)
		d := w.deal(id)
		if d.Broker.ID != "agent" || d.Brokerage.ToldSeller.IsZero() || d.Brokerage.ToldBuyer.IsZero() || w.get(id).PartyAs(hall.Buyer) != "buyer" {
			t.Fatalf("deal %+v", d)
		}
		w.do("owner", id, "sign_nda", nil)
		w.do("buyer", id, "sign_nda", nil)
		w.agreed("owner", "buyer", id, assignment(100*wan))
		w.signed("owner", "buyer", id)
		if s := w.state(need); s != hall.NeedMet {
			t.Fatalf("the need stands in %s", s)
		}
		w.recorded("owner", "buyer", id)
		w.delivered("owner", "buyer", id, 100*wan)
		w.paid("owner", "buyer", id)
		w.paid("owner", "buyer", id)
		if p := w.position(id); p.Deposited != 1_015_000_00 || p.Released != 985_000_00 || p.Commission != 30_000_00 {
			t.Fatalf("half each: %+v", p)
		}
		w.do("clerk", id, "settle", nil)
		w.commissionPapers(id)
		w.audit()
	})
}

// commissionPapers: who pays the commission and who gets it have a sheet of it.
func (w *world) commissionPapers(id kernel.CaseID) {
	w.t.Helper()
	papers, err := w.s.Papers(context.Background(), id, kernel.ViewSecret)
	w.ok(err)
	n := map[kernel.Role]int{}
	for _, p := range papers {
		if p.Kind == "utilization.hall.paper.commission" {
			n[p.For]++
		}
	}
	if n[hall.Buyer] != 1 || n[hall.Seller] != 1 || n[hall.Broker] != 1 {
		w.t.Fatalf("commission sheets for %v", n)
	}
}

// TestPairingKeepsSecrets: before both have accepted, neither learns what is the
// other's own; of a confidential need not even whose it is.
func TestPairingKeepsSecrets(t *testing.T) {
	both(t, func(t *testing.T, w *world) {
		id, _, _ := w.pairing("202210100065.5", true)
		look := func(who string) hall.DealData {
			t.Helper()
			v, err := hall.Seen(w.as(who), w.get(id))
			w.ok(err)
			return v.(hall.DealData)
		}
		s, b := look("owner"), look("buyer")
		if s.Buyer.Name != "" || s.Need != "" || s.Pairing.Need.Text != "" || s.Brokerage == nil || s.Broker == nil {
			t.Fatalf("the seller sees %+v", s)
		}
		if b.Seller.Name == "" || b.Seller.Code != "" || b.Pairing.Need.Text == "" || b.BrokerAccount.Account != "" {
			t.Fatalf("the buyer sees %+v", b)
		}
		if hall.LevelOf(w.as("owner"), w.get(id)) != kernel.ViewSummary {
			t.Fatal("the seller sees the file of a pairing")
		}
		w.do("owner", id, "accept_pairing", nil)
		if look("owner").Buyer.Name != "" {
			t.Fatal("the seller's yes opens the buyer's name")
		}
		w.do("buyer", id, "decline", kernel.ReasonInput{Reason: "参数达不到"})
		if s := look("owner"); s.Buyer.Name != "" || s.Ending != "" {
			t.Fatalf("after the buyer's no the seller sees %+v", s)
		}
		if look("agent").Ending == "" {
			t.Fatal("the broker does not see why")
		}
	})
}

// TestPairingEnds: a lapsed and a withdrawn pairing may be proposed again, a
// declined one not soon.
func TestPairingEnds(t *testing.T) {
	both(t, func(t *testing.T, w *world) {
		id, need, listing := w.pairing("202210100066.6", false)
		w.do("buyer", id, "accept_pairing", nil)
		w.pass(16 * day)
		w.due()
		w.in(id, hall.DealEnded)
		id = w.open("agent", hall.Deal, "pair", proposal(need, listing))
		w.do("agent", id, "withdraw_pairing", kernel.ReasonInput{Reason: "条件有变"})
		id = w.open("agent", hall.Deal, "pair", proposal(need, listing))
		w.do("owner", id, "decline", kernel.ReasonInput{Reason: "已有意向"})
		w.in(id, hall.DealEnded)
		w.refused("agent", hall.Deal, "pair", proposal(need, listing), "utilization.hall.pair_declined")
		w.pass(31 * day)
		w.open("agent", hall.Deal, "pair", proposal(need, listing))
	})
}
