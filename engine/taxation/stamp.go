package taxation

import (
	"slices"

	"quanlian/base/money"
)

// stampItem names the rule of the tax item (税目) of a part, "" when the table names none.
func stampItem(d *Deal, k PartKind) string {
	switch {
	case k == Equipment:
		return "stamp.goods"
	case k == SeparateService, d.Kind == Development, d.Kind == Consulting, d.Kind == Service:
		return "stamp.technology"
	}
	switch d.Subject {
	case Invention, UtilityModel, Design:
		if d.Kind == Licence {
			return "stamp.licence"
		}
		return "stamp.transfer"
	case Trademark, Copyright, SoftwareCopyright:
		if d.Kind == Assignment {
			return "stamp.transfer"
		}
		return "" // the table names the transfer of these rights only
	case KnowHow:
		if d.Kind == Licence {
			return "stamp.transfer" // 专有技术使用权转让书据
		}
		return "stamp.technology"
	case Data:
		return ""
	}
	return "stamp.technology"
}

// stampBase is one tax item with the amount that counts.
type stampBase struct {
	rule   Rule
	part   PartKind
	amount money.Fen
}

// stampDuty gives the lines of both parties: each pays on its own amount.
func stampDuty(b Book, d *Deal, v vatResult) ([]Line, error) {
	if d.PriceOpen {
		return openStamp(b), nil
	}
	bases, free, err := stampBases(b, d, v)
	if err != nil {
		return nil, err
	}
	var out []Line
	for _, side := range []struct {
		side  Side
		party Party
	}{{SellerSide, d.Seller}, {BuyerSide, d.Buyer}} {
		for _, base := range bases {
			out = append(out, stampLine(b, side.side, side.party, base))
		}
		for _, l := range free {
			l.Side = side.side
			out = append(out, l)
		}
	}
	return out, nil
}

// stampBases gives the taxed items and lines for parts that bear no stamp duty.
func stampBases(b Book, d *Deal, v vatResult) (bases []stampBase, free []Line, err error) {
	for _, p := range listedParts(v.parts) {
		amount := d.listed(p)
		id := stampItem(d, p.Kind)
		if id == "" || p.Kind == ResearchOutlay {
			why := "stamp_not_listed"
			if id != "" {
				why = "research_outlay"
			}
			free = append(free, Line{Item: "stamp", Part: p.Kind, Base: amount, Why: why, Tag: "M", Formula: same("0.00")})
			continue
		}
		rule, err := b.Get(id)
		if err != nil {
			return nil, nil, err
		}
		bases = append(bases, stampBase{rule, p.Kind, amount})
	}
	if d.PartsUnlisted && len(bases) > 1 {
		bases = []stampBase{highest(bases)}
	}
	return bases, free, nil
}

// listedParts are the parts as the contract lists them: what only the recognition sets
// apart stands in it as technology.
func listedParts(list []vatPart) []vatPart {
	var out []vatPart
	for _, p := range list {
		i := slices.IndexFunc(out, func(x vatPart) bool { return x.Kind.handsOver() })
		if !p.Kind.ofRecognition() || i < 0 {
			out = append(out, p)
			continue
		}
		out[i].Net, out[i].VAT = out[i].Net+p.Net, out[i].VAT+p.VAT
	}
	return out
}

// listed is what the contract lists of a part (印花税法第五条): what came back of it
// later changes nothing.
func (d *Deal) listed(p vatPart) money.Fen {
	amount, of := p.Net, p.Net
	if d.VATUnlisted {
		amount += p.VAT
	}
	if d.Returned == 0 || p.Kind != Technology {
		return amount
	}
	if d.Basis == GrossOfVAT {
		of += p.VAT
	}
	if of == 0 {
		return amount + d.Returned
	}
	return amount.MulRate((of + d.Returned).Decimal().Div(of.Decimal()))
}

// highest joins items that the contract does not list apart under the highest rate.
func highest(bases []stampBase) stampBase {
	top := bases[0]
	var total money.Fen
	for _, x := range bases {
		total += x.amount
		if x.rule.Number().GreaterThan(top.rule.Number()) {
			top.rule = x.rule
		}
	}
	return stampBase{rule: top.rule, amount: total}
}

// stampLine is one item of one party, halved for small taxpayers.
func stampLine(b Book, side Side, p Party, base stampBase) Line {
	l := Line{Side: side, Item: "stamp", Part: base.part, Base: base.amount, Rate: base.rule.Number()}.cite(base.rule)
	l.Formula = times(l.Base, l.Rate)
	l.Amount = l.Base.MulRate(l.Rate)
	if half, ok := b.Find("stamp.half.small"); ok && p.smallRelief() {
		l.Rate = l.Rate.Mul(half.Number())
		l.Formula = same(l.Base.String() + "×" + percent(base.rule.Number()) + "×" + percent(half.Number()))
		l.Amount = l.Base.MulRate(l.Rate)
		l = l.and(half)
	}
	if l.Amount == 0 {
		l.Why = "no_amount"
	}
	return l
}

// openStamp is zero until the amount is known (印花税法第六条).
func openStamp(b Book) []Line {
	rule, _ := b.Find("stamp.open")
	var out []Line
	for _, side := range []Side{SellerSide, BuyerSide} {
		out = append(out, Line{Side: side, Item: "stamp", Why: "price_open", Formula: same("0.00")}.cite(rule))
	}
	return out
}

// stampReminders are the days by which both parties file.
func stampReminders(signed Book, d *Deal) []Reminder {
	var out []Reminder
	for _, x := range []struct {
		side  Side
		party Party
	}{{SellerSide, d.Seller}, {BuyerSide, d.Buyer}} {
		if r, ok := stampDue(signed, d, x.party); ok {
			r.Side = x.side
			out = append(out, r)
		}
	}
	return out
}

// stampDue is the day by which a party files, before any roll over a holiday.
func stampDue(b Book, d *Deal, p Party) (Reminder, bool) {
	rule, ok := b.Find("stamp.due")
	if !ok {
		return Reminder{}, false
	}
	days := int(rule.Number().IntPart())
	from := d.Signed
	settled := d.at != nil && !d.PriceOpen // a royalty: the amount came with the settlement (第六条)
	if settled {
		from = d.event()
	}
	switch p.StampFiling {
	case "quarter":
		from = from.quarterEnd()
	case "year":
		from = from.yearEnd()
	}
	r := Reminder{Code: "stamp", Due: from.addDays(days), Basis: rule.Basis}
	open, known := b.Find("stamp.open")
	if !known || !settled && !d.PriceOpen {
		return r, true
	}
	r.Code = "stamp_on_settlement"
	if r.Basis = open.Basis; d.PriceOpen {
		r.Due = ""
		return r, true
	}
	// That the days run from the settlement stands in neither article: said with the basis.
	r.Basis = Text{open.Basis.ZH + "；" + rule.Basis.ZH + "（自结算之日起算，待核）", open.Basis.EN + "; " + rule.Basis.EN + " (reckoned from the settlement, unverified)"}
	return r, true
}
