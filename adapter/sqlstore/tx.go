package sqlstore

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"

	"github.com/uptrace/bun"

	"quanlian/base/errs"
	"quanlian/kernel/desk"
)

// Unit: tries. Source: our own bound; 500 contending acts on one row settle
// within it in the tests.
const maxTries = 30

// InTx runs f in one serializable transaction and repeats it on a
// serialization failure.
func (s *Store) InTx(ctx context.Context, f func(desk.Tx) error) error {
	return s.inTx(ctx, func(t *tx) error { return f(t) })
}

func (s *Store) inTx(ctx context.Context, f func(*tx) error) error {
	return s.runTx(ctx, s.txOptions(), f)
}

// inPlainTx runs f in a transaction that takes no part in serialization: what
// rests on one locked row, and reads so much of a table that every act would
// collide with it.
func (s *Store) inPlainTx(ctx context.Context, f func(*tx) error) error {
	return s.runTx(ctx, &sql.TxOptions{}, f)
}

func (s *Store) runTx(ctx context.Context, o *sql.TxOptions, f func(*tx) error) error {
	var err error
	for try := range maxTries {
		var left Left
		err = s.w.RunInTx(ctx, o, func(ctx context.Context, b bun.Tx) error {
			t := &tx{ctx: ctx, db: b, s: s}
			defer func() { left = t.left }()
			return f(t)
		})
		if err == nil {
			s.tellLeft(left)
		}
		if !retryable(err) && !(doubled(err) && errs.As(err) == nil) {
			return err
		}
		select {
		case <-ctx.Done():
			return errs.Wrap(errs.Unavailable, "adapter.sqlstore.cancelled", ctx.Err())
		case <-time.After(time.Duration(try*try) * time.Millisecond):
		}
	}
	return errs.Wrap(errs.Unavailable, "adapter.sqlstore.too_busy", err)
}

// tx is one transaction: it answers queries and writes what the desk says.
type tx struct {
	ctx  context.Context
	db   bun.Tx
	s    *Store
	left Left
}

func (t *tx) insert(row any) error {
	_, err := t.db.NewInsert().Model(row).Exec(t.ctx)
	return wrap(err)
}

// exec runs a statement and gives the number of rows it touched.
func (t *tx) exec(q string, args ...any) (int64, error) {
	r, err := t.db.NewRaw(q, args...).Exec(t.ctx)
	if err != nil {
		return 0, wrap(err)
	}
	n, err := r.RowsAffected()
	return n, wrap(err)
}

// one scans one row; ok is false when there is none.
func one(ctx context.Context, db bun.IDB, dest any, q string, args ...any) (ok bool, err error) {
	err = ask(db, q, args).Scan(ctx, dest)
	if errors.Is(err, sql.ErrNoRows) {
		return false, nil
	}
	return err == nil, wrap(err)
}

// many scans all rows into a slice.
func many[T any](ctx context.Context, db bun.IDB, q string, args ...any) ([]T, error) {
	var rows []T
	err := ask(db, q, args).Scan(ctx, &rows)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, nil
	}
	return rows, wrap(err)
}

// wrap keeps an error of the engine as it is, so that repeating can tell it;
// only its text gains the folder.
func wrap(err error) error {
	if err == nil {
		return nil
	}
	return fmt.Errorf("sqlstore: %w", err)
}
