package jobs

import (
	"context"
	"database/sql"
	"log/slog"
	"net/url"
	"strings"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/riverqueue/river"
	"github.com/riverqueue/river/riverdriver"
	"github.com/riverqueue/river/riverdriver/riverpgxv5"
	"github.com/riverqueue/river/riverdriver/riversqlite"
	"github.com/riverqueue/river/rivermigrate"
	_ "modernc.org/sqlite" // driver sqlite

	"quanlian/base/errs"
)

// File is the file of the bell's tables beside a SQLite database.
func File(path string) string { return path + ".bell" }

// counted makes InsertMany of a client tell its number of rows.
type counted[T any] struct{ *river.Client[T] }

func (c counted[T]) InsertMany(ctx context.Context, rows []river.InsertManyParams) (int, error) {
	done, err := c.Client.InsertMany(ctx, rows)
	return len(done), err
}

// connect makes the client of the database, its tables included.
func connect(ctx context.Context, address string, c *river.Config) (client, func(), error) {
	if path, ok := strings.CutPrefix(address, "sqlite:"); ok {
		return connectSQLite(ctx, path, c)
	}
	if strings.HasPrefix(address, "postgres://") || strings.HasPrefix(address, "postgresql://") {
		return connectPostgres(ctx, address, c)
	}
	return nil, nil, errs.New(errs.Invalid, "adapter.sqlstore.bad_url", errs.Args{"url": address})
}

func connectSQLite(ctx context.Context, path string, c *river.Config) (client, func(), error) {
	file := url.URL{Scheme: "file", Opaque: File(path)}
	// What the bell holds is worthless after a crash: nothing waits for the disk.
	db, err := sql.Open("sqlite", file.String()+"?_pragma=journal_mode(WAL)&_pragma=busy_timeout(5000)&_pragma=synchronous(OFF)&_txlock=immediate")
	if err != nil {
		return nil, nil, err
	}
	db.SetMaxOpenConns(1) // as the driver's own documentation asks
	closer := func() { _ = db.Close() }
	out, err := newClient(ctx, riversqlite.New(db), c)
	if err != nil {
		closer()
	}
	return out, closer, err
}

// Unit: connections. Source: one listens, the others fetch and write rows of a
// few bytes.
const poolSize = 4

// lockKey is the advisory lock under which one process at a time makes the
// tables. Unit: none. Source: our choice, any number that nobody else uses.
const lockKey = 7_110_011

func connectPostgres(ctx context.Context, address string, c *river.Config) (client, func(), error) {
	conf, err := pgxpool.ParseConfig(address)
	if err != nil {
		return nil, nil, err
	}
	conf.MaxConns = poolSize
	pool, err := pgxpool.NewWithConfig(ctx, conf)
	if err != nil {
		return nil, nil, err
	}
	var out client
	err = pool.AcquireFunc(ctx, func(conn *pgxpool.Conn) error {
		if _, err := conn.Exec(ctx, "select pg_advisory_lock($1)", lockKey); err != nil {
			return err
		}
		defer func() { _, _ = conn.Exec(context.WithoutCancel(ctx), "select pg_advisory_unlock($1)", lockKey) }()
		out, err = newClient[pgx.Tx](ctx, riverpgxv5.New(pool), c)
		return err
	})
	if err != nil {
		pool.Close()
		return nil, nil, err
	}
	return out, pool.Close, nil
}

func newClient[T any](ctx context.Context, driver riverdriver.Driver[T], c *river.Config) (client, error) {
	m, err := rivermigrate.New(driver, &rivermigrate.Config{Logger: c.Logger})
	if err != nil {
		return nil, err
	}
	if _, err := m.Migrate(ctx, rivermigrate.DirectionUp, nil); err != nil {
		return nil, err
	}
	r, err := river.NewClient(driver, c)
	if err != nil {
		return nil, err
	}
	return counted[T]{r}, nil
}

// quiet lets only what is wrong into the log: river tells much of itself.
func quiet(l *slog.Logger) *slog.Logger { return slog.New(atLeast{l.Handler()}) }

type atLeast struct{ slog.Handler }

func (h atLeast) Enabled(ctx context.Context, l slog.Level) bool {
	return l >= slog.LevelWarn && h.Handler.Enabled(ctx, l)
}

func (h atLeast) WithAttrs(a []slog.Attr) slog.Handler { return atLeast{h.Handler.WithAttrs(a)} }
func (h atLeast) WithGroup(n string) slog.Handler      { return atLeast{h.Handler.WithGroup(n)} }

// clean leaves of a name what river takes as the name of a queue.
func clean(name string) string {
	return strings.Map(func(r rune) rune {
		if r == '_' || r >= 'a' && r <= 'z' || r >= '0' && r <= '9' {
			return r
		}
		return '_'
	}, strings.ToLower(name))
}
