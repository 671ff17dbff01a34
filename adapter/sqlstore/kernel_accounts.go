package sqlstore

import (
	"context"
	"time"

	"github.com/uptrace/bun"

	"quanlian/base/errs"
	"quanlian/kernel"
	"quanlian/kernel/desk"
)

// writeAccounts writes what concerns log-ins.
func (t *tx) writeAccounts(m desk.Meta, w kernel.Write) (bool, error) {
	at := micros(m.At)
	switch w := w.(type) {
	case kernel.AddUser:
		_, err := t.exec("insert into users (id, login, name, hash, made, disabled) values (?, ?, ?, '', ?, 0)", string(w.ID), w.Login, w.Name, at)
		return true, err
	case kernel.CloseUser:
		until := int64(0)
		if w.Closed {
			until = at
			if err := t.endLogins(w.User, "", "", at); err != nil {
				return true, err
			}
		}
		_, err := t.exec("update users set disabled = ? where id = ?", until, string(w.User))
		return true, err
	case kernel.SetPassword:
		return true, t.setPassword(w.User, w.Hash, w.Keep, at)
	case kernel.EndLogIns:
		return true, t.endLogins(w.User, w.Keep, w.Only, at)
	case kernel.IssueLink:
		if _, err := t.exec("update once_links set used = ? where user_id = ? and used = 0", at, string(w.User)); err != nil {
			return true, err
		}
		_, err := t.exec("insert into once_links (hash, user_id, made, made_by, until, used) values (?, ?, ?, ?, ?, 0)", w.Hash, string(w.User), at, string(m.Actor.User), micros(w.Until))
		return true, err
	case kernel.UseLink:
		return true, t.useLink(w, at)
	case kernel.LinkIdentity:
		_, err := t.exec("insert into identities (id, user_id, provider, made) values (?, ?, ?, ?) on conflict (id) do nothing", w.Key, string(w.User), w.Provider, at)
		return true, err
	case kernel.UnlinkIdentity:
		_, err := t.exec("delete from identities where id = ? and user_id = ?", w.Key, string(w.User))
		return true, err
	}
	return false, nil
}

func (t *tx) setPassword(u kernel.UserID, hash, keep string, at int64) error {
	if _, err := t.exec("update users set hash = ? where id = ?", hash, string(u)); err != nil {
		return err
	}
	if _, err := t.exec("update once_links set used = ? where user_id = ? and used = 0", at, string(u)); err != nil {
		return err
	}
	return t.endLogins(u, keep, "", at)
}

func (t *tx) endLogins(u kernel.UserID, keep, only string, at int64) error {
	q, args := "update logins set ended = ? where user_id = ? and ended = 0 and id <> ?", []any{at, string(u), keep}
	if only != "" {
		q, args = q+" and id = ?", append(args, only)
	}
	_, err := t.exec(q, args...)
	return err
}

func (t *tx) useLink(w kernel.UseLink, at int64) error {
	var user string
	ok, err := one(t.ctx, t.db, &user, `update once_links set used = ? where hash = ? and used = 0 and until > ?
		and exists (select 1 from users u where u.id = once_links.user_id and u.disabled = 0) returning user_id`, at, w.Link, at)
	if err != nil {
		return err
	}
	if !ok {
		return errs.New(errs.NotFound, "kernel.user.link_over", nil)
	}
	return t.setPassword(kernel.UserID(user), w.Hash, "", at)
}

// LinkOpen gives the user whom a link would let set a password; ok is false
// when it opens nothing.
func (s *Store) LinkOpen(ctx context.Context, hash string, at time.Time) (u kernel.UserFacts, ok bool, err error) {
	var r userRow
	ok, err = one(ctx, s.r, &r, "select "+userColumns+" from users u join once_links o on o.user_id = u.id where o.hash = ? and o.used = 0 and o.until > ? and u.disabled = 0", hash, micros(at))
	return r.facts(), ok, err
}

type userRow struct {
	ID       string `bun:"id"`
	Login    string `bun:"login"`
	Name     string `bun:"name"`
	Fresh    int64  `bun:"fresh"`
	Vouched  int64  `bun:"vouched"`
	Made     int64  `bun:"made"`
	Disabled int64  `bun:"disabled"`
}

const userColumns = "u.id, u.login, u.name, case when u.hash = '' then 1 else 0 end as fresh, case when exists (select 1 from identities v where v.user_id = u.id) then 1 else 0 end as vouched, u.made, u.disabled"

func (r userRow) facts() kernel.UserFacts {
	return kernel.UserFacts{ID: kernel.UserID(r.ID), Login: r.Login, Name: r.Name, Closed: r.Disabled != 0, Fresh: r.Fresh != 0, Vouched: r.Vouched != 0, Made: instant(r.Made)}
}

// userFacts finds a log-in by a column; the zero value when there is none.
func userFacts(ctx context.Context, db bun.IDB, column, value string) (kernel.UserFacts, error) {
	var r userRow
	ok, err := one(ctx, db, &r, "select "+userColumns+" from users u where u."+column+" = ?", value)
	if err != nil || !ok {
		return kernel.UserFacts{}, err
	}
	return r.facts(), nil
}

// UserFacts finds a log-in by its name, or by its id when the name is empty.
func (s *Store) UserFacts(ctx context.Context, login string, id kernel.UserID) (kernel.UserFacts, error) {
	if login != "" {
		return userFacts(ctx, s.r, "login", login)
	}
	return userFacts(ctx, s.r, "id", string(id))
}

func membersOf(ctx context.Context, db bun.IDB, party kernel.PartyID) ([]kernel.Member, error) {
	rows, err := many[struct {
		userRow
		Duty   string `bun:"duty"`
		Rights string `bun:"rights"`
	}](ctx, db, "select "+userColumns+", m.duty, m.rights from members m join users u on u.id = m.user_id where m.party = ? order by u.name, u.id", string(party))
	var out []kernel.Member
	for _, r := range rows {
		u := r.facts()
		out = append(out, kernel.Member{User: u.ID, Name: u.Name, Login: u.Login, Party: party, Duty: kernel.Duty(r.Duty), Rights: unlist[kernel.Right](r.Rights), Closed: u.Closed, Fresh: u.Fresh, Vouched: u.Vouched})
	}
	return out, err
}

// Members lists the members of a party, by name.
func (s *Store) Members(ctx context.Context, party kernel.PartyID) ([]kernel.Member, error) {
	return membersOf(ctx, s.r, party)
}
