package taxation

import (
	"strings"

	"github.com/shopspring/decimal"

	"quanlian/base/errs"
	"quanlian/base/money"
)

// buyerLines adds the buyer's side: payment, credit, cost, amortisation.
func (s *Sheet) buyerLines(b Book, d *Deal, v vatResult) error {
	price, err := b.Get("vat.price")
	if err != nil {
		return err
	}
	pay := Line{Side: BuyerSide, Item: "payment", Base: s.Net, Rate: one, Amount: s.Gross}.cite(price)
	pay.Formula = same(s.Net.String() + "+" + s.VAT.String())
	if s.Gross == 0 {
		pay.Why = "no_amount"
	}
	credit, err := v.creditLine(b, d)
	if err != nil {
		return err
	}
	s.Lines = append(append(s.Lines, pay, credit), s.buyerStamp...)
	s.Buyer = BuyerSum{Pays: s.Gross, Credit: credit.Amount, Stamp: sum(s.Lines, BuyerSide, "stamp")}
	for _, p := range v.parts {
		if p.Kind.handsOver() {
			s.Buyer.Capitalised += p.Net
			if credit.Amount == 0 {
				s.Buyer.Capitalised += p.VAT
			}
		}
	}
	cost, err := b.Get("amortisation.cost")
	if err != nil {
		return err
	}
	capital := Line{Side: BuyerSide, Item: "capitalised", Base: s.Buyer.Capitalised, Rate: one, Amount: s.Buyer.Capitalised}.cite(cost)
	capital.Formula = same(s.Gross.String() + "−" + credit.Amount.String())
	capital.Verified, capital.Tag = false, "M" // whether stamp duty enters the tax base was not settled
	if s.Buyer.Pays-credit.Amount != s.Buyer.Capitalised {
		capital.Formula = Text{"其中技术部分" + s.Buyer.Capitalised.String(), "of which technology " + s.Buyer.Capitalised.String()}
	}
	if capital.Amount == 0 {
		capital.Why = "no_amount"
	}
	s.Lines = append(s.Lines, capital)
	return s.deductions(b, d)
}

// deductions adds the amortisation and values what it saves the buyer.
func (s *Sheet) deductions(b Book, d *Deal) error {
	a, err := Amortise(b, s.Buyer.Capitalised, d.BuyerBooks.LifeMonths)
	if err != nil {
		return err
	}
	s.Buyer.PerYear, s.Buyer.Months, s.Buyer.Schedule = a.PerYear, a.Months, a.Schedule
	s.Lines = append(s.Lines, a.Line)
	if d.BuyerBooks.LifeMonths > 0 { // the shorter or longer life is a choice: the statutory one stands beside it
		other, err := Amortise(b, s.Buyer.Capitalised, 0)
		if err != nil {
			return err
		}
		if other.Months != a.Months && other.PerYear > 0 {
			other.Line.Item, other.Line.Why = "amortisation_statutory", "instead"
			s.Lines = append(s.Lines, other.Line)
		}
	}
	first := s.Buyer.Pays - s.Buyer.Credit - s.Buyer.Capitalised + s.Buyer.Stamp // other parts and stamp: first year
	if d.at != nil {
		first += d.at.buyerStamp
	}
	rate := decimal.Zero
	l := Line{Side: BuyerSide, Item: "deduction_value", Base: s.Buyer.Capitalised + first}
	if deducts(d.Buyer) {
		rule, err := ownRate(b, d.Buyer)
		if err != nil {
			return err
		}
		rate = rule.Number()
		l = l.cite(rule)
	} else {
		l.Why = "buyer_deducts_nothing"
	}
	savings := make([]money.Fen, len(a.Schedule))
	for i, y := range a.Schedule {
		if i == 0 {
			y += first
		}
		savings[i] = y.MulRate(rate)
		s.Buyer.Deduction += savings[i]
	}
	l.Rate, l.Amount, l.Formula = rate, s.Buyer.Deduction, times(l.Base, rate)
	if l.Amount == 0 && l.Why == "" {
		l.Why = "no_amount"
	}
	s.Lines = append(s.Lines, l)
	s.Buyer.Cost = s.Buyer.Pays - s.Buyer.Credit + s.Buyer.Stamp - s.Buyer.Deduction
	return s.discount(d, savings)
}

// deducts reports whether the buyer has an income tax from which it deducts: an
// enterprise, or another unit whose income tax is named.
func deducts(p Party) bool {
	return !p.NonResident && (p.Type == Enterprise || p.Type == NonEnterprise && p.CIT != "")
}

// discount gives the present value: payment and stamp today, the credit after its
// delay (simple interest within the year's rate), each year's saving at its end.
func (s *Sheet) discount(d *Deal, savings []money.Fen) error {
	if d.BuyerBooks.DiscountRate == "" {
		return nil
	}
	bare, share := strings.CutSuffix(d.BuyerBooks.DiscountRate, "%")
	rate, err := decimal.NewFromString(bare)
	if share { // 6% is 0.06
		rate = rate.Shift(-2)
	}
	if err != nil {
		return errs.At("buyer_books.discount_rate", "engine.taxation.bad_rate", errs.Args{"rate": d.BuyerBooks.DiscountRate})
	}
	delay := decimal.NewFromInt(int64(d.BuyerBooks.CreditDelayMonths)).DivRound(decimal.NewFromInt(12), 12)
	credit := money.FromDecimal(s.Buyer.Credit.Decimal().DivRound(one.Add(rate.Mul(delay)), 16))
	pv := s.Buyer.Pays + s.Buyer.Stamp - credit - presentValue(savings, rate)
	s.Buyer.CostPV = &pv
	return nil
}
