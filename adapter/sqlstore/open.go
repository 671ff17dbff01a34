package sqlstore

import (
	"context"
	"database/sql"
	"strings"
	"sync"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/stdlib"
	"github.com/uptrace/bun"
	"github.com/uptrace/bun/dialect/pgdialect"
	"github.com/uptrace/bun/dialect/sqlitedialect"
	_ "modernc.org/sqlite" // driver sqlite

	"quanlian/base/errs"
	"quanlian/kernel"
)

// Store is a database of the house. It is safe for concurrent use.
type Store struct {
	w        *bun.DB // one connection on SQLite
	r        reader  // the writer's pool on PostgreSQL
	postgres bool
	city     string // prefix of case numbers
	// turnOf says whose move it is in a case, for the inbox.
	turnOf func(kernel.Case) kernel.Role
	// debtor says who owes an open case something beside whose move it is, "" for
	// nobody.
	debtor func(kernel.Case) kernel.Role
	// dueOf gives the nearest due instant of a case, zero for none.
	dueOf func(kernel.Case) time.Time
	// apart are flows whose cases are nobody's load.
	apart []kernel.FlowAddr
	// onLeft is told after a commit what it left for workers.
	onLeft func(Left)

	mu     sync.Mutex
	blocks map[string]*block
}

// Options are what a store needs besides its address.
type Options struct {
	City   string // prefix of case numbers, as YL
	TurnOf func(kernel.Case) kernel.Role
	// Debtor is who owes an open case something beside whose move it is: it stands
	// among that party's cases to act in. nil for nobody.
	Debtor func(kernel.Case) kernel.Role
	DueOf  func(kernel.Case) time.Time
	// Apart are flows whose cases, as a number in a queue, are no work that the board
	// counts and nobody's load.
	Apart []kernel.FlowAddr
}

// Open opens sqlite:PATH (":memory:" is refused: two pools cannot share it) or
// postgres://…, and applies the migrations that are missing.
func Open(ctx context.Context, url string, o Options) (*Store, error) {
	s, err := connect(url, o)
	if err != nil {
		return nil, err
	}
	if err := s.Migrate(ctx); err != nil {
		_ = s.Close()
		return nil, err
	}
	return s, nil
}

// Engine tells what an address is of, sqlite or postgres; Invalid for an address of
// neither.
func Engine(url string) (string, error) {
	path, sqlite := strings.CutPrefix(url, "sqlite:")
	switch {
	case sqlite && path != "":
		return "sqlite", nil
	case strings.HasPrefix(url, "postgres://"), strings.HasPrefix(url, "postgresql://"):
		return "postgres", nil
	}
	return "", errs.New(errs.Invalid, "adapter.sqlstore.bad_url", errs.Args{"url": url})
}

func connect(url string, o Options) (*Store, error) {
	s := &Store{city: o.City, turnOf: o.TurnOf, debtor: o.Debtor, dueOf: o.DueOf, apart: o.Apart, blocks: map[string]*block{}}
	if s.city == "" {
		s.city = "YL"
	}
	engine, err := Engine(url)
	switch {
	case err != nil:
		return nil, err
	case engine == "sqlite":
		err = s.openSQLite(strings.TrimPrefix(url, "sqlite:"))
	default:
		err = s.openPostgres(url)
	}
	if err != nil {
		return nil, errs.Wrap(errs.Unavailable, "adapter.sqlstore.cannot_open", err)
	}
	return s, nil
}

func (s *Store) openSQLite(path string) error {
	if path == "" || strings.Contains(path, ":memory:") {
		return errs.New(errs.Invalid, "adapter.sqlstore.no_memory", nil)
	}
	common := "file:" + path + "?_pragma=journal_mode(WAL)&_pragma=busy_timeout(10000)&_pragma=foreign_keys(1)&_pragma=synchronous(FULL)"
	// A batch of the ledger touches thousands of pages: with the defaults of
	// SQLite (2 MB of cache, a checkpoint every 4 MB) it books a third fewer.
	// Unit: KiB (negative) and pages of 4 KiB. Source: docs/measured/ledger.md.
	w, err := sql.Open("sqlite", common+"&_txlock=immediate&_pragma=cache_size(-65536)&_pragma=wal_autocheckpoint(16384)")
	if err != nil {
		return err
	}
	w.SetMaxOpenConns(1)
	r, err := sql.Open("sqlite", common+"&_pragma=query_only(1)&_pragma=cache_size(-16384)")
	if err != nil {
		return err
	}
	// Unit: connections. Source: two readers a core on the smallest machine.
	r.SetMaxOpenConns(8)
	s.w = bun.NewDB(w, sqlitedialect.New())
	if s.r, err = planning(bun.NewDB(r, sqlitedialect.New())); err != nil {
		return err
	}
	return s.w.Ping()
}

func (s *Store) openPostgres(url string) error {
	cfg, err := pgx.ParseConfig(url)
	if err != nil {
		return err
	}
	db := stdlib.OpenDB(*cfg, stdlib.OptionAfterConnect(uncompiled))
	// Unit: connections. Source: the default max_connections of 100 shared by
	// four instances.
	db.SetMaxOpenConns(20)
	db.SetMaxIdleConns(10)
	s.postgres = true
	s.w = bun.NewDB(db, pgdialect.New())
	s.r = reader{DB: s.w}
	return s.w.Ping()
}

// uncompiled tells the server not to compile the questions of this connection:
// a page asks for few rows, and compiling takes longer than reading them. A
// server that cannot compile has no such setting and is left as it is.
// Source: docs/measured/load.md.
func uncompiled(ctx context.Context, c *pgx.Conn) error {
	_, err := c.Exec(ctx, "select set_config('jit', 'off', false) from pg_settings where name = 'jit'")
	return err
}

// Close closes both pools.
func (s *Store) Close() error {
	err := s.w.Close()
	if s.postgres {
		return err
	}
	if e := s.r.close(); err == nil {
		err = e
	}
	return err
}

// Postgres reports which of the two engines stands below.
func (s *Store) Postgres() bool { return s.postgres }

// OnStatement calls f before every statement of the writer: tests use it to
// stop the program between any two.
func (s *Store) OnStatement(f func(query string)) { s.w = s.w.WithQueryHook(hook(f)) }

type hook func(string)

func (h hook) BeforeQuery(ctx context.Context, e *bun.QueryEvent) context.Context {
	h(e.Query)
	return ctx
}

func (hook) AfterQuery(context.Context, *bun.QueryEvent) {}

func micros(t time.Time) int64 {
	if t.IsZero() {
		return 0
	}
	return t.UnixMicro()
}

func instant(us int64) time.Time {
	if us == 0 {
		return time.Time{}
	}
	return time.UnixMicro(us).UTC()
}
