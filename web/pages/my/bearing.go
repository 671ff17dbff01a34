package my

import (
	"context"
	"strings"

	"quanlian/catalogue/words"
	"quanlian/kernel"
	"quanlian/kernel/desk"
	"quanlian/web/site"
	"quanlian/web/ui"
)

// bearing is what a command would bring about: what its matter says of it, else
// the office that it reaches and the sentence of the move.
func (p pages) bearing(ctx context.Context, v *site.Visit, w desk.Pending, c kernel.Case, f kernel.FlowAddr, move string) (site.Bearing, error) {
	var x site.Bearing
	err := v.LearnUnits(ctx)
	if err != nil {
		return x, err
	}
	if p.Bears != nil {
		if x, err = p.Bears(ctx, v, w, c); err != nil {
			return x, err
		}
	}
	if says := words.Bears(v.L, f, move); says != "" {
		x.Does = append([]string{says}, x.Does...)
	}
	if w.Actor.Mandate != "" {
		client, err := v.Env.People.Party(ctx, w.Actor.Party)
		if err != nil {
			return x, err
		}
		x.Does = append(x.Does, v.L.T("web.approval.for_client", "party", client.Name))
	}
	unit := c.Unit
	if w.Open != nil {
		unit = w.Open.Unit
	}
	if x.To == "" && unit != "" {
		x.To = v.UnitText(unit)
	}
	return x, nil
}

// does are the rows that say what the reader's agreement does.
func (x approvalView) does() []ui.Pair {
	l := x.v.L
	out := []ui.Pair{{Key: l.T("web.approval.act"), Text: x.v.MoveText(x.flow, x.move)}}
	if x.bears.To != "" {
		out = append(out, ui.Pair{Key: l.T("web.approval.to"), Text: x.bears.To})
	}
	if does := x.bears.Does; len(does) > 0 {
		between := ""
		if !l.Zh() {
			between = " "
		}
		out = append(out, ui.Pair{Key: l.T("web.approval.then"), Text: strings.Join(does, between)})
	}
	return out
}
