package sqlstore

import (
	"context"
	"time"
)

// Held is a form that came when the session was over.
type Held struct {
	ID   string `bun:"id"`
	Mark string `bun:"mark"`
	Hat  string `bun:"hat"`
	Path string `bun:"path"`
	Body string `bun:"body"`
	Made int64  `bun:"made"`
}

// Unit: forms. Source: our choice: the pages that one has open at a time.
const heldAMark = 5

// Hold keeps a form; of one browser and user only the newest stay.
func (s *Store) Hold(ctx context.Context, h Held, at time.Time) error {
	return s.inTx(ctx, func(t *tx) error {
		if _, err := t.exec("insert into held_forms (id, mark, hat, path, body, made) values (?, ?, ?, ?, ?, ?)", h.ID, h.Mark, h.Hat, h.Path, h.Body, micros(at)); err != nil {
			return err
		}
		_, err := t.exec("delete from held_forms where mark = ? and id not in (select id from held_forms where mark = ? order by made desc, id desc limit ?)", h.Mark, h.Mark, heldAMark)
		return err
	})
}

// HeldForm gives a form of the mark that was kept since the instant.
func (s *Store) HeldForm(ctx context.Context, id, mark string, since time.Time) (h Held, ok bool, err error) {
	ok, err = one(ctx, s.r, &h, "select id, mark, hat, path, body, made from held_forms where id = ? and mark = ? and made >= ?", id, mark, micros(since))
	return h, ok, err
}

// DropHeld forgets a form of the mark.
func (s *Store) DropHeld(ctx context.Context, id, mark string) error {
	return s.inTx(ctx, func(t *tx) error {
		_, err := t.exec("delete from held_forms where id = ? and mark = ?", id, mark)
		return err
	})
}

// SweepHeld forgets the forms from before the instant.
func (s *Store) SweepHeld(ctx context.Context, before time.Time) error {
	return s.inTx(ctx, func(t *tx) error {
		_, err := t.exec("delete from held_forms where made < ?", micros(before))
		return err
	})
}
