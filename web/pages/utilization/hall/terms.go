package hall

import (
	"context"
	"strings"

	"github.com/shopspring/decimal"

	"quanlian/base/money"
	"quanlian/catalogue/lang"
	"quanlian/chain/utilization/hall"
	"quanlian/kernel"
	"quanlian/ledger"
	"quanlian/registry"
	"quanlian/web/site"
	"quanlian/web/ui"
)

type termsView struct {
	L     *lang.Localizer
	Hash  string // of the text that both sign, "" before there is one
	Facts []ui.Pair
}

// terms puts what was agreed in words: whoever signs reads this first.
func terms(l *lang.Localizer, d hall.DealData) termsView {
	x := termsView{L: l, Facts: termFacts(l, *d.Terms)}
	if d.Contract != nil {
		x.Hash = d.Contract.Hash
	}
	return x
}

// termFacts are all the terms, agreed or offered.
func termFacts(l *lang.Localizer, t hall.Terms) []ui.Pair {
	t = t.SaidBy(l)
	var out []ui.Pair
	add := func(key, text string) {
		if text != "" {
			out = append(out, ui.Pair{Key: l.T(key), Text: text})
		}
	}
	way := word(l, "deal", string(t.Deal))
	if t.Deal == registry.LicenceDeal && t.Licence != "" {
		way += "　" + word(l, "licence", string(t.Licence))
	}
	add("web.hall.way", way)
	if t.ShareOnly {
		add("web.hall.term.share", l.T("web.hall.term.share_only"))
	}
	price := "web.hall.term.price"
	if t.VATIncluded {
		price = "web.hall.term.price_gross"
	}
	out = append(out, ui.Pair{Key: l.T(price), Text: t.Price.String(), Note: capitals(l, t.Price)})
	add("web.hall.term.price_kind", word(l, "price_kind", string(t.PriceKind)))
	out = append(out, tranches(l, t)...)
	if t.Royalty != nil {
		out = append(out, royaltyFacts(l, *t.Royalty)...)
	}
	if t.Deal == registry.LicenceDeal {
		add("web.hall.term.period", t.From.String()+" — "+t.To.String())
		add("web.hall.term.sublicence", sublicence(l, t.Sublicence))
	}
	out = append(out, backFacts(l, t)...)
	add("web.hall.term.territory", t.Territory)
	add("web.hall.term.field", t.Field)
	if t.Equipment > 0 {
		add("web.hall.term.equipment", t.Equipment.String())
	}
	add("web.hall.term.materials", t.Materials)
	add("web.hall.term.acceptance", t.Acceptance)
	add("web.hall.term.improve", t.Improve)
	add("web.hall.term.disputes", t.Disputes)
	out = append(out, ownFacts(l, t)...)
	if t.SilentDays > 0 {
		add("web.hall.term.silent", l.T("web.hall.term.silent_days", "n", t.SilentDays))
	}
	return out
}

// ownFacts are what the sides added to the standard form.
func ownFacts(l *lang.Localizer, t hall.Terms) []ui.Pair {
	var out []ui.Pair
	if sum := t.DamagesOf(); sum > 0 {
		x := ui.Pair{Key: l.T("web.hall.term.damages"), Text: sum.String()}
		if t.Own.DamagesRate.IsPositive() {
			x.Note = l.T("web.hall.term.damages_rate", "rate", t.Own.DamagesRate.Shift(2).String()+"%")
		}
		out = append(out, x)
	}
	for _, x := range []ui.Pair{{Key: "seller_notice", Text: t.Own.SellerNotice}, {Key: "buyer_notice", Text: t.Own.BuyerNotice}} {
		if x.Text != "" {
			out = append(out, ui.Pair{Key: l.T("web.hall.term." + x.Key), Text: x.Text})
		}
	}
	n := 0
	for line := range strings.Lines(t.Own.Further) {
		if line = strings.TrimSpace(line); line != "" {
			n++
			out = append(out, ui.Pair{Key: l.T("web.hall.term.further", "n", n), Text: line})
		}
	}
	return out
}

// backFacts are what a cross licence gives the seller in return.
func backFacts(l *lang.Localizer, t hall.Terms) []ui.Pair {
	var out []ui.Pair
	for i, b := range t.Back {
		out = append(out, ui.Pair{Key: l.T("web.hall.term.back", "n", i+1), Text: b.Title + "　" + b.Right, Note: l.T("web.hall.term.back_where", "territory", b.Territory, "field", b.Field), Href: "/patent/" + b.Right})
	}
	return out
}

