package hall

import (
	"quanlian/base/errs"
	"quanlian/base/money"
	"quanlian/engine/taxation"
)

// RecognisedRest is what of the fixed price the recognition does not count as
// technology, besides the equipment that the contract names.
func (d DealData) RecognisedRest() money.Fen {
	if d.Recognition == nil || d.Terms == nil {
		return 0
	}
	return taxation.Deal{Price: d.Terms.Price, Parts: partsOf(d.Terms.Price, d.Terms.Equipment), Papers: d.papers()}.RestOf()
}

// royaltyRest reports whether royalties without a fixed price hold what is no technology.
func (d DealData) royaltyRest() bool {
	return d.Recognition != nil && d.Terms != nil && d.Terms.Price == 0 && d.Recognition.Technology < d.Recognition.Total
}

// RestUnnamed reports whether nothing says what the rest is, though its VAT hangs on it.
func (d DealData) RestUnnamed() bool {
	return (d.RecognisedRest() > 0 || d.royaltyRest()) && d.Recognition.Rest == "" && taxParty(d.Seller, d.SellerTax).VAT == taxation.General
}

// RecognisedWords tell what the recognition takes from the reliefs, and what lies
// beyond it.
func (d DealData) RecognisedWords(no string) []said {
	var out []said
	k := d.Recognition
	if rest := d.RecognisedRest(); rest > 0 || d.royaltyRest() {
		what, key := say("utilization.hall.rest_is.", "named."+string(k.Rest)), "utilization.hall.recognised_rest"
		if k.Rest == "" {
			what = say("utilization.hall.rest_is.", map[bool]string{true: "unnamed", false: "levy"}[d.RestUnnamed()])
		}
		if rest == 0 {
			key, rest = "utilization.hall.recognised_rest_royalty", k.Total-k.Technology
		}
		args := errs.Args{"total": k.Total.String(), "recognised": k.Technology.String(), "rest": rest.String()}
		w := sayFilled(key, args)
		out = append(out, said{w.ZH + what.ZH, w.EN + " " + what.EN})
	}
	if args, ok := d.RecognisedBelow(no); ok {
		out = append(out, sayFilled("utilization.hall.recognised_below", args))
	}
	return out
}

// RecognisedBelow reports whether royalties put what is taxed as technology beyond the
// technology amount of the recognition, and gives both in yuan.
func (d DealData) RecognisedBelow(no string) (errs.Args, bool) {
	if d.Recognition == nil || d.Terms == nil {
		return nil, false
	}
	price, _, err := d.taxable(no)
	taxed := price - d.Terms.Equipment - d.RecognisedRest()
	if d.royaltyRest() {
		taxed = price.MulRate(d.Recognition.Technology.Decimal().Div(d.Recognition.Total.Decimal()))
	}
	if err != nil || taxed <= d.Recognition.Technology {
		return nil, false
	}
	return errs.Args{"recognised": d.Recognition.Technology.String(), "taxed": taxed.String()}, true
}

// LineName is what a line of a sheet is called, with the part of the price that it
// speaks of where that is not the technology.
func LineName(n taxation.Line) said {
	w := say("engine.taxation.item.", n.Item)
	if n.Part == "" || n.Part == taxation.Technology {
		return w
	}
	p := say("engine.taxation.part.", string(n.Part))
	return said{w.ZH + "：" + p.ZH, w.EN + ": " + p.EN}
}
