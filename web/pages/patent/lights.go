package patent

import (
	"quanlian/registry"
	"quanlian/web/site"
	"quanlian/web/ui"
)

// Lights are what a buyer asks of a right first: in force, paid for, free of pledge
// and of preservation or suspension; of one that has ended, only that.
func Lights(v *site.Visit, s registry.State) []ui.Check {
	l := v.L
	light := func(good bool, bad ui.State, yes, no string) ui.Check {
		if good {
			return ui.Check{State: ui.Done, Text: yes}
		}
		return ui.Check{State: bad, Text: no}
	}
	status := l.T("web.patent.status_text." + string(s.Status))
	out := []ui.Check{light(s.Status == registry.StatusGranted, ui.Late, status, status)}
	if s.Status.Ended() {
		return out
	}
	if fee, err := s.FeeStatus(v.Env.Calendar); err == nil {
		text := l.T("web.hall.light.fee", "how", l.T("web.patent.fee_text."+string(fee.Standing)))
		out = append(out, light(fee.Standing == registry.FeeUpToDay, ui.Soon, l.T("web.hall.light.paid"), text))
	}
	held := len(s.Preservations)+len(s.Suspensions) > 0
	return append(out, light(len(s.Pledges) == 0, ui.Hold, l.T("web.hall.light.free"), l.T("web.hall.light.pledged")),
		light(!held, ui.Late, l.T("web.hall.light.unheld"), l.T("web.hall.light.held")))
}

// Over says that a right has ended, with how and since when; "" while it has not.
func Over(v *site.Visit, s registry.State) string {
	if !s.Status.Ended() {
		return ""
	}
	return v.L.T("web.hall.talk_over", "status", v.L.T("web.patent.status_text."+string(s.Status)), "day", s.Since.String())
}
