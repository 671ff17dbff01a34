package valuation

import (
	"fmt"

	"github.com/shopspring/decimal"
)

// termEnd is the day on which the right ends by lapse of time (期满终止日): as
// stated, else filing date plus the years of the law; the kind's years too.
func (c *frozen) termEnd(s *Subject) (Day, int, bool) {
	years, ok := c.tree.termYears(s.Kind, c.at)
	switch {
	case s.TermEnd.Known && s.FilingDate.Known:
		return s.TermEnd.Value, s.FilingDate.Value.MonthsUntil(s.TermEnd.Value), true
	case s.TermEnd.Known && ok:
		return s.TermEnd.Value, 12 * years, true
	case s.FilingDate.Known && ok:
		return s.FilingDate.Value.AddYears(years), 12 * years, true
	}
	return "", 0, false
}

// remainingLife is the share of the term that is left, or of it the economic
// life when that is shorter.
func remainingLife(s *Subject, c *frozen) (reading, bool) {
	end, whole, ok := c.termEnd(s)
	if !ok || whole == 0 {
		return reading{}, false
	}
	left := c.at.MonthsUntil(end)
	var r reading
	if s.TermEnd.Known {
		r, _ = found(s, s.TermEnd, 0, "")
	} else {
		r, _ = found(s, s.FilingDate, 0, "")
	}
	if s.EconomicLifeMonths.Known {
		left = min(left, s.EconomicLifeMonths.Value)
		r = joined(s, r, s.EconomicLifeMonths)
	}
	r.num = float64(left) / float64(whole)
	r.print = fmt.Sprintf("%d/%d mo, %s", left, whole, end)
	return r, true
}

func ownerFieldShare(s *Subject, _ *frozen) (reading, bool) { return numeric(s, s.OwnerFieldShare) }
func activeAssignees(s *Subject, _ *frozen) (reading, bool) { return numeric(s, s.ActiveAssignees) }
func fieldHHI(s *Subject, _ *frozen) (reading, bool)        { return numeric(s, s.FieldHHI) }
func marketShare(s *Subject, _ *frozen) (reading, bool)     { return numeric(s, s.MarketShare) }

// inWan reads an amount in yuan as 万元, for a curve; no money is made of it.
func inWan(s *Subject, f Fact[decimal.Decimal]) (reading, bool) {
	if !f.Known {
		return reading{}, false
	}
	wan := f.Value.Shift(-4)
	return found(s, f, wan.InexactFloat64(), wan.StringFixed(2))
}

func productRevenue(s *Subject, _ *frozen) (reading, bool) { return inWan(s, s.ProductRevenueYuan) }
func incomeValue(s *Subject, _ *frozen) (reading, bool)    { return inWan(s, s.IncomeValueYuan) }

func industryCatalogues(s *Subject, _ *frozen) (reading, bool) {
	f := s.IndustryCatalogues
	if !f.Known {
		return reading{}, false
	}
	return found(s, f, float64(len(f.Value)), counted(len(f.Value), f.Value...))
}

// register counts the entries of a register, related parties left out.
func register(s *Subject, f Fact[[]Event], c *frozen) (reading, bool) {
	if !f.Known {
		return reading{}, false
	}
	n := 0
	var kinds []string
	for _, e := range f.Value {
		if !e.Related && e.Date <= c.at {
			n++
			kinds = append(kinds, e.Kind+" "+string(e.Date))
		}
	}
	return found(s, f, float64(n), counted(n, kinds...))
}

func trades(s *Subject, c *frozen) (reading, bool)  { return register(s, s.Trades, c) }
func finance(s *Subject, c *frozen) (reading, bool) { return register(s, s.Finance, c) }

// disputes nets the disputes in which the right was upheld against those lost;
// settled and pending ones say nothing about the right.
func disputes(s *Subject, c *frozen) (reading, bool) {
	if !s.Disputes.Known {
		return reading{}, false
	}
	var upheld, lost int
	for _, e := range s.Disputes.Value {
		switch {
		case e.Date > c.at:
		case e.Outcome == "upheld":
			upheld++
		case e.Outcome == "lost":
			lost++
		}
	}
	return found(s, s.Disputes, float64(upheld-lost), fmt.Sprintf("+%d −%d", upheld, lost))
}
