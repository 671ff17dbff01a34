package sqlstore

import (
	"database/sql"
	"errors"
	"strings"

	"github.com/jackc/pgx/v5/pgconn"
	"github.com/uptrace/bun"
)

// txOptions: SERIALIZABLE on PostgreSQL; SQLite has but one writer.
func (s *Store) txOptions() *sql.TxOptions {
	if s.postgres {
		return &sql.TxOptions{Isolation: sql.LevelSerializable}
	}
	return &sql.TxOptions{}
}

// retryable tells a failure that goes away by repeating the transaction:
// serialization failure 40001, deadlock 40P01 (PostgreSQL, appendix A), or a
// busy SQLite file.
func retryable(err error) bool {
	var pg *pgconn.PgError
	if errors.As(err, &pg) {
		return pg.Code == "40001" || pg.Code == "40P01"
	}
	return err != nil && strings.Contains(err.Error(), "SQLITE_BUSY")
}

// doubled tells a violated unique key.
func doubled(err error) bool {
	var pg *pgconn.PgError
	if errors.As(err, &pg) {
		return pg.Code == "23505"
	}
	return err != nil && strings.Contains(err.Error(), "UNIQUE constraint failed")
}

// like is the case-insensitive pattern match of the engine.
func (s *Store) like() string {
	if s.postgres {
		return "ilike"
	}
	return "like"
}

// in makes the values of an IN list; an empty one matches nothing.
func in[T any](v []T) any {
	if len(v) == 0 {
		return bun.List([]string{"\x00none"})
	}
	return bun.List(v)
}
