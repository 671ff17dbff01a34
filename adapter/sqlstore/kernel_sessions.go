package sqlstore

import (
	"context"
	"encoding/hex"
	"time"
)

// Sessions keeps log-in sessions in the database; it fulfils the session store
// of adapter/login, which hands in hashed tokens.
type Sessions struct{ s *Store }

// Sessions gives the store of sessions.
func (s *Store) Sessions() Sessions { return Sessions{s} }

// FindCtx gives the data of a session that has not expired.
func (x Sessions) FindCtx(ctx context.Context, token string) ([]byte, bool, error) {
	var data string
	ok, err := one(ctx, x.s.r, &data, "select data from sessions where token = ? and expiry > ?", hex.EncodeToString([]byte(token)), micros(time.Now()))
	if err != nil || !ok {
		return nil, false, err
	}
	b, err := hex.DecodeString(data)
	return b, err == nil, err
}

// CommitCtx writes a session.
func (x Sessions) CommitCtx(ctx context.Context, token string, b []byte, expiry time.Time) error {
	return x.s.inTx(ctx, func(t *tx) error {
		_, err := t.exec(`insert into sessions (token, data, expiry) values (?, ?, ?)
			on conflict (token) do update set data = excluded.data, expiry = excluded.expiry`, hex.EncodeToString([]byte(token)), hex.EncodeToString(b), micros(expiry))
		return err
	})
}

// DeleteCtx ends a session.
func (x Sessions) DeleteCtx(ctx context.Context, token string) error {
	return x.s.inTx(ctx, func(t *tx) error {
		_, err := t.exec("delete from sessions where token = ?", hex.EncodeToString([]byte(token)))
		return err
	})
}

// Find is FindCtx without a context.
func (x Sessions) Find(token string) ([]byte, bool, error) {
	return x.FindCtx(context.Background(), token)
}

// Commit is CommitCtx without a context.
func (x Sessions) Commit(token string, b []byte, expiry time.Time) error {
	return x.CommitCtx(context.Background(), token, b, expiry)
}

// Delete is DeleteCtx without a context.
func (x Sessions) Delete(token string) error { return x.DeleteCtx(context.Background(), token) }

// Sweep removes expired sessions.
func (x Sessions) Sweep(ctx context.Context, now time.Time) error {
	return x.s.inTx(ctx, func(t *tx) error {
		_, err := t.exec("delete from sessions where expiry <= ?", micros(now))
		return err
	})
}
