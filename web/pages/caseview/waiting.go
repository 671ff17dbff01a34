package caseview

import (
	"context"

	"quanlian/kernel"
	"quanlian/web/site"
)

// waitingInside is a move in the case that the reader's organisation has not let
// out yet: it is told, and not offered a second time.
type waitingInside struct {
	Move, Text, Href string
}

func waiting(ctx context.Context, v *site.Visit, c kernel.Case) ([]waitingInside, error) {
	if v.Actor.Party == "" || v.Actor.Mandate != "" || !kernel.TakesPart(v.Actor, c) {
		return nil, nil
	}
	list, err := v.Env.Cases.Approvals(ctx, v.Actor.Party)
	var out []waitingInside
	for _, p := range list {
		if p.Command == nil || p.Command.Case != c.ID {
			continue
		}
		who := ""
		if len(p.Steps) > 0 {
			who = v.L.T("web.duty." + string(p.Steps[0]))
		}
		out = append(out, waitingInside{p.Command.Move, v.L.T("web.case.inside", "act", v.MoveText(c.Flow, p.Command.Move), "who", who, "maker", p.Actor.Name, "at", v.L.Moment(p.Made, v.Env.Now())), "/my/approvals/" + p.ID})
	}
	return out, err
}
