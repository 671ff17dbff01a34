package sqlstore

import (
	"context"
	"time"
)

// Kinds of work that is claimed piece by piece.
const claimPaper = "paper"

// Unit: seconds. Source: our choice; what a killed process had claimed, and
// what failed, is taken up again after it.
const claimTime = 30 * time.Second

// unclaimed is the condition that nobody works at the row whose id is named; it
// takes the kind and the instant.
func unclaimed(id string) string {
	return "not exists (select 1 from claims k where k.kind = ? and k.id = " + id + " and k.until > ?)"
}

// claim takes those of the pieces that nobody else has, for a while, and says
// which. open selects the ids of those that still have to be done: another may
// have done one and forgotten the claim since they were listed. The clock is
// read when the claim is written: a transaction that had to wait, or to be
// repeated, would else write claims that have run out. A claim spares double
// work; what makes double work harmless is the idempotency key of the act that
// ends it.
func (s *Store) claim(ctx context.Context, kind, holder string, clock func() time.Time, open string, ids []string) (map[string]bool, error) {
	if len(ids) == 0 {
		return nil, nil
	}
	var got map[string]bool
	err := s.inTx(ctx, func(t *tx) error {
		got = map[string]bool{}
		still, err := many[string](t.ctx, t.db, open, in(ids))
		if err != nil {
			return err
		}
		for _, id := range still {
			now := clock()
			n, err := t.exec(`insert into claims (kind, id, holder, until) values (?, ?, ?, ?)
				on conflict (kind, id) do update set holder = excluded.holder, until = excluded.until where claims.until <= ?`,
				kind, id, holder, micros(now.Add(claimTime)), micros(now))
			if err != nil {
				return err
			}
			if n == 1 {
				got[id] = true
			}
		}
		return nil
	})
	return got, err
}

// keepClaims renews claims before their pieces are worked at, and says which are
// still the holder's: a batch may take longer than a claim lasts, and then
// another has taken, or even done, the rest of it.
func (t *tx) keepClaims(kind, holder string, clock func() time.Time, ids []string) ([]string, error) {
	var mine []string
	for _, id := range ids {
		n, err := t.exec("update claims set until = ? where kind = ? and id = ? and holder = ?", micros(clock().Add(claimTime)), kind, id, holder)
		if err != nil {
			return nil, err
		}
		if n == 1 {
			mine = append(mine, id)
		}
	}
	return mine, nil
}

// dropClaims forgets claims on work that is done.
func (s *Store) dropClaims(ctx context.Context, kind string, ids []string) error {
	if len(ids) == 0 {
		return nil
	}
	return s.inTx(ctx, func(t *tx) error {
		_, err := t.exec("delete from claims where kind = ? and id in (?)", kind, in(ids))
		return err
	})
}
