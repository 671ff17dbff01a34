package hall

import (
	"context"
	"net/http"
	"slices"
	"strings"

	"quanlian/base/calendar"
	"quanlian/base/errs"
	"quanlian/base/money"
	"quanlian/catalogue/lang"
	"quanlian/chain/utilization/hall"
	"quanlian/engine/taxation"
	"quanlian/kernel"
	"quanlian/web/moveform"
	"quanlian/web/site"
	"quanlian/web/ui"
)

type taxView struct {
	L          *lang.Localizer
	Lead       string
	Office     bool // sees what both sides said of themselves
	Verdict    []string
	Tables     []taxTable
	Conditions []ui.Check
	Keep       []ui.Check // the papers that the seller keeps for the reliefs
	// Others are the seller's deals that share the pot of the year.
	Others []hall.OtherDeal
	Books  bool      // sees the seller's books
	Days   []string  // by which rule a payment belongs to its day
	Papers []ui.Link // the sheets to take away, one a year
	// Assumed are the facts that nobody stated; State leads the reader to the form.
	Assumed []string
	State   ui.Link
	// Of the commission: what the buyer pays besides the price, and what goes off it.
	onTop, withheld money.Fen
}

type taxTable struct {
	Title string
	Table ui.Table
}

// tax compares exempt with taxed before signing, and shows the sheet after.
func (p pages) tax(w http.ResponseWriter, r *http.Request, v *site.Visit) error {
	c, err := v.Env.Cases.Case(r.Context(), v.Actor, r.PathValue("no"), kernel.ViewSecret)
	if err != nil {
		return err
	}
	d, err := dealSeen(v, c)
	if err != nil {
		return err
	}
	x := taxView{L: v.L, Lead: c.No + "　" + d.Title, Office: v.Staff()}
	if d.Crossed() {
		x.Verdict = append(x.Verdict, v.L.T("web.hall.tax_cross"))
	}
	for _, w := range d.RecognisedWords(c.No) {
		x.Verdict = append(x.Verdict, w.In(v.L))
	}
	today := calendar.DateOf(v.Env.Now())
	x.Books = hall.SeesSellersBooks(v.Actor, c)
	if x.Books && p.Book != nil {
		list, err := p.Book.SellerDeals(r.Context(), d.Seller.ID)
		if err != nil {
			return err
		}
		x.Others = hall.Without(p.Rules.OthersOf(list, d.Seller.ID, today), c.No)
	}
	if d.Tax != nil || under(c, d) {
		err = p.taxed(r.Context(), v, c, d, &x)
	} else {
		err = p.compared(v, c, d, &x)
	}
	if err != nil {
		return err
	}
	x.assumed(v, c, d)
	f := v.Frame(r, v.L.T("web.hall.tax_title"), "hall")
	f.Crumb = []ui.Link{{Text: c.No, Href: v.Env.CaseURL(c)}, {Text: v.L.T("web.hall.tax_title")}}
	return v.Show(w, r, f, taxBody(x))
}

// taxed shows what came, payment by payment: all of it once the deal is closed.
func (p pages) taxed(ctx context.Context, v *site.Visit, c kernel.Case, d hall.DealData, x *taxView) error {
	side := hall.TaxSide(v.Actor, c)
	var course taxation.Course
	var err error
	if d.Tax != nil {
		if course, err = d.Tax.Read(); err != nil {
			return errs.Wrap(errs.Internal, "kernel.data_unreadable", err)
		}
	} else {
		if course, err = p.Rules.Course(d, c.No, calendar.DateOf(v.Env.Now()), false, x.Others...); err != nil {
			return err
		}
		course = asSide(course, side)
		x.Verdict = append(x.Verdict, x.L.T("web.hall.course_so_far"))
	}
	s := course.Total
	if s.WhyNotExempt != "" {
		key := "web.hall.not_exempt"
		if s.Way == taxation.Mixed {
			key = "web.hall.not_all_exempt"
		}
		x.Verdict = append(x.Verdict, x.L.T(key)+tell(x.L, "engine.taxation.why.", s.WhyNotExempt))
	}
	x.course(d, c.No, course, side)
	x.Conditions = conditions(x.L, s.Conditions)
	if side != taxation.BuyerSide {
		x.Keep = keep(x.L, s.Documents)
	}
	x.dues(s.Reminders)
	for _, y := range course.Years {
		x.pot(d, y.Sheet.CIT, c.No, y.Year)
	}
	if d.Tax == nil {
		return nil
	}
	pos, err := p.position(ctx, v, c, d)
	if err != nil {
		return err
	}
	x.sums(s, d.MovedBy(s, pos))
	return nil
}

