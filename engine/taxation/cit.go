package taxation

import (
	"github.com/shopspring/decimal"

	"quanlian/base/money"
)

// CITResult is the income tax on the technology part of a deal.
type CITResult struct {
	Revenue  money.Fen  `json:"revenue_fen"`
	Income   money.Fen  `json:"income_fen"` // 技术转让所得
	Share    *Share     `json:"share,omitempty"`
	Tax      money.Fen  `json:"tax_fen"`
	Without  money.Fen  `json:"without_relief_fen"`
	Saved    money.Fen  `json:"saved_fen"`
	Why      string     `json:"why,omitempty"` // why there is no relief
	Pot      money.Fen  `json:"pot_fen"`
	PotUsed  money.Fen  `json:"pot_used_before_fen"`
	PotLeft  money.Fen  `json:"pot_left_fen"`
	YearPlan YearResult `json:"year"`
}

// TransferIncome is 技术转让所得: revenue less net cost (or amortisation of a licensed
// right), related taxes and apportioned period expenses (国税函〔2009〕212号; 公告2015年第82号).
func TransferIncome(revenue, cost, taxes, apportioned money.Fen) money.Fen {
	return revenue - cost - taxes - apportioned
}

// citConditions lists what the income-tax relief hangs on, met or not.
func citConditions(b Book, d *Deal) []Condition {
	general, _ := b.Find("cit.transfer.conditions")
	scope, _ := b.Find("cit.transfer.scope")
	related, _ := b.Find("cit.transfer.related")
	var out []Condition
	add := func(code string, met, curable bool, basis Text, why string) {
		c := Condition{Tax: "cit", Code: code, Met: met, Curable: curable, Basis: basis}
		if !met {
			c.Why = why
		}
		out = append(out, c)
	}
	legal := d.Seller.Type == Enterprise || d.Seller.Type == NonEnterprise
	add("cit_resident", legal && !d.Seller.NonResident, false, general.Basis, "not_resident_enterprise")
	add("cit_scope", scope.lists(string(d.Subject)) && !(d.Subject == Design && d.SimpleLook), false, scope.Basis, "cit_out_of_scope")
	formRule, why := transferForm(b, d)
	add("cit_form", why == "", false, formRule.Basis, why)
	add("cit_not_related", !d.Related100, false, related.Basis, "related_100")
	if d.Papers.CrossBorder {
		add("cit_commerce", d.Papers.assumed || d.Papers.CommerceNo != "", true, general.Basis, "no_commerce_certificate")
	} else {
		add("cit_recognition", d.Papers.assumed || d.Papers.RecognitionNo != "", true, general.Basis, "no_recognition")
	}
	add("cit_separate_accounts", d.Papers.assumed || d.Papers.SeparateAccounts, true, general.Basis, "no_separate_accounts")
	return out
}

// transferForm checks the form of the transfer: title, a global exclusive licence, or
// since 2015-10-01 a non-exclusive licence of owned technology, licences of 60 months or more.
func transferForm(b Book, d *Deal) (Rule, string) {
	exclusive, _ := b.Find("cit.transfer.exclusive")
	if d.Kind == Assignment {
		r, _ := b.Find("cit.transfer.conditions")
		return r, ""
	}
	if d.Kind != Licence || d.Licence == nil {
		return exclusive, "cit_not_transfer"
	}
	long := func(r Rule) bool { return decimal.NewFromInt(int64(d.Licence.Months)).GreaterThanOrEqual(r.Number()) }
	if d.Licence.Exclusivity == Exclusive {
		switch {
		case !long(exclusive):
			return exclusive, "licence_too_short"
		case !d.Licence.Global:
			return exclusive, "licence_not_global"
		}
		return exclusive, ""
	}
	plain, ok := b.Find("cit.transfer.nonexclusive")
	switch {
	case !ok:
		return exclusive, "nonexclusive_not_yet"
	case !long(plain):
		return plain, "licence_too_short"
	case !d.Licence.Owned:
		return plain, "licence_not_owned"
	}
	return plain, ""
}

// ownRate is the party's own income-tax rate.
func ownRate(b Book, p Party) (Rule, error) {
	status := p.CIT
	if status == "" {
		status = Standard
	}
	return b.Get("cit.rate." + string(status))
}

// outgo is what the deal costs the seller before income tax.
type outgo struct{ inputOut, surcharge, stamp money.Fen }

// split shares the outgo between the technology and the other parts, each by what it
// rests on: surcharges by the VAT, input that may not be credited by the sales that
// close it, stamp duty by the net price.
func (o outgo) split(v vatResult) (tech, other money.Fen) {
	var net, vat, closed [2]int64
	for _, p := range v.parts {
		i := 1
		if p.Kind.handsOver() {
			i = 0
		}
		net[i], vat[i] = net[i]+int64(p.Net), vat[i]+int64(p.VAT)
		if v.closes(p) {
			closed[i] += int64(p.Net)
		}
	}
	for _, x := range []struct {
		sum money.Fen
		by  [2]int64
	}{{o.surcharge, vat}, {o.inputOut, closed}, {o.stamp, net}} {
		shares := money.Split(x.sum, x.by[:])
		if shares == nil { // nothing to go by
			shares = []money.Fen{x.sum, 0}
		}
		tech, other = tech+shares[0], other+shares[1]
	}
	return tech, other
}

