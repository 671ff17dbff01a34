package taxation

import (
	"fmt"
	"slices"

	"quanlian/base/money"
)

// Mixed is the way of a sum whose payments were taxed in different ways.
const Mixed Way = "mixed"

// merged is the sum of sheets of one contract: lines that rest on the same rule and
// rate are one line.
func merged(id string, list []Sheet) Sheet {
	out := Sheet{RulesVersion: RulesVersion, DealID: id, Disclaimer: Disclaimer, Conditions: []Condition{}, Documents: []Document{}, Reminders: []Reminder{}, Notices: []Notice{}}
	at := map[string]int{}
	for _, s := range list {
		out.Signed, out.Event = s.Signed, max(out.Event, s.Event)
		out.Net, out.VAT, out.Gross = out.Net+s.Net, out.VAT+s.VAT, out.Gross+s.Gross
		if len(s.Conditions) > 0 { // the signing of a contract has no way of its own
			out.way(s)
		}
		for _, l := range s.Lines {
			out.addLine(at, l)
		}
		out.Seller.add(s.Seller)
		out.Buyer.add(s.Buyer)
		out.Conditions = joinConditions(out.Conditions, s.Conditions)
		out.Documents = joinBy(out.Documents, s.Documents, func(d Document) string { return d.Code })
		out.Reminders = joinBy(out.Reminders, s.Reminders, func(r Reminder) string { return fmt.Sprint(r.Side, r.Code, r.Due) })
		out.Notices = joinBy(out.Notices, s.Notices, func(n Notice) string { return n.Code })
	}
	out.CIT = mergedCIT(list)
	out.countUnverified()
	return out
}

func (s *Sheet) way(x Sheet) {
	switch s.Way {
	case "", x.Way:
		s.Way = x.Way
	default:
		s.Way = Mixed
	}
	if s.WhyNotExempt == "" {
		s.WhyNotExempt = x.WhyNotExempt
	}
}

func (s *Sheet) addLine(at map[string]int, l Line) {
	key := fmt.Sprint(l.Side, "|", l.Item, "|", l.Part, "|", l.RuleID, "|", l.Rate, "|", l.Why, "|", l.Basis.ZH)
	i, ok := at[key]
	if !ok {
		at[key] = len(s.Lines)
		s.Lines = append(s.Lines, l)
		return
	}
	x := &s.Lines[i]
	x.Base, x.Amount = x.Base+l.Base, x.Amount+l.Amount
	x.Formula = Text{x.Formula.ZH + "＋" + l.Formula.ZH, x.Formula.EN + " + " + l.Formula.EN}
}

func (s *SellerSum) add(x SellerSum) {
	for _, f := range [][2]*money.Fen{{&s.Price, &x.Price}, {&s.InputOut, &x.InputOut}, {&s.Surcharge, &x.Surcharge}, {&s.Stamp, &x.Stamp}, {&s.IncomeTax, &x.IncomeTax}, {&s.Keeps, &x.Keeps}} {
		*f[0] += *f[1]
	}
}

// add sums what the buyer pays. The years of amortisation begin with each payment,
// so their schedules stay with the payments.
func (s *BuyerSum) add(x BuyerSum) {
	for _, f := range [][2]*money.Fen{{&s.Pays, &x.Pays}, {&s.Credit, &x.Credit}, {&s.Stamp, &x.Stamp}, {&s.Capitalised, &x.Capitalised}, {&s.PerYear, &x.PerYear}, {&s.Deduction, &x.Deduction}, {&s.Cost, &x.Cost}} {
		*f[0] += *f[1]
	}
	s.Months = max(s.Months, x.Months)
	switch {
	case x.Capitalised == 0:
	case s.Schedule == nil && s.Capitalised == x.Capitalised:
		s.Schedule = x.Schedule
	default:
		s.Schedule = nil
	}
	if x.CostPV != nil {
		pv := *x.CostPV
		if s.CostPV != nil {
			pv += *s.CostPV
		}
		s.CostPV = &pv
	}
}

// joinConditions: what one payment does not meet is not met.
func joinConditions(have, more []Condition) []Condition {
	for _, c := range more {
		i := slices.IndexFunc(have, func(x Condition) bool { return x.Tax == c.Tax && x.Code == c.Code })
		switch {
		case i < 0:
			have = append(have, c)
		case !c.Met:
			have[i] = c
		}
	}
	return have
}

func joinBy[T any](have, more []T, key func(T) string) []T {
	for _, x := range more {
		if !slices.ContainsFunc(have, func(y T) bool { return key(x) == key(y) }) {
			have = append(have, x)
		}
	}
	return have
}

func (s *Sheet) countUnverified() {
	n := 0
	for _, l := range s.Lines {
		if !l.Verified && l.RuleID != "" {
			n++
		}
	}
	for i := range s.Notices {
		if s.Notices[i].Code == "unverified_lines" {
			s.Notices[i].Args = map[string]any{"count": n}
		}
	}
}

// mergedCIT sums the income tax. Within one year the plan of its pot stands; over
// several there is none.
func mergedCIT(list []Sheet) *CITResult {
	var out *CITResult
	years := map[int]bool{}
	relieved := false
	for _, s := range list {
		c := s.CIT
		if c == nil {
			continue
		}
		if out == nil {
			out = &CITResult{Why: c.Why, PotUsed: c.PotUsed}
		}
		years[s.Event.Year()] = true
		out.Revenue, out.Income, out.Tax = out.Revenue+c.Revenue, out.Income+c.Income, out.Tax+c.Tax
		out.Without, out.Saved = out.Without+c.Without, out.Saved+c.Saved
		if c.Share != nil {
			relieved = true
			out.Pot, out.PotLeft, out.YearPlan = c.Pot, c.PotLeft, c.YearPlan
			out.addShare(*c.Share)
		}
	}
	if out == nil {
		return nil
	}
	if relieved {
		out.Why = ""
	}
	if len(years) > 1 {
		out.YearPlan, out.Pot, out.PotUsed, out.PotLeft = YearResult{}, 0, 0, 0
	}
	return out
}

func (c *CITResult) addShare(x Share) {
	if c.Share == nil {
		c.Share = &x
		return
	}
	s := *c.Share
	s.Date, s.PotLeft = x.Date, x.PotLeft
	for _, f := range [][2]*money.Fen{{&s.Income, &x.Income}, {&s.Exempt, &x.Exempt}, {&s.Halved, &x.Halved}, {&s.Relieved, &x.Relieved}, {&s.Taxable, &x.Taxable}, {&s.Tax, &x.Tax}} {
		*f[0] += *f[1]
	}
	c.Share = &s
}
