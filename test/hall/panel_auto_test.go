package hall

import (
	"slices"
	"testing"

	"quanlian/chain/utilization/valuation"
	engine "quanlian/engine/valuation"
	"quanlian/kernel"
)

// TestPanelChangesAutomatic: an expert may give other points than the automatic
// ones, with a reason; those who leave them count with them; what nobody touches
// stays as the register gives it.
func TestPanelChangesAutomatic(t *testing.T) {
	both(t, func(t *testing.T, w *world) {
		const number = "202210100071.9"
		w.patent(number, "owner")
		id := w.open("owner", valuation.Panel, "request", valuation.RequestInput{Right: number, Scene: "finance"})
		people := []string{"e1", "e2", "e3"}
		for _, e := range people {
			w.do("clerk", id, "invite", valuation.InviteInput{Code: "CODE-" + e})
		}
		seats := w.seats(id)
		for i, e := range people {
			w.do(e, seats[i], "accept", valuation.DeclareInput{Clear: true})
		}
		d, err := valuation.SeatOf(w.get(seats[0]))
		w.ok(err)
		if len(d.Asked)+len(d.Signals) != 27 || len(d.Signals) < 2 || len(d.Signals[0].Evidence) == 0 {
			t.Fatalf("%d asked, %d automatic: %+v", len(d.Asked), len(d.Signals), d.Signals)
		}
		changed, left := d.Signals[0], d.Signals[1]
		with := func(seat kernel.CaseID, more ...valuation.Points) valuation.ScoreInput {
			in := w.points(seat, 70, nil, "对照现有技术")
			in.Scores = append(in.Scores, more...)
			return in
		}
		other := valuation.Points{ID: changed.ID, Score: changed.Score - 9, Reason: "登记簿没有反映的情况"}
		w.no("e1", seats[0], "score", with(seats[0], valuation.Points{ID: changed.ID, Score: other.Score}), "utilization.valuation.explain_change")
		w.no("e1", seats[0], "score", with(seats[0], valuation.Points{ID: changed.ID, Score: 101, Reason: "超出范围"}), "engine.valuation.bad_points")
		w.no("e1", seats[0], "score", with(seats[0], other, other), "utilization.valuation.score_twice")
		w.no("e1", seats[0], "score", with(seats[0], valuation.Points{ID: "102", Score: 5, Reason: "扩展指标"}), "engine.valuation.no_such_indicator")
		w.do("e1", seats[0], "score", with(seats[0], other, valuation.Points{ID: left.ID, Score: left.Score}))
		w.do("e2", seats[1], "score", with(seats[1], valuation.Points{ID: changed.ID, Score: changed.Score}))
		w.do("e3", seats[2], "score", with(seats[2]))
		w.do("clerk", id, "close_round", nil)
		w.in(id, valuation.PanelReview)
		res := w.panel(id).Result
		leaf := res.Leaf(changed.ID)
		if leaf.Panel == nil || leaf.Panel.Experts != 3 || *leaf.Auto != changed.Score || *leaf.Score != changed.Score-3 {
			t.Errorf("changed: %+v", leaf)
		}
		if n := len(slices.DeleteFunc(slices.Clone(leaf.Panel.Scores), func(x engine.ExpertScore) bool { return x.Reason != "" })); n != 2 {
			t.Errorf("%d left it without a word", n)
		}
		if kept := res.Leaf(left.ID); kept.Panel != nil || *kept.Score != left.Score || len(kept.Evidence) == 0 {
			t.Errorf("left as it was: %+v", kept)
		}
		w.do("head", id, "send_back", valuation.SendBackInput{Reason: "请再看一遍", Again: true})
		w.do("e1", seats[0], "score", with(seats[0])) // thought again
		if d, err = valuation.SeatOf(w.get(seats[0])); err != nil || len(d.Scores) != len(d.Asked) {
			t.Errorf("what was taken back stays: %v %+v", err, d.Scores)
		}
	})
}
