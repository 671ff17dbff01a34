package evidence

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"quanlian/adapter/sqlstore"
	"quanlian/adapter/tlog"
	"quanlian/kernel"
	"quanlian/kernel/desk"
	"quanlian/test/storetest"
)

// BenchmarkProvable makes n entries provable, every commit durable, and beside
// it, in the same run and on the same engine, chains them in SQL as it is
// commonly done: a row with the hash of the row before it.
//
//	chain/s    the peer: one transaction an entry, which locks the end of the chain
//	number/s   numbers only: what an act waits for to be counted
//	publish/s  numbers, leaves, tree, two signatures, checkpoint: a receipt can be had
//	all/s      the same with the acts' own transactions, eight callers
//
// make bench PKG=./test/evidence, or go test -bench Provable -benchtime 20000x ./test/evidence
func BenchmarkProvable(b *testing.B) {
	for _, engine := range []string{"sqlite", "postgres"} {
		b.Run(engine, func(b *testing.B) {
			url := storetest.URL(b, engine)
			s := storetest.Open(b, url, sqlstore.Options{})
			l := openLog(b, logDir(b), newRing(b))
			f, n := tlog.NewFollower(l, s), b.N
			b.ResetTimer()
			wrote := timed(b, func() error { return writeAll(s, n) })
			numbered := timed(b, func() error { number(b, s); return nil })
			published := timed(b, func() error { _, err := f.Follow(context.Background()); return err })
			chained := timed(b, func() error { return chainAll(b, url, n) })
			b.StopTimer()
			if l.Size() != uint64(n) {
				b.Fatalf("published %d of %d", l.Size(), n)
			}
			rate := func(d time.Duration) float64 { return float64(n) / d.Seconds() }
			b.ReportMetric(rate(chained), "chain/s")
			b.ReportMetric(rate(numbered), "number/s")
			b.ReportMetric(rate(numbered+published), "publish/s")
			b.ReportMetric(rate(wrote+numbered+published), "all/s")
			b.ReportMetric(rate(numbered+published)/rate(chained), "publish:chain")
			b.ReportMetric(rate(wrote+numbered+published)/rate(chained), "all:chain")
			b.ReportMetric(0, "ns/op")
		})
	}
}

func timed(b *testing.B, f func() error) time.Duration {
	b.Helper()
	start := time.Now()
	if err := f(); err != nil {
		b.Fatal(err)
	}
	return time.Since(start)
}

// Unit: callers at once. Source: our choice, the same for both.
const callers = 8

// share lets the callers do n things.
func share(n int, do func(i int) error) error {
	var all sync.WaitGroup
	next, errs := make(chan int, n), make(chan error, callers)
	for i := range n {
		next <- i
	}
	close(next)
	for range callers {
		all.Go(func() {
			for i := range next {
				if err := do(i); err != nil {
					errs <- err
					return
				}
			}
		})
	}
	all.Wait()
	close(errs)
	return <-errs
}

func benchEntry(i int) kernel.Entry {
	e := entry(fmt.Sprintf("e%09d", i), start.Add(time.Duration(i)*time.Millisecond))
	e.Input = json.RawMessage(`{"reason":"` + strings.Repeat("同意", 40) + `"}`)
	return e
}

func writeAll(s *sqlstore.Store, n int) error {
	return share(n, func(i int) error {
		return s.InTx(context.Background(), func(tx desk.Tx) error { return tx.Journal(benchEntry(i)) })
	})
}

// chainAll is the peer.
func chainAll(b *testing.B, url string, n int) error {
	b.Helper()
	ctx, driver, dsn, lock := context.Background(), "pgx", url, " for update"
	mark := func(i int) string { return fmt.Sprintf("$%d", i) }
	if path, ok := strings.CutPrefix(url, "sqlite:"); ok {
		driver, lock = "sqlite", ""
		dsn = "file:" + path + "?_pragma=journal_mode(WAL)&_pragma=busy_timeout(10000)&_pragma=synchronous(FULL)&_txlock=immediate"
		mark = func(int) string { return "?" }
	}
	db, err := sql.Open(driver, dsn)
	if err != nil {
		return err
	}
	defer func() { _ = db.Close() }()
	if db.SetMaxOpenConns(callers); driver == "sqlite" {
		db.SetMaxOpenConns(1)
	}
	for _, q := range []string{"create table chain (n bigint primary key, id text not null, body text not null, hash text not null)",
		"create table chain_end (one bigint primary key, n bigint not null, hash text not null)", "insert into chain_end values (1, 0, '')"} {
		if _, err := db.ExecContext(ctx, q); err != nil {
			return err
		}
	}
	insert := "insert into chain (n, id, body, hash) values (" + mark(1) + ", " + mark(2) + ", " + mark(3) + ", " + mark(4) + ")"
	update := "update chain_end set n = " + mark(1) + ", hash = " + mark(2) + " where one = 1"
	return share(n, func(i int) error {
		e := benchEntry(i)
		body, err := json.Marshal(e)
		if err != nil {
			return err
		}
		tx, err := db.BeginTx(ctx, nil)
		if err != nil {
			return err
		}
		defer func() { _ = tx.Rollback() }()
		var at int64
		var prev string
		if err := tx.QueryRowContext(ctx, "select n, hash from chain_end where one = 1"+lock).Scan(&at, &prev); err != nil {
			return err
		}
		sum := sha256.Sum256(append([]byte(prev), body...))
		hash := hex.EncodeToString(sum[:])
		if _, err := tx.ExecContext(ctx, insert, at+1, e.ID, string(body), hash); err != nil {
			return err
		}
		if _, err := tx.ExecContext(ctx, update, at+1, hash); err != nil {
			return err
		}
		return tx.Commit()
	})
}
