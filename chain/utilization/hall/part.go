package hall

import (
	"slices"
	"strconv"

	"github.com/shopspring/decimal"

	"quanlian/base/calendar"
	"quanlian/base/errs"
	"quanlian/base/money"
	"quanlian/catalogue/lang"
	"quanlian/ledger"
	"quanlian/registry"
)

// Part is one payment of the price. Payments leave custody in their order, each once
// all that it waits for is there.
type Part struct {
	Name   string    `json:"name"`
	Amount money.Fen `json:"amount"`
	// Share of the price, in place of an amount. Unit: share, 0.3 is 30%.
	Share decimal.Decimal    `json:"share,omitzero"`
	Needs []ledger.Condition `json:"needs"`
	// Day is before which it does not leave; Milestone is what must be reached, in the
	// words of the sides: the seller shows it, the buyer says so.
	Day       calendar.Date `json:"day,omitzero"`
	Milestone string        `json:"milestone,omitempty"`
}

// milestone is what the n-th payment, from 1, waits for in the sides' own words, ""
// for none. Under a plan of milestones each payment is called by its own.
func (x Terms) milestone(n int) string {
	if n < 1 || n > len(x.Tranches) {
		return ""
	}
	p := x.Tranches[n-1]
	if p.Milestone == "" && x.PriceKind == ledger.Milestones {
		return p.Name
	}
	return p.Milestone
}

// Milestones are the numbers of the payments that wait for one.
func (x Terms) Milestones() []int {
	var out []int
	for i := range x.Tranches {
		if x.milestone(i+1) != "" {
			out = append(out, i+1)
		}
	}
	return out
}

// Milestone is the milestone of the n-th payment.
func (d DealData) Milestone(n int) string {
	if d.Terms == nil {
		return ""
	}
	return d.Terms.milestone(n)
}

// chosen are the conditions as the sides may choose them: what is true of every
// release, and what a named day or milestone says, need not be said again.
func (p Part) chosen(milestone bool) []ledger.Condition {
	out := slices.DeleteFunc(slices.Clone(p.Needs), func(c ledger.Condition) bool {
		return c == ledger.RightsClear || c == ledger.DayCome && !p.Day.IsZero() || c == ledger.MilestoneAccepted && milestone
	})
	if len(out) == 0 && len(p.Needs) > 0 && p.Day.IsZero() && !milestone {
		out = append(out, ledger.ContractSigned)
	}
	return out
}

// sharedOut puts the amounts of shares of the price in: reckoned over the shares
// before it, so that shares of the whole make the price to the fen.
func (x Terms) sharedOut() Terms {
	parts := slices.Clone(x.Tranches)
	var sum decimal.Decimal
	for i := range parts {
		p := &parts[i]
		p.Needs = p.chosen(x.milestone(i+1) != "")
		if !p.Share.IsPositive() {
			continue
		}
		before := x.Price.MulRate(sum)
		sum = sum.Add(p.Share)
		if amount := x.Price.MulRate(sum) - before; p.Amount == 0 {
			p.Amount = amount
		}
	}
	if parts != nil {
		x.Tranches = parts
	}
	return x
}

// checkNeeds says what is wrong with conditions, and with what never comes: a payment
// that waits for the other kind of record would never leave. Each waits for its
// invoice, whatever else the sides agree on.
func (x Terms) checkNeeds(l *errs.List) {
	never, code := ledger.TransferRegistered, "utilization.hall.needs_of_licence"
	if x.Deal == registry.Assignment {
		never, code = ledger.LicenceRecorded, "utilization.hall.needs_of_assignment"
	}
	for i, p := range x.Tranches {
		at := "terms.tranches." + strconv.Itoa(i)
		if slices.Contains(p.Needs, never) {
			l.Add(errs.At(at+".needs", code, errs.Args{"n": i + 1}))
		} else if !slices.Contains(p.Needs, ledger.InvoiceIssued) {
			l.Add(errs.At(at+".needs", "utilization.hall.needs_invoice", errs.Args{"n": i + 1}))
		}
		within(l, map[string]string{at + ".milestone": p.Milestone})
	}
}

// withoutInvoice is the first payment, from 1, that does not wait for its invoice, 0
// when each does.
func (x Terms) withoutInvoice() int {
	return 1 + slices.IndexFunc(x.Tranches, func(p Part) bool { return !slices.Contains(p.Needs, ledger.InvoiceIssued) })
}

// checkShares says what is wrong with shares of the price, beside the sums that the
// book looks at.
func (x Terms) checkShares(l *errs.List) {
	var sum decimal.Decimal
	for i, p := range x.Tranches {
		at := "terms.tranches." + strconv.Itoa(i)
		if p.Share.IsZero() {
			continue
		}
		before := x.Price.MulRate(sum)
		sum = sum.Add(p.Share)
		switch {
		case p.Share.IsNegative() || sum.GreaterThan(decimal.NewFromInt(1)):
			l.Add(errs.At(at+".share", "utilization.hall.part_share", errs.Args{"n": i + 1, "sum": sayRate(sum)}))
		case p.Amount != x.Price.MulRate(sum)-before:
			l.Add(errs.At(at+".amount", "utilization.hall.part_either", errs.Args{"n": i + 1, "share": sayRate(p.Share), "amount": (x.Price.MulRate(sum) - before).String()}))
		}
	}
}

// WhenIn are the conditions of the n-th payment, from 1, in the reader's language.
func (x Terms) WhenIn(l *lang.Localizer, n int) string {
	p := x.Tranches[n-1]
	var list []string
	for _, c := range p.Needs {
		list = append(list, l.T("web.hall.need."+string(c)))
	}
	if m := x.milestone(n); m != "" && !slices.Contains(p.Needs, ledger.MilestoneAccepted) {
		list = append(list, l.T("web.hall.need_milestone", "what", m))
	}
	if !p.Day.IsZero() {
		list = append(list, l.T("web.hall.need_day", "day", p.Day.String()))
	}
	return l.List(list)
}

// ShareIn is the share of the price that a payment was agreed as, "" for none.
func (p Part) ShareIn() string {
	if p.Share.IsZero() {
		return ""
	}
	return sayRate(p.Share)
}

// waitsRecord reports whether the n-th payment, from 1, waits for the national
// office; one that names nothing waits for the usual.
func (d DealData) waitsRecord(n int) bool {
	list := d.needs(n)
	return slices.Contains(list, ledger.TransferRegistered) || slices.Contains(list, ledger.LicenceRecorded)
}

// paysEarly reports whether the next payment leaves without the national office,
// which has not entered the deal.
func (d DealData) paysEarly() bool {
	n := d.nextTranche()
	return !d.recorded() && n > 0 && !d.waitsRecord(n)
}

// BeforeTitle reports whether the n-th payment of an assignment, from 1, may leave
// before title has passed, which both sides should know.
func BeforeTitle(x Terms, n int) bool {
	warned := DealData{Terms: &x}.LedgerTerms("offer").Warnings()
	p := x.Tranches[n-1]
	return (len(p.Needs) > 0 || !p.Day.IsZero() || p.Milestone != "") && slices.ContainsFunc(warned, func(e *errs.Error) bool {
		return e.Field == "tranches/"+strconv.Itoa(n-1)+"/needs"
	})
}
