package hall

import (
	"context"
	"math"
	"strings"
	"testing"

	"quanlian/base/errs"
	"quanlian/chain/utilization/valuation"
	"quanlian/kernel"
	"quanlian/registry"
)

func (w *world) panel(id kernel.CaseID) valuation.PanelData {
	w.t.Helper()
	d, err := valuation.PanelOf(w.get(id))
	w.ok(err)
	return d
}

// seats are the cases of the experts, in the order of invitation.
func (w *world) seats(id kernel.CaseID) []kernel.CaseID {
	w.t.Helper()
	var out []kernel.CaseID
	for _, s := range w.panel(id).Seats {
		out = append(out, s.Case)
	}
	return out
}

// points gives the same points on every indicator asked, but for those named.
func (w *world) points(seat kernel.CaseID, all float64, but map[string]float64, reason string) valuation.ScoreInput {
	w.t.Helper()
	d, err := valuation.SeatOf(w.get(seat))
	w.ok(err)
	var in valuation.ScoreInput
	for _, id := range d.Asked {
		p := valuation.Points{ID: id, Score: all, Reason: reason}
		if v, ok := but[id]; ok {
			p.Score = v
		}
		in.Scores = append(in.Scores, p)
	}
	return in
}

// TestPanelOfExperts: request, invitation without those who have an interest,
// declaration, blind scoring, a second round where the panel is far apart, an
// outlier that has to be explained, the result, the report.
func TestPanelOfExperts(t *testing.T) {
	both(t, func(t *testing.T, w *world) {
		const number = "202210100061.1"
		w.patent(number, "owner")
		request := valuation.RequestInput{Right: number, Scene: "finance", Purpose: "质押融资", Publish: true}
		if _, err := w.d.Open(context.Background(), w.as("rival"), panelCommand(w.key(), request)); !hasCode(err, "utilization.valuation.not_owner") {
			t.Fatalf("one who owns nothing asks: %v", err)
		}
		id := w.open("owner", valuation.Panel, "request", request)
		w.no("owner", id, "invite", valuation.InviteInput{Code: "CODE-e1"}, "kernel.not_your_move")
		w.no("clerk", id, "invite", valuation.InviteInput{Code: "CODE-buyer"}, "utilization.valuation.no_expert")
		for _, e := range []string{"e1", "e2", "e3", "e4"} {
			w.do("clerk", id, "invite", valuation.InviteInput{Code: "CODE-" + e})
		}
		w.no("clerk", id, "invite", valuation.InviteInput{Code: "CODE-e1"}, "utilization.valuation.seated")
		seats := w.seats(id)
		for _, other := range []string{"e2", "owner", "clerk", "head"} { // blind: the seat is its expert's alone
			if _, err := w.s.Case(context.Background(), w.as(other), string(seats[0]), kernel.ViewSummary); errs.KindOf(err) != errs.NotFound {
				t.Errorf("%s sees the seat of e1: %v", other, err)
			}
		}
		w.no("e1", seats[0], "accept", valuation.DeclareInput{}, "utilization.valuation.declare")
		for i, e := range []string{"e1", "e2", "e3"} {
			w.do(e, seats[i], "accept", valuation.DeclareInput{Clear: true})
		}
		w.do("e4", seats[3], "accept", valuation.DeclareInput{Interest: "曾在该企业任职"})
		w.in(seats[3], valuation.SeatConflict)
		w.no("clerk", id, "close_round", nil, "utilization.valuation.seats_open")
		w.no("e1", seats[0], "score", valuation.ScoreInput{}, "utilization.valuation.score_missing")
		w.no("e1", seats[0], "score", w.points(seats[0], 70, nil, "好"), "utilization.valuation.reason_short")
		w.do("e1", seats[0], "score", w.points(seats[0], 70, map[string]float64{"8": 20}, "对照现有技术"))
		w.do("e2", seats[1], "score", w.points(seats[1], 74, map[string]float64{"8": 80}, "样机数据充分"))
		if d := w.panel(id); d.Result != nil || d.Seats[0].State != valuation.SeatSubmitted {
			t.Fatalf("the panel knows too much or too little: %+v", d.Seats)
		}
		w.do("e3", seats[2], "score", w.points(seats[2], 78, map[string]float64{"8": 85}, "行业痛点明确"))
		w.do("clerk", id, "close_round", nil)
		w.second(id, seats)
		w.do("clerk", id, "close_round", nil)
		w.in(id, valuation.PanelReview)
		d := w.panel(id)
		if d.Result == nil || d.Result.Confidence != 1 || d.Result.Score == nil {
			t.Fatalf("score %v, confidence %v", d.Result.Score, d.Result.Confidence)
		}
		leaf := d.Result.Leaf("10")
		if leaf.Panel == nil || leaf.Panel.Score != 74 || leaf.Panel.Experts != 3 || leaf.Panel.Scores[0].Expert == "e1" {
			t.Fatalf("verdict %+v", leaf.Panel)
		}
		if one, again := d.Result.Leaf("8").Panel.Round, leaf.Panel.Round; one != 2 || again != 1 {
			t.Fatalf("rounds %d and %d: one indicator alone went a second time", one, again)
		}
		w.no("clerk", id, "issue", nil, "kernel.not_your_move")
		w.do("head", id, "issue", nil)
		for _, seat := range seats[:3] {
			w.in(seat, valuation.SeatDone)
		}
		papers, err := w.s.Papers(context.Background(), id, kernel.ViewDetail)
		w.ok(err)
		if len(papers) != 1 || !strings.HasPrefix(papers[0].Number, "云专评〔") {
			t.Fatalf("the report: %+v", papers)
		}
		if _, err := w.s.Case(context.Background(), kernel.Actor{}, string(id), kernel.ViewSummary); err != nil {
			t.Fatalf("a published result is not to be read: %v", err)
		}
	})
}

