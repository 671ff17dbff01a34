package hall

import (
	"slices"
	"strconv"
	"strings"

	"quanlian/chain/utilization/hall"
	"quanlian/engine/taxation"
	"quanlian/kernel"
	"quanlian/web/site"
	"quanlian/web/ui"
)

// sums puts what each side pays and keeps before the lines, as its paper does.
func (x *taxView) sums(s taxation.Sheet, m hall.Moved) {
	var out []taxTable
	for _, side := range []taxation.Side{taxation.SellerSide, taxation.BuyerSide} {
		if side == taxation.SellerSide && s.Seller == (taxation.SellerSum{}) || side == taxation.BuyerSide && s.Buyer.Pays == 0 {
			continue // not the reader's
		}
		t := ui.Table{Stack: true, Cols: []ui.Col{{Text: x.L.T("web.hall.tax_item")}, {Text: x.L.T("web.hall.tax_amount"), Right: true}}}
		for _, n := range hall.Sums(side, s, m) {
			t.Rows = append(t.Rows, ui.Row{Total: n.Total, Cells: []ui.Cell{{Text: n.Name.In(x.L)}, {Text: n.Amount.String(), NoWrap: true}}})
		}
		out = append(out, taxTable{Title: x.L.T("web.hall.tax_sums", "side", tell(x.L, "engine.taxation.side.", string(side))), Table: t})
	}
	x.Tables = append(out, x.Tables...)
}

// dues lists by when each side has to act, with what moved the day.
func (x *taxView) dues(list []taxation.Reminder) {
	l := x.L
	t := ui.Table{Stack: true, Cols: []ui.Col{{Text: l.T("web.hall.tax_side")}, {Text: l.T("web.hall.tax_due_what")}, {Text: l.T("web.hall.tax_due_day")}, {Text: l.T("web.hall.tax_article")}}}
	for _, r := range list {
		article := r.Basis.ZH
		if !l.Zh() {
			article = r.Basis.EN
		}
		day := ui.Cell{Text: string(r.Due), NoWrap: true}
		if r.Due == "" {
			day = ui.Cell{Text: tell(l, "web.hall.tax_open.", r.Code)}
		}
		if m := r.Moved; m != nil {
			why, basis := hall.MovedWords(m)
			day.Sub = why.In(l)
			article = strings.TrimSpace(article + " " + basis.In(l))
		}
		t.Rows = append(t.Rows, ui.Row{Cells: []ui.Cell{{Text: tell(l, "engine.taxation.side.", string(r.Side))}, {Text: hall.DueWords(r).In(l)}, day, {Text: article}}})
	}
	if len(t.Rows) > 0 {
		x.Tables = append(x.Tables, taxTable{Title: l.T("web.hall.tax_dues"), Table: t})
	}
}

// partOf is the payment that an id of the year's pot names, 0 where it names the
// whole deal.
func partOf(id string) int {
	_, part, _ := strings.Cut(id, "/")
	part, _, _ = strings.Cut(part, "-")
	n, err := strconv.Atoi(part)
	if err != nil {
		return 0
	}
	return n
}

// pot shows how the year's pot is shared, down to the deals.
func (x *taxView) pot(d hall.DealData, c *taxation.CITResult, no string, year int) {
	if !x.Books || c == nil || len(c.YearPlan.Shares) == 0 {
		return
	}
	l := x.L
	others := map[string]hall.OtherDeal{}
	for _, o := range x.Others {
		others[o.ID] = o
	}
	t := ui.Table{Stack: true, Cols: []ui.Col{{Text: l.T("web.hall.pot_contract")}, {Text: l.T("web.hall.pot_day")}, {Text: l.T("web.hall.pot_income"), Right: true}, {Text: l.T("web.hall.pot_exempt"), Right: true}, {Text: l.T("web.hall.pot_halved"), Right: true}, {Text: l.T("web.hall.pot_left"), Right: true}}}
	for _, s := range c.YearPlan.Shares {
		name := ui.Cell{Text: s.ID, Sub: l.T("web.hall.pot_outside"), No: true}
		if s.ID == no || strings.HasPrefix(s.ID, no+"/") {
			name.Sub = l.T("web.hall.pot_this")
			if n := partOf(s.ID); n > 0 {
				name.Text, name.No = d.PaymentName(no, n).In(l), false
			}
		} else if o, ours := others[s.ID]; ours {
			name.Text, name.Href, name.Sub = o.No, "/hall/deal/"+o.No+"/tax", o.Title
			if n := partOf(s.ID); n > 0 {
				name.Text = l.T("web.hall.pot_part", "no", o.No, "n", n)
			}
		}
		t.Rows = append(t.Rows, ui.Row{Cells: []ui.Cell{name, {Text: string(s.Date), NoWrap: true}, {Text: s.Income.String(), NoWrap: true}, {Text: s.Exempt.String(), NoWrap: true}, {Text: s.Halved.String(), NoWrap: true}, {Text: s.PotLeft.String(), NoWrap: true}}})
	}
	x.Tables = append(x.Tables, taxTable{Title: l.T("web.hall.pot", "year", year, "pot", c.YearPlan.Pot.String()), Table: t})
}

// reckonedOn is the verdict of a comparison and what it is reckoned on: a running
// royalty has no amount yet and is left out.
func (x *taxView) reckonedOn(d hall.DealData, c taxation.Comparison) []string {
	l := x.L
	out := []string{verdict(l, c.Verdict)}
	terms := d.Terms
	if o := d.LastOffer(); terms == nil && o != nil {
		terms = &o.Terms
	}
	if terms == nil || terms.Royalty == nil {
		return out
	}
	key := "web.hall.compare_entry"
	if terms.Price == 0 {
		key = "web.hall.compare_nothing"
	}
	out = append(out, l.T(key, "price", terms.Price.String()))
	if least := terms.Royalty.Min; least > 0 {
		out = append(out, l.T("web.hall.compare_least", "least", least.String()))
	}
	return out
}

// assumed lists what nobody stated, and leads the side to the form where it is.
func (x *taxView) assumed(v *site.Visit, c kernel.Case, d hall.DealData) {
	for _, a := range d.Assumed(hall.TaxSide(v.Actor, c)) {
		x.Assumed = append(x.Assumed, a.Text.In(x.L))
	}
	if roles, _ := kernel.RolesOf(v.Actor, c); d.Tax == nil && (slices.Contains(roles, hall.Seller) || slices.Contains(roles, hall.Buyer)) {
		x.State = ui.Link{Text: v.MoveText(c.Flow, "tax_facts"), Href: v.Env.CaseURL(c) + "?do=tax_facts#move-tax_facts"}
	}
}
