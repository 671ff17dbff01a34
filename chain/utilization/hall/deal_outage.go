package hall

import (
	"quanlian/base/calendar"
	"quanlian/base/errs"
	"quanlian/kernel"
	"quanlian/kernel/itemflow"
)

// Shift is the deal as an outage leaves it: the last day of a publicity that runs
// is moved past the days of the outage. ok is false where it moves nothing.
func (r Rules) Shift(c kernel.Case, d DealData, in itemflow.OutageInput, today calendar.Date) (out DealData, ok bool) {
	if c.State != DealPublicity || d.Publicity == nil {
		return d, false
	}
	p := *d.Publicity
	var was itemflow.Stretched
	if p.Stretched != nil {
		was = *p.Stretched
	}
	s, to := itemflow.Stretch(r.Calendar, was, itemflow.DayPublicity, p.To, in, today)
	if to == p.To {
		return d, false
	}
	p.To, p.Stretched = to, &s
	d.Publicity = &p
	return d, true
}

// Moved are the outages that moved the end of the publicity, the first first.
func (p *Publicity) Moved(cal *calendar.Calendar) []calendar.Moved {
	if p == nil || p.Stretched == nil {
		return nil
	}
	_, moved := cal.PastShut(p.Stretched.Plain, p.Stretched.Shut)
	return moved
}

// outage moves the end of a publicity on whose last day nobody could object
// because the systems were down. Told again it changes nothing.
func (r Rules) outage() kernel.Move {
	return kernel.MoveOf[DealData, itemflow.OutageInput, none]{
		Name: "outage", From: []kernel.State{DealPublicity}, By: []kernel.Role{itemflow.Outage}, Hidden: true, OnHold: true,
		Guard: func(t kernel.Turn[DealData, itemflow.OutageInput, none]) error {
			if t.Input.No == "" || t.Input.To.Before(t.Input.From) {
				return errs.New(errs.Invalid, "kernel.itemflow.outage_days", nil)
			}
			if _, ok := r.Shift(t.Case, t.Data, t.Input, calendar.DateOf(t.Now)); !ok {
				return errs.New(errs.Conflict, "kernel.itemflow.outage_nothing", errs.Args{"no": t.Input.No})
			}
			return nil
		},
		Effects: func(t kernel.Turn[DealData, itemflow.OutageInput, none]) (kernel.Out[DealData], error) {
			d, _ := r.Shift(t.Case, t.Data, t.Input, calendar.DateOf(t.Now))
			was, now := t.Data.Publicity.To, d.Publicity.To
			text := "outage"
			if now.Before(was) {
				text = "outage_back"
			}
			out := kernel.Out[DealData]{Data: d, Effects: []kernel.Effect{endsOn(now)}}
			for _, to := range []kernel.Role{Seller, Buyer, Clerk} {
				out.Effects = append(out.Effects, kernel.Notify{To: to, Text: "utilization.hall.notice." + text, Args: map[string]string{"no": t.Case.No, "outage": t.Input.No, "was": was.String(), "now": now.String()}})
			}
			return out, nil
		},
	}.Build()
}

// endsOn lets the publicity end with its last day.
func endsOn(last calendar.Date) kernel.Effect {
	return kernel.SetTimer{Name: "publicity", At: last.At(24), Move: "end_publicity"}
}
