package window

import (
	"quanlian/base/calendar"
	"quanlian/catalogue/city"
	"quanlian/catalogue/lang"
	"quanlian/chain/service/window"
)

// oddWord says of a day on which the unit works that one would not expect it to; ""
// of an ordinary one.
func oddWord(l *lang.Localizer, r window.Rules, d calendar.Date) string {
	switch kind, _ := r.Calendar.Kind(d); kind {
	case calendar.MakeUp:
		return l.T("web.window.odd.makeup")
	case calendar.Weekend, calendar.Holiday:
		return l.T("web.window.odd.extra")
	}
	return ""
}

// oddDays say which days from the first to the last are worked, or free, otherwise
// than the week has it: make-up days, holidays by their name, days of the unit's own.
func oddDays(l *lang.Localizer, r window.Rules, u city.Unit, first, last calendar.Date) []string {
	var out []string
	var holiday calendar.Span
	for d := first; !d.After(last); d = d.AddDays(1) {
		kind, span := r.Calendar.Kind(d)
		on, day := r.OpenOn(u, d), l.DateWeekday(d.At(0))
		switch {
		case on && kind == calendar.MakeUp:
			out = append(out, l.T("web.window.odd.makeup_on", "day", day))
		case on && kind != calendar.Working:
			out = append(out, l.T("web.window.odd.extra_on", "day", day))
		case on || kind == calendar.Weekend:
		case kind != calendar.Holiday:
			out = append(out, l.T("web.window.odd.shut_on", "day", day))
		case span != holiday:
			holiday = span
			out = append(out, holidayText(l, span))
		}
	}
	return out
}

func holidayText(l *lang.Localizer, s calendar.Span) string {
	name := s.En
	if l.Zh() {
		name = s.Zh
	}
	if s.From == s.To {
		return l.T("web.window.odd.holiday_on", "day", l.DateWeekday(s.From.At(0)), "name", name)
	}
	return l.T("web.window.odd.holiday", "from", l.Date(s.From.At(0)), "to", l.Date(s.To.At(0)), "name", name)
}
