package caseview

import (
	"strconv"

	"quanlian/base/calendar"
	"quanlian/kernel"
	"quanlian/web/site"
	"quanlian/web/ui"
)

// clock draws the nearest limit: what ran, what stood still, what is left.
func clock(v *site.Visit, c kernel.Case) ui.Clock {
	all := v.Limits(c)
	if len(all) == 0 {
		return ui.Clock{}
	}
	return clockOf(v, c, all[0])
}

// clockOf draws one limit of a case, day by day.
func clockOf(v *site.Visit, c kernel.Case, s site.LimitStand) ui.Clock {
	out := ui.Clock{From: v.L.MonthDay(s.Limit.From), To: s.Left.Due.Date.String(), Sentence: v.LimitText(c.Flow, s.Limit) + "　" + s.Light.Till, Moved: v.MovedText(s.Left.Due.Moved)}
	pauses := pausesOf(s.Limit, c.Pauses)
	out.Parts = clockParts(calendar.DateOf(s.Limit.From), calendar.DateOf(v.Env.Now()), s.Left.Due.Date, pauses)
	for _, k := range pauses {
		out.Pauses = append(out.Pauses, pauseText(v, c, k))
	}
	return out
}

// pausesOf are the pauses that touch a limit; another office's clock, and a day that
// law or contract sets, are none of ours to stop.
func pausesOf(l kernel.Limit, all []kernel.Pause) []kernel.Pause {
	if l.Outside || l.Fixed {
		return nil
	}
	var out []kernel.Pause
	for _, p := range all {
		if p.To.IsZero() || calendar.DateOf(p.To).After(calendar.DateOf(p.From)) && p.To.After(l.From) {
			out = append(out, p)
		}
	}
	return out
}

// pauseText says from when to when a clock stood still, how long, and why.
func pauseText(v *site.Visit, c kernel.Case, k kernel.Pause) string {
	why := v.PauseText(c, k)
	if k.To.IsZero() {
		return v.L.T("web.case.pause_since", "from", v.L.MonthDay(k.From), "why", why)
	}
	from, to := calendar.DateOf(k.From), calendar.DateOf(k.To)
	return v.L.T("web.case.pause", "from", v.L.MonthDay(k.From), "to", v.L.MonthDay(to.AddDays(-1).At(12)), "n", int(to.DaysSince(from)), "why", why)
}

// clockParts are the days of a limit in their order: those that ran and those on
// which the clock stood still; the rest of the bar is left.
func clockParts(from, today, due calendar.Date, pauses []kernel.Pause) []ui.ClockPart {
	end := due
	if today.After(due) {
		end = today
	}
	whole := float64(end.DaysSince(from))
	var out []ui.ClockPart
	at := from
	until := func(day calendar.Date, held bool) {
		if day.After(today) {
			day = today
		}
		if day.After(at) {
			out = append(out, ui.ClockPart{Share: 100 * float64(day.DaysSince(at)) / whole, Held: held})
			at = day
		}
	}
	for _, p := range pauses { // the first day that does not count, and the one that counts again
		until(calendar.DateOf(p.From).AddDays(-1), false)
		if p.To.IsZero() {
			until(today, true)
			break
		}
		until(calendar.DateOf(p.To).AddDays(-1), true)
	}
	until(today, false)
	return out
}

// usedText says how much of a limit is used, in the days that it is counted in.
func usedText(v *site.Visit, s site.LimitStand) string {
	key, used, left := "web.case.used_days", int(s.Left.Elapsed), int(s.Left.Days)
	if s.Limit.Period.Unit == calendar.WorkDay {
		key, used, left = "web.case.used_workdays", int(s.Left.ElapsedWork), int(s.Left.Work)
	}
	whole := used + max(0, left)
	if whole == 0 {
		return ""
	}
	return v.L.T(key, "n", used, "share", strconv.Itoa(100*used/whole))
}

// recent is how many entries of the history stand open, the newest; a few more than
// that are not worth a fold.
func (x view) recent() int {
	const most, spare = 6, 2 // Unit: entries. Source: our choice: about a screen of a telephone.
	if len(x.History) <= most+spare {
		return len(x.History)
	}
	return most
}

type limitLine struct {
	Text  string
	Day   string // the last one
	Limit ui.Limit
	Used  string
	Clock ui.Clock
}

// limits are the open limits with their lights.
func limits(v *site.Visit, c kernel.Case) []limitLine {
	var out []limitLine
	for _, s := range v.Limits(c) {
		if s.Light.Kind == ui.LimitClosed {
			continue
		}
		period := site.PeriodText(v.L, s.Limit.Period)
		text := v.LimitText(c.Flow, s.Limit) + "　" + period
		out = append(out, limitLine{Text: text, Day: s.Left.Due.Date.String(), Limit: s.Light, Used: usedText(v, s), Clock: clockOf(v, c, s)})
	}
	return out
}
