package ledger_test

import (
	"testing"
	"time"

	"quanlian/base/money"
	"quanlian/ledger"
)

// What the sums of an account cannot hold, or what is of another currency, is not
// booked; a hold is voided whole.
func TestEdgesOfTheBook(t *testing.T) {
	t.Parallel()
	full := ledger.State{Account: deal.Free()}
	full.CreditsPosted, full.DebitsPosted = 1<<62+1, 1<<62+1
	dollars := ledger.State{Account: deal.Free()}
	dollars.Currency = "USD"
	for code, free := range map[string]ledger.State{"ledger.overflow": full, "ledger.currencies": dollars} {
		b := ledger.NewBook([]ledger.State{free, {Account: deal.Payer()}}, nil)
		refused(t, b.Apply(deal.Expect(1, 5, at)), code)
	}
	b := ledger.NewBook(nil, nil)
	b.Open(deal.Accounts([]int{1})...)
	hold := deal.Expect(1, 100, at)
	must(t, []ledger.Result{b.Apply(hold)})
	part := hold.Void("B1", at)
	part.Amount = 40
	refused(t, b.Apply(part), "ledger.not_this_hold")
	must(t, []ledger.Result{b.Apply(hold.Void("B1", at))})
}

// More than was asked for stands or falls with the deposit: both are booked, or
// neither.
func TestSurplusIsBookedWithItsDeposit(t *testing.T) {
	t.Parallel()
	hold := deal.Expect(1, 100, at)
	in := ledger.Instruction{Key: hold.ID, Deal: string(deal), Code: ledger.Deposit, Amount: 100}
	x, err := ledger.Take(ledger.Known{Bank: "YLB", Instruction: &in, Hold: hold}, ledger.Answer{Key: hold.ID, BankRef: "B1", Verdict: ledger.Done, Amount: 130}, at)
	if err != nil || len(x.Transfers) != 2 || !x.Transfers[0].Linked || x.Transfers[0].Amount != 100 || x.Transfers[1].Amount != 30 {
		t.Fatalf("%+v, %v", x, err)
	}
}

// What is not confirmed yet is not missing; a running balance that does not follow
// from the bank's own lines is said.
func TestStatementAlone(t *testing.T) {
	t.Parallel()
	w := ledger.Window{Bank: "YLB", From: at, To: at.Add(48 * time.Hour), Slack: time.Hour}
	open := ledger.Movement{Key: "a", SubAccount: "sub", In: true, Amount: 5, Date: at}
	if r := ledger.Reconcile(w, nil, []ledger.Movement{open}); !r.Clean() || len(r.Findings) != 0 {
		t.Errorf("under way: %+v", r.Findings)
	}
	balances := []money.Fen{100, 140, 141}
	lines := []ledger.Line{line(1, "B1", true, 100, "", 1), line(2, "B2", true, 40, "", 1), line(3, "B3", true, 40, "", 1)}
	for i := range lines {
		lines[i].Balance = &balances[i]
	}
	r := ledger.Reconcile(w, lines, nil)
	last := r.Findings[len(r.Findings)-1]
	if r.Count[ledger.OffBalance] != 1 || last.Task == nil || last.Task.Kind != ledger.TaskBalance || last.Task.Ours != 180 || last.Task.Theirs != 141 {
		t.Errorf("%v, %+v", r.Count, last)
	}
}

// What is said to have been seen tomorrow was not seen.
func TestFactFromTheFutureIsNone(t *testing.T) {
	t.Parallel()
	p := ledger.Payment{Tranche: 1, Needs: []ledger.Condition{ledger.ContractSigned}}
	for when, ready := range map[time.Time]bool{at: true, at.Add(time.Minute): false} {
		if err := p.Ready([]ledger.Fact{{Condition: ledger.ContractSigned, ObservedAt: when}}, at); (err == nil) != ready {
			t.Errorf("seen at %v: %v", when, err)
		}
	}
}
