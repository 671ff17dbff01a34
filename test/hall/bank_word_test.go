package hall

import (
	"slices"
	"testing"

	"quanlian/chain/utilization/hall"
	"quanlian/kernel"
	"quanlian/ledger"
)

// TestBankRefusesARelease: all who take part know it and are told, the bank's
// words reach the seller and the staff alone, and the next payment ends it.
func TestBankRefusesARelease(t *testing.T) {
	both(t, func(t *testing.T, w *world) {
		id := w.assigned("202210100017.7", assignment(100*wan))
		w.delivered("owner", "buyer", id, 100*wan)
		w.do("owner", id, "ask_release", account("2"))
		w.do("buyer", id, "release", nil)
		in := w.instruction()
		no := done(in, "r1", 0)
		no.Reason = "户名不符"
		w.says(no)
		w.in(id, hall.DealDelivery)
		if s, b := w.notices("owner", "utilization.hall.notice.release_refused"), w.notices("buyer", "utilization.hall.notice.release_refused"); s != 1 || b != 1 {
			t.Errorf("told: seller %d, buyer %d", s, b)
		}
		c := w.get(id)
		for who, reason := range map[string]string{"owner": "户名不符", "clerk": "户名不符", "buyer": ""} {
			seen, err := hall.Seen(w.as(who), c)
			w.ok(err)
			list := seen.(hall.DealData).RefusedNow(c.State, w.position(id))
			if len(list) != 1 || list[0].Code != ledger.Release || list[0].Amount != in.Amount || list[0].Ref != "r1" || list[0].Reason != reason {
				t.Errorf("%s sees %+v", who, list)
			}
		}
		w.do("buyer", id, "release", nil)
		if list := w.deal(id).RefusedNow(w.state(id), w.position(id)); len(list) != 0 {
			t.Errorf("ordered anew and still refused: %+v", list)
		}
		w.says(done(w.instruction(), "r2", in.Amount))
		if list := w.deal(id).Money.Refused; len(list) != 0 {
			t.Errorf("paid and still refused: %+v", list)
		}
		w.audit()
	})
}

// TestRefusedDepositThatCameAfterAll: the buyer hears of it, and until a clerk has
// given the money to its deal the page knows that it is being sorted out.
func TestRefusedDepositThatCameAfterAll(t *testing.T) {
	both(t, func(t *testing.T, w *world) {
		id, in := w.upToDeposit("202210100018.8")
		sorting := func() []hall.Sorting {
			t.Helper()
			tasks, err := w.s.LedgerTasks(t.Context(), "")
			w.ok(err)
			waits, err := w.s.LedgerSuspense(t.Context())
			w.ok(err)
			return w.deal(id).SortingOf(w.get(id).No, w.position(id), tasks, waits)
		}
		w.says(done(in, "f1", 0))
		w.in(id, hall.DealDeposit)
		if list := sorting(); len(list) != 0 {
			t.Errorf("nothing came: %+v", list)
		}
		w.says(done(in, "f2", 100*wan))
		w.in(id, hall.DealDeposit)
		if list := sorting(); !slices.Equal(list, []hall.Sorting{{Amount: 100 * wan, Sure: true}}) {
			t.Errorf("being sorted out: %+v", list)
		}
		if n := w.notices("buyer", "utilization.hall.notice.deposit_sorted"); n != 1 {
			t.Errorf("told %d times", n)
		}
		w.do("clerk", id, "attribute", hall.StrayInput{BankRef: "f2"})
		w.in(id, hall.DealRecording)
		if list := sorting(); len(list) != 0 {
			t.Errorf("given to the deal: %+v", list)
		}
		w.tasks(id) // nothing is left for the finance desk
		w.audit()
	})
}

// TestRefusedCommission: the broker, whose turn it then is, names another account,
// or the centre sends it once more; the seller's money does not move again.
func TestRefusedCommission(t *testing.T) {
	both(t, func(t *testing.T, w *world) {
		const number = "202210100093.3"
		w.patent(number, "owner")
		id := w.talking("owner", "buyer", w.listed("owner", number, hall.ListInput{}))
		w.invited("buyer", id, hall.InviteInput{Rate: dec("0.02"), From: ledger.Buyer})
		w.do("buyer", id, "offer", hall.OfferInput{Terms: assignment(100 * wan)})
		w.do("owner", id, "agree_commission", nil)
		w.do("owner", id, "accept", nil)
		w.signed("owner", "buyer", id)
		w.recorded("owner", "buyer", id)
		w.delivered("owner", "buyer", id, 100*wan)
		w.no("agent", id, "commission_again", account("8"), "utilization.hall.commission_not_refused")
		w.do("owner", id, "ask_release", account("2"))
		w.do("buyer", id, "release", nil)
		for _, a := range w.sends(hall.Bank) {
			in := instructionOf(t, a)
			if in.Amount > 10*wan {
				w.says(done(in, "s1", in.Amount))
			} else {
				w.says(done(in, "c1", 0))
			}
		}
		w.in(id, hall.DealDelivery)
		k := w.get(id)
		if turn, _ := hall.TurnIn(k); turn != hall.Broker || !slices.Equal(hall.Waits(k), []string{"commission_again"}) {
			t.Fatalf("turn of %s, waits for %v", turn, hall.Waits(k))
		}
		for who, move := range map[string]string{"buyer": "release", "owner": "ask_release"} { // the seller has its part
			if !hall.Idle(w.as(who), k, move) {
				t.Errorf("%s is offered %s", who, move)
			}
		}
		w.no("agent", id, "commission_again", hall.AccountInput{}, "utilization.hall.account_missing")
		w.no("agent", id, "commission_again", hall.AccountInput{Account: "12", Bank: "某银行"}, "utilization.hall.account_short")
		w.no("agent", id, "commission_again", hall.AccountInput{Account: account("8").Account}, "utilization.hall.bank_missing")
		w.do("agent", id, "commission_again", account("8"))
		in := w.instruction()
		if in.Other.Account != account("8").Account {
			t.Errorf("sent to %+v", in.Other)
		}
		w.says(done(in, "c2", 0))
		w.do("clerk", id, "commission_again", nil)
		in = w.instruction()
		w.says(done(in, "c3", in.Amount))
		w.in(id, hall.DealDelivery)
		if p, d := w.position(id), w.deal(id); p.Commission != in.Amount || len(d.Money.Refused) != 0 || d.PaidOut() != 1 {
			t.Errorf("position %+v, paid %d", p, d.PaidOut())
		}
		for who, want := range map[string]int{"owner": 1, "buyer": 1, "agent": 0} { // the first payment, not its commission
			if n := w.notices(who, "utilization.hall.notice.paid"); n != want {
				t.Errorf("%s is told %d times that a payment was made, want %d", who, n, want)
			}
		}
		if n := w.notices("agent", "utilization.hall.notice.commission_paid"); n != 1 {
			t.Errorf("the broker is told %d times of the commission", n)
		}
		w.paid("owner", "buyer", id)
		w.in(id, hall.DealTaxing)
		w.audit()
	})
}

// tasks holds the kinds of a deal's open tasks against what is wanted.
func (w *world) tasks(id kernel.CaseID, want ...ledger.TaskKind) {
	w.t.Helper()
	list, err := w.s.LedgerTasks(w.t.Context(), ledger.Escrow(w.get(id).No))
	w.ok(err)
	var got []ledger.TaskKind
	for _, x := range list {
		got = append(got, x.Kind)
	}
	if !slices.Equal(got, want) {
		w.t.Errorf("open tasks %v, want %v", got, want)
	}
}
