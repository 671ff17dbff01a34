package patent

import (
	"context"
	"net/url"

	"quanlian/base/calendar"
	"quanlian/base/errs"
	"quanlian/catalogue/lang"
	"quanlian/chain/utilization/valuation"
	engine "quanlian/engine/valuation"
	"quanlian/registry"
	valuationpages "quanlian/web/pages/utilization/valuation"
	"quanlian/web/site"
	"quanlian/web/ui"
)

// evaluate runs the automatic evaluation on what the register knows, for the
// scene that the reader chose. What was known on an earlier day, and what stood on
// another, is not compared with its field, which is known as of today.
func (p pages) evaluate(ctx context.Context, v *site.Visit, view registry.View, day calendar.Date, earlier bool, q url.Values, x *showView) error {
	tree, err := engine.Default()
	if err != nil {
		return err
	}
	scene := q.Get("scene")
	if _, ok := tree.Scene(scene); !ok {
		scene = valuation.SceneTransfer
	}
	now := v.Env.Now()
	res, err := valuation.Automatic(v.Env.Calendar, view, scene, day, now)
	if k := errs.KindOf(err); k == errs.Invalid {
		return nil // a design, or a day before the filing: there is nothing to evaluate
	}
	if err != nil {
		return err
	}
	s := valuationpages.ScoresOf(v.L, res)
	for _, sc := range tree.Scenes {
		to := url.Values{"scene": {sc.ID}}
		if a := q.Get("as_of"); a != "" {
			to.Set("as_of", a)
		}
		text := sc.Name.EN
		if v.L.Zh() {
			text = sc.Name.ZH
		}
		s.Scenes = append(s.Scenes, valuationpages.SceneLink{Text: text, Href: "/patent/" + view.Right.Number + "?" + to.Encode() + "#evaluation", Current: sc.ID == scene})
	}
	x.Scores = &s
	if !earlier && day == calendar.DateOf(now) {
		if err := p.beside(ctx, v, view.Right, res, scene, x.Scores); err != nil {
			return err
		}
	}
	high, err := valuation.HighValue(v.Env.Calendar, view, day, now)
	if err != nil {
		return err
	}
	x.HighValue = highValue(v.L, high)
	return nil
}

// highValueView is the five kinds, and the two answers apart.
type highValueView struct {
	Official, Computed ui.Check
	Differs            bool
	Kinds              []ui.Check
	Basis              string
}

// highValue shows what the office published beside what we compute; neither
// takes the place of the other.
func highValue(l *lang.Localizer, h engine.HighValue) *highValueView {
	x := &highValueView{Differs: h.Differs, Basis: l.T("web.patent.high_basis", "day", string(h.AsOf))}
	x.Official = ui.Check{State: outcome(h.Official), Text: l.T("web.patent.high_official." + string(h.Official))}
	x.Computed = ui.Check{State: outcome(h.Computed), Text: l.T("web.patent.high_computed." + string(h.Computed))}
	for _, k := range h.Kinds {
		name := k.Name.EN
		if l.Zh() {
			name = k.Name.ZH
		}
		text := name + l.T("web.ui.colon") + l.T("web.patent.high."+string(k.Outcome))
		if k.Evidence != "" && k.Outcome == engine.Yes {
			text += l.T("web.patent.high_proof", "proof", k.Evidence, "source", k.Source)
		}
		x.Kinds = append(x.Kinds, ui.Check{State: outcome(k.Outcome), Text: text})
	}
	return x
}

func outcome(o engine.Outcome) ui.State {
	switch o {
	case engine.Yes:
		return ui.Done
	case engine.No:
		return ui.No
	}
	return ui.Idle
}
