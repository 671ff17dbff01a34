package items

import (
	"context"
	"encoding/json"

	"quanlian/base/calendar"
	"quanlian/kernel/desk"
	"quanlian/kernel/form"
	"quanlian/kernel/itemflow"
	"quanlian/web/site"
)

// Bears says which office an application would reach, for who has to agree to it
// inside the organisation; of anything else it says nothing.
func Bears(d Deps) func(ctx context.Context, v *site.Visit, w desk.Pending) (site.Bearing, error) {
	return func(ctx context.Context, v *site.Visit, w desk.Pending) (site.Bearing, error) {
		var in itemflow.SubmitInput
		if w.Open == nil || w.Open.Move != "submit" || w.Open.ItemHash == "" || json.Unmarshal(w.Open.Input, &in) != nil {
			return site.Bearing{}, nil
		}
		it, err := d.Kept.KeptItem(ctx, w.Open.ItemHash)
		if err != nil {
			return site.Bearing{}, err
		}
		p, err := v.Env.People.Party(ctx, w.Actor.Party)
		if err != nil {
			return site.Bearing{}, err
		}
		f := form.Facts{Party: p, Agent: w.Actor.Mandate != "", Today: calendar.DateOf(v.Env.Now()), District: p.District}
		return site.Bearing{To: v.UnitText(itemflow.Receives(it, in.Values, f))}, nil
	}
}
