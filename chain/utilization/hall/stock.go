package hall

import "quanlian/catalogue/lang"

// stock are the words with which the form of an offer begins, in the language of
// whoever fills it in.
var stock = []string{"territory", "field", "whole", "entry", "improve", "disputes"}

// Stock is such a word in the language of a reader; any other text stands as it
// was typed.
func Stock(l *lang.Localizer, text string) string {
	for _, x := range stock {
		key := "web.hall.offer_default." + x
		if text == lang.For(lang.Zh).T(key) || text == lang.For(lang.En).T(key) {
			return l.T(key)
		}
	}
	return text
}

// SaidBy is the listing with the words of the form in a language; the record holds
// the Chinese ones.
func (d ListingData) SaidBy(l *lang.Localizer) ListingData {
	d.Territory, d.Field = Stock(l, d.Territory), Stock(l, d.Field)
	return d
}

// SaidBy are the terms with the words of the form in a language. The record and
// the contract hold the Chinese ones: the Chinese contract is the one that counts.
func (x Terms) SaidBy(l *lang.Localizer) Terms {
	parts := make([]Part, len(x.Tranches))
	for i, p := range x.Tranches {
		p.Name = Stock(l, p.Name)
		parts[i] = p
	}
	if x.Tranches != nil {
		x.Tranches = parts
	}
	back := make([]BackLicence, len(x.Back))
	for i, b := range x.Back {
		b.Territory, b.Field = Stock(l, b.Territory), Stock(l, b.Field)
		back[i] = b
	}
	if x.Back != nil {
		x.Back = back
	}
	x.Territory, x.Field = Stock(l, x.Territory), Stock(l, x.Field)
	x.Improve, x.Disputes = Stock(l, x.Improve), Stock(l, x.Disputes)
	return x
}
