package load

import (
	"context"
	"database/sql"
	"errors"
	"io"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// Keep is a database that is made once and left for later runs.
type Keep struct {
	Dir  string // of files
	Name string // of what lies in it, and of the program that made it
	PG   string // address of a PostgreSQL, "" for SQLite
}

// Use gives the address of a copy of the kept database, made by fill when it is
// not there yet. The copy goes with the benchmark.
func (k Keep) Use(b testing.TB, fill func(url string)) string {
	b.Helper()
	if k.PG != "" {
		return k.usePostgres(b, fill)
	}
	kept := filepath.Join(k.Dir, k.Name+".db")
	if _, err := os.Stat(kept); err != nil {
		k.must(b, os.MkdirAll(k.Dir, 0o755))
		part := kept + ".part"
		for _, end := range []string{"", "-wal", "-shm"} {
			_ = os.Remove(part + end)
		}
		fill("sqlite:" + part)
		k.must(b, os.Rename(part, kept))
	}
	run := filepath.Join(k.Dir, k.Name+"-run.db")
	k.must(b, copyFile(kept, run))
	b.Cleanup(func() {
		for _, end := range []string{"", "-wal", "-shm"} {
			_ = os.Remove(run + end)
		}
	})
	return "sqlite:" + run
}

func (Keep) must(b testing.TB, err error) {
	b.Helper()
	if err != nil {
		b.Fatal(err)
	}
}

func copyFile(from, to string) (err error) {
	for _, end := range []string{"-wal", "-shm"} {
		_ = os.Remove(to + end)
	}
	in, err := os.Open(from)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, in.Close()) }()
	out, err := os.Create(to)
	if err != nil {
		return err
	}
	_, err = io.Copy(out, in)
	return errors.Join(err, out.Close())
}

func (k Keep) usePostgres(b testing.TB, fill func(url string)) string {
	b.Helper()
	admin, err := sql.Open("pgx", k.PG)
	k.must(b, err)
	defer admin.Close()
	exec := func(q string) {
		_, err := admin.ExecContext(context.Background(), q)
		k.must(b, err)
	}
	kept := "q_" + strings.ReplaceAll(k.Name, "-", "_")
	var n int
	k.must(b, admin.QueryRow("select count(*) from pg_database where datname = $1", kept).Scan(&n))
	if n == 0 {
		exec("drop database if exists " + kept + "_part with (force)")
		exec("create database " + kept + "_part")
		fill(k.at(b, kept+"_part"))
		exec("alter database " + kept + "_part rename to " + kept)
	}
	run := kept + "_run"
	exec("drop database if exists " + run + " with (force)")
	exec("create database " + run + " template " + kept + " strategy file_copy")
	b.Cleanup(func() {
		if db, err := sql.Open("pgx", k.PG); err == nil {
			_, _ = db.Exec("drop database if exists " + run + " with (force)")
			_ = db.Close()
		}
	})
	return k.at(b, run)
}

func (k Keep) at(b testing.TB, name string) string {
	u, err := url.Parse(k.PG)
	k.must(b, err)
	u.Path = "/" + name
	return u.String()
}
