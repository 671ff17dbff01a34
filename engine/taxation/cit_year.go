package taxation

import (
	"cmp"
	"slices"

	"quanlian/base/errs"
	"quanlian/base/money"
)

// Transfer is the income of one contract that meets the conditions of the relief.
type Transfer struct {
	ID     string    `json:"id"`
	Date   Date      `json:"date"`
	Income money.Fen `json:"income_fen"` // may be a loss
}

// Year is what the taxpayer's year holds besides the deal. Name either the other
// contracts or, when only that is known, the part of the pot they have used.
type Year struct {
	Contracts []Transfer `json:"contracts,omitempty"`
	PotUsed   money.Fen  `json:"pot_used_fen,omitempty"`

	own []Transfer // other payments of the same contract
}

// Share is what one contract gets of the year's relief.
type Share struct {
	Transfer
	Exempt   money.Fen `json:"exempt_fen"`   // free of tax, out of the pot
	Halved   money.Fen `json:"halved_fen"`   // income above the pot
	Relieved money.Fen `json:"relieved_fen"` // 减免所得额: exempt and half of the halved
	Taxable  money.Fen `json:"taxable_fen"`
	Tax      money.Fen `json:"tax_fen"`
	PotLeft  money.Fen `json:"pot_left_fen"`
}

// YearResult is a taxpayer-year: one pot over all its contracts.
type YearResult struct {
	Pot    money.Fen `json:"pot_fen"`
	Shares []Share   `json:"shares"`
	Total  Share     `json:"total"`
}

// relief holds the three numbers of the relief on a day.
type relief struct {
	pot            money.Fen
	half, halfRate Rule
}

func reliefOf(b Book) (relief, error) {
	pot, err := b.Get("cit.transfer.pot")
	if err != nil {
		return relief{}, err
	}
	half, err := b.Get("cit.transfer.half")
	if err != nil {
		return relief{}, err
	}
	rate, err := b.Get("cit.transfer.halfrate")
	return relief{pot.Money(), half, rate}, err
}

// of is the relief on the income of a year so far.
func (r relief) of(income money.Fen) Share {
	income = max(income, 0)
	exempt := min(income, r.pot)
	over := income - exempt
	relieved := over.MulRate(r.half.Number())
	taxable := over - relieved
	return Share{
		Transfer: Transfer{Income: income}, Exempt: exempt, Halved: over, Relieved: exempt + relieved,
		Taxable: taxable, Tax: taxable.MulRate(r.halfRate.Number()), PotLeft: r.pot - exempt,
	}
}

// SettleYear shares the year's one pot among its contracts in the order of their
// dates (same day: by id). Each share is the difference the contract makes, so the
// shares sum exactly to the relief of the year's whole income, however it is split.
func SettleYear(b Book, year Year) (YearResult, error) {
	r, err := reliefOf(b)
	if err != nil {
		return YearResult{}, err
	}
	if err := year.check(b.On.Year(), r.pot); err != nil {
		return YearResult{}, err
	}
	return r.share(year.PotUsed, year.Contracts), nil
}

// share settles rows after income that has used a part of the pot already.
func (r relief) share(used money.Fen, contracts []Transfer) YearResult {
	rows := slices.Clone(contracts)
	slices.SortFunc(rows, func(x, y Transfer) int { return cmp.Or(cmp.Compare(x.Date, y.Date), cmp.Compare(x.ID, y.ID)) })
	so := used
	out := YearResult{Pot: r.pot, Shares: make([]Share, 0, len(rows))}
	for _, row := range rows {
		before, after := r.of(so), r.of(so+row.Income)
		so += row.Income
		out.Shares = append(out.Shares, Share{
			Transfer: row, Exempt: after.Exempt - before.Exempt, Halved: after.Halved - before.Halved,
			Relieved: after.Relieved - before.Relieved, Taxable: after.Taxable - before.Taxable,
			Tax: after.Tax - before.Tax, PotLeft: after.PotLeft,
		})
	}
	out.Total = r.of(so)
	out.Total.Income = so
	return out
}

// check refuses contracts of another year, doubled ids and a pot that cannot be.
func (y Year) check(year int, pot money.Fen) error {
	var l errs.List
	for _, c := range y.Contracts {
		if c.Date.Year() != year {
			l.Add(errs.At("year.contracts", "engine.taxation.other_year", errs.Args{"id": c.ID, "date": string(c.Date), "year": year}))
		}
	}
	y.sound(&l)
	if y.PotUsed < 0 || y.PotUsed > pot {
		l.Add(errs.At("year.pot_used", "engine.taxation.bad_pot", errs.Args{"used": y.PotUsed.String(), "pot": pot.String()}))
	}
	return l.Err()
}

// sound refuses what no year and no pot makes right.
func (y Year) sound(l *errs.List) {
	seen := map[string]bool{}
	for _, c := range y.Contracts {
		if seen[c.ID] {
			l.Add(errs.At("year.contracts", "engine.taxation.doubled_contract", errs.Args{"id": c.ID}))
		}
		if c.Income > maxPrice || c.Income < -maxPrice {
			l.Add(errs.At("year.contracts", "engine.taxation.bad_amount", errs.Args{"field": c.ID, "amount": c.Income.String()}))
		}
		seen[c.ID] = true
	}
	if y.PotUsed > 0 && len(y.Contracts) > 0 {
		l.Add(errs.At("year", "engine.taxation.pot_or_contracts", nil))
	}
}

// with puts the deal's own transfer into the year and gives the year and the
// transfer's share. The deal stands once, also when the year names it already.
func (y Year) with(b Book, own Transfer) (YearResult, Share, error) {
	r, err := reliefOf(b)
	if err != nil {
		return YearResult{}, Share{}, err
	}
	if err := y.check(b.On.Year(), r.pot); err != nil {
		return YearResult{}, Share{}, err
	}
	rows := append([]Transfer{own}, y.own...)
	for _, c := range y.Contracts {
		if c.ID != own.ID {
			rows = append(rows, c)
		}
	}
	res := r.share(y.PotUsed, rows)
	i := slices.IndexFunc(res.Shares, func(s Share) bool { return s.ID == own.ID })
	return res, res.Shares[i], nil
}
