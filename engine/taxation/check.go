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
var rateForm = regexp.MustCompile(`^(0(\.[0-9]{1,8})?|[0-9]{1,2}(\.[0-9]{1,6})?%)$`)

var (
	subjects = []Subject{Invention, UtilityModel, Design, PatentApplication, KnowHow, SoftwareCopyright, Copyright,
		ICLayout, PlantVariety, BiomedVariety, OtherDetermined, Trademark, Data}
	kinds     = []Kind{Assignment, Licence, Development, Consulting, Service}
	partKinds = []PartKind{Technology, RelatedService, SeparateService, Equipment, ResearchOutlay}
)

// Check finds every fault of the facts at once.
func (d *Deal) Check() error {
	var l errs.List
	checkDay(&l, "signed", d.Signed, true)
	checkDay(&l, "event", d.Event, false)
	checkDay(&l, "invoiced", d.Invoiced, false)
	oneOf(&l, "subject", d.Subject, subjects...)
	oneOf(&l, "kind", d.Kind, kinds...)
	oneOf(&l, "basis", d.Basis, NetOfVAT, GrossOfVAT)
	oneOf(&l, "way", d.Way, "", Exempt, Taxed, Simplified)
	d.SellerBooks.check(&l)
	checkParty(&l, "seller", d.Seller)
	checkParty(&l, "buyer", d.Buyer)
	if d.Kind == Licence && d.Licence == nil {
		l.Add(errs.At("licence", "engine.taxation.licence_terms", nil))
	}
	if d.Licence != nil {
		oneOf(&l, "licence.exclusivity", d.Licence.Exclusivity, Exclusive, Sole, Ordinary)
		if d.Licence.Months <= 0 {
			l.Add(errs.At("licence.months", "engine.taxation.licence_months", nil))
		}
	}
	d.checkMoney(&l)
	return l.Err()
}

// oneOf adds a fault when a value is not among those allowed; an empty one that is
// not allowed is missing.
func oneOf[T ~string](l *errs.List, field string, value T, allowed ...T) {
	if slices.Contains(allowed, value) {
		return
	}
	words := make([]string, 0, len(allowed))
	for _, a := range allowed {
		if a != "" {
			words = append(words, string(a))
		}
	}
	code := "engine.taxation.unknown_value"
	if value == "" {
		code = "engine.taxation.missing_value"
	}
	l.Add(errs.At(field, code, errs.Args{"field": field, "value": string(value), "allowed": words}))
}

// checkDay adds a fault when a day is none, or missing though it is needed.
func checkDay(l *errs.List, field string, day Date, needed bool) {
	switch {
	case day == "" && needed:
		l.Add(errs.At(field, "engine.taxation.missing_day", errs.Args{"field": field}))
	case day != "" && !day.Valid():
		l.Add(errs.At(field, "engine.taxation.bad_day", errs.Args{"field": field, "value": string(day)}))
	}
}

func checkParty(l *errs.List, field string, p Party) {
	oneOf(l, field+".type", p.Type, Enterprise, NonEnterprise, SoleTrader, Individual)
	oneOf(l, field+".vat", p.VAT, General, SmallScale)
	oneOf(l, field+".cit", p.CIT, "", Standard, HighTech, SmallMicro)
	oneOf(l, field+".stamp_filing", p.StampFiling, "", "per_time", "quarter", "year")
	checkDay(l, field+".simplified_since", p.SimplifiedSince, false)
	checkDay(l, field+".waived_since", p.WaivedSince, false)
	if p.Type == Individual && p.VAT == General {
		l.Add(errs.At(field+".vat", "engine.taxation.individual_is_small", nil))
	}
}

// CheckStated finds every fault of what one side says of itself before anything is
// reckoned; what it leaves out is none.
func CheckStated(vat VATStatus, cit CITStatus, s SellerBooks, b BuyerBooks, y Year) error {
	var l errs.List
	oneOf(&l, "vat", vat, "", General, SmallScale)
	oneOf(&l, "cit", cit, "", Standard, HighTech, SmallMicro)
	s.check(&l)
	b.check(&l)
	checkAmounts(&l, amount{"year.pot_used", y.PotUsed})
	for _, c := range y.Contracts {
		checkDay(&l, "year.contracts", c.Date, true)
	}
	y.sound(&l)
	return l.Err()
}

func (b SellerBooks) check(l *errs.List) {
	oneOf(l, "seller_books.vat_period", b.VATPeriod, "", "month", "quarter", "occasion")
	oneOf(l, "seller_books.place", b.Place, "", "city", "town", "other")
	checkAmounts(l, amount{"seller_books.cost", b.Cost}, amount{"seller_books.apportioned", b.Apportioned}, amount{"seller_books.other_taxes", b.OtherTaxes},
		amount{"seller_books.other_cost", b.OtherCost}, amount{"seller_books.direct_input", b.DirectInput}, amount{"seller_books.shared_input", b.SharedInput},
		amount{"seller_books.other_sales", b.OtherSales})
}

type amount struct {
	field string
	fen   money.Fen
}

func checkAmounts(l *errs.List, list ...amount) {
	for _, a := range list {
		if a.fen < 0 || a.fen > maxPrice {
			l.Add(errs.At(a.field, "engine.taxation.bad_amount", errs.Args{"field": a.field, "amount": a.fen.String()}))
		}
	}
}

func (d *Deal) checkMoney(l *errs.List) {
	p := d.Papers
	checkAmounts(l, amount{"price", d.Price}, amount{"returned", d.Returned}, amount{"papers.contract_total", p.ContractTotal},
		amount{"papers.technology_amount", p.TechnologyAmount}, amount{"papers.technology_income", p.TechnologyIncome})
	sum, sound := money.Fen(0), d.Price >= 0 && d.Price <= maxPrice
	for i, part := range d.parts() {
		field := fmt.Sprintf("parts[%d]", i)
		if !d.split || !part.Kind.ofRecognition() {
			oneOf(l, field, part.Kind, partKinds...)
		}
		if part.Amount < 0 || part.Amount > maxPrice {
			l.Add(errs.At(field, "engine.taxation.bad_amount", errs.Args{"field": field, "amount": part.Amount.String()}))
			sound = false
		}
		sum += part.Amount
	}
	if sound && sum != d.Price { // of an amount that is wrong in itself the sum says nothing more
		l.Add(errs.At("parts", "engine.taxation.parts_sum", errs.Args{"sum": sum.String(), "price": d.Price.String()}))
	}
	p.checkRecognised(l)
	d.BuyerBooks.check(l)
}

func (b BuyerBooks) check(l *errs.List) {
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