// openPrice is what anybody reads while an agreed price stands open (公示): what
// the law names.
func (p pages) openPrice(ctx context.Context, v *site.Visit, d hall.DealData) []ui.Pair {
	l, t := v.L, d.Terms.SaidBy(v.L)
	way := word(l, "deal", string(t.Deal))
	if t.Deal == registry.LicenceDeal && t.Licence != "" {
		way = word(l, "licence", string(t.Licence))
	}
	price := l.T("web.hall.term.price")
	if t.VATIncluded {
		price = l.T("web.hall.term.price_gross")
	}
	buyer := ui.Pair{Key: l.T("web.role.buyer"), Text: d.Buyer.Name}
	if d.Related {
		buyer.Note = l.T("web.hall.open_related")
	}
	out := []ui.Pair{{Key: l.T("web.patent.title"), Text: d.Title}, {Key: l.T("web.patent.number"), Text: d.Right, Href: "/patent/" + d.Right}}
	if view, err := p.Rights.Right(ctx, d.Right); err == nil && view.Right.Abstract != "" { // without it the rest still stands open
		out = append(out, ui.Pair{Key: l.T("web.patent.abstract"), Text: view.Right.Abstract})
	}
	out = append(out, ui.Pair{Key: l.T("web.hall.seller"), Text: d.Seller.Name}, buyer, ui.Pair{Key: l.T("web.hall.way"), Text: way},
		ui.Pair{Key: price, Text: t.Price.String()}, ui.Pair{Key: l.T("web.hall.term.price_kind"), Text: word(l, "price_kind", string(t.PriceKind))})
	if t.Royalty != nil {
		out = append(out, royaltyFacts(l, *t.Royalty)...)
	}
	return append(out, backFacts(l, t)...)
}

// OpenPrice is what the page of publicities shows of a deal.
func OpenPrice(d Deps) func(ctx context.Context, v *site.Visit, c kernel.Case) ([]ui.Pair, error) {
	return func(ctx context.Context, v *site.Visit, c kernel.Case) ([]ui.Pair, error) {
		x, err := dealSeen(v, c)
		if err != nil || x.Publicity == nil || x.Terms == nil {
			return nil, err
		}
		return pages{d}.openPrice(ctx, v, x), nil
	}
}

// openDays are from when until when a price stands open, and where to object.
func openDays(v *site.Visit, no string, d hall.DealData) []ui.Pair {
	l := v.L
	out := []ui.Pair{{Key: l.T("web.hall.open_days"), Text: l.Date(d.Publicity.From.At(0)) + " — " + l.Date(d.Publicity.To.At(0))}}
	out = append(out, v.MovedRows(l.T("web.outage.case_panel"), d.Publicity.Moved(v.Env.Calendar))...)
	return append(out, ui.Pair{Key: l.T("web.hall.open_object"), Text: l.T("web.hall.open_object_go"), Href: "/publicity/" + no, Note: l.T("web.hall.open_object_how")})
}

// royaltyFacts are the running part: rate, steps, least and most, inspection.
func royaltyFacts(l *lang.Localizer, r ledger.Royalty) []ui.Pair {
	rate := func(d decimal.Decimal) string {
		if r.Base == ledger.Units {
			return l.T("web.hall.term.royalty_piece", "yuan", d.String())
		}
		return d.Shift(2).String() + "%"
	}
	out := []ui.Pair{{Key: l.T("web.hall.term.royalty"), Text: word(l, "base", string(r.Base)) + " × " + rate(r.Rate)}}
	add := func(key string, f money.Fen) {
		if f > 0 {
			out = append(out, ui.Pair{Key: l.T("web.hall.term." + key), Text: f.String()})
		}
	}
	if r.Every != "" {
		out = append(out, ui.Pair{Key: l.T("web.hall.term.royalty_every"), Text: hall.EveryIn(l, r), Note: l.T("web.hall.term.royalty_report", "n", r.ReportDays, "partial", hall.PartialIn(l, r))})
	}
	for _, s := range r.Steps {
		out = append(out, ui.Pair{Key: l.T("web.hall.term.royalty_step", "n", s.From), Text: rate(s.Rate)})
	}
	add("royalty_min", r.Min)
	add("royalty_period_cap", r.PeriodCap)
	add("royalty_total_cap", r.TotalCap)
	if r.TotalCap > 0 && r.CapWithEntry {
		out[len(out)-1].Note = l.T("web.hall.term.royalty_cap_entry")
	}
	return append(out, ui.Pair{Key: l.T("web.hall.term.royalty_inspection"), Text: r.Inspection})
}

func tranches(l *lang.Localizer, t hall.Terms) []ui.Pair {
	var out []ui.Pair
	for i, p := range t.Tranches {
		row := ui.Pair{Key: l.T("web.hall.term.tranche", "n", i+1), Text: p.Name + "　" + p.Amount.String()}
		if s := p.ShareIn(); s != "" {
			row.Text += l.T("web.hall.term.tranche_share", "share", s)
		}
		if when := t.WhenIn(l, i+1); when != "" {
			row.Note = l.T("web.hall.term.tranche_when", "needs", when)
		}
		if hall.BeforeTitle(t, i+1) {
			row.Note += l.T("web.hall.term.before_title")
		}
		out = append(out, row)
	}
	return out
}

func sublicence(l *lang.Localizer, allowed bool) string {
	if allowed {
		return l.T("web.hall.term.sublicence_yes")
	}
	return l.T("web.hall.term.sublicence_no")
}

// capitals stand beside an amount in Chinese papers only.
func capitals(l *lang.Localizer, f money.Fen) string {
	if !l.Zh() {
		return ""
	}
	return f.Capitals()
}
