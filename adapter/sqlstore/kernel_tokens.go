package sqlstore

import (
	"context"
	"time"

	"quanlian/kernel"
)

// writeToken makes or ends a token; ok is false for other writes.
func (t *tx) writeToken(w kernel.Write) (ok bool, err error) {
	switch w := w.(type) {
	case kernel.PutToken:
		x := w.Token
		_, err = t.exec(`insert into tokens (id, hash, user_id, name, party, mandate, unit, role, district, rights, made, expires, revoked, used)
			values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 0, 0)`, string(x.ID), w.Hash, string(x.User), x.Name, string(x.Party), string(x.Mandate),
			string(x.Post.Unit), string(x.Post.Role), x.Post.District, list(x.Rights), micros(x.Made), micros(x.Expires))
		return true, err
	case kernel.RevokeToken:
		_, err = t.exec("update tokens set revoked = ? where id = ? and user_id = ? and party = ? and revoked = 0", micros(w.At), string(w.ID), string(w.User), string(w.Party))
		return true, err
	}
	return false, nil
}

const tokenColumns = "id, user_id, name, party, mandate, unit, role, district, rights, made, expires, revoked, used"

type tokenRow struct {
	ID       string `bun:"id"`
	User     string `bun:"user_id"`
	Name     string `bun:"name"`
	Party    string `bun:"party"`
	Mandate  string `bun:"mandate"`
	Unit     string `bun:"unit"`
	Role     string `bun:"role"`
	District string `bun:"district"`
	Rights   string `bun:"rights"`
	Made     int64  `bun:"made"`
	Expires  int64  `bun:"expires"`
	Revoked  int64  `bun:"revoked"`
	Used     int64  `bun:"used"`
}

func (r tokenRow) token() kernel.Token {
	return kernel.Token{ID: kernel.TokenID(r.ID), User: kernel.UserID(r.User), Name: r.Name, Party: kernel.PartyID(r.Party), Mandate: kernel.MandateID(r.Mandate),
		Post: kernel.Post{Unit: kernel.UnitID(r.Unit), Role: kernel.Role(r.Role), District: r.District}, Rights: unlist[kernel.Right](r.Rights),
		Made: instant(r.Made), Expires: instant(r.Expires), Revoked: instant(r.Revoked), Used: instant(r.Used)}
}

// TokenByHash finds a token by the hash of its secret; ok is false when there
// is none. Whether it still stands is the reader's to ask.
func (s *Store) TokenByHash(ctx context.Context, hash string) (kernel.Token, bool, error) {
	var r tokenRow
	ok, err := one(ctx, s.r, &r, "select "+tokenColumns+" from tokens where hash = ?", hash)
	return r.token(), ok, err
}

// Tokens lists those that a person made, and, for an administrator of a party,
// those that others made for it; the newest first. party "" asks for the
// person's only.
func (s *Store) Tokens(ctx context.Context, u kernel.UserID, party kernel.PartyID) ([]kernel.Token, error) {
	rows, err := many[tokenRow](ctx, s.r, "select "+tokenColumns+" from tokens where user_id = ? or (party = ? and party <> '') order by made desc, id", string(u), string(party))
	out := make([]kernel.Token, 0, len(rows))
	for _, r := range rows {
		out = append(out, r.token())
	}
	return out, err
}

// Unit: minutes. Source: our choice; a busy token is written down once in it.
const usedEvery = 1

// UsedToken remembers that a token was used, at most once a minute.
func (s *Store) UsedToken(ctx context.Context, id kernel.TokenID, at time.Time) error {
	return s.inTx(ctx, func(t *tx) error {
		_, err := t.exec("update tokens set used = ? where id = ? and used < ?", micros(at), string(id), micros(at.Add(-usedEvery*time.Minute)))
		return err
	})
}
