package sqlstore

import (
	"context"
	"encoding/hex"

	"quanlian/base/errs"
	"quanlian/evidence"
)

// Unit: entries. Source: docs/measured/evidence.md; larger ones gain nothing.
const sequenceBatch = 5000

// Number gives the rows of the journal their dense numbers, after commit, in
// the order in which it finds them, and says how many it gave. It is the
// sequencer: of many processes the one that holds the lease; conflict
// adapter.sqlstore.lease_lost when that is another by now.
func (s *Store) Number(ctx context.Context, l Lease) (int, error) {
	total := 0
	for {
		var some int
		ok, err := one(ctx, s.r, &some, "select 1 from journal where seq is null limit 1")
		if err != nil || !ok {
			return total, err
		}
		n := 0
		err = s.inPlainTx(ctx, func(t *tx) error {
			n, err = t.number(l)
			if n > 0 {
				t.leave(LeftNumber)
			}
			return err
		})
		if err != nil {
			return total, err
		}
		total += n
	}
}

func (t *tx) number(l Lease) (int, error) {
	if err := t.under(l); err != nil {
		return 0, err
	}
	next, err := numbered(t.ctx, t.db)
	if err != nil {
		return 0, err
	}
	var published int64
	if _, err := one(t.ctx, t.db, &published, "select coalesce(max(size), 0) from log_heads where closed = 0"); err != nil {
		return 0, err
	}
	if published > next { // these numbers are given: the database is older than the log
		return 0, errs.New(errs.Conflict, "adapter.sqlstore.behind_log", errs.Args{"journal": next, "log": published})
	}
	if err := t.recommit(); err != nil {
		return 0, err
	}
	n, err := t.exec(`update journal set seq = x.n from (
			select id, ? + row_number() over (order by made, id) as n from (
				select id, made from journal where seq is null order by made, id limit ?) y) x
		where journal.id = x.id`, next-1, sequenceBatch)
	return int(n), err
}

// recommit commits rows that were written before the journal had an SM3 column.
func (t *tx) recommit() error {
	rows, err := many[journalRow](t.ctx, t.db, "select id, body, salt from journal where seq is null and sm3 = '' order by made, id limit ?", sequenceBatch)
	if err != nil {
		return err
	}
	for _, r := range rows {
		c, err := commitmentOf(r.Body, r.Salt)
		if err != nil {
			return err
		}
		if _, err := t.exec("update journal set commitment = ?, sm3 = ? where id = ?", c.SHA256.String(), c.SM3.String(), r.ID); err != nil {
			return err
		}
	}
	return nil
}

func commitmentOf(body, salt string) (evidence.Commitment, error) {
	raw, err := hex.DecodeString(salt)
	if err != nil {
		return evidence.Commitment{}, errs.Wrap(errs.Internal, "kernel.data_unreadable", err)
	}
	s, err := evidence.NewStatement([]byte(body), raw)
	if err != nil {
		return evidence.Commitment{}, err
	}
	return s.Commitment(), nil
}
