package taxation

import (
	"fmt"
	"regexp"
	"slices"

	"quanlian/base/errs"
	"quanlian/base/money"
)

// maxPrice keeps products of amounts within int64.
// Unit: fen. Source: our own limit, 100 billion yuan.
const maxPrice money.Fen = 10_000_000 * money.Wan

// longestLife of a right.
// Unit: months. Source: our own limit; copyright, the longest right, lives under 200 years.
const longestLife = 2400

// rateForm keeps a rate short, so that no exponent can make the arithmetic endless.
var rateForm = regexp.MustCompile(`^0(\.[0-9]{1,8})?$`)

var (
	subjects = []Subject{Invention, UtilityModel, Design, PatentApplication, KnowHow, SoftwareCopyright, Copyright,
		ICLayout, PlantVariety, BiomedVariety, OtherDetermined, Trademark, Data}
	kinds     = []Kind{Assignment, Licence, Development, Consulting, Service}
	partKinds = []PartKind{Technology, RelatedService, SeparateService, Equipment, ResearchOutlay}
)

// Check finds every fault of the facts at once.
func (d *Deal) Check() error {
	var l errs.List
	oneOf := func(ok bool, field string, value any) {
		if !ok {
			l.Add(errs.At(field, "engine.taxation.unknown_value", errs.Args{"field": field, "value": fmt.Sprint(value)}))
		}
	}
	if !d.Signed.Valid() {
		l.Add(errs.At("signed", "engine.taxation.bad_date", errs.Args{"value": string(d.Signed)}))
	}
	for field, day := range map[string]Date{"event": d.Event, "invoiced": d.Invoiced} {
		if day != "" && !day.Valid() {
			l.Add(errs.At(field, "engine.taxation.bad_date", errs.Args{"value": string(day)}))
		}
	}
	oneOf(slices.Contains(subjects, d.Subject), "subject", d.Subject)
	oneOf(slices.Contains(kinds, d.Kind), "kind", d.Kind)
	oneOf(d.Basis == NetOfVAT || d.Basis == GrossOfVAT, "basis", d.Basis)
	oneOf(slices.Contains([]Way{"", Exempt, Taxed, Simplified}, d.Way), "way", d.Way)
	oneOf(slices.Contains([]string{"", "month", "quarter", "occasion"}, d.SellerBooks.VATPeriod), "seller_books.vat_period", d.SellerBooks.VATPeriod)
	oneOf(slices.Contains([]string{"", "city", "town", "other"}, d.SellerBooks.Place), "seller_books.place", d.SellerBooks.Place)
	d.checkParty(&l, oneOf, "seller", d.Seller)
	d.checkParty(&l, oneOf, "buyer", d.Buyer)
	if d.Kind == Licence && d.Licence == nil {
		l.Add(errs.At("licence", "engine.taxation.licence_terms", nil))
	}
	if d.Licence != nil {
		oneOf(slices.Contains([]Exclusivity{Exclusive, Sole, Ordinary}, d.Licence.Exclusivity), "licence.exclusivity", d.Licence.Exclusivity)
		oneOf(d.Licence.Months > 0, "licence.months", d.Licence.Months)
	}
	d.checkMoney(&l)
	return l.Err()
}

func (d *Deal) checkParty(l *errs.List, oneOf func(bool, string, any), field string, p Party) {
	oneOf(slices.Contains([]PartyType{Enterprise, NonEnterprise, SoleTrader, Individual}, p.Type), field+".type", p.Type)
	oneOf(p.VAT == General || p.VAT == SmallScale, field+".vat", p.VAT)
	oneOf(slices.Contains([]CITStatus{"", Standard, HighTech, SmallMicro}, p.CIT), field+".cit", p.CIT)
	oneOf(slices.Contains([]string{"", "per_time", "quarter", "year"}, p.StampFiling), field+".stamp_filing", p.StampFiling)
	for name, day := range map[string]Date{".simplified_since": p.SimplifiedSince, ".waived_since": p.WaivedSince} {
		if day != "" && !day.Valid() {
			l.Add(errs.At(field+name, "engine.taxation.bad_date", errs.Args{"value": string(day)}))
		}
	}
	if p.Type == Individual && p.VAT == General {
		l.Add(errs.At(field+".vat", "engine.taxation.individual_is_small", nil))
	}
}

func (d *Deal) checkMoney(l *errs.List) {
	b, p := d.SellerBooks, d.Papers
	for _, a := range []struct {
		field string
		fen   money.Fen
	}{
		{"price", d.Price}, {"returned", d.Returned}, {"seller_books.cost", b.Cost}, {"seller_books.apportioned", b.Apportioned},
		{"seller_books.other_taxes", b.OtherTaxes}, {"seller_books.other_cost", b.OtherCost}, {"seller_books.direct_input", b.DirectInput},
		{"seller_books.shared_input", b.SharedInput}, {"seller_books.other_sales", b.OtherSales},
		{"papers.technology_amount", p.TechnologyAmount}, {"papers.technology_income", p.TechnologyIncome},
	} {
		if a.fen < 0 || a.fen > maxPrice {
			l.Add(errs.At(a.field, "engine.taxation.bad_amount", errs.Args{"field": a.field, "amount": a.fen.String()}))
		}
	}
	sum := money.Fen(0)
	for i, part := range d.parts() {
		field := fmt.Sprintf("parts[%d]", i)
		if !slices.Contains(partKinds, part.Kind) {
			l.Add(errs.At(field, "engine.taxation.unknown_value", errs.Args{"field": field, "value": string(part.Kind)}))
		}
		if part.Amount < 0 || part.Amount > maxPrice {
			l.Add(errs.At(field, "engine.taxation.bad_amount", errs.Args{"field": field, "amount": part.Amount.String()}))
		}
		sum += part.Amount
	}
	if sum != d.Price {
		l.Add(errs.At("parts", "engine.taxation.parts_sum", errs.Args{"sum": sum.String(), "price": d.Price.String()}))
	}
	if p.TechnologyIncome > p.TechnologyAmount {
		l.Add(errs.At("papers.technology_income", "engine.taxation.recognised_order", nil))
	}
	d.checkBuyer(l)
}

func (d *Deal) checkBuyer(l *errs.List) {
	b := d.BuyerBooks
	if b.LifeMonths < 0 || b.LifeMonths > longestLife {
		l.Add(errs.At("buyer_books.life_months", "engine.taxation.bad_months", errs.Args{"months": b.LifeMonths}))
	}
	if b.CreditDelayMonths < 0 || b.CreditDelayMonths > longestLife {
		l.Add(errs.At("buyer_books.credit_delay_months", "engine.taxation.bad_months", errs.Args{"months": b.CreditDelayMonths}))
	}
	if b.DiscountRate == "" {
		return
	}
	if !rateForm.MatchString(b.DiscountRate) {
		l.Add(errs.At("buyer_books.discount_rate", "engine.taxation.bad_rate", errs.Args{"rate": b.DiscountRate}))
	}
}
