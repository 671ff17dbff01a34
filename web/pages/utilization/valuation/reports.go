package valuation

import (
	"context"
	"slices"

	"quanlian/chain/utilization/valuation"
	engine "quanlian/engine/valuation"
	"quanlian/kernel"
	"quanlian/registry"
	"quanlian/web/site"
	"quanlian/web/ui"
)

// Report is a report of an expert panel as other pages show it: one that was
// superseded or revoked stays and says so.
type Report struct {
	Text, Href string
	Chip       string // "" when it stands
	State      ui.State
	Why        string
}

// Unit: reports. Source: our choice; the list of panels has all of them.
const reportsShown = 6

// Reports are those of a right that the visitor may read: those that stand first,
// then by their age, newest first.
func Reports(ctx context.Context, v *site.Visit, rights Rights, number string) ([]Report, error) {
	list, _, err := v.Env.Cases.Cases(ctx, v.Actor, kernel.ViewSummary, kernel.CaseQuery{Flow: valuation.Panel, States: []kernel.State{valuation.PanelIssued, valuation.PanelSuperseded, valuation.PanelRevoked}, About: registry.About(number), Sort: "opened", Limit: reportsShown, Uncounted: true})
	if err != nil {
		return nil, err
	}
	tree, err := engine.Default()
	if err != nil {
		return nil, err
	}
	var out []Report
	for _, c := range list {
		d, err := valuation.PanelOf(c)
		if err != nil || d.Result == nil || d.Result.Score == nil {
			continue
		}
		x := Report{Href: v.Env.CaseURL(c)}
		how, err := StandingOf(ctx, v, rights, c, true)
		if err != nil {
			return nil, err
		}
		switch {
		case c.State != valuation.PanelIssued:
			x.Chip, x.State, x.Why = v.StateText(c), v.StateOf(c), how.Text
		case how.Over:
			x.Chip, x.State, x.Why = v.L.T("web.panel.over_chip"), ui.Late, how.Text
		case !how.Stands:
			x.Chip, x.State, x.Why = v.L.T("web.panel.expired_chip"), ui.Idle, how.Text
		}
		line := "web.panel.on_patent"
		if x.Chip != "" {
			line = "web.panel.on_patent_once"
		}
		x.Text = v.L.T(line, "grade", d.Result.Grade, "score", points(*d.Result.Score), "day", d.Issued.String())
		if s, ok := tree.Scene(d.Scene); ok {
			x.Text = named(v.L, s.Name) + v.L.T("web.ui.colon") + x.Text
		}
		out = append(out, x)
	}
	slices.SortStableFunc(out, func(a, b Report) int { return min(len(a.Chip), 1) - min(len(b.Chip), 1) })
	return out, nil
}
