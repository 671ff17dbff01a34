package valuation

import (
	"maps"
	"slices"

	"quanlian/base/errs"
)

// Evaluate scores a subject: V = Σ w_i Σ w_ij Σ w_ijk s_ijk over what is
// present, with vetoes, flags and confidence. It is pure: no clock, no store.
func (t *Tree) Evaluate(q Request) (*Result, error) {
	if err := q.check(); err != nil {
		return nil, err
	}
	scene, ok := t.Scene(q.Scene)
	if !ok {
		return nil, errs.At("scene", "engine.valuation.bad_scene", errs.Args{"value": q.Scene})
	}
	t, err := t.extended(q.Extensions)
	if err != nil {
		return nil, err
	}
	used := SceneUsed{ID: scene.ID, Name: scene.Name, Reason: scene.Reason}
	w, err := t.resolve(&q, scene, &used)
	if err != nil {
		return nil, err
	}
	verdicts, err := q.Panel.verdicts(t)
	if err != nil {
		return nil, err
	}
	run := scoring{q: &q, weights: w, verdicts: verdicts, frozen: frozen{tree: t, at: q.AsOf}}
	r := t.report(&q, used)
	r.Tree = run.level(t.Roots, 1)
	total, confidence := weigh(r.Tree)
	r.Confidence = round(confidence, 6)
	spreadDown(r.Tree, 1)
	r.SecondRound, r.Present, r.Leaves = run.second, run.present, run.leaves
	r.radar()
	r.judge(&run, total)
	return r, nil
}

func (q *Request) check() error {
	if !q.AsOf.Valid() {
		return errs.At("as_of", "engine.valuation.bad_day", errs.Args{"value": string(q.AsOf)})
	}
	l := q.Subject.check(q.AsOf)
	if err := q.Merge.check(); err != nil {
		l.Add(errs.As(err))
	}
	return l.Err()
}

// report starts a result with all that does not depend on the scores.
func (t *Tree) report(q *Request, used SceneUsed) *Result {
	versions := maps.Clone(q.DataVersions)
	if versions == nil {
		versions = map[string]string{}
	}
	versions["tree"], versions["signals"] = t.Version, t.SignalsVersion
	return &Result{
		Standard: t.Standard, PatentNo: q.Subject.PatentNo, Title: q.Subject.Title, Kind: q.Subject.Kind,
		Scene: used, AsOf: q.AsOf, ValidUntil: q.AsOf.AddMonths(int(t.ValidMonths.Value)).addDays(-1),
		Vetoes: []Notice{}, Flags: []Notice{}, DataVersions: versions,
		ExternalScores: slices.Clone(q.Subject.ExternalScores),
		Disclaimer:     Disclaimer{Code: "engine.valuation.disclaimer.not_appraisal", Basis: []string{"资产评估法第二十四条", "资产评估法第二十七条", "资产评估法第二十八条"}},
	}
}

// scoring is one run over the tree.
type scoring struct {
	frozen
	q        *Request
	weights  weights
	verdicts map[string]*Verdict
	second   []string
	raw      []string // signals used that no cohort has normalised
	present  int
	leaves   int
}

// level scores a set of siblings and everything below it.
func (r *scoring) level(nodes []Node, depth int) []Scored {
	out := make([]Scored, len(nodes))
	for i := range nodes {
		n, s := &nodes[i], &out[i]
		*s = Scored{ID: n.ID, Level: depth, Name: n.Name, Tag: n.Tag, Verified: n.Verified, Extension: n.Extension, Weight: r.weights[n.ID]}
		if depth == 2 {
			s.Short = &n.Short
		}
		if depth == 3 {
			r.leaf(n, s)
			continue
		}
		s.Children = r.level(n.Children, depth+1)
		s.Score, s.Confidence = weigh(s.Children)
	}
	return out
}

// leaf scores one indicator of the third level.
func (r *scoring) leaf(n *Node, s *Scored) {
	auto, cover := r.signals(n, s)
	v := r.verdicts[n.ID]
	s.Auto, s.Panel = auto, v
	s.Score, s.Confidence = r.q.Merge.join(auto, cover, v)
	counts := s.Weight > 0
	if counts {
		r.leaves++
	}
	if v != nil && v.SecondRound {
		r.second = append(r.second, n.ID)
	}
	switch {
	case s.Score != nil:
		if counts {
			r.present++
		}
	case v != nil:
		s.Missing = "engine.valuation.missing.second_round"
	case len(n.Signals) == 0:
		s.Missing = "engine.valuation.missing.expert_only"
	default:
		s.Missing = "engine.valuation.missing.no_data"
	}
}

// signals gives the automatic score of a leaf: the first signal that has data,
// or the mean of those that have, with the share of signals covered.
func (r *scoring) signals(n *Node, s *Scored) (*float64, float64) {
	sum, count := 0.0, 0
	for _, name := range n.Signals {
		sig := r.tree.Signals[name]
		got, ok := sig.measure(&r.q.Subject, &r.frozen)
		if !ok {
			s.Absent = append(s.Absent, name)
			continue
		}
		points := sig.points(got)
		sum, count = sum+points, count+1
		s.Evidence = append(s.Evidence, Evidence{
			Signal: name, What: sig.Name, Value: got.print, Unit: sig.Unit, Formula: sig.Formula,
			Points: round(points, 6), Source: got.source, AsOf: got.asOf,
		})
		if n.Combine == "first" {
			if n.Signals[0] != name {
				r.raw = append(r.raw, name)
			}
			s.Absent = nil
			return &points, 1
		}
	}
	if count == 0 {
		return nil, 0
	}
	auto := sum / float64(count)
	return &auto, float64(count) / float64(len(n.Signals))
}

func (s *Signal) points(got reading) float64 {
	if s.Levels != nil {
		return s.Levels[got.word]
	}
	return s.Curve.At(got.num)
}

// weigh gives the score of a parent over its present children, and its
// confidence over all of them; it notes their effective weights.
func weigh(children []Scored) (*float64, float64) {
	present, confidence := 0.0, 0.0
	for i := range children {
		confidence += children[i].Weight * children[i].Confidence
		if children[i].Score != nil {
			present += children[i].Weight
		}
	}
	if present <= 0 {
		return nil, 0
	}
	score := 0.0
	for i := range children {
		c := &children[i]
		if c.Score != nil {
			c.Effective = c.Weight / present
			score += c.Effective * *c.Score
		}
	}
	score = min(100, max(0, score)) // rounding of floats only
	return &score, confidence
}

// spreadDown gives every indicator its share of the whole and rounds what is shown.
func spreadDown(nodes []Scored, share float64) {
	for i := range nodes {
		n := &nodes[i]
		global := share * n.Effective
		spreadDown(n.Children, global)
		n.Global, n.Effective, n.Weight = round(global, 9), round(n.Effective, 9), round(n.Weight, 9)
		n.Confidence = round(n.Confidence, 6)
		if n.Score != nil {
			n.Score, n.Contribution = shown(*n.Score), shown(global**n.Score)
		}
		if n.Auto != nil {
			n.Auto = shown(*n.Auto)
		}
	}
}

// shown rounds points to six decimals, the precision of every score printed.
func shown(v float64) *float64 {
	v = round(v, 6)
	return &v
}

func (r *Result) radar() {
	for i := range r.Tree {
		for j := range r.Tree[i].Children {
			n := &r.Tree[i].Children[j]
			r.Radar = append(r.Radar, Axis{ID: n.ID, Name: n.Name, Short: *n.Short, Score: n.Score, Confidence: n.Confidence})
		}
	}
}
