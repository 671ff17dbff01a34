package sqlstore

import (
	"context"
	"database/sql"
	"embed"
	"fmt"
	"io/fs"
	"path"
	"sort"
	"strconv"
	"strings"

	"github.com/pressly/goose/v3"
	"github.com/pressly/goose/v3/lock"

	"quanlian/base/errs"
)

//go:embed migrations
var migrations embed.FS

// Migrate applies the migrations that are missing, in order, each in its own
// transaction, under a lock on PostgreSQL. It refuses a database that is newer
// than the program.
func (s *Store) Migrate(ctx context.Context) error {
	list, err := s.loadMigrations()
	if err != nil {
		return err
	}
	dialect := goose.DialectSQLite3
	opts := []goose.ProviderOption{goose.WithGoMigrations(list...), goose.WithDisableGlobalRegistry(true)}
	if s.postgres {
		dialect = goose.DialectPostgres
		l, err := lock.NewPostgresSessionLocker()
		if err != nil {
			return errs.Wrap(errs.Internal, "adapter.sqlstore.migration", err)
		}
		opts = append(opts, goose.WithSessionLocker(l))
	}
	p, err := goose.NewProvider(dialect, s.w.DB, nil, opts...)
	if err != nil {
		return errs.Wrap(errs.Internal, "adapter.sqlstore.migration", err)
	}
	if err := s.refuseNewer(ctx, p, list); err != nil {
		return err
	}
	if _, err := p.Up(ctx); err != nil {
		return errs.Wrap(errs.Unavailable, "adapter.sqlstore.migration", err)
	}
	if err := s.fillWords(ctx); err != nil { // what no statement of a migration can compute
		return err
	}
	return s.fillBrokered(ctx)
}

func (s *Store) refuseNewer(ctx context.Context, p *goose.Provider, list []*goose.Migration) error {
	have, err := p.GetDBVersion(ctx)
	if err != nil {
		return errs.Wrap(errs.Unavailable, "adapter.sqlstore.migration", err)
	}
	if last := list[len(list)-1].Version; have > last {
		return errs.New(errs.Conflict, "adapter.sqlstore.newer_schema", errs.Args{"have": have, "known": last})
	}
	return nil
}

// loadMigrations reads migrations/NNNN_name/up.sql, or up.sqlite.sql and
// up.postgres.sql where the engines differ.
func (s *Store) loadMigrations() ([]*goose.Migration, error) {
	dirs, err := fs.ReadDir(migrations, "migrations")
	if err != nil {
		return nil, errs.Wrap(errs.Internal, "adapter.sqlstore.migration", err)
	}
	sort.Slice(dirs, func(i, j int) bool { return dirs[i].Name() < dirs[j].Name() })
	engine := "sqlite"
	if s.postgres {
		engine = "postgres"
	}
	var list []*goose.Migration
	for _, d := range dirs {
		n, err := strconv.ParseInt(strings.SplitN(d.Name(), "_", 2)[0], 10, 64)
		if err != nil {
			return nil, errs.Wrap(errs.Internal, "adapter.sqlstore.migration", fmt.Errorf("%s: %w", d.Name(), err))
		}
		var text []byte
		for _, file := range []string{"up." + engine + ".sql", "up.sql"} {
			if text, err = fs.ReadFile(migrations, path.Join("migrations", d.Name(), file)); err == nil {
				break
			}
		}
		if err != nil {
			return nil, errs.Wrap(errs.Internal, "adapter.sqlstore.migration", err)
		}
		list = append(list, goose.NewGoMigration(n, &goose.GoFunc{RunTx: runSQL(string(text))}, nil))
	}
	return list, nil
}

// runSQL runs the statements of a file one by one; they end with ";\n".
func runSQL(text string) func(context.Context, *sql.Tx) error {
	return func(ctx context.Context, tx *sql.Tx) error {
		for _, stmt := range strings.Split(text, ";\n") {
			if stmt = strings.TrimSpace(stmt); stmt == "" {
				continue
			}
			if _, err := tx.ExecContext(ctx, stmt); err != nil {
				return fmt.Errorf("%s: %w", strings.SplitN(stmt, "\n", 2)[0], err)
			}
		}
		return nil
	}
}
