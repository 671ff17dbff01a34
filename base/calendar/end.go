package calendar

import (
	"slices"

	"quanlian/base/errs"
)

// Step is one sentence of the explanation of a date: a language key and its
// variables.
type Step struct {
	Code string    `json:"code"`
	Args errs.Args `json:"args,omitempty"`
}

// Result is the end of a period with its explanation.
type Result struct {
	Date        Date     `json:"date"` // zero while the clock stands still (Held)
	Start       Date     `json:"start"`
	Period      Period   `json:"period"`
	Counted     Period   `json:"counted"`  // the period as the law counts it: 5 days may mean 5 working days
	Unrolled    Date     `json:"unrolled"` // before it was moved off a holiday
	Rolled      bool     `json:"rolled"`
	Clamped     bool     `json:"clamped"` // month-end rule used
	Paused      int      `json:"paused"`  // days by which pauses moved the end; unit: calendar days
	Held        bool     `json:"held"`    // an open pause stops the clock
	Provisional bool     `json:"provisional"`
	Unknown     bool     `json:"unknown_calendar_years"` // days before the first notice were counted by weekends only
	Regime      RegimeID `json:"regime"`
	Basis       string   `json:"basis"`
	Verified    bool     `json:"verified"`
	Version     string   `json:"calendar"`        // version of the calendar
	Moved       []Moved  `json:"moved,omitempty"` // by outages, in order
	Steps       []Step   `json:"steps"`
}

// End counts a period from start under the regime in force on that day.
func (c *Calendar) End(start Date, p Period, id RegimeID) (Result, error) {
	return c.Due(start, p, nil, id)
}

var (
	countedStep = map[Unit]string{
		Year: "base.calendar.step.counted_y", Month: "base.calendar.step.counted_mo",
		CalendarDay: "base.calendar.step.counted_d", WorkDay: "base.calendar.step.counted_wd",
	}
	clampedStep = map[Unit]string{Year: "base.calendar.step.month_end_y", Month: "base.calendar.step.month_end_mo"}
	// A working day is left only when the clock stands still on it.
	rolledStep = map[DayKind]string{
		Weekend: "base.calendar.step.rolled_weekend", Holiday: "base.calendar.step.rolled_holiday",
		Working: "base.calendar.step.rolled_paused", MakeUp: "base.calendar.step.rolled_paused",
	}
)

// begin checks the input and opens the result.
func (c *Calendar) begin(start Date, p Period, id RegimeID) (Result, Regime, error) {
	if !start.Valid() {
		return Result{}, Regime{}, errs.At("", "base.calendar.not_a_date", errs.Args{"value": start.String()})
	}
	if err := p.check(); err != nil {
		return Result{}, Regime{}, err
	}
	if start.Year > maxYear-2*maxN[Year] {
		return Result{}, Regime{}, errs.At("", "base.calendar.period_too_long", errs.Args{"value": p.String(), "max": maxN[p.Unit]})
	}
	r, inForce, err := RegimeAt(id, start)
	if err != nil {
		return Result{}, Regime{}, err
	}
	res := Result{Start: start, Period: p, Counted: p, Regime: id, Basis: r.Basis, Verified: r.Verified && inForce, Version: c.version}
	res.say("base.calendar.step.start_excluded", errs.Args{"start": start})
	if !inForce {
		res.say("base.calendar.step.regime_before_effect", errs.Args{"start": start, "from": r.EffectiveFrom})
	}
	if p.Unit == CalendarDay && slices.Contains(r.WorkingNumbers, p.N) {
		res.Counted.Unit = WorkDay
		res.say("base.calendar.step.days_are_working_days", errs.Args{"n": p.N, "basis": r.Basis})
	}
	return res, r, nil
}

// say adds a step.
func (r *Result) say(code string, args errs.Args) {
	r.Steps = append(r.Steps, Step{Code: code, Args: args})
}

// count finds the unrolled end of a month or day period and explains it.
func (r *Result) count() Date {
	end := addPlain(r.Start, r.Counted)
	r.Clamped = (r.Counted.Unit == Month || r.Counted.Unit == Year) && end.Day != r.Start.Day
	if r.Clamped {
		r.say(clampedStep[r.Counted.Unit], errs.Args{"n": r.Counted.N, "end": end, "day": r.Start.Day})
	} else {
		r.say(countedStep[r.Counted.Unit], errs.Args{"n": r.Counted.N, "end": end})
	}
	return end
}

// roll moves the end off days without work, once. A day on which the clock
// stands still is no day to act on either. It reports false when an open pause
// is met.
func (c *Calendar) roll(r *Result, regime Regime, stop stops) bool {
	end := r.Unrolled.number()
	if regime.Roll != NoRoll {
		for !c.works(end) || stop.holds(end) {
			if end >= stop.open {
				return false
			}
			c.doubt(r, fromNumber(end).Year)
			end++
		}
		c.doubt(r, fromNumber(end).Year)
	}
	r.Date = fromNumber(end)
	kind, span := c.Kind(r.Unrolled)
	r.Rolled = r.Date != r.Unrolled
	if r.Rolled {
		if regime.RollTag != "" {
			r.Verified = false
		}
		r.say(rolledStep[kind], errs.Args{"from": r.Unrolled, "to": r.Date, "zh": span.Zh, "en": span.En})
	} else if kind == MakeUp && regime.Roll != NoRoll {
		r.say("base.calendar.step.makeup_stays", errs.Args{"end": r.Date})
	}
	return true
}

// doubt notes that a day of a year without a loaded notice was used.
func (c *Calendar) doubt(r *Result, year int) {
	switch c.Certainty(year) {
	case Provisional:
		if !r.Provisional {
			r.Provisional = true
			r.say("base.calendar.step.provisional", errs.Args{"year": year})
		}
	case Unknown:
		if !r.Unknown {
			r.Unknown = true
			r.say("base.calendar.step.unknown_year", errs.Args{"year": year})
		}
	}
}
