package site

import (
	"quanlian/catalogue/lang"
	"quanlian/kernel/itemflow"
	"quanlian/web/ui"
)

// BreachState is how a record of a promise that did not hold stands.
func BreachState(l *lang.Localizer, b itemflow.Breach) (ui.State, string) {
	switch {
	case b.Struck:
		return ui.Done, l.T("web.breach.struck")
	case b.Open():
		return ui.Soon, l.T("web.breach.objected")
	}
	return ui.Late, l.T("web.breach.stands")
}

// BreachSaid is what was said of the record last, and when; "" while nothing was.
func BreachSaid(l *lang.Localizer, b itemflow.Breach) string {
	switch {
	case b.Open():
		return l.T("web.breach.said_objected", "day", l.Date(b.Objected), "reason", b.Objection)
	case b.Struck:
		return l.T("web.breach.said_struck", "day", l.Date(b.Settled), "reason", b.Reason)
	case !b.Settled.IsZero():
		return l.T("web.breach.said_stands", "day", l.Date(b.Settled), "reason", b.Reason)
	}
	return ""
}
