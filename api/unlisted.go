package api

import (
	"context"

	"quanlian/catalogue/lang"
	"quanlian/catalogue/words"
	"quanlian/chain/utilization/hall"
	"quanlian/engine/matching"
)

// UnlistedMatch is a right of the register that is not listed, with what speaks for
// and against it. Its owner is asked to list it by opening a request.
type UnlistedMatch struct {
	Rank    int                  `json:"rank" doc:"api.field.match.rank"`
	Score   int                  `json:"score" doc:"api.field.match.score"`
	Right   string               `json:"right" doc:"api.field.match.right"`
	Title   string               `json:"title" doc:"api.field.match.title"`
	Owner   string               `json:"owner" doc:"api.field.match.owner"`
	IPC     []string             `json:"ipc" doc:"api.field.match.ipc"`
	Quote   *matching.Quote      `json:"quote,omitempty" doc:"api.field.match.quote"`
	Reasons []Reason             `json:"reasons" doc:"api.field.match.reasons"`
	Lacks   []Reason             `json:"lacks" doc:"api.field.match.lacks"`
	Parts   []matching.PartScore `json:"parts" doc:"api.field.match.parts"`
}

// Unlisted finds rights of the register that are not listed.
type Unlisted interface {
	Unlisted(ctx context.Context, d hall.NeedData, top int) (hall.Unlisted, error)
}

// beside adds what the register has for the need.
func (a *API) beside(ctx context.Context, v *visitor, d hall.NeedData, top int, res *Matches) error {
	if a.Unlisted == nil {
		return nil
	}
	found, err := a.Unlisted.Unlisted(ctx, d, top)
	if err != nil {
		return err
	}
	res.UnlistedVersion, res.UnlistedCompared = found.Version, found.Compared
	for _, m := range found.Matches {
		p := m.Patent
		if p.IPC == nil {
			p.IPC = []string{}
		}
		res.Unlisted = append(res.Unlisted, UnlistedMatch{Rank: m.Rank, Score: m.Score, Right: p.No, Title: p.Title, Owner: p.Owner, IPC: p.IPC, Quote: m.Quote, Reasons: reasons(v.L, m.Reasons), Lacks: reasons(v.L, m.Lacks), Parts: m.Parts})
	}
	return nil
}

// reasons are the sentences of a match.
func reasons(l *lang.Localizer, list []matching.Message) []Reason {
	out := []Reason{}
	for _, m := range list {
		out = append(out, Reason{m.Code, words.Reason(l, m.Code, m.Args)})
	}
	return out
}
