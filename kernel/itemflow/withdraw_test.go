package itemflow_test

import (
	"slices"
	"testing"

	"quanlian/base/calendar"
	"quanlian/kernel"
	"quanlian/kernel/itemflow"
)

// Once decided, or once another office has the case, nobody takes it back by his
// own word alone; before, in every flow.
func TestWithdrawalEndsWithTheDecision(t *testing.T) {
	t.Parallel()
	for _, name := range itemflow.Names() {
		f := newPlay(t, card(name)).flow
		m, ok := f.Find(kernel.MoveWithdraw)
		if !ok {
			t.Fatalf("%s has no withdrawal", name)
		}
		for _, s := range f.States {
			open := !s.Terminal && !slices.Contains([]kernel.State{itemflow.Decided, itemflow.Forwarded, itemflow.HandedOver}, s.Name)
			fits := f.Fits(m, kernel.Case{State: s.Name, Hold: &kernel.Hold{}}, []kernel.Role{kernel.RoleOwner}) == nil
			if fits != open {
				t.Errorf("%s: withdrawal in %s is %v, want %v", name, s.Name, fits, open)
			}
		}
	}
}

// What lies with another office ends when that office lets it go.
func TestWithdrawalFromAnotherOffice(t *testing.T) {
	t.Parallel()
	p, _ := filed(t, itemflow.Forward)
	p.must(p.act(clerk, "accept", itemflow.ChecksInput{Checks: []string{"photo"}}))
	p.must(p.act(clerk, "forward", itemflow.ForwardInput{Day: calendar.DateOf(p.now)}))
	p.code("kernel.not_in_this_state", p.act(citizen, kernel.MoveWithdraw, kernel.ReasonInput{Reason: "不办了"}))
	p.code("kernel.itemflow.no_withdrawal_asked", p.act(clerk, "withdrawn_there", kernel.ReasonInput{Reason: "已电话确认"}))
	p.must(p.act(citizen, "ask_withdrawal", kernel.ReasonInput{Reason: "不办了"}))
	if p.told("withdrawal_asked", kernel.RoleClerk)["reason"] != "不办了" || p.state(itemflow.Forwarded).Leaving == nil {
		t.Fatal("the office is not told")
	}
	p.code("kernel.itemflow.withdrawal_asked", p.act(citizen, "ask_withdrawal", kernel.ReasonInput{Reason: "不办了"}))
	p.must(p.act(clerk, "withdrawn_there", kernel.ReasonInput{Reason: "已电话确认"}))
	p.state(kernel.StateWithdrawn)
	p.told("withdrawn_there", kernel.RoleOwner)
}
