package hall

import (
	"encoding/json"
	"testing"

	"quanlian/base/money"
	"quanlian/chain/utilization/hall"
	"quanlian/kernel"
	"quanlian/kernel/desk"
	"quanlian/ledger"
	"quanlian/registry"
)

// upToDeposit is a signed deal whose buyer has given the order to pay in.
func (w *world) upToDeposit(number string) (kernel.CaseID, ledger.Instruction) {
	w.t.Helper()
	w.patent(number, "owner")
	id := w.talking("owner", "buyer", w.listed("owner", number, hall.ListInput{}))
	w.agreed("owner", "buyer", id, assignment(100*wan))
	w.signed("owner", "buyer", id)
	w.do("buyer", id, "deposit", account("1"))
	return id, w.instruction()
}

// instruction is the one that waits for the bank.
func (w *world) instruction() ledger.Instruction {
	w.t.Helper()
	list := w.sends(hall.Bank)
	if len(list) != 1 {
		w.t.Fatalf("%d instructions wait for the bank", len(list))
	}
	return instructionOf(w.t, list[0])
}

func instructionOf(t *testing.T, a desk.OpenAsk) ledger.Instruction {
	t.Helper()
	var in ledger.Instruction
	if err := json.Unmarshal(a.Ask.Payload, &in); err != nil {
		t.Fatal(err)
	}
	return in
}

// done is a message of the bank about an instruction.
func done(in ledger.Instruction, ref string, amount money.Fen) ledger.Answer {
	v := ledger.Done
	if amount == 0 {
		v = ledger.Rejected
	}
	return ledger.Answer{BankRef: ref, Key: in.Key, SubAccount: in.SubAccount, Verdict: v, Amount: amount}
}

// TestBankLateDoubledShortAndOutOfOrder: whatever the bank says, each fen is
// booked once and the deal waits for what is missing.
func TestBankLateDoubledShortAndOutOfOrder(t *testing.T) {
	both(t, func(t *testing.T, w *world) {
		id, in := w.upToDeposit("202210100011.1")
		w.pass(3 * day) // late
		w.says(done(in, "b1", 40*wan))
		w.in(id, hall.DealDeposit)
		w.tasks(id, ledger.TaskShortDeposit)
		if out := w.says(done(in, "b1", 40*wan)); !out.Doubled {
			t.Fatal("the doubled message was taken")
		}
		w.says(done(in, "b1-again", 40*wan)) // the same under another number
		if p := w.position(id); p.Deposited != 40*wan || p.Locked != 0 || p.Available != 40*wan {
			t.Fatalf("position %+v", p)
		}
		w.do("buyer", id, "deposit", account("1"))
		rest := w.instruction()
		if rest.Amount != 60*wan {
			t.Fatalf("asked for %s, want the rest", rest.Amount)
		}
		w.says(done(rest, "b2", 65*wan)) // too much: the surplus waits in suspense
		w.in(id, hall.DealRecording)
		w.tasks(id, ledger.TaskSecondAnswer, ledger.TaskSurplus) // the short deposit is whole
		w.says(done(rest, "b3", 0))                              // a refusal after the confirmation
		w.in(id, hall.DealRecording)
		if p := w.position(id); p.Deposited != 100*wan || p.Locked != 100*wan {
			t.Fatalf("position %+v", p)
		}
		stray := w.says(ledger.Answer{BankRef: "b9", SubAccount: in.SubAccount, Verdict: ledger.Done, Amount: 1})
		if !stray.Suspended {
			t.Fatal("money without an instruction must wait for a clerk")
		}
		w.audit()
	})
}

