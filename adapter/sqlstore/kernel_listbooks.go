package sqlstore

import (
	"context"
	"encoding/json"
	"time"

	"github.com/uptrace/bun"

	"quanlian/base/errs"
	"quanlian/kernel"
	"quanlian/kernel/desk"
)

type listBookRow struct {
	ID    string `bun:"id"`
	User  string `bun:"user_id"`
	Hat   string `bun:"hat"`
	Query string `bun:"query"`
	Zh    int64  `bun:"zh"`
	Asked int64  `bun:"asked"`
	Done  int64  `bun:"done"`
	Cases int    `bun:"cases"`
	Hash  string `bun:"hash"`
	Fault string `bun:"fault"`
}

func (r listBookRow) book() (kernel.ListBook, error) {
	b := kernel.ListBook{ID: r.ID, User: kernel.UserID(r.User), Hat: r.Hat, Query: r.Query, Zh: r.Zh != 0, Asked: instant(r.Asked), Done: instant(r.Done), Cases: r.Cases, Hash: r.Hash}
	if r.Fault != "" {
		if err := json.Unmarshal([]byte(r.Fault), &b.Fault); err != nil {
			return b, errs.Wrap(errs.Internal, "kernel.data_unreadable", err)
		}
	}
	return b, nil
}

const listBookSelect = "select id, user_id, hat, query, zh, asked, done, cases, hash, fault from list_books "

// askListBook puts a list down for the worker.
func (t *tx) askListBook(m desk.Meta, w kernel.AskListBook) error {
	zh := 0
	if w.Book.Zh {
		zh = 1
	}
	t.leave(LeftListBook)
	_, err := t.exec("insert into list_books (id, user_id, hat, query, zh, asked, done, cases, hash, fault) values (?, ?, ?, ?, ?, ?, 0, 0, '', '')",
		w.Book.ID, string(w.Book.User), w.Book.Hat, w.Book.Query, zh, micros(m.At))
	return err
}

func listBooks(ctx context.Context, db bun.IDB, rest string, args ...any) ([]kernel.ListBook, error) {
	rows, err := many[listBookRow](ctx, db, listBookSelect+rest, args...)
	out := make([]kernel.ListBook, 0, len(rows))
	for _, r := range rows {
		b, e := r.book()
		if e != nil {
			return nil, e
		}
		out = append(out, b)
	}
	return out, err
}

func listBooksOf(ctx context.Context, db bun.IDB, u kernel.UserID) ([]kernel.ListBook, error) {
	return listBooks(ctx, db, "where user_id = ? order by asked desc, id", string(u))
}

// ListBooks are the lists that a user has asked for, the newest first.
func (s *Store) ListBooks(ctx context.Context, u kernel.UserID) ([]kernel.ListBook, error) {
	return listBooksOf(ctx, s.r, u)
}

// NextListBook is the one that has waited longest; ok is false when none waits.
func (s *Store) NextListBook(ctx context.Context) (b kernel.ListBook, ok bool, err error) {
	list, err := listBooks(ctx, s.r, "where done = 0 order by asked, id limit 1")
	if err != nil || len(list) == 0 {
		return b, false, err
	}
	return list[0], true, nil
}

// ListBookDone keeps what came of one: a workbook of so many cases, or why not.
func (s *Store) ListBookDone(ctx context.Context, id string, cases int, hash string, fault *errs.Error, at time.Time) error {
	text := ""
	if fault != nil {
		said := *fault
		said.Cause, said.More = nil, nil // the log has them
		raw, err := json.Marshal(said)
		if err != nil {
			return errs.Wrap(errs.Internal, "kernel.data_unwritable", err)
		}
		text = string(raw)
	}
	return s.inTx(ctx, func(t *tx) error {
		_, err := t.exec("update list_books set done = ?, cases = ?, hash = ?, fault = ? where id = ? and done = 0", micros(at), cases, hash, text, id)
		return err
	})
}

// OldListBooks are those done before an instant.
func (s *Store) OldListBooks(ctx context.Context, before time.Time) ([]kernel.ListBook, error) {
	return listBooks(ctx, s.r, "where done > 0 and done < ?", micros(before))
}

// DropListBook forgets one; last is true when no other has the same content.
func (s *Store) DropListBook(ctx context.Context, b kernel.ListBook) (last bool, err error) {
	err = s.inTx(ctx, func(t *tx) error {
		if _, err := t.exec("delete from list_books where id = ?", b.ID); err != nil {
			return err
		}
		left, err := many[listBookRow](t.ctx, t.db, listBookSelect+"where hash = ?", b.Hash)
		last = len(left) == 0
		return err
	})
	return last && b.Hash != "", err
}
