package taxation

import (
	"github.com/shopspring/decimal"

	"quanlian/base/money"
)

// vatPart is one part of the price with its VAT.
type vatPart struct {
	Kind     PartKind
	Net, VAT money.Fen
	line     Line
	foregone money.Fen // VAT that the exemption spares
}

// vatResult is the VAT of the deal in one way.
type vatResult struct {
	way       Way
	parts     []vatPart
	net, vat  money.Fen
	below     bool // a small-scale seller under the threshold
	directOut money.Fen
	sharedOut money.Fen
	ownInput  money.Fen // creditable input that belongs to the deal
	payable   money.Fen // VAT of the deal after its own input, never below zero
}

// simplifies reports whether the simplified levy reaches the part.
func (k PartKind) simplifies() bool { return !k.isGoods() && k != RestService }

// handsOver reports whether the part is technology or what hands it over.
func (k PartKind) handsOver() bool {
	return k == Technology || k == RelatedService || k == ResearchOutlay
}

// computeVAT taxes every part in the way given and the input VAT behind them.
func computeVAT(b Book, d *Deal, way Way, conds []Condition) (vatResult, error) {
	res := vatResult{way: way}
	for _, p := range d.parts() {
		vp, err := vatOfPart(b, d, way, p, whyTaxed(d, p.Kind, conds))
		if err != nil {
			return res, err
		}
		res.parts = append(res.parts, vp)
		res.net += vp.Net
		res.vat += vp.VAT
	}
	res.applyThreshold(b, d)
	res.inputs(d)
	return res, nil
}

// whyTaxed is why a part that could be exempt is not, "" when it is.
func whyTaxed(d *Deal, k PartKind, conds []Condition) string {
	switch {
	case k.ofRecognition():
		return "not_technology_amount"
	case k == Equipment:
		return "equipment_is_goods"
	case k == SeparateService:
		return "free_standing_service"
	case k == RelatedService && !d.Papers.assumed && !d.Papers.SameInvoice:
		return "not_same_invoice"
	}
	return firstUnmet("vat", conds)
}

// vatOfPart taxes one part: exempt, or by the rate or levy of the way.
func vatOfPart(b Book, d *Deal, way Way, p Part, why string) (vatPart, error) {
	rateRule, err := b.Get(rateID(d, way, p.Kind))
	if err != nil {
		return vatPart{}, err
	}
	rate := rateRule.Number()
	out := vatPart{Kind: p.Kind}
	base := Line{Side: SellerSide, Item: "output_vat", Part: p.Kind}
	if way == Exempt && why == "" {
		out.Net = p.Amount
		out.foregone = p.Amount.MulRate(rate)
		base.Base, base.Rate, base.Why = out.Net, decimal.Zero, "exempt"
		base.Formula = Text{out.Net.String() + "，免税", out.Net.String() + ", exempt"}
		out.line = citeExemption(b, d, base)
		return out, nil
	}
	if d.Basis == GrossOfVAT {
		out.Net, out.VAT = TakeVAT(p.Amount, rate)
	} else {
		out.Net = p.Amount
		out.VAT = p.Amount.MulRate(rate)
	}
	base.Base, base.Rate, base.Amount = out.Net, rate, out.VAT
	base.Formula = times(out.Net, rate)
	if d.Basis == GrossOfVAT {
		base.Formula = same(p.Amount.String() + "÷(1+" + percent(rate) + ")×" + percent(rate))
	}
	if out.VAT == 0 {
		base.Why = "no_amount"
	}
	out.line = base.cite(rateRule)
	if assumed, ok := b.Find("vat.rest.unnamed"); ok && p.Kind == RestUnnamed && d.Seller.VAT == General {
		out.line = out.line.and(assumed)
	}
	return out, nil
}

// rateID names the rule of the rate or levy.
func rateID(d *Deal, way Way, k PartKind) string {
	switch {
	case d.Seller.VAT == SmallScale:
		return "vat.levy.small"
	case k.isGoods():
		return "vat.rate.goods"
	case way == Simplified && k.simplifies():
		return "vat.simplified.nonenterprise"
	}
	return "vat.rate.services"
}

