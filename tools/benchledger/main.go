// Command benchledger prints durable ledger transfers a second on SQLite and on
// PostgreSQL (QUANLIAN_TEST_PG or -pg; start it with QUANLIAN_PG_DURABLE=1),
// beside the plain way of one transaction for each transfer in the same run.
//
//	go run ./tools/benchledger -n 400000
package main

import (
	"context"
	"database/sql"
	"errors"
	"flag"
	"fmt"
	"os"
	"path/filepath"

	"quanlian/adapter/sqlstore"
	"quanlian/tools/benchledger/measure"
)

func main() {
	n := flag.Int("n", 400_000, "transfers by batches")
	groups := flag.Int("groups", 200_000, "transfers by group commit")
	plain := flag.Int("plain", 5_000, "transfers of the plain peer")
	batch := flag.Int("batch", sqlstore.LedgerBatch, "transfers of a batch")
	pg := flag.String("pg", os.Getenv("QUANLIAN_TEST_PG"), "PostgreSQL, an empty database; none: SQLite only")
	dir := flag.String("dir", os.TempDir(), "where the SQLite file is made")
	flag.Parse()
	w := measure.Standard()
	w.Batch = *batch
	if err := run(w, *n, *groups, *plain, *pg, *dir); err != nil {
		fmt.Fprintln(os.Stderr, "benchledger:", err)
		os.Exit(1)
	}
}

func run(w measure.Workload, n, groups, plain int, pg, dir string) error {
	tmp, err := os.MkdirTemp(dir, "benchledger-")
	if err != nil {
		return err
	}
	defer func() { _ = os.RemoveAll(tmp) }()
	fmt.Printf("%d accounts, Zipf %.1f, every commit durable\n", w.Accounts, w.Zipf)
	path := filepath.Join(tmp, "ledger.db")
	peer := "file:" + path + "?_pragma=journal_mode(WAL)&_pragma=busy_timeout(10000)&_pragma=synchronous(FULL)&_txlock=immediate"
	if err := engine(w, "SQLite", "sqlite:"+path, "sqlite", peer, n, groups, plain, 1); err != nil {
		return err
	}
	if pg == "" {
		return nil
	}
	return engine(w, "PostgreSQL", pg, "pgx", pg, n, groups, plain, 8)
}

// engine measures one database. callers is how many the plain peer has: SQLite
// has one writer.
func engine(w measure.Workload, name, url, driver, peer string, n, groups, plain, callers int) error {
	ctx := context.Background()
	s, err := sqlstore.Open(ctx, url, sqlstore.Options{})
	if err != nil {
		return err
	}
	defer func() { _ = s.Close() }()
	if err := w.Prepare(ctx, s); err != nil {
		return err
	}
	db, err := sql.Open(driver, peer)
	if err != nil {
		return err
	}
	defer func() { _ = db.Close() }()
	db.SetMaxOpenConns(callers)
	base, err := w.Plain(ctx, db, s.Postgres(), plain, callers)
	if err != nil {
		return err
	}
	b, err := w.Batches(ctx, s, n)
	if err != nil {
		return err
	}
	g, err := w.Grouped(ctx, s, groups)
	if err != nil {
		return err
	}
	fmt.Printf("\n%s\n", name)
	for _, f := range []measure.Figure{base, b, g} {
		fmt.Printf("  %-44s %9.0f transfers/s  %6.1fx  (%d in %s, %d refused)\n", f.What, f.PerSecond(), f.PerSecond()/base.PerSecond(), f.Transfers, f.Took.Round(1e6), f.Refused)
	}
	if err := s.LedgerAudit(ctx); err != nil {
		return errors.Join(errors.New("the book does not add up"), err)
	}
	fmt.Println("  audit: sums to zero, nothing below zero, every balance is that of its entries")
	return nil
}
