package valuation

import (
	"context"
	"strings"

	"quanlian/base/calendar"
	"quanlian/base/errs"
	"quanlian/chain/utilization/valuation"
	"quanlian/kernel"
	"quanlian/registry"
	"quanlian/web/site"
)

// Rights reads the register.
type Rights interface {
	Right(ctx context.Context, number string) (registry.View, error)
}

// Standing is how a report of a panel counts today, in sentences.
type Standing struct {
	Text   string
	Stands bool
	// Over: the right has ended since the report was issued.
	Over bool
	// Now is the report to go by instead, for a reader who may see it.
	Now valuation.ReportRef
	// Href leads to it.
	Href string
}

// StandingOf says how the report of a panel counts to whoever holds it: Text is
// "" for a case that is no panel or has no report. named puts the report's number
// into the sentence; without, the sentence speaks of the page it stands on. rights
// tells whether the right still lives.
func StandingOf(ctx context.Context, v *site.Visit, rights Rights, c kernel.Case, named bool) (Standing, error) {
	if c.Flow != valuation.Panel {
		return Standing{}, nil
	}
	d, err := valuation.PanelOf(c)
	if err != nil || d.Issued.IsZero() || d.Result == nil {
		return Standing{}, err
	}
	this := v.L.T("web.panel.this_report")
	if named {
		this = v.L.T("web.panel.report_no", "no", c.No, "day", d.Issued.String())
	}
	over, err := over(ctx, v, rights, d, this)
	if err != nil {
		return Standing{}, err
	}
	today, until := calendar.DateOf(v.Env.Now()), string(d.Result.ValidUntil)
	switch {
	case d.Revoked != nil:
		text := v.L.T("web.panel.revoked", "this", this, "day", d.Revoked.Day.String())
		if !named {
			text = and(v, text, v.L.T("web.panel.revoked_why", "reason", strings.TrimRight(d.Revoked.Reason, "。.；; ")))
		}
		return instead(ctx, v, d, text)
	case d.Replaced != nil:
		return instead(ctx, v, d, v.L.T("web.panel.superseded", "this", this, "day", d.Replaced.Day.String()))
	case d.Expired(today):
		return Standing{Text: v.L.T("web.panel.expired", "this", this, "until", until)}, nil
	case over != "":
		return Standing{Text: over, Over: true}, nil
	}
	return Standing{Text: v.L.T("web.panel.stands", "this", this, "until", until), Stands: true}, nil
}

// over says that the right of a report has ended since; "" while it lives, and for
// a report that says so itself.
func over(ctx context.Context, v *site.Visit, rights Rights, d valuation.PanelData, this string) (string, error) {
	view, err := rights.Right(ctx, d.Right)
	if err != nil {
		return "", err
	}
	now := v.Env.Now()
	s := registry.AsOf(view.Events, calendar.DateOf(now), now)
	if !s.Status.Ended() || len(d.Result.Vetoes) > 0 {
		return "", nil
	}
	return v.L.T("web.panel.right_over", "this", this, "status", v.L.T("registry.status."+string(s.Status)), "day", s.Since.String()), nil
}

func and(v *site.Visit, a, b string) string { return v.L.T("web.panel.and", "a", a, "b", b) }

// instead adds to a sentence about a report that counts no more what counts in
// its place: the report of the same right for the same purpose that stands, named
// to who may see it; or that none does, and what became of the one that came after.
func instead(ctx context.Context, v *site.Visit, d valuation.PanelData, text string) (Standing, error) {
	now, err := counting(ctx, v, d)
	if err != nil {
		return Standing{}, err
	}
	if now == nil {
		fate, err := fate(ctx, v, d)
		return Standing{Text: and(v, text, fate)}, err
	}
	x := Standing{Text: and(v, text, v.L.T("web.panel.now_closed"))}
	seen, err := v.Env.Cases.Case(ctx, v.Actor, string(now.ID), kernel.ViewSummary)
	if errs.KindOf(err) == errs.NotFound {
		return x, nil
	}
	if err != nil {
		return Standing{}, err
	}
	data, err := valuation.PanelOf(seen)
	if err != nil {
		return Standing{}, err
	}
	x.Now, x.Href = valuation.ReportRef{Case: seen.ID, No: seen.No, Day: data.Issued}, v.Env.CaseURL(seen)
	x.Text = and(v, text, v.L.T("web.panel.now_open", "no", seen.No, "day", data.Issued.String(), "until", string(data.Result.ValidUntil)))
	return x, nil
}

// reader asks what stands whoever looks; what of it a reader is told is decided by
// what that reader may see.
var reader = kernel.SystemActor("panel")

// counting is the panel whose report on the same right for the same purpose
// stands today, nil when there is none. There is never more than one.
func counting(ctx context.Context, v *site.Visit, d valuation.PanelData) (*kernel.Case, error) {
	list, _, err := v.Env.Cases.Cases(ctx, reader, kernel.ViewSummary, kernel.CaseQuery{Flow: valuation.Panel, States: []kernel.State{valuation.PanelIssued}, About: registry.About(d.Right), Limit: 100, Uncounted: true})
	if err != nil {
		return nil, err
	}
	today := calendar.DateOf(v.Env.Now())
	for _, c := range list {
		other, err := valuation.PanelOf(c)
		if err != nil {
			return nil, err
		}
		if other.Scene == d.Scene && other.Result != nil && !other.Expired(today) {
			return &c, nil
		}
	}
	return nil, nil
}

// fate says that no report stands, and of one that was superseded what became of
// the last that took its place.
func fate(ctx context.Context, v *site.Visit, d valuation.PanelData) (string, error) {
	if d.Revoked != nil || d.Replaced == nil {
		return v.L.T("web.panel.now_none"), nil
	}
	last := d
	for last.Revoked == nil && last.Replaced != nil {
		c, err := v.Env.Cases.Case(ctx, reader, string(last.Replaced.Case), kernel.ViewSummary)
		if err != nil {
			return "", err
		}
		if last, err = valuation.PanelOf(c); err != nil {
			return "", err
		}
	}
	if last.Revoked != nil {
		return v.L.T("web.panel.later_revoked", "day", last.Revoked.Day.String()), nil
	}
	return v.L.T("web.panel.later_expired", "day", string(last.Result.ValidUntil)), nil
}
