package taxation

import (
	"github.com/shopspring/decimal"

	"quanlian/base/money"
)

// Amortisation is the buyer's straight-line deduction of an acquired intangible.
type Amortisation struct {
	Cost     money.Fen   `json:"cost_fen"`
	Months   int         `json:"months"`
	PerYear  money.Fen   `json:"per_year_fen"`
	Schedule []money.Fen `json:"schedule_fen"` // shape (years); the last may be a part of a year
	Line     Line        `json:"line"`
}

// Amortise spreads the cost over the contractual or legal life, or over the statutory
// ten years when lifeMonths is 0 (实施条例第六十七条).
func Amortise(b Book, cost money.Fen, lifeMonths int) (Amortisation, error) {
	rule, err := b.Get("amortisation.life")
	if err != nil {
		return Amortisation{}, err
	}
	if least := int(rule.Number().IntPart()); lifeMonths <= 0 {
		lifeMonths = least
	} else if agreed, ok := b.Find("amortisation.agreed"); ok {
		rule = agreed
	}
	a := Amortisation{Cost: cost, Months: lifeMonths, Schedule: yearly(cost, lifeMonths)}
	a.PerYear = a.Schedule[0]
	years := decimal.NewFromInt(int64(lifeMonths)).DivRound(decimal.NewFromInt(12), 4)
	a.Line = Line{Side: BuyerSide, Item: "amortisation", Base: cost, Rate: one.DivRound(years, 6), Amount: a.PerYear}.cite(rule)
	a.Line.Formula = Text{cost.String() + "÷" + years.String() + "年", cost.String() + " ÷ " + years.String() + " years"}
	if a.PerYear == 0 {
		a.Line.Why = "no_amount"
	}
	return a, nil
}

// yearly divides an amount over years by months; the years sum to it exactly.
func yearly(amount money.Fen, months int) []money.Fen {
	var weights []int64
	for ; months > 0; months -= 12 {
		weights = append(weights, int64(min(months, 12)))
	}
	return money.Split(amount, weights)
}

// presentValue discounts yearly amounts, each at the end of its year, at rate per year.
func presentValue(amounts []money.Fen, rate decimal.Decimal) money.Fen {
	factor, total := one, decimal.Zero
	for _, a := range amounts {
		factor = factor.DivRound(one.Add(rate), 20)
		total = total.Add(a.Decimal().Mul(factor))
	}
	return money.FromDecimal(total)
}