// TestOfficeRefusesThenRecords: a refusal goes back to the seller, who files
// again; the first answer that comes late changes nothing.
func TestOfficeRefusesThenRecords(t *testing.T) {
	both(t, func(t *testing.T, w *world) {
		id, in := w.upToDeposit("202210100012.2")
		w.says(done(in, "b1", 100*wan))
		w.do("owner", id, "file", nil)
		w.office("缺少一方签章")
		w.in(id, hall.DealRecording)
		w.do("owner", id, "file", nil)
		w.office("")
		w.in(id, hall.DealDelivery)
		if d := w.deal(id); d.Record.Attempts != 2 || d.Record.Refused != "" {
			t.Fatalf("record %+v", d.Record)
		}
		late, err := w.d.Answer(t.Context(), desk.OutsideAnswer{Party: hall.Office, ID: "late", AskKey: w.get(id).No + "/record/1", Payload: raw(hall.RecordAnswer{Refused: "迟到"})})
		if err != nil || !late.Suspended {
			t.Fatalf("late answer %+v %v", late, err)
		}
		w.no("clerk", id, "terminate", hall.TerminateInput{Reason: "解除"}, "kernel.not_in_this_state")
	})
}

// TestDisputeFreezesItsPartOnly: the rest of the tranche and the other tranche
// go on; the decision divides what was frozen.
func TestDisputeFreezesItsPartOnly(t *testing.T) {
	both(t, func(t *testing.T, w *world) {
		id := w.assigned("202210100013.3", assignment(100*wan))
		w.delivered("owner", "buyer", id, 100*wan)
		w.no("buyer", id, "dispute", hall.DisputeInput{Amount: 76 * wan, Reason: "指标不足"}, "utilization.hall.dispute_amount")
		w.disputable(id, 75*wan)
		w.do("buyer", id, "dispute", hall.DisputeInput{Amount: 20 * wan, Reason: "指标不足"})
		w.disputable(id, 55*wan)
		w.paid("owner", "buyer", id)
		if p := w.position(id); p.Released != 55*wan || p.Frozen != 20*wan {
			t.Fatalf("position %+v", p)
		}
		w.in(id, hall.DealDelivery)
		w.paid("owner", "buyer", id) // the second tranche
		if p := w.position(id); p.Released != 80*wan || p.Frozen != 20*wan {
			t.Fatalf("position %+v", p)
		}
		if turn := hall.TurnOfCase(w.get(id)); turn != hall.Clerk {
			t.Fatalf("turn %s, want the clerk's", turn)
		}
		w.no("buyer", id, "release", nil, "utilization.hall.all_frozen")
		w.no("clerk", id, "end_dispute", hall.EndDisputeInput{Result: "各半", ToBuyer: 21 * wan}, "utilization.hall.dispute_share")
		w.do("clerk", id, "end_dispute", hall.EndDisputeInput{Result: "各半", ToBuyer: 8 * wan})
		w.banks()
		w.refundable(id, false)
		w.paid("owner", "buyer", id)
		w.in(id, hall.DealTaxing)
		if p := w.position(id); p.Released != 92*wan || p.Refunded != 8*wan || p.Custody() != 0 {
			t.Fatalf("position %+v", p)
		}
		w.do("clerk", id, "settle", nil)
		if x, err := w.deal(id).TaxDeal(w.get(id).No, w.today()); err != nil || x.Price != 92*wan || x.Returned != 8*wan {
			t.Fatalf("taxed on %s %v", x.Price, err)
		}
		w.audit()
	})
}

// disputable holds what of the payment that is due may be put in dispute.
func (w *world) disputable(id kernel.CaseID, want money.Fen) {
	w.t.Helper()
	if got := w.deal(id).Disputable(w.position(id)); got != want {
		w.t.Errorf("%s may be put in dispute, want %s", got, want)
	}
}

// refundable holds whether there is something to send back once more.
func (w *world) refundable(id kernel.CaseID, want bool) {
	w.t.Helper()
	if got := hall.Refundable(w.state(id), w.position(id)); got != want {
		w.t.Errorf("refundable %v, want %v", got, want)
	}
}

