package sqlstore

import (
	"context"

	"quanlian/kernel"
)

// reckonedAs is the name under which it is noted what the lists were computed by;
// its number is another once they say what they did not before.
const reckonedAs = "due/5/"

// Reckoned reports whether the ends of limits that stand in the database were
// computed by the calendar of a version.
func (s *Store) Reckoned(ctx context.Context, calendar string) (bool, error) {
	var n int64
	return one(ctx, s.r, &n, "select seq from cursors where name = ?", reckonedAs+calendar)
}

// MarkReckoned notes that they were.
func (s *Store) MarkReckoned(ctx context.Context, calendar string) error {
	return s.inTx(ctx, func(t *tx) error {
		if _, err := t.exec("delete from cursors where name like 'due/%'"); err != nil {
			return err
		}
		_, err := t.exec("insert into cursors (name, seq) values (?, 1)", reckonedAs+calendar)
		return err
	})
}

// Reckon computes the ends of limits of some open cases anew, whose move it is in
// them and in closed ones that ask something still, and what lists say of them,
// those after one by id; last is the last one looked at, "" at the end. It changes nothing else of a
// case: what ends when is no act.
func (s *Store) Reckon(ctx context.Context, after kernel.CaseID, limit int) (moved int, last kernel.CaseID, err error) {
	err = s.inTx(ctx, func(t *tx) error {
		moved, last = 0, ""
		rows, err := many[caseRow](t.ctx, t.db, "select "+caseColumns+" from cases c where (c.closed = 0 or c.turn <> '') and c.id > ? order by c.id limit ?", string(after), limit)
		if err != nil || len(rows) == 0 {
			return err
		}
		last = kernel.CaseID(rows[len(rows)-1].ID)
		var ids []string
		for _, r := range rows {
			ids = append(ids, r.ID)
			c, err := r.asCase()
			if err != nil {
				return err
			}
			now, err := s.rowOf(c)
			if err != nil {
				return err
			}
			if now.Due == r.Due && now.Turn == r.Turn {
				continue
			}
			moved++
			if _, err := t.exec("update cases set due = ?, turn = ? where id = ?", now.Due, now.Turn, r.ID); err != nil {
				return err
			}
		}
		astray, err := s.differ(t, ids)
		if err != nil {
			return err
		}
		for _, id := range astray {
			if err := t.relist(string(id)); err != nil {
				return err
			}
		}
		return nil
	})
	return moved, last, err
}
