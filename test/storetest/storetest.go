package storetest

import (
	"context"
	"crypto/rand"
	"database/sql"
	"encoding/hex"
	"hash/fnv"
	"net/url"
	"os"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"github.com/oklog/ulid/v2"

	"quanlian/adapter/policy"
	"quanlian/adapter/sqlstore"
	"quanlian/catalogue/policies"
	"quanlian/kernel"
	"quanlian/kernel/desk"
)

// Run makes the sub-tests "sqlite" and "postgres", each with an empty store.
func Run(t *testing.T, o sqlstore.Options, f func(t *testing.T, s *sqlstore.Store)) {
	t.Helper()
	for _, engine := range []string{"sqlite", "postgres"} {
		t.Run(engine, func(t *testing.T) {
			t.Parallel()
			f(t, Open(t, URL(t, engine), o))
		})
	}
}

// Walked are the engines on which a long walk through the pages goes: one of the
// two, half of the walks each, and both in `make long`. What an engine could do
// differently is proved on both by the suites of store, kernel, desk and items.
func Walked(t testing.TB) []string {
	t.Helper()
	switch h := fnv.New32a(); {
	case os.Getenv("QUANLIAN_LONG") != "":
		return []string{"sqlite", "postgres"}
	case os.Getenv("QUANLIAN_TEST_PG") == "":
		return []string{"sqlite"}
	default:
		_, _ = h.Write([]byte(t.Name()))
		return []string{[]string{"sqlite", "postgres"}[h.Sum32()%2]}
	}
}

// URL makes an empty database of the engine, removed after the test.
func URL(t testing.TB, engine string) string {
	t.Helper()
	if engine == "sqlite" {
		return "sqlite:" + filepath.Join(t.TempDir(), "store.db")
	}
	return postgresURL(t)
}

// Open opens a store and closes it after the test.
func Open(t testing.TB, url string, o sqlstore.Options) *sqlstore.Store {
	t.Helper()
	s, err := sqlstore.Open(context.Background(), url, o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close() })
	return s
}

// Shared is the folder of real data (QUANLIAN_SHARED, or beside the tree), or
// the test is skipped and says why.
func Shared(t testing.TB) string {
	t.Helper()
	dir := os.Getenv("QUANLIAN_SHARED")
	if dir == "" {
		dir = filepath.Join("..", "..", "..", "shared")
	}
	dir = filepath.Join(dir, "data")
	if _, err := os.Stat(dir); err != nil {
		t.Skipf("the real data are not here (%s): set QUANLIAN_SHARED", dir)
	}
	return dir
}

func postgresURL(t testing.TB) string {
	t.Helper()
	url, drop := Postgres(t)
	t.Cleanup(drop)
	return url
}

// NeedPostgres gives the server's address, or the test is skipped and says why.
func NeedPostgres(t testing.TB) string {
	t.Helper()
	base := os.Getenv("QUANLIAN_TEST_PG")
	if base == "" {
		if os.Getenv("QUANLIAN_TEST_PG_REQUIRED") != "" {
			t.Fatal("QUANLIAN_TEST_PG is not set: make test starts PostgreSQL and sets it")
		}
		t.Skip("QUANLIAN_TEST_PG is not set: run make test for the PostgreSQL half")
	}
	return base
}

// Postgres makes an empty database that outlives the test; who asked for it
// drops it.
func Postgres(t testing.TB) (at string, drop func()) {
	t.Helper()
	base := NeedPostgres(t)
	db, err := sql.Open("pgx", base)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	var b [8]byte
	_, _ = rand.Read(b[:])
	name := "q_" + hex.EncodeToString(b[:])
	if _, err := db.Exec("create database " + name); err != nil {
		t.Fatal(err)
	}
	u, err := url.Parse(base)
	if err != nil {
		t.Fatal(err)
	}
	u.Path = "/" + name
	return u.String(), func() {
		admin, err := sql.Open("pgx", base)
		if err == nil {
			_, _ = admin.Exec("drop database if exists " + name + " with (force)")
			_ = admin.Close()
		}
	}
}

// Clock is a clock that a test holds.
type Clock struct {
	mu sync.Mutex
	at time.Time
}

// NewClock starts at an instant.
func NewClock(at time.Time) *Clock { return &Clock{at: at} }

// Now is the held instant.
func (c *Clock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.at
}

// Advance moves the clock on.
func (c *Clock) Advance(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.at = c.at.Add(d)
}

// Set puts the clock to an instant.
func (c *Clock) Set(at time.Time) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.at = at
}

// Desk makes a desk of the flows on the store, with the house's policies.
func Desk(t testing.TB, s desk.Store, c *Clock, flows ...*kernel.Flow) *desk.Desk {
	t.Helper()
	p, err := policy.Load(policies.FS)
	if err != nil {
		t.Fatal(err)
	}
	return desk.New(s, p, flows, c.Now, func() string { return ulid.Make().String() }, func() []byte {
		b := make([]byte, 16)
		_, _ = rand.Read(b)
		return b
	})
}

// Turns tells whose turn it is by the tables of the flows, for the store.
func Turns(flows ...*kernel.Flow) func(kernel.Case) kernel.Role {
	return func(c kernel.Case) kernel.Role {
		for _, f := range flows {
			if f.Addr == c.Flow {
				d, _ := f.StateDef(c.State)
				return d.Turn
			}
		}
		return ""
	}
}