// second plays the second round on the one indicator that was far apart.
func (w *world) second(id kernel.CaseID, seats []kernel.CaseID) {
	w.t.Helper()
	d := w.panel(id)
	if d.Round != 2 || len(d.Second) != 1 || d.Second[0] != "8" || d.Result != nil {
		w.t.Fatalf("second round: %d %v", d.Round, d.Second)
	}
	w.no("e1", seats[0], "score", w.points(seats[0], 20, nil, "坚持原分"), "utilization.valuation.explain_outlier")
	w.do("e1", seats[0], "score", w.points(seats[0], 30, nil, "该问题在同行业已有三种替代做法，重要性被高估，故仍给低分并说明如上"))
	w.do("e2", seats[1], "score", w.points(seats[1], 70, nil, "参考同行意见"))
	w.do("e3", seats[2], "score", w.points(seats[2], 72, nil, "参考同行意见"))
}

// TestPanelWithdrawn: the experts of an evaluation that is withdrawn are let go.
func TestPanelWithdrawn(t *testing.T) {
	both(t, func(t *testing.T, w *world) {
		const number = "202210100064.4"
		w.patent(number, "owner")
		id := w.open("owner", valuation.Panel, "request", valuation.RequestInput{Right: number, Scene: "finance"})
		for _, e := range []string{"e1", "e2", "e3", "e4"} {
			w.do("clerk", id, "invite", valuation.InviteInput{Code: "CODE-" + e})
		}
		seats := w.seats(id)
		w.do("e1", seats[0], "decline", kernel.ReasonInput{Reason: "出差"})
		w.do("e2", seats[1], "accept", valuation.DeclareInput{Clear: true})
		w.do("e2", seats[1], "score", w.points(seats[1], 70, nil, "对照现有技术"))
		w.do("e3", seats[2], "accept", valuation.DeclareInput{Clear: true})
		w.no("owner", id, kernel.MoveWithdraw, kernel.ReasonInput{}, "utilization.valuation.reason_short")
		w.do("owner", id, kernel.MoveWithdraw, kernel.ReasonInput{Reason: "改作转让"})
		w.in(id, kernel.StateWithdrawn)
		for i, want := range []kernel.State{valuation.SeatDeclined, valuation.SeatDone, valuation.SeatOver, valuation.SeatOver} {
			w.in(seats[i], want)
		}
	})
}

// TestOwnersKin: who owns or ever owned the right, or invented it, sits on no
// panel about it.
func TestOwnersKin(t *testing.T) {
	both(t, func(t *testing.T, w *world) {
		const number = "202210100062.2"
		w.patent(number, "owner", "agent")
		id := w.open("owner", valuation.Panel, "request", valuation.RequestInput{Right: number, Scene: "transfer"})
		w.no("clerk", id, "invite", valuation.InviteInput{Code: "CODE-agent"}, "utilization.valuation.conflict_owner")
		w.do("clerk", id, "refuse", kernel.ReasonInput{Reason: "资料不全"})
		w.in(id, valuation.PanelRefused)
	})
}

