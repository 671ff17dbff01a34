package hall

import (
	"cmp"
	"strconv"
	"time"

	"quanlian/base/calendar"
	"quanlian/base/errs"
	"quanlian/catalogue/lang"
	"quanlian/catalogue/words"
	"quanlian/kernel"
	"quanlian/ledger"
)

// reportLimit is the limit and the timer of the licensee's report of a period.
const reportLimit = "royalty_report"

// RoyaltySpan is the n-th period of the royalty by the calendar; ok is false where
// the contract names no length, and after the last period.
func (d DealData) RoyaltySpan(n int) (ledger.RoyaltySpan, bool) {
	if d.Terms == nil || d.Terms.Royalty == nil {
		return ledger.RoyaltySpan{}, false
	}
	var effective calendar.Date
	if d.Contract != nil {
		effective = d.Contract.Effective
	}
	from := d.Terms.From
	if from.IsZero() {
		from = effective
	}
	return d.Terms.Royalty.Span(n, d.Terms.Royalty.Begin(from, effective), d.Terms.To)
}

// checkRoyalty: months count from a day of the licence.
func (x Terms) checkRoyalty(l *errs.List) {
	if x.Royalty == nil || x.Royalty.StartDay.IsZero() || x.From.IsZero() {
		return
	}
	if on := x.Royalty.StartDay; on.Before(x.From) || on.After(x.To) {
		l.Add(errs.At("terms.royalty.start_day", "utilization.hall.royalty_start", errs.Args{"from": x.From.String(), "to": x.To.String()}))
	}
}

// EveryIn is how long a period is, in the reader's language; "" where the contract
// names no length.
func EveryIn(l *lang.Localizer, r ledger.Royalty) string {
	if r.Every == "" {
		return ""
	}
	every := words.Value(l, Deal, "every", string(r.Every))
	if r.Every != ledger.EveryMonths {
		return l.T("utilization.hall.royalty_calendar", "every", every)
	}
	start := words.Value(l, Deal, "start", string(cmp.Or(r.Start, ledger.StartTerm)))
	if r.Start == ledger.StartOn {
		start = r.StartDay.String()
	}
	return l.T("utilization.hall.royalty_months", "n", r.Months, "start", start)
}

// PartialIn is what becomes of a period that is shorter, in the reader's language.
func PartialIn(l *lang.Localizer, r ledger.Royalty) string {
	if r.Every == ledger.EveryMonths {
		return l.T("utilization.hall.royalty_partial_last")
	}
	return l.T("utilization.hall.royalty_partial")
}

// NextSpan is the period that is to be reported next.
func (d DealData) NextSpan() (ledger.RoyaltySpan, bool) {
	return d.RoyaltySpan(len(d.Money.Reports) + 1)
}

// Periodic reports whether the periods of the royalty follow the calendar.
func (d DealData) Periodic() bool {
	_, ok := d.RoyaltySpan(1)
	return ok
}

// reported reports whether no period is left: all of the calendar's are in.
func (d DealData) reported() bool {
	_, more := d.NextSpan()
	return d.Periodic() && !more
}

// ReportDue is the last day for the report of a period. The days are the
// contract's; an end on a day off moves as any period of a contract does.
func (r Rules) ReportDue(d DealData, s ledger.RoyaltySpan) (calendar.Date, error) {
	end, err := r.Calendar.End(d.reportFrom(s), reportPeriod(d), calendar.Contract)
	return end.Date, err
}

// reportFrom is the day from which the days for a report count: the end of the
// period, or the day the contract took effect where its term began before.
func (d DealData) reportFrom(s ledger.RoyaltySpan) calendar.Date {
	if d.Contract != nil && s.To.Before(d.Contract.Effective) {
		return d.Contract.Effective
	}
	return s.To
}

func reportPeriod(d DealData) calendar.Period {
	return calendar.CalendarDays(d.Terms.Royalty.ReportDays).Period()
}

// awaitReport starts the clock of the next report, if the calendar has one: the
// limit that both sides see, and the timer that reminds.
func awaitReport(out kernel.Out[DealData], now time.Time) kernel.Out[DealData] {
	d, before := out.Data, out.Change
	if !d.Periodic() {
		return out
	}
	s, ok := d.NextSpan()
	ok = ok && !d.Capped()
	out.Change = func(c *kernel.Case) {
		if before != nil {
			before(c)
		}
		c.Meet(reportLimit, now)
		if ok {
			c.StartLimit(kernel.Limit{Name: reportLimit, Period: reportPeriod(d), Regime: calendar.Contract, From: d.reportFrom(s).At(12)})
		}
	}
	out.Effects = append(out.Effects, kernel.ClearTimer{Name: reportLimit})
	if ok {
		out.Effects = append(out.Effects, kernel.SetTimer{Name: reportLimit, At: later(s.To.At(24), now), Move: "remind_report"})
	}
	return out
}

// remindReport reminds the licensee once the period is over, and tells both sides
// and the centre once the day of the report has passed.
func (r Rules) remindReport() kernel.Move {
	return kernel.MoveOf[DealData, none, none]{
		Name: "remind_report", Anytime: true, By: []kernel.Role{Timer}, Hidden: true, OnHold: true,
		Effects: func(t kernel.Turn[DealData, none, none]) (kernel.Out[DealData], error) {
			out := kernel.Out[DealData]{Data: t.Data}
			s, ok := t.Data.NextSpan()
			today := calendar.DateOf(t.Now)
			if _, runs := t.Case.Running(reportLimit); !ok || !runs || !today.After(s.To) {
				return out, nil
			}
			due, err := r.ReportDue(t.Data, s)
			if err != nil {
				return out, err
			}
			args := map[string]string{"no": t.Case.No, "n": strconv.Itoa(s.Period), "day": due.String()}
			say := func(to kernel.Role, text string) {
				out.Effects = append(out.Effects, kernel.Notify{To: to, Text: "utilization.hall.notice." + text, Args: args})
			}
			if !today.After(due) {
				say(Buyer, "report_due")
				out.Effects = append(out.Effects, kernel.SetTimer{Name: reportLimit, At: due.At(24), Move: "remind_report"})
				return out, nil
			}
			for _, to := range []kernel.Role{Buyer, Seller, Clerk} {
				say(to, "report_late")
			}
			return out, nil
		},
	}.Build()
}

// inTime refuses a report of a period that is not over, and one after the last.
func (d DealData) inTime(now time.Time) error {
	s, ok := d.NextSpan()
	switch {
	case !d.Periodic():
		return nil
	case !ok:
		return errs.New(errs.Conflict, "utilization.hall.report_last", nil)
	case !calendar.DateOf(now).After(s.To):
		return errs.New(errs.TooEarly, "utilization.hall.report_early", errs.Args{"n": s.Period, "to": s.To.String()})
	}
	return nil
}
