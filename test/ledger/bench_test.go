package ledger

import (
	"database/sql"
	"strings"
	"testing"

	"quanlian/adapter/sqlstore"
	"quanlian/test/storetest"
	"quanlian/tools/benchledger/measure"
)

// BenchmarkTransfers books between 100,000 accounts, Zipf 1.0, every commit
// durable: by batches, by group commit, and as the peer one transaction for
// each transfer. tools/benchledger prints the same as ratios.
func BenchmarkTransfers(b *testing.B) {
	for _, engine := range []string{"sqlite", "postgres"} {
		b.Run(engine, func(b *testing.B) {
			w := measure.Standard()
			url := storetest.URL(b, engine)
			s := storetest.Open(b, url, sqlstore.Options{})
			if err := w.Prepare(ctx, s); err != nil {
				b.Fatal(err)
			}
			driver, peer, callers := "pgx", url, 8
			if engine == "sqlite" {
				driver, callers = "sqlite", 1
				peer = "file:" + strings.TrimPrefix(url, "sqlite:") + "?_pragma=journal_mode(WAL)&_pragma=busy_timeout(10000)&_pragma=synchronous(FULL)&_txlock=immediate"
			}
			db, err := sql.Open(driver, peer)
			if err != nil {
				b.Fatal(err)
			}
			defer func() { _ = db.Close() }()
			db.SetMaxOpenConns(callers)
			measured(b, "plain", func(n int) (measure.Figure, error) { return w.Plain(ctx, db, s.Postgres(), n, callers) })
			measured(b, "batch", func(n int) (measure.Figure, error) { return w.Batches(ctx, s, n) })
			measured(b, "group", func(n int) (measure.Figure, error) { return w.Grouped(ctx, s, n) })
			if err := s.LedgerAudit(ctx); err != nil {
				b.Error(err)
			}
		})
	}
}

func measured(b *testing.B, name string, f func(n int) (measure.Figure, error)) {
	b.Run(name, func(b *testing.B) {
		g, err := f(b.N)
		if err != nil || g.Refused > 0 {
			b.Fatalf("%+v, %v", g, err)
		}
		b.ReportMetric(g.PerSecond(), "transfers/s")
	})
}