// TestPanelWeighs: the panel weighs the criteria. Nothing is scored before all
// sets are compared, contradictions are refused at the pair that spoils them,
// the joined weights stand in the result and carry the score.
func TestPanelWeighs(t *testing.T) {
	both(t, func(t *testing.T, w *world) {
		const number = "202210100063.3"
		w.patent(number, "owner")
		bad := valuation.RequestInput{Right: number, Scene: "finance", Weigh: "third"}
		if _, err := w.d.Open(context.Background(), w.as("owner"), panelCommand(w.key(), bad)); !hasCode(err, "utilization.valuation.bad_weigh") {
			t.Fatalf("a way to weigh that is none: %v", err)
		}
		id := w.open("owner", valuation.Panel, "request", valuation.RequestInput{Right: number, Scene: "finance", Weigh: valuation.WeighFirst})
		for _, e := range []string{"e1", "e2", "e3"} {
			w.do("clerk", id, "invite", valuation.InviteInput{Code: "CODE-" + e})
		}
		seats := w.seats(id)
		root := func(values ...int) valuation.WeighInput { return valuation.WeighInput{Set: "root", Values: values} }
		w.no("e1", seats[0], "weigh", root(1, 1, 1), "kernel.not_in_this_state")
		for i, e := range []string{"e1", "e2", "e3"} {
			w.do(e, seats[i], "accept", valuation.DeclareInput{Clear: true})
			w.no(e, seats[i], "score", w.points(seats[i], 70, nil, "对照现有技术"), "utilization.valuation.weigh_first")
		}
		w.no("e1", seats[0], "weigh", valuation.WeighInput{Set: "L", Values: []int{1, 1, 1, 1, 1, 1}}, "utilization.valuation.no_such_set")
		w.no("e1", seats[0], "weigh", root(1, 1), "engine.valuation.ahp_size")
		w.no("e1", seats[0], "weigh", root(1, 0, 1), "engine.valuation.pair_missing")
		w.no("clerk", seats[0], "weigh", root(1, 1, 1), "kernel.no_such_case")
		w.no("e1", seats[0], "weigh", root(5, -3, 5), "utilization.valuation.inconsistent")
		w.do("e1", seats[0], "weigh", root(1, 1, 1))
		w.do("e1", seats[0], "weigh", root(3, 5, 3)) // thought again before the points are sent
		w.do("e2", seats[1], "weigh", root(3, 5, 3))
		w.do("e3", seats[2], "weigh", root(3, 5, 3))
		for i, e := range []string{"e1", "e2", "e3"} {
			w.do(e, seats[i], "score", w.points(seats[i], 70, nil, "对照现有技术"))
		}
		w.no("e1", seats[0], "weigh", root(1, 1, 1), "kernel.not_in_this_state")
		w.do("clerk", id, "close_round", nil)
		w.in(id, valuation.PanelReview)
		res := w.panel(id).Result
		sets, err := valuation.WeightsOf(res)
		w.ok(err)
		if len(sets) != 1 || sets[0].Parent != "root" || len(sets[0].Each) != 3 || math.Abs(sets[0].CR-0.0332) > 1e-4 || math.Abs(sets[0].List[0].Weight-0.637) > 1e-3 || sets[0].List[0].Were != 0.35 {
			t.Fatalf("weights %+v", sets)
		}
		if res.Scene.Origin["root"] != "ahp" || math.Abs(res.Tree[0].Weight-0.637) > 1e-3 {
			t.Fatalf("origin %v, weight %v", res.Scene.Origin, res.Tree[0].Weight)
		}
		total := 0.0
		for _, n := range res.Tree {
			total += sets[0].List[map[string]int{"L": 0, "T": 1, "E": 2}[n.ID]].Weight * *n.Score
		}
		if math.Abs(total-*res.Raw) > 1e-4 {
			t.Fatalf("the score %v does not follow from the weights: %v", *res.Raw, total)
		}
		w.do("head", id, "issue", nil)
	})
}

// TestRightEndsDuringAPanel: points stand on the facts of the freeze, but a right that
// has ended before the round is closed, or before the report is signed, scores nothing;
// one that came back is closed anew, and a later report takes the place of the first.
func TestRightEndsDuringAPanel(t *testing.T) {
	both(t, func(t *testing.T, w *world) {
		const number = "202210100070.9"
		w.patent(number, "owner")
		scored := func() kernel.CaseID {
			id := w.open("owner", valuation.Panel, "request", valuation.RequestInput{Right: number, Scene: "finance", Publish: true})
			experts := []string{"e1", "e2", "e3"}
			for _, e := range experts {
				w.do("clerk", id, "invite", valuation.InviteInput{Code: "CODE-" + e})
			}
			for i, seat := range w.seats(id) {
				w.do(experts[i], seat, "accept", valuation.DeclareInput{Clear: true})
				w.do(experts[i], seat, "score", w.points(seat, 70, nil, "对照现有技术"))
			}
			return id
		}
		id := scored()
		w.do("clerk", id, "close_round", nil)
		if r := w.panel(id).Result; len(r.Vetoes) > 0 || *r.Score == 0 {
			t.Fatalf("a living right scores %v, %v", *r.Score, r.Vetoes)
		}
		w.happens(number, registry.Lapsed, "终止通知书1")
		w.no("head", id, "issue", nil, "utilization.valuation.result_old")
		w.do("head", id, "send_back", valuation.SendBackInput{Reason: "权利已经终止，请重新汇总"})
		w.do("clerk", id, "close_round", nil)
		if r := w.panel(id).Result; len(r.Vetoes) != 1 || *r.Score != 0 || *r.Raw == 0 {
			t.Fatalf("a right that ended scores %v of %v, %v", *r.Score, *r.Raw, r.Vetoes)
		}
		w.do("head", id, "issue", nil)
		w.pass(day)
		w.happens(number, registry.Restored, "恢复通知书1")
		again := scored()
		w.do("clerk", again, "close_round", nil)
		w.do("head", again, "issue", nil)
		w.in(id, valuation.PanelSuperseded)
		if r := w.panel(again).Result; len(r.Vetoes) > 0 || *r.Score == 0 {
			t.Errorf("a right that came back scores %v, %v", *r.Score, r.Vetoes)
		}
	})
}
