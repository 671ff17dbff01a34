package sqlstore

import (
	"context"
	"net/url"
	"os/exec"
	"strings"

	"github.com/jackc/pgx/v5"

	"quanlian/base/errs"
)

// Backup writes a consistent copy of the database to a file while it is in use:
// VACUUM INTO on SQLite, pg_dump in its own format on PostgreSQL.
func (s *Store) Backup(ctx context.Context, dbURL, file string) error {
	if !s.postgres {
		_, err := s.w.NewRaw("vacuum into ?", file).Exec(ctx)
		if err != nil {
			return errs.Wrap(errs.Unavailable, "adapter.sqlstore.no_backup", err)
		}
		return nil
	}
	return pgTool(ctx, "pg_dump", "--format=custom", "--no-owner", "--file="+file, "--dbname="+plainURL(dbURL))
}

// RestorePostgres fills an empty database from a file of [Store.Backup].
func RestorePostgres(ctx context.Context, dbURL, file string) error {
	if err := vacant(ctx, dbURL); err != nil {
		return err
	}
	return pgTool(ctx, "pg_restore", "--no-owner", "--exit-on-error", "--single-transaction", "--dbname="+plainURL(dbURL), file)
}

// vacant refuses a database in which something lies: nothing of another city is
// ever mixed with a backup.
func vacant(ctx context.Context, dbURL string) error {
	c, err := pgx.Connect(ctx, plainURL(dbURL))
	if err != nil {
		return errs.Wrap(errs.Unavailable, "adapter.sqlstore.no_backup", err)
	}
	defer func() { _ = c.Close(ctx) }()
	n := 0
	err = c.QueryRow(ctx, tablesPostgres).Scan(&n)
	switch {
	case err != nil:
		return errs.Wrap(errs.Unavailable, "adapter.sqlstore.no_backup", err)
	case n > 0:
		return errs.At("db", "cmd.restore_occupied", errs.Args{"n": n})
	}
	return nil
}

func pgTool(ctx context.Context, name string, args ...string) error {
	out, err := exec.CommandContext(ctx, name, args...).CombinedOutput()
	if err != nil {
		e := errs.Wrap(errs.Unavailable, "adapter.sqlstore.no_backup", err)
		e.Args = errs.Args{"tool": name, "says": strings.TrimSpace(string(out))}
		return e
	}
	return nil
}

// plainURL leaves out what only our driver understands.
func plainURL(s string) string {
	u, err := url.Parse(s)
	if err != nil {
		return s
	}
	return u.String()
}