// compared puts the ways beside each other before anything came.
func (p pages) compared(v *site.Visit, c kernel.Case, d hall.DealData, x *taxView) error {
	today := calendar.DateOf(v.Env.Now())
	cmp, err := p.Rules.Compare(d, c.No, today, x.Others...)
	if err != nil {
		return err
	}
	x.Verdict = append(x.reckonedOn(d, cmp), x.Verdict...)
	x.onTop, x.withheld = d.Commissions(c.No)
	x.options(cmp)
	x.Conditions = conditions(v.L, cmp.Conditions)
	if len(cmp.Options) > 0 {
		if hall.TaxSide(v.Actor, c) != taxation.BuyerSide {
			x.Keep = keep(v.L, cmp.Options[0].Sheet.Documents)
		}
		x.dues(cmp.Options[0].Sheet.Reminders)
		x.pot(d, cmp.Options[0].Sheet.CIT, c.No, today.Year)
	}
	return nil
}

// options puts the ways beside each other: what the seller keeps, what the
// buyer pays, then the lines of each way.
func (x *taxView) options(c taxation.Comparison) {
	l := x.L
	t := ui.Table{Stack: true, Cols: []ui.Col{{Text: l.T("web.hall.way_taxed")}, {Text: l.T("web.hall.seller_keeps"), Right: true}, {Text: l.T("web.hall.buyer_pays"), Right: true}, {Text: l.T("web.hall.buyer_credit"), Right: true}}}
	var less, more string
	if x.withheld > 0 {
		less = l.T("web.hall.tax_less_commission", "amount", x.withheld.String())
	}
	if x.onTop > 0 {
		more = l.T("web.hall.tax_with_commission", "amount", x.onTop.String())
	}
	for _, o := range c.Options {
		t.Rows = append(t.Rows, ui.Row{Cells: []ui.Cell{{Text: tell(l, "engine.taxation.way.", string(o.Way))}, {Text: (o.Sheet.Seller.Keeps - x.withheld).String(), Sub: less, NoWrap: true}, {Text: (o.Sheet.Gross + x.onTop).String(), Sub: more, NoWrap: true}, {Text: o.Sheet.Buyer.Credit.String(), NoWrap: true}}})
	}
	x.Tables = append(x.Tables, taxTable{Title: l.T("web.hall.tax_ways"), Table: t})
	x.Tables = append(x.Tables, taxTable{Title: l.T("web.hall.tax_beside"), Table: x.beside(c.Options)})
}

// beside puts the lines of all ways into one table, a column for each.
func (x *taxView) beside(options []taxation.Option) ui.Table {
	l := x.L
	t := ui.Table{Stack: true, Cols: []ui.Col{{Text: l.T("web.hall.tax_item")}}}
	type key struct {
		side taxation.Side
		item string
	}
	at, bases := map[key]int{}, map[key]*basisCell{}
	rows := map[taxation.Side][]ui.Row{}
	for n, o := range options {
		t.Cols = append(t.Cols, ui.Col{Text: tell(l, "engine.taxation.way.", string(o.Way)), Right: true})
		for _, y := range o.Sheet.Lines {
			k := key{y.Side, y.Item + string(y.Part)}
			i, ok := at[k]
			if !ok {
				i, at[k] = len(rows[y.Side]), len(rows[y.Side])
				cells := make([]ui.Cell, 1+len(options)+1)
				cells[0] = ui.Cell{Text: hall.LineName(y).In(l)}
				rows[y.Side], bases[k] = append(rows[y.Side], ui.Row{Cells: cells}), &basisCell{}
			}
			bases[k].add(l, y)
			rows[y.Side][i].Cells[1+len(options)] = bases[k].cell(l)
			rows[y.Side][i].Cells[1+n] = ui.Cell{Text: y.Amount.String(), Sub: howMuch(l, y), Strong: true}
		}
	}
	t.Cols = append(t.Cols, ui.Col{Text: l.T("web.hall.tax_article")})
	t.Rows = bySide(l, rows, len(t.Cols))
	return t
}

// bySide puts the rows of each side under its name.
func bySide(l *lang.Localizer, rows map[taxation.Side][]ui.Row, width int) []ui.Row {
	var out []ui.Row
	for _, side := range []taxation.Side{taxation.SellerSide, taxation.BuyerSide} {
		if list := rows[side]; len(list) > 0 {
			head := ui.Row{Group: true, Cells: []ui.Cell{{Text: tell(l, "engine.taxation.side.", string(side)), Span: width}}}
			out = append(append(out, head), list...)
		}
	}
	return out
}

// howMuch is the way to an amount: base and rate, why it is zero, and whether the
// rule was checked.
func howMuch(l *lang.Localizer, n taxation.Line) string {
	out := ""
	switch {
	case n.Why != "" && n.Base > 0 && n.Amount == 0: // the base is the figure that counts
		out = l.T("web.hall.tax_base_why", "base", n.Base.String(), "why", tell(l, "engine.taxation.why.", n.Why))
	case n.Why != "":
		out = tell(l, "engine.taxation.why.", n.Why)
	case hall.RateText(n.Rate) != "—":
		out = n.Base.String() + " × " + hall.RateText(n.Rate)
	}
	if !n.Verified && n.RuleID != "" {
		out += "　" + l.T("web.hall.unverified")
	}
	return out
}

