package hall

import (
	"quanlian/base/calendar"
	"quanlian/base/errs"
	"quanlian/engine/taxation"
	"quanlian/registry"
)

// noSpecial refuses a special VAT invoice for a sale that is exempt on its day. One
// that only may become exempt is not refused: its payment is taxed then.
func (r Rules) noSpecial(d DealData, no string, day calendar.Date) *errs.Error {
	x, err := d.TaxDeal(no, day)
	if err != nil {
		return nil // no terms, no sale: other rules speak
	}
	s, err := taxation.NewSheet(r.Tax, x, taxation.Year{})
	if err != nil || s.Way != taxation.Exempt {
		return nil
	}
	return errs.At("kind", "utilization.hall.invoice_special_exempt", nil)
}

// Assumed is a fact that a side did not state, and what is taken instead.
type Assumed struct {
	Side taxation.Side
	Text said
}

// Assumed lists what the tax sheet takes for granted because nobody stated it, as
// the side may read it; "" reads all. What the other side left open is told only
// where the reader's own figures rest on it.
func (d DealData) Assumed(reader taxation.Side) []Assumed {
	var out []Assumed
	add := func(side taxation.Side, shared bool, code string, as said) {
		if reader != "" && reader != side && !shared {
			return
		}
		who := say("engine.taxation.side.", string(side))
		what := say("utilization.hall.assumed.", code)
		zh, en := sayFilled("utilization.hall.assumed", errs.Args{"side": who.ZH, "what": what.ZH, "as": as.ZH}), sayFilled("utilization.hall.assumed", errs.Args{"side": who.EN, "what": what.EN, "as": as.EN})
		out = append(out, Assumed{side, said{zh.ZH, en.EN}})
	}
	as := func(code string) said { return say("utilization.hall.assumed.as.", code) }
	for _, x := range []struct {
		side  taxation.Side
		party PartyRef
		facts *TaxFacts
	}{{taxation.SellerSide, d.Seller, d.SellerTax}, {taxation.BuyerSide, d.Buyer, d.BuyerTax}} {
		p := taxParty(x.party, x.facts)
		if x.facts == nil || x.facts.VAT == "" {
			add(x.side, true, "vat", as(string(p.VAT)))
		}
		if p.CIT != "" && (x.facts == nil || x.facts.CIT == "") {
			add(x.side, false, "cit", as(string(p.CIT)))
		}
	}
	if d.SellerTax == nil {
		add(taxation.SellerSide, true, "separate_accounts", as("kept"))
		add(taxation.SellerSide, true, "same_invoice", as("same"))
		add(taxation.SellerSide, true, "waiver", as("none"))
		add(taxation.SellerSide, false, "books", as("zero"))
		add(taxation.SellerSide, false, "year", as("none"))
	}
	if d.RestUnnamed() {
		add(taxation.SellerSide, true, "rest", as("goods"))
	}
	if d.BuyerTax == nil {
		life := as("ten_years")
		if d.Terms != nil && d.Terms.Deal == registry.LicenceDeal {
			life = as("term")
		}
		add(taxation.BuyerSide, false, "life", life)
	}
	add(taxation.SellerSide, true, "resident", as("resident"))
	return out
}
