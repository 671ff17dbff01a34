package taxation

import (
	"cmp"
	"slices"

	"quanlian/base/errs"
	"quanlian/base/money"
)

// Payment is one payment of a contract; it is taxed on its own day.
type Payment struct {
	ID       string    `json:"id"`                 // tells it in the pot of its year
	No       int       `json:"no"`                 // of the tranche that it pays
	Day      Date      `json:"day"`                // on which it came to the seller: its income's
	Invoiced Date      `json:"invoiced,omitempty"` // an invoice before Day, with which the VAT arises
	Amount   money.Fen `json:"amount_fen"`         // on the basis of the deal
	Royalty  bool      `json:"royalty,omitempty"`  // the contract states no amount: stamp duty on settlement
	Special  bool      `json:"special_invoice,omitempty"`
	// LifeMonths is what is left of the buyer's right; 0 takes the deal's.
	// Unit: months.
	LifeMonths int `json:"life_months,omitempty"`
}

// PaymentSheet is one payment with its taxes.
type PaymentSheet struct {
	Payment
	Sheet Sheet `json:"sheet"`
}

// YearSheet is what falls into one year.
type YearSheet struct {
	Year  int   `json:"year"`
	Sheet Sheet `json:"sheet"`
}

// Course is a contract taxed payment by payment. Stamp duty on what the contract
// lists falls on the day of signing, once; VAT and income on each payment's own.
type Course struct {
	Signing  Sheet          `json:"signing"` // stamp duty on the contract only
	Payments []PaymentSheet `json:"payments"`
	Years    []YearSheet    `json:"years"`
	Total    Sheet          `json:"total"`
	Days     []Rule         `json:"days"` // by which a payment belongs to its day
}

// place is where a payment stands in its contract.
type place struct {
	sales                   money.Fen  // other sales of the VAT period, own payments included
	stampDone               bool       // the contract's stamp duty stands elsewhere
	sellerStamp, buyerStamp money.Fen  // of the contract, borne by this payment's income
	own                     []Transfer // other payments of the contract in the year
}

// NewCourse taxes a contract payment by payment. Price and Parts of d are what the
// contract fixes, Returned what of it came back; year gives what else the seller's
// year holds. What the seller states once for the deal (cost, expenses, inputs) is
// shared over the fixed payments by their amounts, and over royalties where none is.
func NewCourse(rules *Rules, d Deal, payments []Payment, year func(int) Year) (Course, error) {
	var out Course
	if err := d.Check(); err != nil {
		return out, err
	}
	d = d.recognised()
	out.Days = dayRules(rules.At(d.Signed), d.Kind)
	payments = slices.Clone(payments)
	slices.SortStableFunc(payments, func(a, b Payment) int { return cmp.Compare(a.Day, b.Day) })
	deals, err := dealsOf(d, payments)
	if err != nil {
		return out, err
	}
	if out.Signing, err = signing(rules, d, deals); err != nil {
		return out, err
	}
	incomes := make([]*Transfer, len(deals)) // nil: takes nothing from the pot
	for i := range deals {
		deals[i].at.sales = periodSales(rules, d, payments, i)
		if i == 0 {
			deals[i].at.sellerStamp, deals[i].at.buyerStamp = out.Signing.Seller.Stamp, out.Signing.Buyer.Stamp
		}
		s, err := NewSheet(rules, deals[i], Year{})
		if err != nil {
			return out, err
		}
		if s.CIT != nil && s.CIT.Why == "" {
			incomes[i] = &Transfer{ID: payments[i].ID, Date: payments[i].Day, Income: s.CIT.Income}
		}
	}
	for i, p := range payments {
		for j, t := range incomes {
			if j != i && t != nil && t.Date.Year() == p.Day.Year() {
				deals[i].at.own = append(deals[i].at.own, *t)
			}
		}
		s, err := NewSheet(rules, deals[i], year(p.Day.Year()))
		if err != nil {
			return out, err
		}
		out.Payments = append(out.Payments, PaymentSheet{p, s})
	}
	out.sum()
	return out, nil
}

// dayRules say on which day VAT and income of a payment arise.
func dayRules(b Book, k Kind) []Rule {
	out := []Rule{}
	for _, id := range []string{"vat.time", "cit.time." + string(k)} {
		if r, ok := b.Find(id); ok {
			out = append(out, r)
		}
	}
	return out
}