func basisOf(l *lang.Localizer, n taxation.Line) string {
	if l.Zh() {
		return n.Basis.ZH
	}
	return n.Basis.EN
}

// basisCell collects what the ways of taxing rest on, each once, and since when and
// until when it holds.
type basisCell struct{ texts, valid []string }

func (b *basisCell) add(l *lang.Localizer, n taxation.Line) {
	once := func(list []string, text string) []string {
		if text == "" || slices.ContainsFunc(list, func(have string) bool { return strings.Contains(have, text) }) {
			return list
		}
		return append(list, text)
	}
	b.texts, b.valid = once(b.texts, basisOf(l, n)), once(b.valid, validity(l, n))
}

func (b *basisCell) cell(l *lang.Localizer) ui.Cell {
	between := l.T("web.hall.tax_between")
	return ui.Cell{Text: strings.Join(b.texts, between), Sub: strings.Join(b.valid, between)}
}

// validity says since when, and until when, the rule of a line holds.
func validity(l *lang.Localizer, n taxation.Line) string {
	switch {
	case n.ValidFrom == "":
		return ""
	case n.ValidTo == "":
		return l.T("web.hall.tax_valid_since", "from", string(n.ValidFrom))
	}
	return l.T("web.hall.tax_valid", "from", string(n.ValidFrom), "to", string(n.ValidTo))
}

func (x *taxView) lines(s taxation.Sheet) ui.Table {
	l := x.L
	t := ui.Table{Stack: true, Cols: []ui.Col{{Text: l.T("web.hall.tax_item")}, {Text: l.T("web.hall.tax_base"), Right: true}, {Text: l.T("web.hall.tax_rate"), Right: true}, {Text: l.T("web.hall.amount"), Right: true}, {Text: l.T("web.hall.tax_article")}}}
	rows := map[taxation.Side][]ui.Row{}
	for _, n := range s.Lines {
		sub := ""
		if !n.Verified && n.RuleID != "" {
			sub = l.T("web.hall.unverified")
		}
		if n.Why != "" {
			sub += " " + tell(l, "engine.taxation.why.", n.Why)
		}
		rows[n.Side] = append(rows[n.Side], ui.Row{Cells: []ui.Cell{{Text: hall.LineName(n).In(l), Sub: sub}, {Text: n.Base.String(), NoWrap: true}, {Text: hall.RateText(n.Rate)}, {Text: n.Amount.String(), NoWrap: true, Strong: true}, {Text: basisOf(l, n), Sub: validity(l, n)}}})
	}
	t.Rows = bySide(l, rows, len(t.Cols))
	return t
}

func keep(l *lang.Localizer, list []taxation.Document) []ui.Check {
	var out []ui.Check
	for _, d := range list {
		out = append(out, check(l, d.Have, true, tell(l, "engine.taxation.document.", d.Code)))
	}
	return out
}

func conditions(l *lang.Localizer, list []taxation.Condition) []ui.Check {
	var out []ui.Check
	for _, c := range list {
		out = append(out, check(l, c.Met, c.Curable, tell(l, "engine.taxation.condition.", c.Code)))
	}
	return out
}

// check is a line of what a relief asks for: met, still to be met, or out of reach.
func check(l *lang.Localizer, met, curable bool, text string) ui.Check {
	switch {
	case met:
		return ui.Check{State: ui.Done, Text: text}
	case curable:
		return ui.Check{State: ui.Soon, Text: l.T("web.hall.tax_yet", "what", text)}
	}
	return ui.Check{State: ui.No, Text: text}
}

// tell is the text of a code, or the code where it has none.
func tell(l *lang.Localizer, prefix, code string) string {
	if l.Has(prefix + code) {
		return l.T(prefix + code)
	}
	return code
}

// verdict is the outcome for both sides in one sentence.
func verdict(l *lang.Localizer, v *taxation.Verdict) string {
	if v == nil {
		return ""
	}
	comma, stop := ", ", "."
	if l.Zh() {
		comma, stop = "，", "。"
	}
	var parts []string
	for _, s := range v.Sentences {
		parts = append(parts, l.Fill("engine.taxation.verdict."+s.Code, s.Args))
	}
	return strings.Join(parts, comma) + stop
}

// prefillRecognition begins the form with what the contract fixes: the equipment is
// no technology amount, and a royalty has no amount yet.
func prefillRecognition(l *lang.Localizer, out map[string]string, d hall.DealData) {
	if k := d.Recognition; k != nil { // opened again, it begins with what was registered
		for path, text := range moveform.ValuesOf(k) {
			out[path] = text
		}
		return
	}
	if d.Terms == nil {
		return
	}
	tech := (d.Terms.Price - d.Terms.Equipment).Plain()
	out["total"], out["technology"], out["income"], out["kind"] = d.Terms.Price.Plain(), tech, tech, word(l, "deal", string(d.Terms.Deal))
}
