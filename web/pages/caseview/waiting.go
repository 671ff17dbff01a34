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
	if v.Actor.Party == "" || !kernel.TakesPart(v.Actor, c) {
		return nil, nil
	}
	org, _, err := v.Inside(ctx)
	if err != nil || org == "" {
		return nil, err
	}
	list, err := v.Env.Cases.Approvals(ctx, org)
	var out []waitingInside
	for _, p := range list {
		if p.Command == nil || p.Command.Case != c.ID || p.Actor.Mandate != v.Actor.Mandate && v.Actor.Mandate != "" {
			continue
		}
		who := ""
		if len(p.Steps) > 0 {
			who = v.L.T("web.duty." + string(p.Steps[0]))
		}
		href := "/my/approvals/" + p.ID
		if v.Actor.Mandate != "" && p.Actor.User != v.Actor.User { // a colleague's stands under the agency's own hat
			href = ""
		}
		out = append(out, waitingInside{p.Command.Move, v.L.T("web.case.inside", "act", v.MoveText(c.Flow, p.Command.Move), "who", who, "maker", p.Actor.Name, "at", v.L.Moment(p.Made, v.Env.Now())), href})
	}
	return out, err
}
