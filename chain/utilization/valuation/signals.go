package valuation

import (
	"math"
	"slices"
	"strings"

	engine "quanlian/engine/valuation"
	"quanlian/kernel"
)

// Signal is the automatic score of an indicator, 0–100 points, with what it rests
// on. An expert leaves it as it is, or gives other points with a reason.
type Signal struct {
	ID       string            `json:"id"`
	Score    float64           `json:"score"`
	Evidence []engine.Evidence `json:"evidence,omitempty"`
}

// Shown is the score as a form fills it in.
func (s Signal) Shown() string { return fixed(&s.Score, 1) }

// kept reports whether the points are the score as it was shown.
func (s Signal) kept(points float64) bool {
	return math.Abs(points-s.Score) < 0.05+1e-9
}

// indicators tells which indicators the frozen facts leave to the experts, and
// what they say of the others.
func indicators(q engine.Request) (asked []string, signals []Signal, err error) {
	tree, err := engine.Default()
	if err != nil {
		return nil, nil, err
	}
	res, err := tree.Evaluate(q)
	if err != nil {
		return nil, nil, err
	}
	for _, n := range tree.Leaves() {
		if n.Extension {
			continue
		}
		if leaf := res.Leaf(n.ID); leaf != nil && leaf.Score != nil {
			signals = append(signals, Signal{n.ID, *leaf.Score, leaf.Evidence})
		} else {
			asked = append(asked, n.ID)
		}
	}
	return asked, signals, nil
}

// Signal finds the automatic score of an indicator.
func (d SeatData) Signal(id string) (Signal, bool) {
	i := slices.IndexFunc(d.Signals, func(s Signal) bool { return s.ID == id })
	if i < 0 {
		return Signal{}, false
	}
	return d.Signals[i], true
}

// Changeable are the automatic scores for which the expert may give other points:
// those of the first round.
func (d SeatData) Changeable() []Signal {
	if d.Round > 1 {
		return nil
	}
	return d.Signals
}

// changeable is the automatic score for which the points may be given, if any.
func (d SeatData) changeable(id string) (Signal, bool) {
	s, ok := d.Signal(id)
	return s, ok && d.Round <= 1
}

// said are the points that count: an automatic score that is left as it is,
// without a word, is none.
func (d SeatData) said(scores []Points) []Points {
	var out []Points
	for _, p := range scores {
		if s, ok := d.changeable(p.ID); ok && s.kept(p.Score) {
			if strings.TrimSpace(p.Reason) == "" {
				continue
			}
			p.Score = s.Score
		}
		out = append(out, p)
	}
	return out
}

// panelScores orders the points by indicator; experts in the order of their seats.
// Where one gave other points than the automatic ones, those who left them count
// with them; where nobody did, the panel says nothing.
func panelScores(seats map[kernel.CaseID]SeatData, signals []Signal) map[string][]engine.ExpertScore {
	auto, out := map[string]float64{}, map[string][]engine.ExpertScore{}
	for _, s := range signals {
		auto[s.ID] = s.Score
	}
	for _, seat := range seats {
		for _, p := range seat.Scores {
			out[p.ID] = nil
		}
	}
	for i, id := range sortedSeats(seats) {
		for leaf := range out {
			x := engine.ExpertScore{Expert: expertName(i), Score: auto[leaf]}
			k := slices.IndexFunc(seats[id].Scores, func(p Points) bool { return p.ID == leaf })
			if k >= 0 {
				x.Score, x.Reason = seats[id].Scores[k].Score, seats[id].Scores[k].Reason
			} else if _, known := auto[leaf]; !known {
				continue
			}
			out[leaf] = append(out[leaf], x)
		}
	}
	return out
}
