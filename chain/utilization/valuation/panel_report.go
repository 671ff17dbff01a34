package valuation

import (
	"strings"

	"quanlian/catalogue/lang"
	engine "quanlian/engine/valuation"
)

// reportPaper is what the template of the report draws. Words are Chinese: the paper
// is; those of its English reading copy stand beside them.
type reportPaper struct {
	No      string `json:"no"`
	Right   string `json:"right"`
	Title   string `json:"title"`
	Owner   string `json:"owner"`
	Scene   string `json:"scene"`
	SceneEn string `json:"scene_en"`
	Purpose string `json:"purpose,omitempty"` // the owner's remarks
	// Vetoes are why the score is nothing whatever the panel gave.
	Vetoes     []bothText  `json:"vetoes,omitempty"`
	AsOf       string      `json:"as_of"`
	Until      string      `json:"until"`
	Score      string      `json:"score"`
	Grade      string      `json:"grade"`
	Confidence string      `json:"confidence"`
	Experts    []bothText  `json:"experts"`
	Values     []valueLine `json:"values"`
	Axes       []axisLine  `json:"axes"`
	Leaves     []valueLine `json:"leaves"`
	Apart      []bothText  `json:"apart,omitempty"` // still dispersed after two rounds

	// Weighed says how the weights came about, when the panel weighed.
	Weighed    string       `json:"weighed,omitempty"`
	WeighedEn  string       `json:"weighed_en,omitempty"`
	Weights    []weightLine `json:"weights,omitempty"`
	CRs        []crLine     `json:"crs,omitempty"`
	Replaces   string       `json:"replaces,omitempty"`
	ReplacesEn string       `json:"replaces_en,omitempty"`
	// Origin says what weights the report rests on.
	Origin   string `json:"origin"`
	OriginEn string `json:"origin_en"`
}

// crLine is how consistent the judgement of one set was.
type crLine struct {
	Name   string `json:"name"`
	NameEn string `json:"name_en"`
	Joint  string `json:"joint"`
	Each   string `json:"each"`
	EachEn string `json:"each_en"`
}

// weightLine is one indicator in the report's table of weights.
type weightLine struct {
	Name   string `json:"name"`
	NameEn string `json:"name_en"`
	Weight string `json:"weight"`
	Range  string `json:"range"` // least and greatest of the experts
	Scene  string `json:"scene"` // what the scene would have given
}

// axisLine is an axis of the radar, drawn under its short name.
type axisLine struct {
	Name    string `json:"name"`
	NameEn  string `json:"name_en"`
	Short   string `json:"short"`
	ShortEn string `json:"short_en"`
	Value   string `json:"value"`
}

type valueLine struct {
	Name   string `json:"name"`
	NameEn string `json:"name_en"`
	Auto   string `json:"auto,omitempty"` // before the panel
	Score  string `json:"score"`
	Share  string `json:"share"`
	Note   string `json:"note"`
}

func panelPaper(no string, d PanelData) (reportPaper, error) {
	r, l, en := d.Result, lang.For(lang.Zh), lang.For(lang.En)
	p := reportPaper{No: no, Right: d.Right, Title: d.Title, Owner: d.Owner.Name, Scene: r.Scene.Name.ZH, SceneEn: r.Scene.Name.EN, Purpose: strings.TrimSpace(d.Purpose), AsOf: string(r.AsOf), Until: string(r.ValidUntil), Grade: r.Grade, Confidence: fixed(&r.Confidence, 2), Score: fixed(r.Score, 1)}
	for _, n := range r.Vetoes {
		p.Vetoes = append(p.Vetoes, bilingual(noName, func(l *lang.Localizer) string { return NoticeText(l, n) }))
	}
	did := "utilization.valuation.scored"
	if d.Weigh != WeighNothing {
		did = "utilization.valuation.scored_weighed"
	}
	for _, s := range d.Seats {
		if s.State == SeatSubmitted {
			p.Experts = append(p.Experts, bilingual(func(*lang.Localizer) string { return s.Party.Name }, func(l *lang.Localizer) string { return l.T(did) }))
		}
	}
	for _, a := range r.Radar {
		p.Axes = append(p.Axes, axisLine{a.Name.ZH, a.Name.EN, a.Short.ZH, a.Short.EN, fixed(a.Score, 1)})
	}
	p.scores(r)
	p.Replaces, p.ReplacesEn = replaced(l, d), replaced(en, d)
	return p, p.weights(l, en, r)
}