// TestTerminateRefunds: before the office has entered the deal all money goes
// back and the listing opens again; a refused refund is sent once more.
func TestTerminateRefunds(t *testing.T) {
	both(t, func(t *testing.T, w *world) {
		id, in := w.upToDeposit("202210100014.4")
		w.says(done(in, "b1", 100*wan))
		w.do("clerk", id, "terminate", hall.TerminateInput{Reason: "双方协议解除"})
		w.in(id, hall.DealRefunding)
		refund := w.instruction()
		if refund.Amount != 100*wan || refund.Other.Account != account("1").Account {
			t.Fatalf("refund %+v", refund)
		}
		w.no("clerk", id, "refund_again", nil, "utilization.hall.nothing_to_refund")
		w.refundable(id, false)
		w.says(done(refund, "b2", 0))
		w.in(id, hall.DealRefunding)
		w.refundable(id, true)
		w.do("clerk", id, "refund_again", nil)
		w.says(done(w.instruction(), "b3", 100*wan))
		w.in(id, hall.DealEnded)
		w.in(w.deal(id).Listing, hall.ListingListed)
		if p := w.position(id); p.Refunded != 100*wan || p.Custody() != 0 {
			t.Fatalf("position %+v", p)
		}
		if out := w.says(done(in, "b4", 5*wan)); out.Suspended {
			t.Fatal("a message about an ended deal is taken all the same")
		}
		w.in(id, hall.DealEnded)
		w.audit()
	})
}

// TestPreservationStopsTheRelease: what happens in the register between the
// record and the release forbids it, and its end allows it.
func TestPreservationStopsTheRelease(t *testing.T) {
	both(t, func(t *testing.T, w *world) {
		const number = "202210100015.5"
		id := w.assigned(number, assignment(100*wan))
		w.delivered("owner", "buyer", id, 100*wan)
		w.do("owner", id, "ask_release", account("2"))
		w.happens(number, registry.Preserved, "（2026）云01执1号")
		w.no("buyer", id, "release", nil, "registry.check.preserved_open")
		w.in(id, hall.DealDelivery)
		w.happens(number, registry.PreservationEnd, "（2026）云01执1号")
		w.do("buyer", id, "release", nil)
		w.banks()
		// One that stays: the seller brings it to the centre, whose head lets that
		// payment go; what comes later bars it all the same.
		w.no("owner", id, "dispute", hall.DisputeInput{Amount: 25 * wan, Reason: "保全与价款无关"}, "utilization.hall.dispute_no_bar")
		w.happens(number, registry.Preserved, "（2026）云01执2号")
		w.looks(id)
		w.do("owner", id, "dispute", hall.DisputeInput{Amount: 25 * wan, Reason: "保全与价款无关"})
		said := hall.EndDisputeInput{Result: "保全针对新权利人", ToBuyer: 5 * wan, Despite: true}
		w.no("clerk", id, "end_dispute", said, "utilization.hall.despite_head")
		w.do("head", id, "end_dispute", said)
		w.banks()
		if d := w.deal(id); d.Barred() != nil || w.looks(id) {
			t.Fatalf("still barred: %+v", d.Barred())
		}
		w.do("owner", id, "ask_release", account("2"))
		w.happens(number, registry.Preserved, "（2026）云01执3号")
		w.no("buyer", id, "release", nil, "registry.check.preserved_open")
		w.happens(number, registry.PreservationEnd, "（2026）云01执3号")
		w.do("buyer", id, "release", nil)
		w.banks()
		w.in(id, hall.DealTaxing)
	})
}

// TestStaleRegisterIsRefused: nobody may trade on what the register said two
// days ago.
func TestStaleRegisterIsRefused(t *testing.T) {
	both(t, func(t *testing.T, w *world) {
		w.patent("202210100016.6", "owner")
		w.clock.Advance(2 * day)
		_, err := w.d.Open(t.Context(), w.as("owner"), desk.OpenCommand{Flow: hall.Listing, Move: "list", Key: "stale", Input: raw(hall.ListInput{Right: "202210100016.6", Deal: "assignment", Price: 1})})
		if err == nil || !hasCode(err, "registry.check.stale") {
			t.Fatalf("a stale look at the register gives %v", err)
		}
	})
}

