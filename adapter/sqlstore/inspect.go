package sqlstore

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"strings"

	"quanlian/base/errs"
	"quanlian/kernel"
)

// Schema says which version a database has and which the program knows.
type Schema struct{ Have, Known int64 }

// Inspect opens a database and changes nothing in it: a check must not upgrade
// what it looks at. Notfound when there is no database, or nothing in it.
func Inspect(ctx context.Context, url string) (*Store, Schema, error) {
	if path, ok := strings.CutPrefix(url, "sqlite:"); ok {
		if _, err := os.Stat(path); errors.Is(err, fs.ErrNotExist) { // opening would make one
			return nil, Schema{}, errs.New(errs.NotFound, "adapter.sqlstore.no_database", errs.Args{"url": url})
		}
	}
	s, err := connect(url, Options{})
	if err != nil {
		return nil, Schema{}, err
	}
	list, err := s.loadMigrations()
	if err != nil {
		_ = s.Close()
		return nil, Schema{}, err
	}
	v := Schema{Known: list[len(list)-1].Version}
	if _, err := one(ctx, s.r, &v.Have, "select coalesce(max(version_id), 0) from goose_db_version where is_applied"); err != nil {
		defer func() { _ = s.Close() }()
		if s.bare(ctx) {
			return nil, v, errs.New(errs.NotFound, "adapter.sqlstore.no_tables", nil)
		}
		return nil, v, errs.Wrap(errs.Invalid, "adapter.sqlstore.not_ours", err)
	}
	return s, v, nil
}

// tablesPostgres counts the tables that are not the server's own.
const tablesPostgres = "select count(*) from information_schema.tables where table_schema not in ('pg_catalog', 'information_schema')"

// bare reports whether the database has no table at all.
func (s *Store) bare(ctx context.Context) bool {
	q, n := "select count(*) from sqlite_master", -1
	if s.postgres {
		q = tablesPostgres
	}
	_, err := one(ctx, s.r, &n, q)
	return err == nil && n == 0
}

// Standing is how many open cases stand in a state of a flow.
type Standing struct {
	Flow  kernel.FlowAddr `bun:"flow"`
	State kernel.State    `bun:"state"`
	Cases int             `bun:"cases"`
}

// States counts all cases by flow and state.
func (s *Store) States(ctx context.Context) ([]Standing, error) {
	return many[Standing](ctx, s.r, "select flow, state, count(*) as cases from cases group by flow, state order by flow, state")
}

// Unnumbered is how many entries wait for their number.
func (s *Store) Unnumbered(ctx context.Context) (int, error) {
	var n int
	_, err := one(ctx, s.r, &n, "select count(*) from journal where seq is null")
	return n, err
}
