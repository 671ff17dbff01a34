package hall

import (
	"context"

	"github.com/a-h/templ"

	"quanlian/catalogue/lang"
	"quanlian/chain/utilization/hall"
	"quanlian/kernel"
	"quanlian/web/pages/caseview"
	"quanlian/web/site"
	"quanlian/web/ui"
)

type offersView struct {
	L     *lang.Localizer
	Table ui.Table
	Tax   ui.Link // while there is something to compare
}

// agreedPart is one part of what was agreed; Fact says it in short.
type agreedPart struct {
	Key, Title, Fact string
	Body             templ.Component
}

// stands is where the deal stands: what was delivered, the money, and what was
// agreed, which is folded once it is signed.
func (p pages) stands(ctx context.Context, v *site.Visit, c kernel.Case, d hall.DealData) ([]templ.Component, error) {
	var out []templ.Component
	var account templ.Component
	if d.Terms != nil && p.Book != nil {
		m, err := p.money(ctx, v, c, d)
		if err != nil {
			return nil, err
		}
		account = moneyPanel(m)
	}
	handed := deliveredOf(ctx, v, d)
	if d.DeliveredDigest() != "" { // what waits for the buyer's word comes first
		out = append(out, deliveredPanel(handed))
	}
	signed := d.Contract != nil && d.Contract.Signatures.Both()
	if signed && account != nil { // from the signature on, where the money is comes first
		out = append(out, account)
	}
	if len(handed.Batches) > 0 && d.DeliveredDigest() == "" {
		out = append(out, deliveredPanel(handed))
	}
	agreed := p.agreed(ctx, v, c, d, signed)
	if signed {
		return append(out, caseview.Later(agreedPanel(v.L, v.Env.CaseURL(c)+"/tax", agreed))), nil
	}
	for i, x := range agreed {
		if i == len(agreed)-1 && account != nil { // the record is the last
			out = append(out, account)
		}
		out = append(out, partPanel(x))
	}
	return out, nil
}

// agreed are the offers, the terms, the signatures and, last, the record.
func (p pages) agreed(ctx context.Context, v *site.Visit, c kernel.Case, d hall.DealData, signed bool) []agreedPart {
	var out []agreedPart
	l := v.L
	add := func(key, title, fact string, body templ.Component) {
		out = append(out, agreedPart{Key: key, Title: title, Fact: fact, Body: body})
	}
	if n := len(d.Offers); n > 0 {
		add("offers", l.T("web.hall.offers"), l.T("web.hall.rounds", "n", n), offersTable(offers(v, c, d, signed)))
	}
	switch o := d.LastOffer(); {
	case d.Terms != nil:
		add("terms", l.T("web.hall.terms"), d.Terms.Price.String()+l.T("web.ui.yuan"), termsList(terms(l, d)))
	case o != nil: // nobody accepts what they cannot read
		add("terms", l.T("web.hall.term.offered", "who", l.T("web.role."+string(o.By))), "", termsList(termsView{L: l, Facts: termFacts(l, o.Terms)}))
	}
	if d.Contract != nil {
		add("signing", l.T("web.hall.signing"), l.MonthDay(d.Contract.Drafted), signingState(p.signing(ctx, v, d)))
	}
	add("record", l.T("web.hall.record"), "", factsList(append(askedFacts(l, c.State, d), dealFacts(v, d)...)))
	return out
}

func offers(v *site.Visit, c kernel.Case, d hall.DealData, signed bool) offersView {
	l := v.L
	t := ui.Table{Stack: true, Cols: []ui.Col{{Text: l.T("web.hall.offer_by")}, {Text: l.T("web.hall.offer_what")}, {Text: l.T("web.hall.offer_when")}, {Text: l.T("web.hall.offer_price"), Right: true}}}
	for i := len(d.Offers) - 1; i >= 0; i-- {
		o := d.Offers[i]
		t.Rows = append(t.Rows, ui.Row{Cells: []ui.Cell{{Text: l.T("web.role." + string(o.By))}, {Text: word(l, "deal", string(o.Terms.Deal)), Sub: o.Note}, {Text: l.Moment(o.At, v.Env.Now())}, {Text: o.Terms.Price.String(), NoWrap: true}}})
	}
	x := offersView{L: l, Table: t}
	if !signed {
		x.Tax = ui.Link{Text: l.T("web.hall.compare_tax"), Href: v.Env.CaseURL(c) + "/tax"}
	}
	return x
}