// incomeTax taxes the technology part with the relief if its conditions are met, and
// the other parts at the seller's own rate.
func incomeTax(b Book, d *Deal, v vatResult, o outgo, year Year, conds []Condition) (*CITResult, []Line, error) {
	rate, err := ownRate(b, d.Seller)
	if err != nil {
		return nil, nil, err
	}
	res := &CITResult{Why: firstUnmet("cit", conds)}
	techTaxes, otherTaxes := o.split(v)
	for _, p := range v.parts {
		if p.Kind.handsOver() {
			res.Revenue += p.Net
		}
	}
	books := d.SellerBooks
	taxes := techTaxes + books.OtherTaxes
	res.Income = TransferIncome(res.Revenue, books.Cost, taxes, books.Apportioned)
	res.Without = max(0, res.Income).MulRate(rate.Number())
	lines := []Line{incomeLine(b, res, books, taxes)}
	more, err := res.settle(b, d, year, rate)
	if err != nil {
		return nil, nil, err
	}
	lines = append(lines, more...)
	if res.Revenue != v.net {
		l := Line{Side: SellerSide, Item: "cit_other", Base: v.net - res.Revenue - books.OtherCost - otherTaxes, Rate: rate.Number()}.cite(rate)
		l.Amount = max(0, l.Base).MulRate(l.Rate)
		l.Formula = times(l.Base, l.Rate)
		if l.Amount == 0 {
			l.Why = "no_income"
		}
		lines = append(lines, l)
	}
	return res, lines, nil
}

// incomeLine shows how the income of the technology part comes about.
func incomeLine(b Book, res *CITResult, books SellerBooks, taxes money.Fen) Line {
	rule, _ := b.Find("cit.transfer.conditions")
	l := Line{Side: SellerSide, Item: "transfer_income", Base: res.Revenue, Rate: one, Amount: res.Income}.cite(rule)
	l.Formula = same(res.Revenue.String() + "−" + books.Cost.String() + "−" + taxes.String() + "−" + books.Apportioned.String())
	if res.Income == 0 {
		l.Why = "no_income"
	}
	return l
}

// settle fills the tax and gives its lines: relieved by the year's pot, or ordinary.
func (res *CITResult) settle(b Book, d *Deal, year Year, rate Rule) ([]Line, error) {
	if res.Why != "" {
		res.Tax = res.Without
		l := Line{Side: SellerSide, Item: "cit", Base: max(0, res.Income), Rate: rate.Number(), Amount: res.Tax}.cite(rate)
		l.Formula = times(l.Base, l.Rate)
		if l.Amount == 0 {
			l.Why = "no_income"
		}
		no := Line{Side: SellerSide, Item: "cit_relief", Base: max(0, res.Income), Why: res.Why, Formula: same("0.00")}
		pot, _ := b.Find("cit.transfer.pot")
		return []Line{l, no.cite(pot)}, nil
	}
	if d.at != nil {
		year.own = d.at.own
	}
	plan, share, err := year.with(b, Transfer{ID: d.ID, Date: d.event(), Income: res.Income})
	if err != nil {
		return nil, err
	}
	res.YearPlan, res.Share = plan, &share
	res.Pot, res.PotLeft, res.PotUsed = plan.Pot, share.PotLeft, plan.Pot-share.PotLeft-share.Exempt
	res.Tax, res.Saved = share.Tax, res.Without-share.Tax
	return res.reliefLines(b, share, rate)
}

// reliefLines are the exempt part, the halved part and what the relief saves.
func (res *CITResult) reliefLines(b Book, share Share, rate Rule) ([]Line, error) {
	r, err := reliefOf(b)
	if err != nil {
		return nil, err
	}
	pot, _ := b.Find("cit.transfer.pot")
	exempt := Line{Side: SellerSide, Item: "cit_exempt", Base: share.Exempt, Why: "within_pot"}.cite(pot)
	exempt.Formula = Text{share.Exempt.String() + "，在额度" + r.pot.String() + "内", share.Exempt.String() + ", within the pot of " + r.pot.String()}
	if share.Exempt <= 0 {
		exempt.Why = "pot_used_up"
		if res.Income <= 0 {
			exempt.Why = "no_income"
		}
	}
	half := Line{Side: SellerSide, Item: "cit_half", Base: share.Halved, Rate: r.half.Number().Mul(r.halfRate.Number()), Amount: share.Tax}.cite(r.half).and(r.halfRate)
	half.Formula = same(share.Halved.String() + "×" + percent(r.half.Number()) + "×" + percent(r.halfRate.Number()))
	if share.Tax == 0 {
		half.Why = "nothing_above_pot"
	}
	saved := Line{Side: SellerSide, Item: "cit_relief", Base: share.Relieved, Rate: rate.Number(), Amount: res.Saved}.cite(pot).and(rate)
	saved.Formula = same(res.Without.String() + "−" + share.Tax.String())
	if res.Saved == 0 {
		saved.Why = "no_income"
	}
	return []Line{exempt, half, saved}, nil
}
