package items

import (
	"context"

	"quanlian/base/calendar"
	"quanlian/catalogue/words"
	"quanlian/kernel"
	"quanlian/kernel/itemflow"
	"quanlian/web/site"
	"quanlian/web/ui"
)

// Unit: records. Source: our choice; the newest come first.
const mostBreaches = 20

// breachRows tell staff which promises of the applicant are on record as not kept,
// with any office, and that whether to take another is theirs to judge.
func (p pages) breachRows(ctx context.Context, v *site.Visit, c kernel.Case, d itemflow.Data) []ui.Row {
	var out []ui.Row
	l := v.L
	if d.Applicant.Party == "" && len(d.Promised) > 0 {
		return []ui.Row{{Lead: true, Cells: []ui.Cell{{Text: l.T("web.items.breach"), Strong: true}, {Text: l.T("web.items.breach_unmatched"), Sub: breachBasis(v)}}}}
	}
	for _, k := range breaches(ctx, v, d.Applicant.Party) {
		if k.ID == c.ID {
			continue
		}
		was, b, _ := itemflow.BreachOf(k, calendar.DateOf(v.Env.Now()))
		u, _ := p.City().Unit(k.Unit)
		_, state := site.BreachState(l, b)
		cell := ui.Cell{Text: l.T("web.items.breach_was", "day", l.Date(was.Decision.Revoked), "item", was.Name.In(l.Zh()), "materials", b.Materials.In(l.Zh()), "reason", ended(l, was.Decision.Reason)),
			Sub: k.No + "　" + l.T("web.items.breach_by", "unit", u.Name.In(l.Zh()), "name", b.Name, "state", state)}
		out = append(out, ui.Row{Lead: true, Cells: []ui.Cell{{Text: l.T("web.items.breach"), Strong: true}, cell}})
	}
	if len(out) > 0 {
		out = append(out, ui.Row{Lead: true, Cells: []ui.Cell{{}, {Text: l.T("web.items.breach_weigh"), Sub: breachBasis(v)}}})
	}
	return out
}

// breaches are the cases of a party whose promise did not hold and is on record
// still.
func breaches(ctx context.Context, v *site.Visit, of kernel.PartyID) []kernel.Case {
	if of == "" {
		return nil
	}
	list, err := v.Env.People.Breaches(ctx, of, mostBreaches)
	if err != nil { // the page works without
		return nil
	}
	var out []kernel.Case
	for _, c := range list {
		if d, b, ok := itemflow.BreachOf(c, calendar.DateOf(v.Env.Now())); ok && !b.Struck && d.Applicant.Party == of {
			out = append(out, c)
		}
	}
	return out
}

func breachBasis(v *site.Visit) string {
	return v.L.T("web.items.breach_basis", "law", words.Law(v.L, itemflow.BreachLaw))
}

// breach is how the record of this case's own promise stands.
func (x *came) breach() {
	b := x.d.Breach
	if b == nil || x.kept {
		return
	}
	_, text := site.BreachState(x.v.L, *b)
	if x.d.Served == nil {
		text = x.v.L.T("web.breach.unserved")
	}
	if said := site.BreachSaid(x.v.L, *b); said != "" {
		text += "　" + said
	}
	basis := breachBasis(x.v)
	if x.d.Applicant.Party == "" {
		basis = x.v.L.T("web.items.breach_no_account") + basis
	}
	x.add("breach", text, basis)
}
