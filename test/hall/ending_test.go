package hall

import (
	"context"
	"testing"

	"quanlian/base/money"
	"quanlian/chain/utilization/hall"
	"quanlian/kernel"
	"quanlian/ledger"
	"quanlian/registry"
	"quanlian/test/storetest"
)

// TestEndByAgreement: what lies in custody goes as both agree, to the fen; a wish
// is answered by the other side alone, and the book stays whole.
func TestEndByAgreement(t *testing.T) {
	both(t, func(t *testing.T, w *world) {
		const number = "202210100071.1"
		w.patent(number, "owner")
		x := w.licence()
		x.Licence = registry.Exclusive
		id := w.talking("owner", "buyer", w.listed("owner", number, hall.ListInput{Deal: registry.LicenceDeal, Licence: registry.Exclusive}))
		w.no("buyer", id, "ask_end", hall.EndAskInput{Reason: "不做了"}, "kernel.not_in_this_state")
		w.agreed("owner", "buyer", id, x)
		w.signed("owner", "buyer", id)
		w.recorded("owner", "buyer", id) // 300,000 in custody
		w.no("buyer", id, "ask_end", hall.EndAskInput{ToBuyer: 30 * wan}, "kernel.reason_needed")
		w.no("buyer", id, "ask_end", hall.EndAskInput{Reason: "产线停了", ToBuyer: 30*wan + 1}, "utilization.hall.end_share")
		w.no("owner", id, "ask_end", hall.EndAskInput{Reason: "产线停了", ToBuyer: 20 * wan}, "utilization.hall.account_missing")
		w.do("buyer", id, "ask_end", hall.EndAskInput{Reason: "产线停了", ToBuyer: 20*wan + 1})
		if turn := hall.TurnOfCase(w.get(id)); turn != hall.Seller {
			t.Fatalf("turn %s, want the seller's", turn)
		}
		w.no("owner", id, "ask_end", hall.EndAskInput{Reason: "我也不做了", ToBuyer: 1}, "utilization.hall.end_asked")
		w.no("buyer", id, "agree_end", nil, "utilization.hall.end_own")
		w.no("clerk", id, "decide_end", hall.EndDecideInput{Result: "终止", Grant: true}, "utilization.hall.end_waits")
		w.no("owner", id, "agree_end", nil, "utilization.hall.account_missing")
		w.do("owner", id, "agree_end", hall.EndAgreeInput{Account: account("2").Account, Bank: account("2").Bank})
		w.in(id, hall.DealRefunding)
		refund, pay := w.two()
		if pay.Other.Account != account("2").Account || pay.Other.Bank != account("2").Bank {
			t.Fatalf("the seller's part goes to %+v", pay.Other)
		}
		w.says(done(pay, "p1", 10*wan-1))
		w.says(done(refund, "r1", 20*wan+1))
		w.in(id, hall.DealTaxing)
		if p := w.position(id); p.Released != 10*wan-1 || p.Refunded != 20*wan+1 || p.Custody() != 0 {
			t.Fatalf("position %+v", p)
		}
		owed := func(want money.Fen) {
			t.Helper()
			idle := hall.Idle(w.as("owner"), w.get(id), "invoice")
			if got := w.deal(id).ToInvoice(w.state(id), w.get(id).No); got != want || idle != (want == 0) {
				t.Fatalf("%s to invoice, want %s; idle %v", got, want, idle)
			}
		}
		owed(10*wan - 1) // what the seller keeps may be invoiced still
		w.invoice("owner", id, "26330000000000000002", 10*wan-1)
		owed(0)
		w.do("clerk", id, "settle", nil)
		if x, err := w.deal(id).TaxDeal(w.get(id).No, w.today()); err != nil || x.Price != 10*wan-1 || x.Returned != 20*wan+1 {
			t.Fatalf("taxed on %s %v", x.Price, err)
		}
		w.hasPaper(id, "utilization.hall.paper.ending")
		w.audit()
	})
}

