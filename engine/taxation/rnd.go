package taxation

import (
	"github.com/shopspring/decimal"

	"quanlian/base/errs"
	"quanlian/base/money"
)

// Research is the research outlay of a taxpayer's year (研发费用).
type Research struct {
	FirstFive         money.Fen `json:"first_five_fen"` // staff, direct, depreciation, amortisation, design and trial
	Other             money.Fen `json:"other_fen,omitempty"`
	Commissioned      money.Fen `json:"commissioned_fen,omitempty"`       // to domestic parties
	Abroad            money.Fen `json:"abroad_fen,omitempty"`             // to organisations abroad
	AbroadIndividuals money.Fen `json:"abroad_individuals_fen,omitempty"` // to individuals abroad: never counts
	AbroadRegistered  bool      `json:"abroad_registered,omitempty"`      // technology contract registered
	Chips             bool      `json:"chips_or_machine_tools,omitempty"` // on the official list of the year
	ExcludedIndustry  bool      `json:"excluded_industry,omitempty"`      // 财税〔2015〕119号
	CapitalisedMonths int       `json:"capitalised_months,omitempty"`     // 0: expensed
	OwnRate           CITStatus `json:"cit,omitempty"`
}

// ResearchResult is the extra deduction, its lines and what it saves.
type ResearchResult struct {
	Lines   []Line    `json:"lines"`
	Counted money.Fen `json:"counted_fen"`
	Extra   money.Fen `json:"extra_fen"`     // in the first year when capitalised
	Saved   money.Fen `json:"tax_saved_fen"` // of that year
}

// SuperDeduct computes the extra deduction of a year's research outlay.
func SuperDeduct(b Book, r Research) (ResearchResult, error) {
	for _, f := range []money.Fen{r.FirstFive, r.Other, r.Commissioned, r.Abroad, r.AbroadIndividuals} {
		if f < 0 || f > maxPrice {
			return ResearchResult{}, errs.At("research", "engine.taxation.bad_amount", errs.Args{"field": "research", "amount": f.String()})
		}
	}
	if r.CapitalisedMonths < 0 || r.CapitalisedMonths > longestLife {
		return ResearchResult{}, errs.At("research.capitalised_months", "engine.taxation.bad_months", errs.Args{"months": r.CapitalisedMonths})
	}
	var out ResearchResult
	if err := out.count(b, r); err != nil {
		return out, err
	}
	id := "rnd.extra"
	if _, ok := b.Find("rnd.extra.chips"); ok && r.Chips {
		id = "rnd.extra.chips"
	}
	extra, err := b.Get(id)
	if err != nil {
		return out, err
	}
	rate, err := ownRate(b, Party{CIT: r.OwnRate})
	if err != nil {
		return out, err
	}
	l := Line{Side: BuyerSide, Item: "rnd_extra", Base: out.Counted, Rate: extra.Number()}.cite(extra)
	if r.CapitalisedMonths > 0 {
		l.Item = "rnd_extra_amortised"
		l.Base = yearly(out.Counted, r.CapitalisedMonths)[0]
	}
	l.Amount = l.Base.MulRate(l.Rate)
	l.Formula = times(l.Base, l.Rate)
	if r.ExcludedIndustry {
		l.Amount, l.Why = 0, "excluded_industry"
	} else if l.Amount == 0 {
		l.Why = "no_amount"
	}
	out.Extra = l.Amount
	out.Saved = out.Extra.MulRate(rate.Number())
	saved := Line{Side: BuyerSide, Item: "rnd_saved", Base: out.Extra, Rate: rate.Number(), Amount: out.Saved, Formula: times(out.Extra, rate.Number()), Why: l.Why}.cite(rate)
	out.Lines = append(out.Lines, l, saved)
	return out, nil
}

// count adds up what counts: own outlay with other costs capped, commissions at 80 %, abroad capped.
func (o *ResearchResult) count(b Book, r Research) error {
	rules, err := b.several("rnd.other.cap", "rnd.commissioned", "rnd.abroad.cap")
	if err != nil {
		return err
	}
	ten, eighty, third := rules[0], rules[1], rules[2]
	put := func(item string, base money.Fen, rate decimal.Decimal, amount money.Fen, why string, by Rule) {
		if amount != 0 {
			why = ""
		}
		o.Lines = append(o.Lines, Line{Side: BuyerSide, Item: item, Base: base, Rate: rate, Amount: amount, Formula: times(base, rate), Why: why}.cite(by))
		o.Counted += amount
	}
	put("rnd_first_five", r.FirstFive, one, r.FirstFive, "no_amount", ten)
	capOther := r.FirstFive.MulRate(ten.Number().DivRound(one.Sub(ten.Number()), 16))
	put("rnd_other", r.Other, one, min(r.Other, capOther), "no_amount", ten)
	put("rnd_commissioned", r.Commissioned, eighty.Number(), r.Commissioned.MulRate(eighty.Number()), "no_amount", eighty)
	abroad := min(r.Abroad.MulRate(eighty.Number()), o.Counted.MulRate(third.Number()))
	why := "no_amount"
	if !r.AbroadRegistered && r.Abroad > 0 {
		abroad, why = 0, "abroad_not_registered"
	}
	put("rnd_abroad", r.Abroad, eighty.Number(), abroad, why, third)
	if r.AbroadIndividuals > 0 {
		put("rnd_abroad_individuals", r.AbroadIndividuals, decimal.Zero, 0, "foreign_individuals", third)
	}
	return nil
}
