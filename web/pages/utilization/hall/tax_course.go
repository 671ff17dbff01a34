package hall

import (
	"strconv"

	"quanlian/base/money"
	"quanlian/chain/utilization/hall"
	"quanlian/engine/taxation"
	"quanlian/kernel"
	"quanlian/web/ui"
)

// courseSides are the sides whose taxes the reader sees; "" is both.
func courseSides(side taxation.Side) []taxation.Side {
	if side == "" {
		return []taxation.Side{taxation.SellerSide, taxation.BuyerSide}
	}
	return []taxation.Side{side}
}

// course shows each payment with its day and year, the sums of the years and of all,
// and the lines of each year.
func (x *taxView) course(d hall.DealData, no string, c taxation.Course, side taxation.Side) {
	l := x.L
	sides := courseSides(side)
	t := ui.Table{Stack: true, Cols: []ui.Col{{Text: l.T("web.hall.course_payment")}, {Text: l.T("web.hall.course_day")}, {Text: l.T("web.hall.course_net"), Right: true}, {Text: l.T("web.hall.course_vat"), Right: true}, {Text: l.T("web.hall.way_taxed")}}}
	for _, s := range sides {
		t.Cols = append(t.Cols, ui.Col{Text: l.T("web.hall.course_own", "side", tell(l, "engine.taxation.side.", string(s))), Right: true})
	}
	row := func(name, day ui.Cell, s taxation.Sheet, total bool) {
		way := ui.Cell{}
		if s.Way != "" && s.Gross > 0 {
			way.Text = tell(l, "engine.taxation.way.", string(s.Way))
			if s.WhyNotExempt != "" && !total {
				way.Sub = tell(l, "engine.taxation.why.", s.WhyNotExempt)
			}
		}
		cells := []ui.Cell{name, day, {Text: s.Net.String(), NoWrap: true}, {Text: s.VAT.String(), NoWrap: true}, way}
		for _, y := range sides {
			cells = append(cells, x.ownCell(y, s))
		}
		t.Rows = append(t.Rows, ui.Row{Cells: cells, Total: total})
	}
	for _, y := range c.Years {
		if c.Signing.Signed.Year() == y.Year {
			row(ui.Cell{Text: l.T("web.hall.course_signing"), Sub: l.T("web.hall.course_signing_sub")}, ui.Cell{Text: string(c.Signing.Signed), NoWrap: true}, c.Signing, false)
		}
		for _, p := range c.Payments {
			if p.Day.Year() != y.Year {
				continue
			}
			name, day := ui.Cell{Text: d.PaymentName(no, p.No).In(l)}, ui.Cell{Text: string(p.Day), NoWrap: true}
			if p.Invoiced != "" {
				day.Sub = l.T("web.hall.course_invoiced", "day", string(p.Invoiced))
			}
			row(name, day, p.Sheet, false)
		}
		row(x.yearCell(d, y.Year), ui.Cell{}, y.Sheet, true)
	}
	if len(c.Years) > 1 {
		row(ui.Cell{Text: l.T("web.hall.course_total")}, ui.Cell{}, c.Total, true)
	}
	x.Tables = append(x.Tables, taxTable{Title: l.T("web.hall.course"), Table: t})
	for _, w := range hall.DayWords(c) {
		x.Days = append(x.Days, w.In(l))
	}
	for _, y := range c.Years {
		x.Tables = append(x.Tables, taxTable{Title: l.T("web.hall.course_lines", "year", y.Year), Table: x.lines(y.Sheet)})
	}
}

// ownCell is what a side pays of a sheet besides VAT, with what it consists of.
func (x *taxView) ownCell(side taxation.Side, s taxation.Sheet) ui.Cell {
	l := x.L
	out := ui.Cell{Text: hall.OwnTaxes(side, s).String(), NoWrap: true, Strong: true}
	add := func(key string, f money.Fen) {
		if f == 0 {
			return
		}
		if out.Sub != "" {
			out.Sub += l.T("web.hall.course_and")
		}
		out.Sub += l.T("web.hall.course_"+key, "amount", f.String())
	}
	if side == taxation.BuyerSide {
		add("credit", s.Buyer.Credit)
		return out
	}
	add("income_tax", s.Seller.IncomeTax)
	add("stamp", s.Seller.Stamp)
	add("surcharge", s.Seller.Surcharge)
	add("input_out", s.Seller.InputOut)
	return out
}

// yearCell names a year; its paper stands with it where the reader has one.
func (x *taxView) yearCell(d hall.DealData, year int) ui.Cell {
	out := ui.Cell{Text: x.L.T("web.hall.course_year", "year", year)}
	if d.Tax == nil {
		return out
	}
	for _, p := range d.Tax.Papers {
		if p.Year == year {
			name := x.L.T("web.hall.course_paper")
			if x.Office {
				name = x.L.T("web.hall.course_paper_of", "side", tell(x.L, "engine.taxation.side.", string(p.For)))
			}
			x.Papers = append(x.Papers, ui.Link{Text: strconv.Itoa(year) + "　" + name, Href: "/paper/" + p.Document})
		}
	}
	return out
}

// asSide is the sheet as the reader may see it.
func asSide(c taxation.Course, side taxation.Side) taxation.Course {
	if side == "" {
		return c
	}
	return c.For(side)
}

// under reports whether money came to the seller before the deal is closed.
func under(c kernel.Case, d hall.DealData) bool {
	return d.Tax == nil && d.Terms != nil && c.State != hall.DealSettled && (len(d.Money.Came) > 0 || d.PaidOut() > 0)
}
