package taxation

import (
	"quanlian/base/errs"
	"quanlian/base/money"
)

// RoyaltyPrepayment is the tax that the payer withholds from one receipt of an
// individual licensor: small receipts less a fixed sum, others counted at 80 %.
func RoyaltyPrepayment(b Book, receipt money.Fen) (Line, error) {
	rules, err := b.several("pit.royalty.counted", "pit.royalty.prepay", "pit.royalty.fixed_up_to", "pit.royalty.fixed")
	if err != nil {
		return Line{}, err
	}
	counted, rate, upTo, fixed := rules[0], rules[1], rules[2], rules[3]
	l := Line{Side: SellerSide, Item: "pit_royalty", Rate: rate.Number()}.cite(counted)
	if receipt <= upTo.Money() {
		l.Base = max(0, receipt-fixed.Money())
		l.Formula = same("(" + receipt.String() + "−" + fixed.Money().String() + ")×" + percent(rate.Number()))
		l = l.cite(fixed)
	} else {
		l.Base = receipt.MulRate(counted.Number())
		l.Formula = same(receipt.String() + "×" + percent(counted.Number()) + "×" + percent(rate.Number()))
	}
	l.Amount = l.Base.MulRate(l.Rate)
	if l.Amount == 0 {
		l.Why = "no_income"
	}
	return l.and(rate), nil
}

// PropertyTransfer is the tax of an individual who sells title: income less what the
// right cost and reasonable expenses, at the rate of transfers of property.
func PropertyTransfer(b Book, income, cost, expenses money.Fen) (Line, error) {
	rule, err := b.Get("pit.property")
	if err != nil {
		return Line{}, err
	}
	l := Line{Side: SellerSide, Item: "pit_property", Base: max(0, income-cost-expenses), Rate: rule.Number()}.cite(rule)
	l.Amount = l.Base.MulRate(l.Rate)
	l.Formula = same("(" + income.String() + "−" + cost.String() + "−" + expenses.String() + ")×" + percent(l.Rate))
	if l.Amount == 0 {
		l.Why = "no_income"
	}
	return l, nil
}

// CashReward is what of a cash reward for a service invention counts as wages
// (职务科技成果转化现金奖励): half, if a non-profit research body or university pays it
// within three years of the income under a registered contract, else all.
type CashReward struct {
	Reward     money.Fen `json:"reward_fen"`
	NonProfit  bool      `json:"non_profit"`
	Registered bool      `json:"registered"`
	IncomeOn   Date      `json:"income_on"`
	PaidOn     Date      `json:"paid_on"`
}

// Counted gives the line of what counts as wages; its Why says why not half.
func (c CashReward) Counted(b Book) (Line, error) {
	rules, err := b.several("pit.cash_reward.counted", "pit.cash_reward.within")
	if err != nil {
		return Line{}, err
	}
	if !c.IncomeOn.Valid() || !c.PaidOn.Valid() || c.Reward < 0 || c.Reward > maxPrice {
		return Line{}, errs.At("cash_reward", "engine.taxation.bad_reward", nil)
	}
	half, within := rules[0], rules[1]
	l := Line{Side: SellerSide, Item: "cash_reward_counted", Base: c.Reward, Rate: one, Amount: c.Reward}.cite(half)
	switch {
	case !c.NonProfit:
		l.Why = "reward_payer_not_non_profit"
	case !c.Registered:
		l.Why = "no_recognition"
	case c.PaidOn > c.IncomeOn.addMonths(int(within.Number().IntPart())):
		l.Why = "reward_paid_late"
	default:
		l.Rate = half.Number()
		l.Amount = c.Reward.MulRate(l.Rate)
	}
	l.Formula = times(l.Base, l.Rate)
	return l, nil
}

// several gets rules that are needed together.
func (b Book) several(ids ...string) ([]Rule, error) {
	out := make([]Rule, 0, len(ids))
	for _, id := range ids {
		r, err := b.Get(id)
		if err != nil {
			return nil, err
		}
		out = append(out, r)
	}
	return out, nil
}

// personalTax taxes an individual seller.
func personalTax(b Book, d *Deal, v vatResult, o outgo) (Line, error) {
	switch d.Kind {
	case Licence:
		return RoyaltyPrepayment(b, v.net)
	case Assignment:
		return PropertyTransfer(b, v.net, d.SellerBooks.Cost, o.inputOut+o.surcharge+o.stamp+d.SellerBooks.OtherTaxes+d.SellerBooks.Apportioned)
	}
	return Line{Side: SellerSide, Item: "pit", Base: v.net, Why: "not_computed_labour", Formula: same("0.00")}, nil
}