func noName(*lang.Localizer) string { return "" }

// scores are the three values, and the indicators that the experts scored.
func (p *reportPaper) scores(r *engine.Result) {
	for _, one := range r.Tree {
		p.Values = append(p.Values, valueLine{Name: one.Name.ZH, NameEn: one.Name.EN, Score: fixed(one.Score, 1), Share: fixed(&one.Effective, 2), Note: fixed(one.Contribution, 1)})
		for _, two := range one.Children {
			for _, leaf := range two.Children {
				if leaf.Panel == nil {
					continue
				}
				sigma := fixed(&leaf.Panel.Sigma, 1)
				p.Leaves = append(p.Leaves, valueLine{leaf.ID + " " + leaf.Name.ZH, leaf.ID + " " + leaf.Name.EN, fixed(leaf.Auto, 1), fixed(leaf.Score, 1), sigma, oneReason(leaf.Panel)})
				if leaf.Panel.Dispersed {
					p.Apart = append(p.Apart, bothText{namedText{leaf.Name.ZH, sigma}, leaf.Name.EN, sigma})
				}
			}
		}
	}
}

// oneReason is the first reason that an expert gave; who left an automatic score as
// it was gave none.
func oneReason(v *engine.Verdict) string {
	for _, x := range v.Scores {
		if x.Reason != "" {
			return x.Reason
		}
	}
	return ""
}

// replaced names the reports that this one takes the place of; "" for none.
func replaced(l *lang.Localizer, d PanelData) string {
	var old []string
	for _, x := range d.Replaces {
		old = append(old, l.T("utilization.valuation.report_of", "no", x.No, "day", x.Day.String()))
	}
	if len(old) == 0 {
		return ""
	}
	return l.T("utilization.valuation.replaces", "list", l.List(old))
}

// weights says how the weights came about.
func (p *reportPaper) weights(l, en *lang.Localizer, r *engine.Result) error {
	sets, err := WeightsOf(r)
	if err != nil || len(sets) == 0 {
		p.Origin, p.OriginEn = l.T("utilization.valuation.weights_scene"), en.T("utilization.valuation.weights_scene")
		return err
	}
	p.Origin, p.OriginEn = l.T("utilization.valuation.weights_mixed"), en.T("utilization.valuation.weights_mixed")
	p.Weighed, p.WeighedEn = l.T("utilization.valuation.weights_panel", "n", len(sets[0].Each)), en.T("utilization.valuation.weights_panel", "n", len(sets[0].Each))
	for _, s := range sets {
		name := s.Name
		if name.ZH == "" {
			name = engine.Name{ZH: l.T("utilization.valuation.first_level"), EN: en.T("utilization.valuation.first_level")}
		}
		p.consistent(name, s.CR, s.Each)
		for _, w := range s.List {
			p.Weights = append(p.Weights, weightLine{w.ID + " " + w.Name.ZH, w.ID + " " + w.Name.EN, fixed(&w.Weight, 3), fixed(&w.Least, 3) + "—" + fixed(&w.Most, 3), fixed(&w.Were, 3)})
		}
	}
	return nil
}

// consistent adds how consistent the judgement of a set was, joined and of each expert.
func (p *reportPaper) consistent(set engine.Name, joint float64, each []float64) {
	var list []string
	for _, cr := range each {
		list = append(list, fixed(&cr, 3))
	}
	p.CRs = append(p.CRs, crLine{set.ZH, set.EN, fixed(&joint, 3), strings.Join(list, "、"), strings.Join(list, ", ")})
}
