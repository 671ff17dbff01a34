package valuation

import (
	"fmt"
	"math"

	"quanlian/catalogue/lang"
	matter "quanlian/chain/utilization/valuation"
	engine "quanlian/engine/valuation"
	"quanlian/web/ui"
)

// Scores is an evaluation as readers see it: score, grade or why there is none,
// the three values, the radar, and the tree down to the evidence.
type Scores struct {
	L          *lang.Localizer
	Title      string
	Scenes     []SceneLink
	Grade      string // "" when the confidence is too low for a letter
	Score      string
	Facts      []string
	Low        string // why there is no letter
	Lacks      []Lack
	Note       string
	Vetoes     []string // why the score is nothing
	Warnings   []string
	Parts      ui.Table
	Radar      ui.RadarChart
	Branches   []branch
	Basis      string
	Disclaimer string
}

// SceneLink leads to the same right under another scene.
type SceneLink struct {
	Text, Href string
	Current    bool
}

// Lack is indicators without data, under one of the three values.
type Lack struct {
	Name   string
	Leaves []string
}

// branch is an indicator of the tree that opens to what it rests on.
type branch struct {
	Name, Score string
	Value       float64
	Known       bool
	Short       string // what stands beside it when it is closed
	Why         string
	Unverified  bool
	Proofs      []ui.Pair
	Experts     *expertScores
	Children    []branch
	Level       int
}

// expertScores is what a panel said of one indicator.
type expertScores struct {
	Verdict string
	Reasons []ui.Pair // unnamed experts, with their points and reasons
}

// lowConfidence is the flag that takes the letter away.
const lowConfidence = "engine.valuation.flag.low_confidence"

// ScoresOf draws a result.
func ScoresOf(l *lang.Localizer, res *engine.Result) Scores {
	x := Scores{L: l, Title: l.T("web.patent.evaluation"), Disclaimer: l.T("web.patent.no_appraisal"), Radar: radar(l, res)}
	x.Basis = l.T("web.patent.evaluation_basis", "present", res.Present, "total", res.Leaves, "day", string(res.AsOf), "standard", res.Standard) +
		l.T("web.patent.evaluation_version", "version", res.DataVersions["tree"], "until", string(res.ValidUntil))
	low := false
	for _, n := range res.Vetoes {
		x.Vetoes = append(x.Vetoes, matter.NoticeText(l, n))
	}
	for _, n := range res.Flags {
		if n.Code == lowConfidence {
			low = len(res.Vetoes) == 0
			continue
		}
		x.Warnings = append(x.Warnings, matter.NoticeText(l, n))
	}
	confidence := fmt.Sprintf("%.2f", res.Confidence)
	if res.Score == nil {
		low = true
	} else {
		x.Score = points(*res.Score)
	}
	x.Facts = []string{l.T("web.patent.out_of"), l.T("web.patent.confidence", "confidence", confidence), l.T("web.patent.present", "present", res.Present, "total", res.Leaves)}
	if low {
		x.Low = l.T("web.patent.low", "confidence", confidence)
	} else {
		x.Grade = res.Grade
	}
	x.Parts = parts(l, res)
	for _, n := range res.Tree {
		x.Branches = append(x.Branches, branchOf(l, n))
		if k := lackOf(l, n); len(k.Leaves) > 0 {
			x.Lacks = append(x.Lacks, k)
		}
	}
	return x
}

func points(v float64) string { return fmt.Sprintf("%.1f", v) }

// parts is the table of the three values: score, weight, contribution.
func parts(l *lang.Localizer, res *engine.Result) ui.Table {
	t := ui.Table{Stack: true, Cols: []ui.Col{{Text: l.T("web.patent.part")}, {Text: l.T("web.patent.part_score"), Right: true}, {Text: l.T("web.patent.part_weight"), Right: true}, {Text: l.T("web.patent.part_gives"), Right: true}}}
	weight := 0.0
	for _, n := range res.Tree {
		row := ui.Row{Cells: []ui.Cell{{Text: named(l, n.Name), Strong: true}, {Text: "—"}, {Text: fmt.Sprintf("%.2f", n.Weight)}, {Text: "—"}}}
		if n.Score != nil {
			row.Cells[1].Text, row.Cells[2].Text, row.Cells[3].Text = points(*n.Score), fmt.Sprintf("%.2f", n.Effective), points(*n.Contribution)
			weight += n.Effective
		}
		t.Rows = append(t.Rows, row)
	}
	if res.Raw != nil {
		t.Rows = append(t.Rows, ui.Row{Total: true, Cells: []ui.Cell{{Text: l.T("web.patent.part_all"), Strong: true}, {}, {Text: fmt.Sprintf("%.2f", weight)}, {Text: points(*res.Raw), Strong: true}}})
	}
	return t
}

