package taxation

// surcharges are the taxes on the VAT paid for the deal (附加税费), each a line.
func surcharges(b Book, d *Deal, v vatResult) ([]Line, error) {
	place := d.SellerBooks.Place
	if place == "" {
		place = "city"
	}
	var out []Line
	for _, x := range []struct{ item, id string }{
		{"surcharge_urban", "surcharge.urban." + place}, {"surcharge_education", "surcharge.education"}, {"surcharge_local", "surcharge.education.local"},
	} {
		rule, err := b.Get(x.id)
		if err != nil {
			return nil, err
		}
		l := Line{Side: SellerSide, Item: x.item, Base: v.payable, Rate: rule.Number()}.cite(rule)
		if half, ok := b.Find("surcharge.half.small"); ok && d.Seller.smallRelief() {
			l.Rate = l.Rate.Mul(half.Number())
			l = l.and(half)
		}
		l.Amount = l.Base.MulRate(l.Rate)
		l.Formula = times(l.Base, l.Rate)
		if v.payable > 0 && v.ownInput > 0 {
			l.Formula = same("(" + v.vat.String() + "−" + v.ownInput.String() + ")×" + percent(l.Rate))
		}
		if l.Amount == 0 {
			l.Why = "no_vat_paid"
		}
		out = append(out, l)
	}
	return out, nil
}
