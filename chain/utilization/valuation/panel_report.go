package valuation

import (
	"strings"

	"quanlian/catalogue/lang"
	engine "quanlian/engine/valuation"
)

// reportPaper is what the template of the report draws.
type reportPaper struct {
	No      string `json:"no"`
	Right   string `json:"right"`
	Title   string `json:"title"`
	Owner   string `json:"owner"`
	Scene   string `json:"scene"`
	Purpose string `json:"purpose,omitempty"` // the owner's remarks
	// Vetoes are why the score is nothing whatever the panel gave.
	Vetoes     []namedText `json:"vetoes,omitempty"`
	AsOf       string      `json:"as_of"`
	Until      string      `json:"until"`
	Score      string      `json:"score"`
	Grade      string      `json:"grade"`
	Confidence string      `json:"confidence"`
	Experts    []namedText `json:"experts"`
	Values     []valueLine `json:"values"`
	Axes       []axisLine  `json:"axes"`
	Leaves     []valueLine `json:"leaves"`
	Apart      []namedText `json:"apart,omitempty"` // still dispersed after two rounds

	// Weighed says how the weights came about, when the panel weighed.
	Weighed  string       `json:"weighed,omitempty"`
	Weights  []weightLine `json:"weights,omitempty"`
	CRs      []crLine     `json:"crs,omitempty"`
	Replaces string       `json:"replaces,omitempty"`
	// Origin says what weights the report rests on.
	Origin string `json:"origin"`
}

// crLine is how consistent the judgement of one set was.
type crLine struct {
	Name  string `json:"name"`
	Joint string `json:"joint"`
	Each  string `json:"each"`
}

// weightLine is one indicator in the report's table of weights.
type weightLine struct {
	Name   string `json:"name"`
	Weight string `json:"weight"`
	Range  string `json:"range"` // least and greatest of the experts
	Scene  string `json:"scene"` // what the scene would have given
}

// axisLine is an axis of the radar, drawn under its short name.
type axisLine struct {
	Name  string `json:"name"`
	Short string `json:"short"`
	Value string `json:"value"`
}

type valueLine struct {
	Name  string `json:"name"`
	Score string `json:"score"`
	Share string `json:"share"`
	Note  string `json:"note"`
}

func panelPaper(no string, d PanelData) (reportPaper, error) {
	r, l := d.Result, lang.For(lang.Zh)
	p := reportPaper{No: no, Right: d.Right, Title: d.Title, Owner: d.Owner.Name, Scene: r.Scene.Name.ZH, Purpose: strings.TrimSpace(d.Purpose), AsOf: string(r.AsOf), Until: string(r.ValidUntil), Grade: r.Grade, Confidence: fixed(&r.Confidence, 2), Score: fixed(r.Score, 1)}
	for _, n := range r.Vetoes {
		p.Vetoes = append(p.Vetoes, namedText{"", NoticeText(l, n)})
	}
	did := "utilization.valuation.scored"
	if d.Weigh != WeighNothing {
		did = "utilization.valuation.scored_weighed"
	}
	for _, s := range d.Seats {
		if s.State == SeatSubmitted {
			p.Experts = append(p.Experts, namedText{s.Party.Name, l.T(did)})
		}
	}
	for _, a := range r.Radar {
		p.Axes = append(p.Axes, axisLine{a.Name.ZH, a.Short.ZH, fixed(a.Score, 1)})
	}
	for _, one := range r.Tree {
		p.Values = append(p.Values, valueLine{one.Name.ZH, fixed(one.Score, 1), fixed(&one.Effective, 2), fixed(one.Contribution, 1)})
		for _, two := range one.Children {
			for _, leaf := range two.Children {
				if leaf.Panel == nil {
					continue
				}
				p.Leaves = append(p.Leaves, valueLine{leaf.ID + " " + leaf.Name.ZH, fixed(leaf.Score, 1), fixed(&leaf.Panel.Sigma, 1), leaf.Panel.Scores[0].Reason})
				if leaf.Panel.Dispersed {
					p.Apart = append(p.Apart, namedText{leaf.Name.ZH, fixed(&leaf.Panel.Sigma, 1)})
				}
			}
		}
	}
	var old []string
	for _, x := range d.Replaces {
		old = append(old, l.T("utilization.valuation.report_of", "no", x.No, "day", x.Day.String()))
	}
	if len(old) > 0 {
		p.Replaces = l.T("utilization.valuation.replaces", "list", l.List(old))
	}
	return p, p.weights(l, r)
}

// weights says how the weights came about.
func (p *reportPaper) weights(l *lang.Localizer, r *engine.Result) error {
	sets, err := WeightsOf(r)
	if err != nil || len(sets) == 0 {
		p.Origin = l.T("utilization.valuation.weights_scene")
		return err
	}
	p.Origin, p.Weighed = l.T("utilization.valuation.weights_mixed"), l.T("utilization.valuation.weights_panel", "n", len(sets[0].Each))
	for _, s := range sets {
		name := l.T("utilization.valuation.first_level")
		if s.Name.ZH != "" {
			name = s.Name.ZH
		}
		var each []string
		for _, cr := range s.Each {
			each = append(each, fixed(&cr, 3))
		}
		p.CRs = append(p.CRs, crLine{name, fixed(&s.CR, 3), strings.Join(each, "、")})
		for _, w := range s.List {
			p.Weights = append(p.Weights, weightLine{w.ID + " " + w.Name.ZH, fixed(&w.Weight, 3), fixed(&w.Least, 3) + "—" + fixed(&w.Most, 3), fixed(&w.Were, 3)})
		}
	}
	return nil
}
