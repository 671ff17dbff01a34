package valuation

import (
	"context"

	"quanlian/base/calendar"
	"quanlian/catalogue/lang"
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

// Reports are those of a right that the visitor may read, newest first.
func Reports(ctx context.Context, v *site.Visit, number string) ([]Report, error) {
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
		x := Report{Href: v.Env.CaseURL(c), Text: v.L.T("web.panel.on_patent", "grade", d.Result.Grade, "score", points(*d.Result.Score), "day", d.Issued.String())}
		if s, ok := tree.Scene(d.Scene); ok {
			x.Text = named(v.L, s.Name) + v.L.T("web.ui.colon") + x.Text
		}
		today := calendar.DateOf(v.Env.Now())
		switch {
		case c.State != valuation.PanelIssued:
			x.Chip, x.State, x.Why = v.StateText(c), v.StateOf(c), Standing(v.L, c, d, today)
		case d.Expired(today):
			x.Chip, x.State, x.Why = v.L.T("web.panel.expired_chip"), ui.Idle, Standing(v.L, c, d, today)
		}
		out = append(out, x)
	}
	return out, nil
}

// Standing says in a sentence whether the report of a panel still stands today; ""
// when there is none.
func Standing(l *lang.Localizer, c kernel.Case, d valuation.PanelData, today calendar.Date) string {
	switch {
	case d.Revoked != nil:
		return l.T("web.panel.no_more_revoked", "no", c.No, "day", d.Revoked.Day.String())
	case d.Replaced != nil:
		return l.T("web.panel.no_more_superseded", "no", c.No, "by", d.Replaced.No, "day", d.Replaced.Day.String())
	case d.Issued.IsZero() || d.Result == nil:
		return ""
	case d.Expired(today):
		return l.T("web.panel.expired", "no", c.No, "day", d.Issued.String(), "until", string(d.Result.ValidUntil))
	}
	return l.T("web.panel.stands", "no", c.No, "day", d.Issued.String(), "until", string(d.Result.ValidUntil))
}

// StandingOf is what is said of a paper of a case to whoever holds it, and
// whether it still stands; "" for a case that is no panel.
func StandingOf(l *lang.Localizer, c kernel.Case, today calendar.Date) (text string, stands bool) {
	if c.Flow != valuation.Panel {
		return "", false
	}
	d, err := valuation.PanelOf(c)
	if err != nil {
		return "", false
	}
	return Standing(l, c, d, today), d.Revoked == nil && d.Replaced == nil && !d.Expired(today)
}
