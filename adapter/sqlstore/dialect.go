package sqlstore

import (
	"database/sql"
	"errors"
	"strings"

	"github.com/jackc/pgx/v5/pgconn"
	"github.com/uptrace/bun"
	"github.com/uptrace/bun/schema"
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

// nobody is a text that no column holds: a mark that no keyboard writes, and which,
// unlike the zero byte, both engines take.
const nobody = "\x01none"

// listed are the values of an IN list.
type listed []any

// AppendQuery writes them into a text that is asked as it stands.
func (l listed) AppendQuery(gen schema.QueryGen, b []byte) ([]byte, error) {
	return bun.List([]any(l)).AppendQuery(gen, b)
}

// in makes the values of an IN list; an empty one matches nothing.
func in[T any](v []T) any {
	if len(v) == 0 {
		return listed{nobody}
	}
	out := make(listed, len(v))
	for i, x := range v {
		out[i] = x
	}
	return out
}
