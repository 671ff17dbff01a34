package site

import (
	"cmp"
	"quanlian/base/calendar"
	"slices"

	"quanlian/kernel"
	"quanlian/kernel/form"
	"quanlian/kernel/itemflow"
	"quanlian/web/ui"
)

// Owes reports whether the visitor has papers to bring while the case is another's
// to go on with.
func (v *Visit) Owes(c kernel.Case) bool { return kernel.Owes(v.Actor, c, itemflow.Debtor(c)) }

// OwedText names what the applicant has yet to bring, each with its last day; ""
// where nothing is owed.
func (v *Visit) OwedText(c kernel.Case) string {
	if !itemflow.Standard(c.Flow) {
		return ""
	}
	d, err := itemflow.ReadData(c)
	if err != nil {
		return ""
	}
	return v.Owed(d.Owed(c.State), form.Item{})
}

// Owed names what is owed, with its days; it has the names of what was accepted
// before the case kept them itself.
func (v *Visit) Owed(gaps []itemflow.Gap, it form.Item) string {
	var out []string
	for _, day := range itemflow.ByDay(gaps) {
		out = append(out, v.L.T("web.items.gap", "material", v.owedNames(day, it), "by", v.L.Date(day[0].By.At(0))))
	}
	return v.L.List(out)
}

func (v *Visit) owedNames(gaps []itemflow.Gap, it form.Item) string {
	var out []string
	for _, g := range gaps {
		m, _ := it.Material(g.Material)
		out = append(out, cmp.Or(g.Name.In(v.L.Zh()), m.Name.In(v.L.Zh()), v.L.T("web.case.owed_paper")))
	}
	return v.L.List(slices.Compact(out))
}

// OwedNames names what the applicant has yet to bring, without its days.
func (v *Visit) OwedNames(c kernel.Case) string {
	d, err := itemflow.ReadData(c)
	if err != nil {
		return ""
	}
	return v.owedNames(d.Owed(c.State), form.Item{})
}

// AwaitsText says to an office beside the state of a case what it awaits of the
// applicant or of other offices, or which other city has it; "" where there is
// nothing to say.
func (v *Visit) AwaitsText(c kernel.Case) string {
	if !itemflow.Standard(c.Flow) {
		return ""
	}
	d, err := itemflow.ReadData(c) // once: an inbox asks this of every row
	if err != nil {
		return ""
	}
	if owed := v.Owed(d.Owed(c.State), form.Item{}); owed != "" {
		return v.L.T("web.case.awaits", "list", owed)
	}
	if by := d.OwedBy(c); c.Hold != nil && !by.IsZero() { // an answer to the one notice
		return v.L.T("web.case.awaits_answer", "by", v.L.Date(by.At(0)))
	}
	if v.Staff() && itemflow.Objected(c) {
		b := d.Breach
		return v.L.T("web.breach.waits", "day", v.L.Date(b.Objected), "n", int(calendar.DateOf(v.Env.Now()).DaysSince(calendar.DateOf(b.Objected))), "reason", b.Objection)
	}
	if still := v.stillText(c, d); still != "" {
		return still
	}
	if asked := v.askedText(c, d); asked != "" {
		return asked
	}
	return v.elsewhere(c)
}

// OwedLate says that papers may come after our own limit has ended; "" where that is
// not so.
func (v *Visit) OwedLate(c kernel.Case) string {
	by := itemflow.OwedBy(c)
	if by.IsZero() || c.Hold != nil || itemflow.Debtor(c) == "" {
		return ""
	}
	for _, s := range v.Limits(c) {
		if due := s.Left.Due.Date; s.Light.Kind != ui.LimitClosed && !s.Limit.Outside && !due.IsZero() && due.Before(by) {
			return v.L.T("web.case.owed_late", "limit", v.LimitText(c.Flow, s.Limit), "due", v.L.Date(due.At(0)))
		}
	}
	return ""
}

// stillText says until when, or for what, a case stands still.
func (v *Visit) stillText(c kernel.Case, d itemflow.Data) string {
	if c.Hold == nil || c.Hold.Kind != kernel.HoldSuspended || !d.Suspension.Stood() {
		return ""
	}
	if d.Suspension.Until.IsZero() {
		return v.L.T("web.case.still_for", "event", d.Suspension.Event)
	}
	return v.L.T("web.case.still_until", "day", v.L.Date(d.Suspension.Until.At(0)))
}

// askedText says which other offices the case waits for, and which of them are late.
func (v *Visit) askedText(c kernel.Case, d itemflow.Data) string {
	if !c.Closed.IsZero() {
		return ""
	}
	var out []string
	for _, a := range d.Asked {
		key := "web.case.asked"
		if !a.Silent.IsZero() {
			key = "web.case.asked_late"
		}
		if a.Open() {
			out = append(out, v.L.T(key, "unit", v.UnitText(a.Unit), "no", a.No))
		}
	}
	return v.L.List(out)
}

// elsewhere says which office, here or of another city, has the case.
func (v *Visit) elsewhere(c kernel.Case) string {
	if !itemflow.Standard(c.Flow) || c.State != itemflow.HandedOver && c.State != itemflow.Forwarded {
		return ""
	}
	d, err := itemflow.ReadData(c)
	if err == nil && c.State == itemflow.Forwarded && d.Outside != nil && d.Outside.Office.Zh != "" {
		return v.L.T("web.case.turn_of", "who", d.Outside.Office.In(v.L.Zh()))
	}
	if err != nil || c.State != itemflow.HandedOver || d.Proxy == nil {
		return ""
	}
	return v.L.T("web.case.turn_elsewhere", "city", d.Proxy.City, "office", d.Proxy.Office)
}
