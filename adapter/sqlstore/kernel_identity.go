package sqlstore

import (
	"context"

	"github.com/uptrace/bun"

	"quanlian/kernel"
)

func userByIdentity(ctx context.Context, db bun.IDB, key string) (kernel.UserFacts, error) {
	var r userRow
	ok, err := one(ctx, db, &r, "select "+userColumns+" from users u join identities i on i.user_id = u.id where i.id = ?", key)
	if err != nil || !ok {
		return kernel.UserFacts{}, err
	}
	return r.facts(), nil
}

// UserByIdentity gives the user of an outside identity; the zero value when there
// is none.
func (s *Store) UserByIdentity(ctx context.Context, key string) (kernel.UserFacts, error) {
	return userByIdentity(ctx, s.r, key)
}

// Identities lists the outside identities with which a user may log in, the oldest
// first.
func (s *Store) Identities(ctx context.Context, u kernel.UserID) ([]kernel.LinkedIdentity, error) {
	rows, err := many[struct {
		ID       string `bun:"id"`
		Provider string `bun:"provider"`
		Made     int64  `bun:"made"`
	}](ctx, s.r, "select id, provider, made from identities where user_id = ? order by made, id", string(u))
	out := make([]kernel.LinkedIdentity, 0, len(rows))
	for _, r := range rows {
		out = append(out, kernel.LinkedIdentity{Key: r.ID, Provider: r.Provider, Made: instant(r.Made)})
	}
	return out, err
}
