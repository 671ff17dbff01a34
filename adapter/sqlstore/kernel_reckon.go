package sqlstore

import (
	"context"

	"quanlian/kernel"
)

// Reckoned reports whether the ends of limits that stand in the database were
// computed by the calendar of a version.
func (s *Store) Reckoned(ctx context.Context, calendar string) (bool, error) {
	var n int64
	return one(ctx, s.r, &n, "select seq from cursors where name = ?", "due/"+calendar)
}

// MarkReckoned notes that they were.
func (s *Store) MarkReckoned(ctx context.Context, calendar string) error {
	return s.inTx(ctx, func(t *tx) error {
		if _, err := t.exec("delete from cursors where name like 'due/%'"); err != nil {
			return err
		}
		_, err := t.exec("insert into cursors (name, seq) values (?, 1)", "due/"+calendar)
		return err
	})
}

// Reckon computes the ends of limits of some open cases anew, those after one by
// id; last is the last one looked at, "" at the end. It changes nothing else of a
// case: what ends when is no act.
func (s *Store) Reckon(ctx context.Context, after kernel.CaseID, limit int) (moved int, last kernel.CaseID, err error) {
	err = s.inTx(ctx, func(t *tx) error {
		moved, last = 0, ""
		rows, err := many[caseRow](t.ctx, t.db, "select "+caseColumns+" from cases c where c.closed = 0 and c.id > ? order by c.id limit ?", string(after), limit)
		if err != nil || len(rows) == 0 {
			return err
		}
		last = kernel.CaseID(rows[len(rows)-1].ID)
		for _, r := range rows {
			c, err := r.asCase()
			if err != nil {
				return err
			}
			now, err := s.rowOf(c)
			if err != nil {
				return err
			}
			if now.Due == r.Due {
				continue
			}
			moved++
			if _, err := t.exec("update cases set due = ? where id = ?", now.Due, r.ID); err != nil {
				return err
			}
			if err := t.relist(r.ID); err != nil {
				return err
			}
		}
		return nil
	})
	return moved, last, err
}
