package itemflow_test

import (
	"slices"
	"testing"

	"quanlian/base/calendar"
	"quanlian/kernel"
	"quanlian/kernel/itemflow"
)

// A case stands still on a ground, for a time or an event, by the head's word; its
// clocks stop with the word and run on when it goes on.
func TestSuspensionRestsOnAGround(t *testing.T) {
	t.Parallel()
	p, _ := filed(t, itemflow.Decide)
	p.must(p.act(clerk, "accept", nil))
	until := today(p).AddDays(20)
	other := itemflow.SuspendInput{Ground: itemflow.OtherGround, Basis: "借阅规则第3条", Until: until, Reason: "等待馆藏清点"}
	for name, c := range map[string]struct {
		change func(*itemflow.SuspendInput)
		want   []string
	}{
		"nothing":          {func(in *itemflow.SuspendInput) { *in = itemflow.SuspendInput{} }, []string{"ground kernel.itemflow.no_such_ground", "until kernel.itemflow.suspended_until_when", "reason kernel.reason_needed"}},
		"of another rule":  {func(in *itemflow.SuspendInput) { in.Ground = "invalidation" }, []string{"ground kernel.itemflow.no_such_ground"}},
		"no basis":         {func(in *itemflow.SuspendInput) { in.Basis = "" }, []string{"basis kernel.itemflow.ground_basis"}},
		"no day, no event": {func(in *itemflow.SuspendInput) { in.Until = calendar.Date{} }, []string{"until kernel.itemflow.suspended_until_when"}},
		"today":            {func(in *itemflow.SuspendInput) { in.Until = today(p) }, []string{"until kernel.itemflow.suspended_past"}},
	} {
		in := other
		c.change(&in)
		if got := asCode(p.act(clerk, "ask_suspension", in)); !slices.Equal(got, c.want) {
			t.Errorf("%s: told %q, want %q", name, got, c.want)
		}
	}
	if _, ok := p.flow.Find(kernel.MoveSuspend); ok {
		t.Error("a case can still be suspended without a head")
	}
	p.code("kernel.itemflow.no_suspension", p.act(head, "answer_suspension", itemflow.ApproveInput{OK: "yes"}))
	p.must(p.act(clerk, "ask_suspension", other))
	if turn, ok := itemflow.TurnIn(p.cases[p.id]); !ok || turn != kernel.RoleHead || p.cases[p.id].Hold != nil {
		t.Fatalf("turn of %q, hold %+v", turn, p.cases[p.id].Hold)
	}
	p.code("kernel.itemflow.suspension_asked", p.act(clerk, "ask_suspension", other))
	p.code("kernel.not_your_move", p.act(clerk, "answer_suspension", itemflow.ApproveInput{OK: "yes"}))
	p.must(p.act(head, "answer_suspension", itemflow.ApproveInput{OK: "no", Note: "可以先办"}))
	if p.told("not_suspended", kernel.RoleClerk)["reason"] != "可以先办" || p.cases[p.id].Hold != nil {
		t.Fatal("refused, and untold or suspended")
	}
	p.must(p.act(head, "ask_suspension", other))
	p.code("kernel.itemflow.own_suspension", p.act(head, "answer_suspension", itemflow.ApproveInput{OK: "no", Note: "不必"}))

	q, _ := filed(t, itemflow.Decide)
	q.must(q.act(clerk, "accept", nil))
	was := q.due("committed")
	q.must(q.act(clerk, "ask_suspension", other))
	q.must(q.act(head, "answer_suspension", itemflow.ApproveInput{OK: "yes"}))
	if told := q.told("suspended_until", kernel.RoleOwner); told["until"] != until.String() || told["basis"] != other.Basis {
		t.Fatalf("told %v", told)
	}
	if c := q.cases[q.id]; c.Hold == nil || c.Hold.Kind != kernel.HoldSuspended || len(c.Pauses) != 1 {
		t.Fatalf("the clock runs: %+v", c.Hold)
	}
	q.code("kernel.on_hold", q.act(clerk, "decide", itemflow.DecideInput{Outcome: "grant"}))
	q.code("kernel.not_suspended", q.act(timer, "suspension_due", nil))
	q.wait(20)
	q.must(q.act(timer, "suspension_due", nil))
	q.told("suspension_due", kernel.RoleClerk)
	q.code("kernel.reason_needed", q.act(clerk, kernel.MoveResume, kernel.ReasonInput{}))
	q.must(q.act(clerk, kernel.MoveResume, kernel.ReasonInput{Reason: "清点已完成"}))
	q.told("resumed", kernel.RoleOwner)
	if q.cases[q.id].Hold != nil || q.due("committed") <= was || q.state(itemflow.Accepted).Suspension.Ended.IsZero() {
		t.Errorf("due %s, was %s", q.due("committed"), was)
	}
}