// TestEndRefusedGoesToTheCentre: a refusal and a silence give the word to the
// centre, which ends a deal that the office has not entered and no other.
func TestEndRefusedGoesToTheCentre(t *testing.T) {
	both(t, func(t *testing.T, w *world) {
		id, in := w.upToDeposit("202210100072.2")
		w.says(done(in, "b1", 100*wan))
		w.do("owner", id, "ask_end", hall.EndAskInput{Reason: "价格谈低了", ToBuyer: 100 * wan})
		w.do("owner", id, "withdraw_end", nil)
		w.do("owner", id, "ask_end", hall.EndAskInput{Reason: "价格谈低了", ToBuyer: 100 * wan})
		w.do("buyer", id, "refuse_end", kernel.ReasonInput{Reason: "我们需要这项技术"})
		if turn := hall.TurnOfCase(w.get(id)); turn != hall.Clerk {
			t.Fatalf("turn %s, want the centre's", turn)
		}
		w.no("clerk", id, "terminate", hall.TerminateInput{Reason: "双方已无意履行"}, "utilization.hall.end_to_decide")
		w.no("clerk", id, "decide_end", hall.EndDecideInput{}, "kernel.reason_needed")
		w.do("clerk", id, "decide_end", hall.EndDecideInput{Result: "理由不成立，继续履行"})
		w.in(id, hall.DealRecording)
		// Asked again, and not answered: the days pass, nobody is taken to agree.
		w.do("owner", id, "ask_end", hall.EndAskInput{Reason: "合作基础没有了", ToBuyer: 100 * wan})
		w.pass(12 * day)
		if n, err := w.d.Due(context.Background(), w.clock.Now()); err != nil || n != 1 {
			t.Fatalf("%d timers %v", n, err)
		}
		w.in(id, hall.DealRecording)
		w.do("clerk", id, "decide_end", hall.EndDecideInput{Result: "双方已无意履行", Grant: true})
		w.says(done(w.instruction(), "b2", 100*wan))
		w.in(id, hall.DealEnded)
		w.in(w.deal(id).Listing, hall.ListingListed)
		if says, who, why, said := w.deal(id).Cause(); says != "granted" || who != hall.Seller || why != "合作基础没有了" || said != "双方已无意履行" {
			t.Errorf("ended by %s: %s, %s, %s", who, says, why, said)
		}
		if p := w.position(id); p.Refunded != 100*wan || p.Custody() != 0 {
			t.Fatalf("position %+v", p)
		}
		w.audit()
	})
}

// TestEndAfterTitleHasPassed: what was assigned goes back by a new assignment
// alone; of a licence on record the centre cannot dispose; a dispute ends with
// the agreement; a refused payment of it is sent again.
func TestEndAfterTitleHasPassed(t *testing.T) {
	both(t, func(t *testing.T, w *world) {
		id := w.assigned("202210100073.3", assignment(100*wan))
		w.no("buyer", id, "ask_end", hall.EndAskInput{Reason: "不要了", ToBuyer: 100 * wan}, "utilization.hall.end_after_transfer")

		const number = "202210100074.4"
		w.patent(number, "owner")
		id = w.talking("owner", "buyer", w.listed("owner", number, hall.ListInput{Deal: registry.LicenceDeal, Licence: registry.Ordinary}))
		w.agreed("owner", "buyer", id, w.licence())
		w.signed("owner", "buyer", id)
		w.recorded("owner", "buyer", id)
		w.delivered("owner", "buyer", id, 30*wan)
		w.do("owner", id, "ask_release", account("2"))
		w.do("buyer", id, "dispute", hall.DisputeInput{Amount: 5 * wan, Reason: "缺一份图纸"})
		w.do("buyer", id, "ask_end", hall.EndAskInput{Reason: "产线停了", ToBuyer: 25 * wan})
		w.pass(8 * day) // the buyer's days to object to the payment are over, but who wants to end is not silent
		w.no("owner", id, "release", nil, "utilization.hall.end_open")
		w.do("owner", id, "refuse_end", kernel.ReasonInput{Reason: "已经交付"})
		w.no("clerk", id, "decide_end", hall.EndDecideInput{Result: "终止", Grant: true}, "utilization.hall.end_not_ours")
		w.do("owner", id, "agree_end", nil) // they have come to terms
		refund, pay := w.two()
		w.says(done(pay, "p1", 0))
		w.says(done(refund, "r1", 25*wan))
		w.in(id, hall.DealRefunding)
		w.do("clerk", id, "refund_again", nil)
		w.says(done(w.instruction(), "p2", 5*wan))
		w.in(id, hall.DealTaxing)
		if p := w.position(id); p.Released != 5*wan || p.Refunded != 25*wan || p.Custody() != 0 {
			t.Fatalf("position %+v", p)
		}
		if d := w.deal(id); d.Disputes[0].Ended.IsZero() {
			t.Fatal("the dispute is open still")
		}
		w.audit()
	})
}

