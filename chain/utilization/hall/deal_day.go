package hall

import (
	"slices"
	"time"

	"quanlian/base/calendar"
	"quanlian/kernel"
	"quanlian/ledger"
)

// waitDay is what a deal waits for whose next payment lacks only its day: nobody's
// move, and the timer of that name ends it.
const waitDay = "payment_day"

// dayOf is the day before which a tranche does not leave, zero for none.
func (d DealData) dayOf(n int) calendar.Date {
	if d.Terms == nil || n < 1 || n > len(d.Terms.Tranches) {
		return calendar.Date{}
	}
	return d.Terms.Tranches[n-1].Day
}

// dayCame reports whether the day of a tranche is known to have come.
func (d DealData) dayCame(n int) bool {
	day := d.dayOf(n)
	return day.IsZero() || !d.Money.Day.Before(day)
}

// reaches reports whether what a tranche waits for next is its milestone.
func (d DealData) reaches(n int) bool {
	return d.Milestone(n) != "" && (!slices.Contains(d.needs(n), ledger.DocsAccepted) || d.handedOver(func(x Delivery) bool { return d.documents(x, n) }))
}

// awaitDay notes that the day of the next payment has come, or wakes up when it does.
func (d DealData) awaitDay(out kernel.Out[DealData], now time.Time) kernel.Out[DealData] {
	n := d.nextTranche()
	day := d.dayOf(n)
	switch {
	case day.IsZero() || d.dayCame(n):
	case calendar.DateOf(now).Before(day):
		out.Effects = append(out.Effects, kernel.SetTimer{Name: waitDay, At: day.At(0), Move: "payment_day"})
	default:
		out.Data.Money.Day = calendar.DateOf(now)
	}
	return out
}

// dayCame tells both sides that the day of the next payment has come.
func dayCame() kernel.Move {
	return kernel.MoveOf[DealData, none, none]{
		Name: "payment_day", Anytime: true, By: []kernel.Role{Timer}, Hidden: true, OnHold: true,
		Effects: func(t kernel.Turn[DealData, none, none]) (kernel.Out[DealData], error) {
			d := t.Data
			out := kernel.Out[DealData]{Data: d}
			day := d.dayOf(d.nextTranche())
			if day.IsZero() || calendar.DateOf(t.Now).Before(day) {
				return out, nil
			}
			out.Data.Money.Day = calendar.DateOf(t.Now)
			out.Effects = []kernel.Effect{tell(Seller, "payment_day", t.Case.No), tell(Buyer, "payment_day", t.Case.No)}
			return out, nil
		},
	}.Build()
}

// NextReach is what the next payment waits for to be handed over: the number of the
// payment whose milestone it is, 0 for the technical documents.
func (d DealData) NextReach() int {
	if n := d.nextTranche(); d.reaches(n) {
		return n
	}
	return 0
}

// tellCondition names what the next payment waits for: its day, or its milestone.
func (d DealData) tellCondition(x *Outlook, no string, p ledger.Position) {
	n := d.nextTranche()
	switch {
	case x.Says == waitDay:
		d.tellPayment(x, no, p)
		x.Until = d.dayOf(n)
	case d.reaches(n):
		x.Says, x.What = "deliver_milestone", d.Milestone(n)
		x.Name, _ = d.nameOf(no, n)
	}
}
