package sqlstore

import (
	"context"

	"quanlian/kernel"
	"quanlian/kernel/itemflow"
)

// Breaches are the cases of a party whose decision was revoked because a promise did
// not hold, whatever office they lie with, the newest first. The caller says to whom
// they are shown; [itemflow.BreachOf] says what of them.
func (s *Store) Breaches(ctx context.Context, p kernel.PartyID, limit int) ([]kernel.Case, error) {
	undone, args := written("c.state", string(itemflow.Undone)) // few, and has an index
	rows, err := many[caseRow](ctx, s.r, `select `+caseColumns+` from cases c where `+undone+`
		and exists (select 1 from case_access a where a.case_id = c.id and a.subject = ? and a.role = ?)
		order by c.opened desc, c.id limit ?`, append(args, "party:"+string(p), string(kernel.RoleOwner), limit)...)
	if err != nil {
		return nil, err
	}
	return asCases(rows)
}
