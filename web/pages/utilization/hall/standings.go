package hall

import (
	"context"

	"quanlian/base/calendar"
	"quanlian/chain/utilization/hall"
	"quanlian/registry"
	"quanlian/web/site"
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
