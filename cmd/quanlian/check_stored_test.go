package main

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"quanlian/adapter/sign"
	"quanlian/test/storetest"
)

// Before the first start there is nothing to find; once a city was served, a
// database that is gone is a fault.
func TestCheckBeforeTheFirstStart(t *testing.T) {
	t.Parallel()
	eachEngine(t, func(t *testing.T, engine string) {
		url, dir := storetest.URL(t, engine), t.TempDir()
		if _, err := sign.New(filepath.Join(dir, "keys"), "yunlan.example/log", time.Now()); err != nil {
			t.Fatal(err)
		}
		on := []string{"--db", url, "--dir", dir}
		if got := faultsOf(t, 0, "database", on...); !slices.Equal(got, []string{"cmd.check.first_start"}) {
			t.Errorf("a new city: %v", got)
		}
		if path, ok := strings.CutPrefix(url, "sqlite:"); ok {
			if _, err := os.Stat(path); err == nil {
				t.Error("check made a database")
			}
		}
		if err := os.Mkdir(filepath.Join(dir, logFolder), 0o700); err != nil {
			t.Fatal(err)
		}
		want := map[string]string{"sqlite": "adapter.sqlstore.no_database", "postgres": "adapter.sqlstore.no_tables"}[engine]
		if got := faultsOf(t, 1, "database", on...); !slices.Equal(got, []string{want}) {
			t.Errorf("a city that was served: %v", got)
		}
	})
}
