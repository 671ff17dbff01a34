package site

import (
	"slices"

	"quanlian/base/calendar"
	"quanlian/catalogue/words"
	"quanlian/kernel"
	"quanlian/kernel/itemflow"
	"quanlian/web/ui"
)

// Unit: working days. Source: docs/look: a limit is due soon in its last two
// working days.
const soon calendar.WorkDays = 2

// Yours reports whether the next move of a case is the visitor's.
func (v *Visit) Yours(c kernel.Case) bool { return kernel.Yours(v.Actor, c, v.Env.TurnOf(c)) }

// endOf is how a closed case came to nothing, as its flow says.
func (v *Visit) endOf(c kernel.Case) kernel.Ending {
	f := v.Env.Desk.Flows[c.Flow]
	if f == nil || c.Closed.IsZero() {
		return ""
	}
	d, _ := f.StateDef(c.State)
	return d.Ends
}

// StateOf is how a case stands, as a shape.
func (v *Visit) StateOf(c kernel.Case) ui.State {
	end := v.endOf(c)
	switch {
	case end == kernel.EndRefused:
		return ui.No
	case end == kernel.EndNothing:
		return ui.Idle
	case itemflow.NotYetServed(c, calendar.DateOf(v.Env.Now())) != nil:
		return ui.Run
	case !c.Closed.IsZero() && itemflow.Refused(c):
		return ui.No
	case !c.Closed.IsZero():
		return ui.Done
	case c.Hold != nil, v.stands(c) != "":
		return ui.Hold
	case v.Yours(c), v.Owes(c):
		return ui.You
	}
	return ui.Run
}

// WhoseText says in words whose move it is.
func (v *Visit) WhoseText(c kernel.Case) string {
	switch {
	case v.Staff() && itemflow.ToServe(c):
		return v.L.T("web.case.turn_serve")
	case v.Staff() && itemflow.Objected(c):
		return v.L.T("web.case.turn_objected")
	case !c.Closed.IsZero():
		return v.L.T("web.case.turn_closed")
	case v.Yours(c):
		return v.L.T("web.case.turn_you")
	case c.Hold != nil && c.Hold.Kind == kernel.HoldCorrection:
		return v.L.T("web.case.turn_of", "who", v.RoleText(c.Flow, kernel.RoleOwner))
	case c.Hold != nil:
		return v.L.T("web.case.turn_held")
	case v.Owes(c):
		return v.L.T("web.case.turn_owes")
	}
	if there := v.elsewhere(c); there != "" {
		return there
	}
	turn := v.Env.TurnOf(c)
	if turn == "" {
		return v.L.T("web.case.turn_nobody")
	}
	if !v.Staff() && c.Unit != "" && slices.Contains([]kernel.Role{kernel.RoleClerk, kernel.RoleHead}, turn) && !words.OwnRole(v.L, c.Flow, turn) {
		return v.L.T("web.case.turn_office") // an organisation has a handler and a head of its own
	}
	return v.L.T("web.case.turn_of", "who", v.RoleText(c.Flow, turn))
}

// LimitStand is one limit of a case as of now.
type LimitStand struct {
	Limit kernel.Limit
	Left  calendar.Left
	Light ui.Limit
}

// Limits are the limits of a case, those that run first, the nearest first.
func (v *Visit) Limits(c kernel.Case) []LimitStand {
	var out []LimitStand
	for _, l := range c.Limits {
		left, err := l.Left(c.Pauses, v.Env.Now(), v.Env.Calendar)
		if err != nil {
			continue // a limit that cannot be reckoned is not shown as a number
		}
		s := LimitStand{Limit: l, Left: left, Light: v.light(l, left)}
		if !l.Met.IsZero() || !c.Closed.IsZero() {
			s.Light = ui.Limit{Kind: ui.LimitClosed}
		}
		out = append(out, s)
	}
	slices.SortStableFunc(out, func(a, b LimitStand) int {
		if met := boolInt(a.Light.Kind == ui.LimitClosed) - boolInt(b.Light.Kind == ui.LimitClosed); met != 0 {
			return met
		}
		return a.Left.Due.Date.Compare(b.Left.Due.Date)
	})
	return out
}

// Nearest is the limit that a row shows: the first that still runs, that of
// another office only where we have none. Of a case that waits to be taken in while
// none runs, its office sees how long it has waited.
func (v *Visit) Nearest(c kernel.Case) ui.Limit {
	var there ui.Limit
	for _, s := range v.Limits(c) {
		switch {
		case s.Light.Kind == ui.LimitClosed:
		case !s.Limit.Outside:
			return s.Light
		case there.Kind == ui.NoLimit:
			there = s.Light
		}
	}
	if since, waits := itemflow.AwaitsAcceptance(c); waits && there.Kind == ui.NoLimit && itemflow.OfOffice(v.Actor, c) {
		return ui.Limit{Kind: ui.LimitWaits, N: int(max(0, v.Env.Calendar.WorkdaysBetween(calendar.DateOf(since), calendar.DateOf(v.Env.Now())))), Till: v.L.T("web.ui.limit.waits_since", "day", v.L.Date(since))}
	}
	return there
}

// Unit: hour. Source: the end of the working day of the city's offices, as
// docs/look shows it.
const closingHour = "17:00"

func (v *Visit) light(l kernel.Limit, left calendar.Left) ui.Limit {
	out := ui.Limit{Unit: "day", N: int(left.Days)}
	if l.Period.Unit == calendar.WorkDay {
		out.Unit, out.N = "workday", int(left.Work)
	}
	if d := left.Due.Date; !d.IsZero() {
		out.Till = v.L.Date(d.At(0))
	}
	switch left.Light(soon) {
	case calendar.LightHold:
		out.Kind, out.N = ui.LimitHeld, max(0, left.Due.Paused)
		out.Unit = "day"
	case calendar.LightLate:
		out.Kind, out.N = ui.LimitLate, max(1, -out.N)
	case calendar.LightSoon:
		out.Kind = ui.LimitSoon
		if out.N == 0 {
			if out.Kind = ui.LimitToday; v.Env.Now().Before(left.Due.Date.At(calendar.OfficeCloses)) {
				out.At = closingHour
			}
		}
	default:
		out.Kind = ui.LimitLeft
	}
	return out
}

func boolInt(b bool) int {
	if b {
		return 1
	}
	return 0
}

// MovedText says by which outages an end was moved: old day, new day, number of
// the outage and basis.
func (v *Visit) MovedText(moved []calendar.Moved) []string {
	var out []string
	for _, m := range moved {
		out = append(out, v.L.T("web.outage.moved_by", "was", v.L.ISO(m.Was.At(0)), "now", v.L.ISO(m.Now.At(0)), "no", m.No, "basis", m.Basis))
	}
	return out
}

// MovedRows are rows of facts that say the same, with the way to the register.
func (v *Visit) MovedRows(key string, moved []calendar.Moved) []ui.Pair {
	var out []ui.Pair
	for i, text := range v.MovedText(moved) {
		out = append(out, ui.Pair{Key: key, Part: ui.MovedBy(v.L, text, moved[i].No)})
	}
	return out
}

// stands is how a case stands where its state does not say it, "" for as it says.
func (v *Visit) stands(c kernel.Case) kernel.State {
	if v.Env.Stands == nil {
		return ""
	}
	return v.Env.Stands(c, calendar.DateOf(v.Env.Now()))
}
