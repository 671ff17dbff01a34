package ledger

import (
	"strconv"

	"github.com/shopspring/decimal"

	"quanlian/base/calendar"
	"quanlian/base/errs"
	"quanlian/base/money"
)

// RoyaltyBase is what a running royalty is reckoned on.
type RoyaltyBase string

// The bases.
const (
	NetSales RoyaltyBase = "net_sales" // 净销售额, in yuan
	Profit   RoyaltyBase = "profit"    // 利润, in yuan; a loss counts as nothing
	Units    RoyaltyBase = "units"     // 产量, in pieces; the rate is yuan a piece
)

// Royalty is a running royalty (提成). Per period the due is
// max(min, min(cap, base × rate)); the total cap then limits what is left to
// pay over all periods, and comes before the minimum, as a ceiling that a
// minimum could break would be none.
type Royalty struct {
	Base      RoyaltyBase     `json:"base"`
	Rate      decimal.Decimal `json:"rate"`                 // share of the base, or yuan a piece
	Steps     []RateStep      `json:"steps,omitempty"`      // other rates from later periods on
	Min       money.Fen       `json:"min,omitempty"`        // least due of a period (最低提成); 0 none
	PeriodCap money.Fen       `json:"period_cap,omitempty"` // most due of a period; 0 none
	TotalCap  money.Fen       `json:"total_cap,omitempty"`  // most due over all periods (封顶); 0 none
	// CapWithEntry counts the entry fee into the total cap. The contract must
	// say so; without it the cap is on the running part.
	CapWithEntry bool `json:"cap_with_entry,omitempty"`
	// Inspection says how the accounts may be inspected (查阅会计账目的办法). 民法典
	// art. 846 wants it in every contract with a royalty.
	Inspection string `json:"inspection"`
	// Every is the length of a period and ReportDays the time for its report after
	// its end; "" and 0 in contracts that name none. Unit: calendar days.
	Every      RoyaltyEvery `json:"every,omitempty"`
	ReportDays int          `json:"report_days,omitempty"`
	// Months is the length of a period of [EveryMonths], counted from Start; StartDay
	// is the day of [StartOn]. Unit: months.
	Months   int           `json:"months,omitempty"`
	Start    RoyaltyStart  `json:"start,omitempty"`
	StartDay calendar.Date `json:"start_day,omitzero"`
}

// RateStep is another rate from a period on.
type RateStep struct {
	From int             `json:"from"` // first period of the rate
	Rate decimal.Decimal `json:"rate"`
}

// RoyaltyReport is the base that the licensee reports for one period. A later
// report of the same period replaces the earlier one.
type RoyaltyReport struct {
	Period int             `json:"period"` // from 1
	Base   decimal.Decimal `json:"base"`   // yuan, or pieces
}

// Reason says which rule made an amount.
type Reason string

// The reasons.
const (
	ByRate      Reason = "rate"
	ByMin       Reason = "min"
	ByPeriodCap Reason = "period_cap"
	ByTotalCap  Reason = "total_cap"
)

// RoyaltyDue is what one period owes, with the way to it.
type RoyaltyDue struct {
	Period int             `json:"period"`
	Base   decimal.Decimal `json:"base"`
	Rate   decimal.Decimal `json:"rate"`
	Raw    money.Fen       `json:"raw"` // base × rate, rounded half up to fen
	Due    money.Fen       `json:"due"`
	By     Reason          `json:"by"`
	Total  money.Fen       `json:"total"` // due of this and all earlier periods, the entry fee not included
}

