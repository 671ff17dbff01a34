package main

import (
	"fmt"
	"strings"

	"quanlian/base/errs"
	"quanlian/catalogue/lang"
	matter "quanlian/chain/utilization/valuation"
	"quanlian/engine/valuation"
	"quanlian/engine/valuation/appraise"
)

// scoreText is an evaluation for a person: score, tree with its evidence, what
// to beware of.
func scoreText(l *lang.Localizer, r *valuation.Result, h valuation.HighValue) string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s  %s\n", r.PatentNo, r.Title)
	fmt.Fprintln(&b, l.T("cmd.value.scene", "scene", nameIn(l, r.Scene.Name), "day", string(r.AsOf)))
	fmt.Fprintln(&b, l.T("cmd.value.score", "score", strings.TrimSpace(points(r.Score)), "grade", string(r.Grade), "confidence", fmt.Sprintf("%.2f", r.Confidence), "n", r.Present, "of", r.Leaves))
	for _, l1 := range r.Tree {
		fmt.Fprintf(&b, "%s  %s\n", points(l1.Score), nameIn(l, l1.Name))
		for _, l2 := range l1.Children {
			fmt.Fprintf(&b, "  %s  %s\n", points(l2.Score), nameIn(l, l2.Name))
			for _, l3 := range l2.Children {
				fmt.Fprintf(&b, "    %s  %s %s%s\n", points(l3.Score), l3.ID, nameIn(l, l3.Name), evidenceText(l, l3))
			}
		}
	}
	for _, n := range append(append([]valuation.Notice{}, r.Vetoes...), r.Flags...) {
		fmt.Fprintf(&b, "! %s\n", l.Fill(n.Code, anyArgs(n.Args)))
	}
	fmt.Fprintf(&b, "%s  %s\n", l.T("web.patent.high_official."+string(h.Official)), l.T("web.patent.high_computed."+string(h.Computed)))
	b.WriteString(l.T("engine.valuation.disclaimer.not_appraisal"))
	return b.String()
}

func nameIn(l *lang.Localizer, n valuation.Name) string {
	if !l.Zh() {
		return n.EN
	}
	return n.ZH
}

func anyArgs(args map[string]string) errs.Args {
	out := make(errs.Args, len(args))
	for k, v := range args {
		out[k] = v
	}
	return out
}

func evidenceText(l *lang.Localizer, n valuation.Scored) string {
	var b strings.Builder
	for _, e := range n.Evidence {
		fmt.Fprintf(&b, " | %s: %s (%s, %s)", nameIn(l, e.What), matter.EvidenceText(l, e), e.Source, e.AsOf)
	}
	if n.Panel != nil {
		fmt.Fprintf(&b, " | %s", l.T("cmd.value.panel", "n", n.Panel.Experts, "score", fmt.Sprintf("%.1f", n.Panel.Score), "sigma", fmt.Sprintf("%.1f", n.Panel.Sigma)))
	}
	return b.String()
}

// points prints a score, or a dash when it is missing.
func points(v *float64) string {
	if v == nil {
		return "    —"
	}
	return fmt.Sprintf("%5.1f", *v)
}

// methodText is a computed value for a person.
func methodText(l *lang.Localizer, v *appraise.Valuation) string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s  %s\n%s\n", matter.MethodName(l, v.Method), l.T("cmd.value.amount", "yuan", v.Value.Fen().Plain(), "wan", v.Value.Wan()), matter.FormulaText(l, v.Method))
	for _, x := range v.Figures {
		fmt.Fprintf(&b, "  %s = %s\n", matter.FigureName(l, x.Name), matter.FigureText(l, x, v.Unit))
	}
	if r := v.Range; r != nil {
		fmt.Fprintln(&b, l.T("cmd.value.range", "low", r.Low.Wan(), "mid", r.Mid.Wan(), "high", r.High.Wan()))
	}
	b.WriteString(l.T("engine.valuation.disclaimer.computed"))
	return b.String()
}
