package hall

import (
	"quanlian/base/calendar"
	"quanlian/engine/valuation"
	"quanlian/registry"
)

// Subject states what the register knows of a right as facts of the
// evaluation; what it does not know stays unknown and lowers the confidence.
func Subject(v registry.View, s registry.State, fee registry.FeeStatus) valuation.Subject {
	day := valuation.Day(s.ValidAt.String())
	x := valuation.Subject{PatentNo: v.Right.Number, Title: v.Right.Title, Kind: valuation.Kind(v.Right.Kind), Source: "专利登记簿", AsOf: day}
	know := func(d calendar.Date) valuation.Fact[valuation.Day] {
		if d.IsZero() {
			return valuation.Fact[valuation.Day]{}
		}
		return valuation.Know(valuation.Day(d.String()))
	}
	x.FilingDate, x.GrantDate, x.TermEnd = know(v.Right.Filing), know(v.Right.Granted), know(s.TermEnd)
	if st, ok := statusOf[s.Status]; ok {
		x.Status = valuation.Know(st)
	}
	x.Preserved, x.Suspended = valuation.Know(len(s.Preservations) > 0), valuation.Know(len(s.Suspensions) > 0)
	switch fee.Standing {
	case registry.FeeUpToDay, registry.FeeNone:
		x.AnnualFee = valuation.Know("paid")
	case registry.FeeInGrace, registry.FeeOverdue:
		x.AnnualFee = valuation.Know("arrears")
	}
	if len(v.Right.IPC) > 0 {
		x.IPC = valuation.Know(v.Right.IPC)
	}
	if n := len(v.Right.Claims); n > 0 {
		x.ClaimsTotal, x.ClaimsIndependent = valuation.Know(n), valuation.Know(v.Right.IndependentClaims())
	}
	return withEvents(x, v)
}

// statusOf names a status of the register as the evaluation does.
var statusOf = map[registry.Status]valuation.Status{
	registry.StatusGranted: valuation.InForce, registry.StatusPending: valuation.Pending, registry.StatusLapsed: valuation.Lapsed, registry.StatusExpired: valuation.Expired,
	registry.StatusInvalidated: valuation.Invalidated, registry.StatusWithdrawn: valuation.Withdrawn, registry.StatusRefused: valuation.Rejected,
}

// withEvents counts the transfers, licences and pledges on record.
func withEvents(x valuation.Subject, v registry.View) valuation.Subject {
	var trades, finance []valuation.Event
	for _, e := range v.Events {
		day := valuation.Day(e.ValidFrom.String())
		switch e.Kind {
		case registry.OwnersChanged:
			trades = append(trades, valuation.Event{Kind: "transfer", Date: day})
		case registry.Licensed:
			trades = append(trades, valuation.Event{Kind: "licence", Date: day})
		case registry.OpenLicensed:
			trades = append(trades, valuation.Event{Kind: "open_licence", Date: day})
		case registry.Pledged:
			finance = append(finance, valuation.Event{Kind: "pledge", Date: day})
		}
	}
	x.Trades, x.Finance = valuation.Know(trades), valuation.Know(finance)
	return x
}