// dealsOf cuts the deal into its payments.
func dealsOf(d Deal, payments []Payment) ([]Deal, error) {
	fixed := slices.ContainsFunc(payments, func(p Payment) bool { return !p.Royalty })
	of := max(d.Price, 1)
	if !fixed {
		of = 0
		for _, p := range payments {
			of += p.Amount
		}
		of = max(of, 1)
	}
	var so money.Fen // of the fixed price before the payment
	out := make([]Deal, 0, len(payments))
	ids := map[string]bool{}
	for _, p := range payments {
		if !p.Day.Valid() || ids[p.ID] {
			return nil, errs.At("payments", "engine.taxation.bad_day", errs.Args{"field": "payments", "value": string(p.Day)})
		}
		ids[p.ID] = true
		x := d
		x.ID, x.Event, x.Invoiced, x.Price, x.Returned, x.SpecialInvoice = p.ID, p.Day, p.Invoiced, p.Amount, 0, p.Special
		x.Parts, x.PriceOpen, x.at, x.split = nil, false, &place{stampDone: !p.Royalty}, true
		share := func(f money.Fen) money.Fen { return upTo(f, so+p.Amount, of) - upTo(f, so, of) }
		b := &x.SellerBooks
		switch {
		case p.Royalty && fixed:
			share = func(money.Fen) money.Fen { return 0 }
		case p.Royalty:
			if rest := d.restOfRoyalty(p.Amount); rest > 0 {
				x.Parts = []Part{{Technology, p.Amount - rest}, {restKinds[d.Papers.Rest], rest}}
			}
		default:
			left := p.Amount
			for _, part := range d.Parts {
				if part.Kind != Technology {
					a := share(part.Amount)
					x.Parts, left = append(x.Parts, Part{part.Kind, a}), left-a
				}
			}
			if len(x.Parts) > 0 {
				x.Parts = append([]Part{{Technology, left}}, x.Parts...)
			}
		}
		for _, f := range []*money.Fen{&b.Cost, &b.Apportioned, &b.OtherTaxes, &b.OtherCost, &b.DirectInput, &b.SharedInput, &b.OtherSales} {
			*f = share(*f)
		}
		if p.LifeMonths > 0 {
			x.BuyerBooks.LifeMonths = p.LifeMonths
		}
		if !p.Royalty || !fixed {
			so += p.Amount
		}
		out = append(out, x)
	}
	return out, nil
}

// upTo is the share of f that falls on the first so of the whole: shares of one
// after the other sum to f, to the fen.
func upTo(f, so, whole money.Fen) money.Fen {
	return money.FromDecimal(f.Decimal().Mul(so.Decimal()).DivRound(whole.Decimal(), 16))
}

// signing is the stamp duty on what the contract lists, in the way of the first payment.
func signing(rules *Rules, d Deal, deals []Deal) (Sheet, error) {
	s := Sheet{RulesVersion: RulesVersion, DealID: d.ID, Signed: d.Signed, Event: d.Signed, Disclaimer: Disclaimer, Conditions: []Condition{}, Documents: []Document{}, Notices: []Notice{}}
	d.PriceOpen = d.PriceOpen || d.Price+d.Returned == 0
	day := d.vatDay()
	if len(deals) > 0 {
		day = deals[0].vatDay()
		d.SpecialInvoice, d.Event, d.Invoiced = deals[0].SpecialInvoice, deals[0].Event, deals[0].Invoiced
	}
	b := rules.At(day)
	conds := vatConditions(b, &d)
	way, err := chooseWay(b, &d, conds)
	if err != nil {
		return s, err
	}
	v, err := computeVAT(b, &d, way, conds)
	if err != nil {
		return s, err
	}
	signed := rules.At(d.Signed)
	if s.Lines, err = stampDuty(signed, &d, v); err != nil {
		return s, err
	}
	s.Seller.Stamp, s.Buyer.Stamp = sum(s.Lines, SellerSide, "stamp"), sum(s.Lines, BuyerSide, "stamp")
	s.Seller.Keeps, s.Buyer.Cost = -s.Seller.Stamp, s.Buyer.Stamp
	s.Way = way
	s.Reminders = stampReminders(signed, &d)
	return s, nil
}

// periodSales are the seller's other sales in the VAT period of a payment.
func periodSales(rules *Rules, d Deal, payments []Payment, i int) money.Fen {
	sales := d.SellerBooks.OtherSales
	if d.Seller.VAT != SmallScale {
		return sales
	}
	period := d.vatPeriod()
	for j, p := range payments {
		if j == i || p.vatDay().period(period) != payments[i].vatDay().period(period) {
			continue
		}
		net := p.Amount
		if levy, ok := rules.At(p.vatDay()).Find("vat.levy.small"); ok && d.Basis == GrossOfVAT {
			net, _ = TakeVAT(net, levy.Number())
		}
		sales += net
	}
	return sales
}

// vatDay is the day on which the VAT of a payment arises (增值税法第二十八条).
func (p Payment) vatDay() Date {
	if p.Invoiced != "" && p.Invoiced < p.Day {
		return p.Invoiced
	}
	return p.Day
}

// sum fills the years and the total. Signing counts in its own year.
func (c *Course) sum() {
	by := map[int][]Sheet{c.Signing.Signed.Year(): {c.Signing}}
	all := []Sheet{c.Signing}
	for _, p := range c.Payments {
		by[p.Day.Year()] = append(by[p.Day.Year()], p.Sheet)
		all = append(all, p.Sheet)
	}
	c.Years = nil
	for y, list := range by {
		c.Years = append(c.Years, YearSheet{y, merged(c.Signing.DealID, list)})
	}
	slices.SortFunc(c.Years, func(a, b YearSheet) int { return a.Year - b.Year })
	c.Total = merged(c.Signing.DealID, all)
}

// For is the course as one side may see it, see [Sheet.For].
func (c Course) For(side Side) Course {
	c.Payments, c.Years = slices.Clone(c.Payments), slices.Clone(c.Years)
	for i := range c.Payments {
		c.Payments[i].Sheet = c.Payments[i].Sheet.For(side)
	}
	for i := range c.Years {
		c.Years[i].Sheet = c.Years[i].Sheet.For(side)
	}
	c.Signing, c.Total = c.Signing.For(side), c.Total.For(side)
	return c
}
