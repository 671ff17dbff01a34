package hall

import (
	"context"
	"testing"

	"quanlian/chain/utilization/valuation"
	"quanlian/kernel"
)

// turn is whose move the panel says it is.
func (w *world) turn(id kernel.CaseID, want kernel.Role) {
	w.t.Helper()
	if got, ok := valuation.TurnIn(w.get(id)); !ok || got != want {
		w.t.Fatalf("the turn is %q, want %q", got, want)
	}
}

// toldOf counts the notices of a person by their text.
func (w *world) toldOf(who, text string) int {
	w.t.Helper()
	list, err := w.s.Notices(context.Background(), w.as(who), 100)
	w.ok(err)
	n := 0
	for _, x := range list {
		if x.Text == text {
			n++
		}
	}
	return n
}

// TestPanelSentBack: the turn goes from the clerk to the experts and back; who is
// invited, taken off, asked again, or sat on a report that is revoked is told; the
// head sends back with a reason before the report is signed, and what the owner may
// see of it has no reasons.
func TestPanelSentBack(t *testing.T) {
	both(t, func(t *testing.T, w *world) {
		const number, text = "202210100066.6", "utilization.valuation.notice."
		w.patent(number, "owner")
		id := w.open("owner", valuation.Panel, "request", valuation.RequestInput{Right: number, Scene: "finance", Purpose: "质押融资"})
		for _, e := range []string{"e1", "e2"} {
			w.do("clerk", id, "invite", valuation.InviteInput{Code: "CODE-" + e})
		}
		w.turn(id, kernel.RoleClerk)
		w.do("clerk", id, "invite", valuation.InviteInput{Code: "CODE-e3"})
		w.turn(id, valuation.Expert)
		seats := w.seats(id)
		if s, err := valuation.SeatOf(w.get(seats[0])); err != nil || s.Purpose != "质押融资" || w.toldOf("e1", text+"invited") != 1 {
			t.Fatalf("the invited expert knows %+v (%v), told %d", s, err, w.toldOf("e1", text+"invited"))
		}
		score := func(i int, e string) {
			w.do(e, seats[i], "accept", valuation.DeclareInput{Clear: true})
			w.do(e, seats[i], "score", w.points(seats[i], 70, nil, "对照现有技术"))
		}
		score(0, "e1")
		score(1, "e2")
		no := w.get(seats[2]).No
		w.no("owner", id, "take_off", valuation.TakeOffInput{Seat: no, Reason: "一直没有答复"}, "kernel.not_your_move")
		w.no("clerk", id, "take_off", valuation.TakeOffInput{Seat: "XW-0", Reason: "一直没有答复"}, "utilization.valuation.no_seat")
		w.no("clerk", id, "take_off", valuation.TakeOffInput{Seat: no}, "utilization.valuation.reason_short")
		w.do("clerk", id, "take_off", valuation.TakeOffInput{Seat: no, Reason: "一直没有答复"})
		w.in(seats[2], valuation.SeatTakenOff)
		w.turn(id, kernel.RoleClerk)
		w.no("clerk", id, "close_round", nil, "engine.valuation.too_few_experts")
		w.do("clerk", id, "invite", valuation.InviteInput{Code: "CODE-e4"})
		seats[2] = w.seats(id)[3]
		score(2, "e4")
		w.turn(id, kernel.RoleClerk)
		w.do("clerk", id, "close_round", nil)
		w.no("clerk", id, "send_back", valuation.SendBackInput{Reason: "理由太简略"}, "kernel.not_your_move")
		w.no("head", id, "send_back", valuation.SendBackInput{Reason: "短"}, "utilization.valuation.reason_short")
		w.do("head", id, "send_back", valuation.SendBackInput{Reason: "理由太简略", Again: true})
		w.in(id, valuation.PanelScoring)
		w.turn(id, valuation.Expert)
		if d := w.panel(id); d.Result != nil || d.Round != 1 || d.Back == nil || w.toldOf("e1", text+"reopened") != 1 || w.toldOf("e3", text+"reopened") != 0 {
			t.Fatalf("sent back: %+v", d)
		}
		seen, err := valuation.Seen(w.as("owner"), w.get(id))
		w.ok(err)
		if d, ok := seen.(valuation.PanelData); !ok || d.Back != nil || d.Seats[2].Reason != "" || d.Seats[2].State != valuation.SeatTakenOff {
			t.Fatalf("the owner sees %+v", seen)
		}
		for i, e := range []string{"e1", "e2", "e4"} {
			w.do(e, seats[i], "score", w.points(seats[i], 72, nil, "逐篇对照了现有技术"))
		}
		w.do("clerk", id, "close_round", nil)
		w.do("head", id, "send_back", valuation.SendBackInput{Reason: "再请一位材料专家"})
		w.turn(id, kernel.RoleClerk)
		w.do("clerk", id, "close_round", nil)
		w.do("head", id, "issue", nil)
		w.no("head", id, "send_back", valuation.SendBackInput{Reason: "已经签发"}, "kernel.case_closed")
		w.do("head", id, "revoke", kernel.ReasonInput{Reason: "数据有误，需要更正"})
		for who, want := range map[string]int{"e1": 1, "e3": 0, "e4": 1} {
			if n := w.toldOf(who, text+"revoked_expert"); n != want {
				t.Errorf("%s was told %d times of the revocation, want %d", who, n, want)
			}
		}
		if w.toldOf("e3", text+"taken_off") != 1 {
			t.Error("who was taken off was not told")
		}
	})
}

// TestPanelSecondRoundLosesAnExpert: in a second round that has too few experts
// left, others may be invited.
func TestPanelSecondRoundLosesAnExpert(t *testing.T) {
	both(t, func(t *testing.T, w *world) {
		const number = "202210100067.7"
		w.patent(number, "owner")
		id := w.open("owner", valuation.Panel, "request", valuation.RequestInput{Right: number, Scene: "finance"})
		for _, e := range []string{"e1", "e2", "e3"} {
			w.do("clerk", id, "invite", valuation.InviteInput{Code: "CODE-" + e})
		}
		seats := w.seats(id)
		for i, e := range []string{"e1", "e2", "e3"} {
			w.do(e, seats[i], "accept", valuation.DeclareInput{Clear: true})
			w.do(e, seats[i], "score", w.points(seats[i], 70, map[string]float64{"8": []float64{20, 80, 85}[i]}, "对照现有技术"))
		}
		w.do("clerk", id, "close_round", nil)
		w.no("clerk", id, "invite", valuation.InviteInput{Code: "CODE-e4"}, "utilization.valuation.round_two")
		w.do("clerk", id, "take_off", valuation.TakeOffInput{Seat: w.get(seats[0]).No, Reason: "联系不上"})
		w.do("clerk", id, "invite", valuation.InviteInput{Code: "CODE-e4"})
		fourth := w.seats(id)[3]
		w.do("e4", fourth, "accept", valuation.DeclareInput{Clear: true})
		w.do("e4", fourth, "score", w.points(fourth, 74, nil, "对照现有技术"))
		w.do("e2", seats[1], "score", w.points(seats[1], 78, nil, "第一轮平均被一个低分拉低，样机数据和三家下游厂的反馈都支持这个分数"))
		w.do("e3", seats[2], "score", w.points(seats[2], 80, nil, "第一轮平均被一个低分拉低，样机数据和三家下游厂的反馈都支持这个分数"))
		w.do("clerk", id, "close_round", nil)
		w.in(id, valuation.PanelReview)
	})
}