// citeExemption names every rule on which an exempt line rests.
func citeExemption(b Book, d *Deal, l Line) Line {
	if r, ok := copyrightRule(b, d); ok {
		return l.cite(r)
	}
	r, _ := b.Find("vat.exempt.technology")
	l = l.cite(r)
	if scope, ok := scopeRule(b, d); ok {
		l = l.and(scope)
	}
	if r, ok := b.Find("vat.exempt.licence"); ok && d.Kind == Licence {
		l = l.and(r)
	}
	return l
}

// applyThreshold frees the whole deal when a small-scale seller stays below the
// threshold of its period; reaching it taxes the whole.
func (v *vatResult) applyThreshold(b Book, d *Deal) {
	if d.Seller.VAT != SmallScale || v.vat == 0 {
		return
	}
	sales := d.SellerBooks.OtherSales
	if d.at != nil {
		sales = d.at.sales
	}
	rule, ok := b.Find("vat.threshold." + d.vatPeriod())
	if !ok || !BelowThreshold(rule, v.net+sales) {
		return
	}
	v.below = true
	for i := range v.parts {
		p := &v.parts[i]
		if p.line.Why == "exempt" {
			continue
		}
		if d.Basis == GrossOfVAT { // nothing is taken out of a price that holds no VAT
			p.Net += p.VAT
		}
		v.net += p.Net - p.line.Base
		p.VAT = 0
		p.line.Base, p.line.Rate, p.line.Amount, p.line.Why = p.Net, decimal.Zero, 0, "below_threshold"
		p.line.Formula = Text{"销售额低于" + rule.Money().String(), "sales below " + rule.Money().String()}
		p.line = p.line.cite(rule)
	}
	v.vat = 0
}

// inputs finds the input VAT that the way makes uncreditable and what is left to pay.
func (v *vatResult) inputs(d *Deal) {
	if d.Seller.VAT == SmallScale {
		v.payable = v.vat
		return
	}
	var closed money.Fen // sales whose input may not be credited
	for _, p := range v.parts {
		if v.closes(p) {
			closed += p.Net
		}
	}
	all := v.net + d.SellerBooks.OtherSales
	v.sharedOut = SharedInputOut(d.SellerBooks.SharedInput, closed, all)
	v.directOut = SharedInputOut(d.SellerBooks.DirectInput, closed, v.net)
	ownShared := SharedInputOut(d.SellerBooks.SharedInput, v.net, all)
	v.ownInput = d.SellerBooks.DirectInput - v.directOut + ownShared - v.sharedOut
	v.payable = max(0, v.vat-v.ownInput)
}

// closes reports whether the input VAT behind a part may not be credited.
func (v *vatResult) closes(p vatPart) bool {
	return p.line.Why == "exempt" || v.way == Simplified && p.Kind.simplifies()
}

// creditLine is the buyer's credit, zero with its reason.
func (v *vatResult) creditLine(b Book, d *Deal) (Line, error) {
	rule, err := b.Get("vat.credit")
	if err != nil {
		return Line{}, err
	}
	l := Line{Side: BuyerSide, Item: "credit", Base: v.vat, Rate: one, Amount: v.vat}.cite(rule)
	l.Formula = Text{"凭专用发票抵扣", "on a special VAT invoice"}
	switch {
	case d.Buyer.VAT == SmallScale:
		l.Amount, l.Why = 0, "buyer_small_scale"
	case d.Buyer.NoCredit:
		l.Amount, l.Why = 0, "buyer_use_not_creditable"
	case v.vat == 0 && v.way == Exempt:
		l.Why = "exempt_no_special_invoice"
		l.Tag, l.Verified = "M", false
	case v.vat == 0:
		l.Why = "no_vat_charged"
	case d.Seller.Type == Individual:
		l.Tag, l.Verified = "M", false // the office may issue a special invoice for an individual: not read
	}
	return l, nil
}
