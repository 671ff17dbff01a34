package hall

import (
	"context"
	"slices"
	"strconv"

	"quanlian/catalogue/lang"
	"quanlian/chain/utilization/hall"
	"quanlian/kernel"
	"quanlian/ledger"
	"quanlian/registry"
	"quanlian/web/moveform"
	"quanlian/web/site"
)

// dealChoices are those of the flow, and of a delivery what it shows: the technical
// documents, or a milestone by its own words.
func (p pages) dealChoices(ctx context.Context, v *site.Visit, c kernel.Case, move string) (moveform.Choices, func(path, value string) string) {
	choose := func(path string) []string { return hall.Choices(move, path) }
	d, err := dealSeen(v, c)
	switch {
	case err != nil || d.Terms == nil:
		return choose, nil
	case move == "back_consent" || move == "check_back_consent":
		return p.backChoices(ctx, v, d, choose)
	case move != "deliver":
		return choose, nil
	}
	return func(path string) []string {
			if path != "tranche" {
				return choose(path)
			}
			return reachable(d)
		}, func(path, value string) string {
			if path != "tranche" {
				return ""
			}
			return reached(v.L, d, value)
		}
}

// backChoices are whose consent a right that is licensed back wants, and the papers
// of such consents that wait for the clerk.
func (p pages) backChoices(ctx context.Context, v *site.Visit, d hall.DealData, choose moveform.Choices) (moveform.Choices, func(path, value string) string) {
	var back []registry.View
	for _, b := range d.Terms.Back {
		if view, err := p.Rights.Right(ctx, b.Right); err == nil {
			back = append(back, view)
		}
	}
	text, values := map[string]string{}, map[string][]string{}
	for _, w := range d.WantedBack(back, v.Env.Now()) {
		key := "web.hall.back_owner"
		if w.Pledge != "" {
			key = "web.hall.back_pledge"
		}
		values["of"], text[w.Of()] = append(values["of"], w.Of()), v.L.T(key, "name", w.Name, "ref", w.Pledge)
	}
	for _, c := range d.OpenBackConsents() {
		values["paper"], text[c.Paper] = append(values["paper"], c.Paper), v.L.List([]string{c.Who(), c.Name})
	}
	return func(path string) []string {
		if list := values[path]; list != nil {
			return list
		}
		return choose(path)
	}, func(_, value string) string { return text[value] }
}

// reachable are what a delivery may show, the next first.
func reachable(d hall.DealData) []string {
	var out []string
	if d.Terms.PriceKind != ledger.Milestones {
		out = append(out, "0")
	}
	for _, n := range d.Terms.Milestones() {
		done := slices.ContainsFunc(d.Delivered, func(x hall.Delivery) bool { return x.Tranche == n && !x.Accepted.IsZero() })
		if !done {
			out = append(out, strconv.Itoa(n))
		}
	}
	return out
}

func reached(l *lang.Localizer, d hall.DealData, value string) string {
	n, err := strconv.Atoi(value)
	if what := d.Milestone(n); err == nil && what != "" {
		return l.T("web.hall.reach_milestone", "n", n, "what", what)
	}
	return l.T("web.hall.reach_documents")
}
