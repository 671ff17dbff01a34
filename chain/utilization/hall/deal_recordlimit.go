package hall

import (
	"slices"
	"time"

	"quanlian/base/calendar"
	"quanlian/kernel"
	"quanlian/registry"
)

// recordTerm is the limit and the timer of the record of a licence.
const recordTerm = "licence_record"

// Unit: calendar days. Source: our choice: time enough to gather the papers.
const recordWarning = 14

// recordLimit: a licence must be recorded within three months of the contract's
// effect (细则15). The seller is reminded before the end, all are told after it.
func (r Rules) recordLimit(out kernel.Out[DealData], now time.Time) (kernel.Out[DealData], error) {
	if out.Data.Terms.Deal != registry.LicenceDeal {
		return out, nil
	}
	l := kernel.Limit{Name: recordTerm, Period: r.LicenceRecord, Regime: calendar.PatentLaw, From: now, Basis: "专利法实施细则 第15条", Verified: true, Fixed: true}
	due, err := l.Due(nil, r.Calendar)
	if err != nil {
		return out, err
	}
	out.Change = func(c *kernel.Case) { c.StartLimit(l) }
	out.Effects = append(out.Effects, recordTimer(due.Date, now))
	return out, nil
}

func recordTimer(due calendar.Date, now time.Time) kernel.Effect {
	return kernel.SetTimer{Name: recordTerm, At: later(due.AddDays(-recordWarning).At(9), now), Move: "remind_record"}
}

// recordOpen lets the limit run on to the same day after the office has refused:
// the three months are the law's, and do not wait for the office.
func (r Rules) recordOpen(out *kernel.Out[DealData], c kernel.Case, now time.Time) error {
	i := slices.IndexFunc(c.Limits, func(l kernel.Limit) bool { return l.Name == recordTerm })
	if i < 0 {
		return nil
	}
	l := c.Limits[i]
	l.Met, l.Fixed = time.Time{}, true
	due, err := l.Due(nil, r.Calendar)
	if err != nil {
		return err
	}
	out.Change = func(c *kernel.Case) { c.StartLimit(l) }
	out.Effects = append(out.Effects, recordTimer(due.Date, now))
	return nil
}

// recordDue is the last day for the record of a licence, zero when none runs.
func (r Rules) recordDue(c kernel.Case) calendar.Date {
	if l, runs := c.Running(recordTerm); runs {
		if due, err := l.Due(c.Pauses, r.Calendar); err == nil {
			return due.Date
		}
	}
	return calendar.Date{}
}

// remindRecord reminds the seller that the record falls due, and tells both sides
// and the centre once the day has passed. Nothing else follows of itself: what a
// late record means is for the office to say.
func (r Rules) remindRecord() kernel.Move {
	return kernel.MoveOf[DealData, none, none]{
		Name: "remind_record", Anytime: true, By: []kernel.Role{Timer}, Hidden: true, OnHold: true,
		Effects: func(t kernel.Turn[DealData, none, none]) (kernel.Out[DealData], error) {
			out := kernel.Out[DealData]{Data: t.Data}
			due := r.recordDue(t.Case)
			if due.IsZero() {
				return out, nil
			}
			args := map[string]string{"no": t.Case.No, "day": due.String()}
			if !calendar.DateOf(t.Now).After(due) {
				out.Effects = []kernel.Effect{kernel.SetTimer{Name: recordTerm, At: due.At(24), Move: "remind_record"}, kernel.Notify{To: Seller, Text: "utilization.hall.notice.record_due", Args: args}}
				return out, nil
			}
			for _, to := range []kernel.Role{Seller, Buyer, Clerk} {
				out.Effects = append(out.Effects, kernel.Notify{To: to, Text: "utilization.hall.notice.record_late", Args: args})
			}
			return out, nil
		},
	}.Build()
}