func radar(l *lang.Localizer, res *engine.Result) ui.RadarChart {
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

// Compare lays another score over the radar, axis by axis.
func (x *Scores) Compare(name string, values map[string]float64, res *engine.Result) {
	x.Radar.MedianName = name
	for i, a := range res.Radar {
		if v, ok := values[a.ID]; ok && i < len(x.Radar.Axes) {
			x.Radar.Axes[i].Median = v
		}
	}
}

func named(l *lang.Localizer, n engine.Name) string {
	if l.Zh() {
		return n.ZH
	}
	return n.EN
}

// lackOf lists the third-level indicators without data.
func lackOf(l *lang.Localizer, n engine.Scored) Lack {
	out := Lack{Name: named(l, n.Name)}
	for _, l2 := range n.Children {
		for _, leaf := range l2.Children {
			if leaf.Score == nil && leaf.Weight > 0 {
				out.Leaves = append(out.Leaves, named(l, leaf.Name))
			}
		}
	}
	return out
}

// branchOf draws an indicator; Why says why it has no score.
func branchOf(l *lang.Localizer, n engine.Scored) branch {
	b := branch{Name: named(l, n.Name), Score: "—", Unverified: !n.Verified && n.Level == 3, Level: n.Level}
	if n.Level == 3 {
		b.Name = n.ID + " " + b.Name
	}
	if n.Score != nil {
		b.Score, b.Value, b.Known = points(*n.Score), *n.Score, true
	}
	if n.Missing != "" {
		b.Why, b.Short = l.T(n.Missing), l.T("web.patent.no_score")
	}
	for _, e := range n.Evidence {
		b.Proofs = append(b.Proofs, proof(l, e))
		if b.Short == "" {
			b.Short = named(l, e.What) + l.T("web.ui.colon") + matter.EvidenceText(l, e)
		}
	}
	b.Experts = expertsOf(l, n.Panel, n.Auto)
	for _, c := range n.Children {
		if c.Weight > 0 {
			b.Children = append(b.Children, branchOf(l, c))
		}
	}
	if len(b.Children) > 0 {
		b.Short = l.T("web.patent.branches", "n", len(b.Children), "known", known(b.Children))
	}
	return b
}

func known(list []branch) int {
	n := 0
	for _, b := range list {
		if b.Known {
			n++
		}
	}
	return n
}

// Grounds says in one line what an automatic score rests on.
func Grounds(l *lang.Localizer, list []engine.Evidence) string {
	var out []string
	for _, e := range list {
		out = append(out, named(l, e.What)+l.T("web.ui.colon")+matter.EvidenceText(l, e))
	}
	return l.List(out)
}

func proof(l *lang.Localizer, e engine.Evidence) ui.Pair {
	p := ui.Pair{Key: named(l, e.What), Text: matter.EvidenceText(l, e), Note: named(l, e.Formula)}
	if e.Source != "" {
		from := e.Source
		if from == matter.SourceRegister {
			from = l.T("web.patent.source_register")
		}
		p.Note += l.T("web.patent.proof_source", "source", from, "day", string(e.AsOf))
	}
	return p
}

// expertsOf shows what the panel said, its members unnamed; auto is the automatic
// score, if there is one.
func expertsOf(l *lang.Localizer, v *engine.Verdict, auto *float64) *expertScores {
	if v == nil {
		return nil
	}
	key, by := "web.panel.verdict", "web.panel.by"
	if v.Round > 1 {
		by = "web.panel.by_second"
	}
	if v.Trimmed {
		key = "web.panel.verdict_trimmed"
	}
	x := &expertScores{Verdict: l.T(key, "score", points(v.Score), "sigma", points(v.Sigma), "n", v.Experts, "panel", l.T(by))}
	if auto != nil {
		x.Verdict = l.T("web.panel.instead", "auto", points(*auto), "verdict", x.Verdict)
	}
	for i, s := range v.Scores {
		why := s.Reason
		if why == "" && auto != nil {
			why = l.T("web.panel.left_auto")
		}
		x.Reasons = append(x.Reasons, ui.Pair{Key: l.T("web.panel.expert_n", "n", i+1), Text: points(s.Score), Note: why})
	}
	return x
}
