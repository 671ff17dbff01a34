package sqlstore

import (
	"context"
	"time"

	"quanlian/kernel"
)

// Unit: minutes. Source: our choice; a list of sessions need not be exact to
// the second, and a write for each page would be.
const seenEvery = 5 * time.Minute

// BeginLogIn remembers that a session began.
func (x Sessions) BeginLogIn(ctx context.Context, l kernel.LogIn) error {
	return x.s.inTx(ctx, func(t *tx) error {
		_, err := t.exec("insert into logins (id, user_id, made, seen, address, agent, ended) values (?, ?, ?, ?, ?, ?, 0)", l.ID, string(l.User), micros(l.Made), micros(l.Seen), l.Address, l.Agent)
		return err
	})
}

// LogInStands reports whether a session was not ended from elsewhere, and was
// seen within the idle time, give or take what is left unwritten.
func (x Sessions) LogInStands(ctx context.Context, id string, at time.Time, idle time.Duration) (bool, error) {
	var seen int64
	ok, err := one(ctx, x.s.r, &seen, "select seen from logins where id = ? and ended = 0", id)
	if err != nil || !ok {
		return false, err
	}
	unseen := at.Sub(instant(seen))
	if unseen > idle+seenEvery {
		return false, nil
	}
	if unseen > seenEvery {
		err = x.s.inTx(ctx, func(t *tx) error {
			_, err := t.exec("update logins set seen = ? where id = ? and ended = 0", micros(at), id)
			return err
		})
	}
	return true, err
}

// EndLogIn remembers that a session was ended by its own browser.
func (x Sessions) EndLogIn(ctx context.Context, id string, at time.Time) error {
	return x.s.inTx(ctx, func(t *tx) error {
		_, err := t.exec("update logins set ended = ? where id = ? and ended = 0", micros(at), id)
		return err
	})
}

// LogIns lists the sessions of a user that were seen since, the latest first.
func (s *Store) LogIns(ctx context.Context, u kernel.UserID, since time.Time, limit int) ([]kernel.LogIn, error) {
	rows, err := many[struct {
		ID      string `bun:"id"`
		Made    int64  `bun:"made"`
		Seen    int64  `bun:"seen"`
		Address string `bun:"address"`
		Agent   string `bun:"agent"`
		Ended   int64  `bun:"ended"`
	}](ctx, s.r, "select id, made, seen, address, agent, ended from logins where user_id = ? and seen >= ? order by seen desc, id limit ?", string(u), micros(since), limit)
	out := make([]kernel.LogIn, 0, len(rows))
	for _, r := range rows {
		out = append(out, kernel.LogIn{ID: r.ID, User: u, Made: instant(r.Made), Seen: instant(r.Seen), Address: r.Address, Agent: r.Agent, Ended: instant(r.Ended)})
	}
	return out, err
}
