package sqlstore

import (
	"context"
	"encoding/json"

	"quanlian/base/errs"
	"quanlian/kernel"
	"quanlian/kernel/desk"
)

// Unit: rows. Source: our choice; more refused ones than that nobody takes up.
const mostReturned = 100

// Approvals lists what waits for a word inside the party.
func (s *Store) Approvals(ctx context.Context, p kernel.PartyID) ([]desk.Pending, error) {
	return s.pendings(ctx, "select body from pendings where party = ? and state = ? order by made, id", string(p), string(desk.PendingOpen))
}

// Returned lists what the party refused and its makers did not take up again,
// the newest first.
func (s *Store) Returned(ctx context.Context, p kernel.PartyID) ([]desk.Pending, error) {
	return s.pendings(ctx, "select body from pendings where party = ? and state = ? order by made desc, id limit ?", string(p), string(desk.PendingRejected), mostReturned)
}

// Pending gives an internal approval in any state. The caller checks who reads.
func (s *Store) Pending(ctx context.Context, id string) (desk.Pending, error) {
	list, err := s.pendings(ctx, "select body from pendings where id = ?", id)
	if err == nil && len(list) == 0 {
		err = errs.New(errs.NotFound, "kernel.no_such_approval", nil)
	}
	if err != nil {
		return desk.Pending{}, err
	}
	return list[0], nil
}

func (s *Store) pendings(ctx context.Context, query string, args ...any) ([]desk.Pending, error) {
	bodies, err := many[string](ctx, s.r, query, args...)
	out := make([]desk.Pending, 0, len(bodies))
	for _, b := range bodies {
		var x desk.Pending
		if json.Unmarshal([]byte(b), &x) == nil {
			out = append(out, x)
		}
	}
	return out, err
}
