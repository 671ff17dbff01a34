package taxation

import "slices"

// shared are the seller's items that the buyer reads on the invoice anyway: how
// the price splits, and that the tax is spared.
var shared = []string{"output_vat", "vat_relief"}

// For is the sheet as one side may see it: the price and its VAT, and of the
// rest what is the side's own. What a side pays and keeps follows from its own
// books, which are nobody else's business.
func (s Sheet) For(side Side) Sheet {
	s.Lines = slices.DeleteFunc(slices.Clone(s.Lines), func(l Line) bool { return l.Side != side && !slices.Contains(shared, l.Item) })
	s.Reminders = slices.DeleteFunc(slices.Clone(s.Reminders), func(r Reminder) bool { return r.Side != side })
	s.Notices = nil
	if side != SellerSide {
		s.Seller, s.CIT = SellerSum{}, nil
		s.Conditions = slices.DeleteFunc(slices.Clone(s.Conditions), func(c Condition) bool { return c.Tax == "cit" })
	}
	if side != BuyerSide {
		s.Buyer = BuyerSum{}
	}
	return s
}
