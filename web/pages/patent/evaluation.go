package patent

import (
	"fmt"
	"math"

	"quanlian/catalogue/lang"
	"quanlian/chain/utilization/hall"
	"quanlian/engine/valuation"
	"quanlian/registry"
	"quanlian/web/ui"
)

// branch is an indicator of the tree that opens to what it rests on.
type branch struct {
	Name, Score, Why string
	Unverified       bool
	Proofs           []ui.Pair
	Children         []branch
}

// evaluate runs the automatic evaluation on what the register knows.
func (x *showView) evaluate(v registry.View, s registry.State, fee registry.FeeStatus) error {
	tree, err := valuation.Default()
	if err != nil {
		return err
	}
	res, err := tree.Evaluate(valuation.Request{AsOf: valuation.Day(s.ValidAt.String()), Scene: "transfer", Subject: hall.Subject(v, s, fee)})
	if err != nil {
		return err
	}
	l := x.L
	x.Note = l.T("web.patent.no_appraisal")
	x.Basis = l.T("web.patent.evaluation_basis", "present", res.Present, "total", res.Leaves, "day", string(res.AsOf), "standard", res.Standard)
	x.Radar = radar(l, res)
	for _, list := range [][]valuation.Notice{res.Vetoes, res.Flags} {
		for _, n := range list {
			x.Warnings = append(x.Warnings, sentence(l, n))
		}
	}
	for _, n := range res.Tree {
		x.Branches = append(x.Branches, branchOf(l, n))
	}
	if res.Score != nil {
		x.Grade = res.Grade
		x.Score = l.T("web.patent.score", "grade", res.Grade, "score", fmt.Sprintf("%.1f", *res.Score), "confidence", fmt.Sprintf("%.0f", res.Confidence*100))
	}
	return nil
}

func radar(l *lang.Localizer, res *valuation.Result) ui.RadarChart {
	known := 0
	c := ui.RadarChart{ChartHead: ui.ChartHead{Caption: l.T("web.patent.radar"), Sub: l.T("web.patent.radar_sub"), Width: 560}, Name: l.T("web.patent.evaluation")}
	for _, a := range res.Radar {
		value := math.NaN()
		if a.Score != nil {
			value = *a.Score
			known++
		}
		c.Axes = append(c.Axes, ui.RadarAxis{Name: named(l, a.Short), Value: value, Median: math.NaN()})
	}
	c.Sentence = l.T("web.patent.radar_says", "known", known, "total", len(res.Radar))
	return c
}

func named(l *lang.Localizer, n valuation.Name) string {
	if l.Zh() {
		return n.ZH
	}
	return n.EN
}

func sentence(l *lang.Localizer, n valuation.Notice) string {
	args := map[string]any{}
	for k, v := range n.Args {
		args[k] = v
	}
	return l.Fill(n.Code, args)
}

// branchOf draws an indicator; missing says why it has no score.
func branchOf(l *lang.Localizer, n valuation.Scored) branch {
	b := branch{Name: named(l, n.Name), Score: l.T("web.patent.no_score"), Unverified: !n.Verified}
	if n.Score != nil {
		b.Score = fmt.Sprintf("%.1f", *n.Score)
	}
	if n.Missing != "" {
		b.Why = l.T(n.Missing)
	}
	for _, e := range n.Evidence {
		p := ui.Pair{Key: named(l, e.What), Text: e.Value, Note: e.Formula}
		if e.Unit != "" {
			p.Text += " " + e.Unit
		}
		if e.Source != "" {
			p.Note += l.T("web.patent.proof_source", "source", e.Source, "day", string(e.AsOf))
		}
		b.Proofs = append(b.Proofs, p)
	}
	for _, c := range n.Children {
		b.Children = append(b.Children, branchOf(l, c))
	}
	return b
}