func (r *Royalty) check(l *errs.List) {
	if r.Base != NetSales && r.Base != Profit && r.Base != Units {
		l.Add(errs.At("royalty/base", "ledger.royalty.base", errs.Args{"base": string(r.Base)}))
	}
	one := decimal.NewFromInt(1)
	share := r.Base != Units
	bad := func(d decimal.Decimal) bool { return !d.IsPositive() || share && d.GreaterThan(one) }
	if bad(r.Rate) {
		l.Add(errs.At("royalty/rate", "ledger.royalty.rate", errs.Args{"rate": r.Rate.String()}))
	}
	last := 1
	for i, s := range r.Steps {
		if s.From <= last || bad(s.Rate) {
			l.Add(errs.At("royalty/steps/"+itoa(i), "ledger.royalty.step", errs.Args{"from": s.From}))
		}
		last = s.From
	}
	if r.Min < 0 || r.PeriodCap < 0 || r.TotalCap < 0 || r.PeriodCap > 0 && r.Min > r.PeriodCap || r.TotalCap > 0 && r.Min > r.TotalCap {
		l.Add(errs.At("royalty/min", "ledger.royalty.limits", nil))
	}
	if r.Inspection == "" {
		l.Add(errs.At("royalty/inspection", "ledger.royalty.inspection", nil))
	}
	r.checkPeriods(l)
}

// RateOf is the rate of a period.
func (r *Royalty) RateOf(period int) decimal.Decimal {
	rate := r.Rate
	for _, s := range r.Steps {
		if period >= s.From {
			rate = s.Rate
		}
	}
	return rate
}

// Due reckons every period from the reports, which must name the periods from
// 1 on without a gap. A corrected report changes its own period and, through
// the total cap, the later ones: reckon all again and book the difference.
func (r *Royalty) Due(entry money.Fen, reports []RoyaltyReport) ([]RoyaltyDue, error) {
	latest := map[int]decimal.Decimal{}
	last := 0
	for _, p := range reports {
		latest[p.Period] = p.Base
		last = max(last, p.Period)
	}
	out := make([]RoyaltyDue, 0, len(latest))
	var total money.Fen
	for n := 1; n <= last; n++ {
		base, ok := latest[n]
		if !ok {
			return nil, errs.At("reports", "ledger.royalty.gap", errs.Args{"period": n})
		}
		d, err := r.period(n, base, entry, total)
		if err != nil {
			return nil, err
		}
		total += d.Due
		d.Total = total
		out = append(out, d)
	}
	return out, nil
}

// period applies max(min, min(cap, base × rate)) and then the total cap.
func (r *Royalty) period(n int, base decimal.Decimal, entry, before money.Fen) (RoyaltyDue, error) {
	d := RoyaltyDue{Period: n, Base: base, Rate: r.RateOf(n), By: ByRate}
	if base.IsNegative() && r.Base != Profit {
		return d, errs.At("reports", "ledger.royalty.negative", errs.Args{"period": n})
	}
	raw := decimal.Max(base, decimal.Zero).Mul(d.Rate)
	if raw.GreaterThan(maxAmount.Decimal()) {
		return d, errs.At("reports", "ledger.royalty.too_large", errs.Args{"period": n})
	}
	d.Raw = money.FromDecimal(raw)
	d.Due = d.Raw
	if r.PeriodCap > 0 && d.Due > r.PeriodCap {
		d.Due, d.By = r.PeriodCap, ByPeriodCap
	}
	if d.Due < r.Min {
		d.Due, d.By = r.Min, ByMin
	}
	if r.TotalCap > 0 {
		left := r.TotalCap - before
		if r.CapWithEntry {
			left -= entry
		}
		if left = max(left, 0); d.Due > left {
			d.Due, d.By = left, ByTotalCap
		}
	}
	return d, nil
}

// Difference is what is still to pay for each period (negative: paid too much,
// to be set off) when dues were reckoned again after something was paid.
func Difference(dues []RoyaltyDue, paid map[int]money.Fen) map[int]money.Fen {
	out := map[int]money.Fen{}
	for _, d := range dues {
		if x := d.Due - paid[d.Period]; x != 0 {
			out[d.Period] = x
		}
	}
	return out
}

func itoa(n int) string { return strconv.Itoa(n) }
