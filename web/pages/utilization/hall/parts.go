package hall

import (
	"context"
	"slices"
	"strconv"

	"quanlian/catalogue/lang"
	"quanlian/chain/utilization/hall"
	"quanlian/kernel"
	"quanlian/ledger"
	"quanlian/web/moveform"
	"quanlian/web/site"
)

// dealChoices are those of the flow, and of a delivery what it shows: the technical
// documents, or a milestone by its own words.
func dealChoices(_ context.Context, v *site.Visit, c kernel.Case, move string) (moveform.Choices, func(path, value string) string) {
	choose := func(path string) []string { return hall.Choices(move, path) }
	d, err := dealSeen(v, c)
	if err != nil || d.Terms == nil || move != "deliver" {
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