// TestCommission: both are told, the bank pays the broker apart from the seller.
func TestCommission(t *testing.T) {
	both(t, func(t *testing.T, w *world) {
		const number = "202210100017.7"
		w.patent(number, "owner")
		id := w.talking("owner", "buyer", w.listed("owner", number, hall.ListInput{}))
		w.invited("buyer", id, hall.InviteInput{Rate: dec("0.02"), From: ledger.Buyer})
		w.do("buyer", id, "offer", hall.OfferInput{Terms: assignment(100 * wan)})
		w.no("agent", id, "broker_terms", hall.CommissionInput{Rate: dec("0.2"), From: ledger.Seller, Account: "62229999", Bank: "某银行"}, "ledger.brokerage.limit")
		w.no("owner", id, "accept", nil, "ledger.brokerage.undisclosed") // the seller was not told the buyer's commission
		w.do("agent", id, "broker_terms", hall.CommissionInput{Rate: dec("0.03"), From: ledger.Seller, Account: "62229999", Bank: "某银行"})
		w.do("owner", id, "agree_commission", nil)
		w.do("buyer", id, "agree_commission", nil)
		w.do("owner", id, "accept", nil)
		w.signed("owner", "buyer", id)
		w.recorded("owner", "buyer", id)
		w.delivered("owner", "buyer", id, 100*wan)
		w.paid("owner", "buyer", id)
		w.paid("owner", "buyer", id)
		w.in(id, hall.DealTaxing)
		if p := w.position(id); p.Released != 97*wan || p.Commission != 3*wan || p.Custody() != 0 {
			t.Fatalf("position %+v", p)
		}
		w.audit()
	})
}

// TestShareOfCoOwner: a co-owner who assigns a share leaves the other in the
// register, and both are looked for at the release.
func TestShareOfCoOwner(t *testing.T) {
	both(t, func(t *testing.T, w *world) {
		const number = "202210100018.8"
		w.patent(number, "owner", "second")
		consent := []hall.ConsentInput{{Of: "乙共有公司", Upload: w.upload("owner")}}
		id := w.talking("owner", "buyer", w.listed("owner", number, hall.ListInput{Consents: consent}))
		x := assignment(100 * wan)
		x.ShareOnly = true
		w.agreed("owner", "buyer", id, x)
		w.signed("owner", "buyer", id)
		w.recorded("owner", "buyer", id)
		if o := w.owners(number); len(o) != 2 || o[0].Party != "buyer" || o[1].Party != "second" {
			t.Fatalf("owners %v", o)
		}
		w.delivered("owner", "buyer", id, 100*wan)
		w.paid("owner", "buyer", id)
	})
}

// TestMilestones: a milestone is paid on its own delivery, not on another's.
func TestMilestones(t *testing.T) {
	both(t, func(t *testing.T, w *world) {
		x := assignment(100 * wan)
		x.PriceKind = ledger.Milestones
		id := w.assigned("202210100019.9", x)
		w.no("owner", id, "deliver", hall.DeliverInput{What: "图纸"}, "utilization.hall.delivery_tranche")
		w.do("owner", id, "deliver", hall.DeliverInput{What: "样机", Tranche: 2})
		w.do("buyer", id, "refuse_delivery", kernel.ReasonInput{Reason: "缺少检测报告"})
		w.do("owner", id, "deliver", hall.DeliverInput{What: "样机与报告", Tranche: 2})
		w.do("buyer", id, "accept_delivery", nil)
		w.invoice("owner", id, "26330000000000000001", 100*wan)
		w.no("owner", id, "ask_release", account("2"), "ledger.missing.milestone_accepted")
		w.do("owner", id, "deliver", hall.DeliverInput{What: "图纸", Tranche: 1})
		w.do("buyer", id, "accept_delivery", nil)
		w.do("owner", id, "ask_release", account("2"))
		w.do("buyer", id, "release", nil)
	})
}
