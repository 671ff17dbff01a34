package hall

import (
	"context"
	"testing"

	"quanlian/chain/utilization/valuation"
	"quanlian/kernel"
)

// issued plays a panel of three up to its report.
func (w *world) issued(number, scene string, publish bool) kernel.CaseID {
	w.t.Helper()
	id := w.open("owner", valuation.Panel, "request", valuation.RequestInput{Right: number, Scene: scene, Publish: publish})
	experts := []string{"e1", "e2", "e3"}
	for _, e := range experts {
		w.do("clerk", id, "invite", valuation.InviteInput{Code: "CODE-" + e})
	}
	for i, seat := range w.seats(id) {
		w.do(experts[i], seat, "accept", valuation.DeclareInput{Clear: true})
		w.do(experts[i], seat, "score", w.points(seat, 70, nil, "对照现有技术"))
	}
	w.do("clerk", id, "close_round", nil)
	w.do("head", id, "issue", nil)
	return id
}

// TestReportSupersededAndRevoked: a later report on the same right for the same
// purpose takes the place of the earlier, no other; the head alone revokes, with
// a reason; all stay readable and their owner is told.
func TestReportSupersededAndRevoked(t *testing.T) {
	both(t, func(t *testing.T, w *world) {
		const number, other = "202210100064.4", "202210100065.5"
		w.patent(number, "owner")
		w.patent(other, "owner")
		first := w.issued(number, "finance", true)
		else1, else2 := w.issued(number, "transfer", true), w.issued(other, "finance", true)
		w.in(first, valuation.PanelIssued)
		w.renamed(number, "owner") // the register corrects the title in between
		second := w.issued(number, "finance", true)
		w.in(first, valuation.PanelSuperseded)
		w.in(else1, valuation.PanelIssued)
		w.in(else2, valuation.PanelIssued)
		w.in(second, valuation.PanelIssued)
		old, young := w.panel(first), w.panel(second)
		if old.Replaced == nil || old.Replaced.Case != second || old.Replaced.No != w.get(second).No || len(young.Replaces) != 1 || young.Replaces[0].Case != first {
			t.Fatalf("replaced %+v, replaces %+v", old.Replaced, young.Replaces)
		}
		for _, who := range []string{"owner", "clerk", "e1"} {
			w.no(who, second, "revoke", kernel.ReasonInput{Reason: "数据有误，需要更正"}, "kernel.not_your_move")
		}
		w.no("owner", second, "supersede", map[string]any{}, "kernel.not_your_move")
		w.no("head", second, "revoke", kernel.ReasonInput{Reason: "错"}, "utilization.valuation.reason_short")
		w.do("head", second, "revoke", kernel.ReasonInput{Reason: "一位专家事后说明有利害关系"})
		w.in(second, valuation.PanelRevoked)
		w.in(first, valuation.PanelSuperseded) // what was replaced does not come back
		w.no("head", second, "revoke", kernel.ReasonInput{Reason: "再撤一次"}, "kernel.case_closed")
		w.do("head", first, "revoke", kernel.ReasonInput{Reason: "同一原因，一并撤销"})
		third := w.issued(number, "finance", false)
		if d := w.panel(third); len(d.Replaces) != 0 {
			t.Fatalf("it takes the place of what does not stand: %+v", d.Replaces)
		}
		for _, id := range []kernel.CaseID{first, second} {
			if c, err := w.s.Case(context.Background(), kernel.Actor{}, string(id), kernel.ViewSummary); err != nil || w.panel(id).Result == nil || w.panel(id).Revoked == nil || c.State != valuation.PanelRevoked {
				t.Fatalf("%s: %v", id, err)
			}
		}
		told := map[string]int{}
		list, err := w.s.Notices(context.Background(), w.as("owner"), 100)
		w.ok(err)
		for _, n := range list {
			told[n.Text]++
		}
		if told["utilization.valuation.notice.superseded"] != 1 || told["utilization.valuation.notice.revoked"] != 2 {
			t.Fatalf("the owner was told %v", told)
		}
	})
}
