package hall

import (
	"context"

	"quanlian/base/calendar"
	"quanlian/chain/utilization/hall"
	"quanlian/registry"
	"quanlian/web/site"
	"quanlian/web/ui"
)

// standings are how the rights of a page of listings stand by the register today;
// one that cannot be read is left out.
func (p pages) standings(ctx context.Context, v *site.Visit, list []hall.ListingRow) (map[string]registry.State, error) {
	numbers := make([]string, len(list))
	for i, r := range list {
		numbers[i] = r.Right
	}
	views, err := p.Rights.RightsByNo(ctx, numbers)
	if err != nil {
		return nil, err
	}
	now := v.Env.Now()
	out := map[string]registry.State{}
	for no, x := range views {
		if x != nil {
			out[no] = registry.AsOf(x.Events, calendar.DateOf(now), now)
		}
	}
	return out, nil
}

// lights are what a buyer asks of a right first: in force, paid for, free of pledge
// and of preservation or suspension.
func lights(v *site.Visit, s registry.State) []ui.Check {
	l := v.L
	light := func(good bool, bad ui.State, yes, no string) ui.Check {
		if good {
			return ui.Check{State: ui.Done, Text: yes}
		}
		return ui.Check{State: bad, Text: no}
	}
	status := l.T("web.patent.status_text." + string(s.Status))
	out := []ui.Check{light(s.Status == registry.StatusGranted, ui.Late, status, status)}
	if fee, err := s.FeeStatus(v.Env.Calendar); err == nil {
		text := l.T("web.hall.light.fee", "how", l.T("web.patent.fee_text."+string(fee.Standing)))
		out = append(out, light(fee.Standing == registry.FeeUpToDay, ui.Soon, l.T("web.hall.light.paid"), text))
	}
	held := len(s.Preservations)+len(s.Suspensions) > 0
	return append(out, light(len(s.Pledges) == 0, ui.Hold, l.T("web.hall.light.free"), l.T("web.hall.light.pledged")),
		light(!held, ui.Late, l.T("web.hall.light.unheld"), l.T("web.hall.light.held")))
}