// TestEndPaysNoCommission: what the buyer paid in for the broker on top of the
// price goes back to the buyer and never to the seller.
func TestEndPaysNoCommission(t *testing.T) {
	both(t, func(t *testing.T, w *world) {
		const number = "202210100075.5"
		w.patent(number, "owner")
		id := w.talking("owner", "buyer", w.listed("owner", number, hall.ListInput{}))
		w.invited("buyer", id, hall.InviteInput{Rate: dec("0.03"), From: ledger.Buyer})
		w.do("owner", id, "agree_commission", nil)
		w.agreed("owner", "buyer", id, assignment(100*wan))
		w.signed("owner", "buyer", id)
		w.do("buyer", id, "deposit", account("1"))
		w.banks()
		w.in(id, hall.DealRecording)
		w.no("owner", id, "ask_end", hall.EndAskInput{Reason: "合并重组", Account: account("2").Account, Bank: account("2").Bank}, "utilization.hall.end_share")
		w.do("owner", id, "ask_end", hall.EndAskInput{Reason: "合并重组", ToBuyer: 3 * wan, Account: account("2").Account, Bank: account("2").Bank})
		w.do("buyer", id, "agree_end", nil)
		w.banks()
		w.in(id, hall.DealTaxing)
		if p := w.position(id); p.Released != 100*wan || p.Refunded != 3*wan || p.Commission != 0 {
			t.Fatalf("position %+v", p)
		}
		w.do("clerk", id, "settle", nil)
		if x, err := w.deal(id).TaxDeal(w.get(id).No, w.today()); err != nil || x.Price != 100*wan {
			t.Fatalf("taxed on %s %v", x.Price, err)
		}
		w.audit()
	})
}

// two are the refund and the payment that wait for the bank.
func (w *world) two() (refund, pay ledger.Instruction) {
	w.t.Helper()
	list := w.sends(hall.Bank)
	if len(list) != 2 {
		w.t.Fatalf("%d instructions wait for the bank", len(list))
	}
	for _, a := range list {
		in := instructionOf(w.t, a)
		if in.Other.Account == account("1").Account {
			refund = in
		} else {
			pay = in
		}
	}
	return refund, pay
}

func (w *world) hasPaper(id kernel.CaseID, kind string) kernel.Paper {
	w.t.Helper()
	all, err := w.s.Papers(context.Background(), id, kernel.ViewSecret)
	w.ok(err)
	for _, p := range all {
		if p.Kind == kind {
			return p
		}
	}
	w.t.Fatalf("no paper %s", kind)
	return kernel.Paper{}
}

// TestRoyaltyToTheCap: each period says by which rule it owes what; once the cap
// leaves nothing it is the seller's turn to close, and nothing more is asked of
// the buyer.
func TestRoyaltyToTheCap(t *testing.T) {
	t.Parallel()
	x := (&world{clock: storetest.NewClock(start)}).licence()
	x.Royalty.TotalCap = 30 * wan
	d := hall.DealData{Terms: &x}
	want := []struct {
		due    money.Fen
		by     ledger.Reason
		capped bool
	}{{10 * wan, ledger.ByMin, false}, {15 * wan, ledger.ByRate, false}, {5 * wan, ledger.ByTotalCap, true}, {0, ledger.ByTotalCap, true}}
	for i, base := range []string{"2000000", "5000000", "9000000", "9000000"} {
		d.Money.Reports = append(d.Money.Reports, ledger.RoyaltyReport{Period: i + 1, Base: dec(base)})
		if y := d.Royalties()[i]; y.Due != want[i].due || y.By != want[i].by || d.Capped() != want[i].capped {
			t.Errorf("period %d: %+v capped %v, want %+v", i+1, y, d.Capped(), want[i])
		}
		turn := hall.Buyer
		if want[i].capped {
			turn = hall.Seller
		}
		if got := d.Turn(hall.DealRunning); got != turn {
			t.Errorf("after period %d it is the turn of %s", i+1, got)
		}
	}
}
