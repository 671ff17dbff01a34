package sqlstore

import (
	"context"
	"encoding/json"

	"quanlian/base/errs"
	"quanlian/kernel"
)

// Readings lists who has looked into the files of a party, those of its own
// left out, the latest first. An empty case means all of its cases.
func (s *Store) Readings(ctx context.Context, party kernel.PartyID, c kernel.CaseID, limit int) ([]kernel.Reading, error) {
	q, args := `select j.body, k.no, k.title, k.flow, k.item, k.unit from journal j join cases k on k.id = j.case_id
		where j.act = 'read' and j.actor_party <> ? and exists (select 1 from case_access a where a.case_id = k.id and a.subject = ? and a.relation in ('owner', 'invited'))`,
		[]any{string(party), "party:" + string(party)}
	if c != "" {
		q, args = q+" and k.id = ?", append(args, string(c))
	}
	rows, err := many[struct {
		Body  string `bun:"body"`
		No    string `bun:"no"`
		Title string `bun:"title"`
		Flow  string `bun:"flow"`
		Item  string `bun:"item"`
		Unit  string `bun:"unit"`
	}](ctx, s.r, q+" order by j.made desc, j.id limit ?", append(args, limit)...)
	out := make([]kernel.Reading, 0, len(rows))
	for _, r := range rows {
		var e kernel.Entry
		var w kernel.Journaled
		if r.Body == "" {
			continue // erased
		}
		if err := json.Unmarshal([]byte(r.Body), &e); err != nil {
			return nil, errs.Wrap(errs.Internal, "kernel.data_unreadable", err)
		}
		if err := json.Unmarshal(e.Input, &w); err != nil {
			return nil, errs.Wrap(errs.Internal, "kernel.data_unreadable", err)
		}
		out = append(out, kernel.Reading{At: e.At, Actor: e.Actor, What: w.What, Paper: w.Paper, Case: e.Case, No: r.No, Title: r.Title, Flow: kernel.FlowAddr(r.Flow), Item: r.Item, Unit: kernel.UnitID(r.Unit)})
	}
	return out, err
}
