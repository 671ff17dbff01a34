package jobs

import (
	"context"
	"database/sql"
	"log/slog"
	"strings"
	"testing"
	"time"

	"quanlian/test/storetest"
)

// TestNobodyHears: rings for a queue without a listener leave no more rows
// than there are slots.
func TestNobodyHears(t *testing.T) {
	t.Parallel()
	for _, engine := range []string{"sqlite", "postgres"} {
		t.Run(engine, func(t *testing.T) {
			t.Parallel()
			url := storetest.URL(t, engine)
			b, err := Open(context.Background(), url, Options{Name: "from", Wake: func(string) {}, Log: slog.New(slog.DiscardHandler)})
			if err != nil {
				t.Fatal(err)
			}
			b.slots = 4
			for range 20 {
				b.Ring("lease_log", "number")
				time.Sleep(2 * ringPause)
			}
			if err := b.Close(context.Background()); err != nil {
				t.Fatal(err)
			}
			driver, address := "pgx", url
			if path, ok := strings.CutPrefix(url, "sqlite:"); ok {
				driver, address = "sqlite", "file:"+File(path)
			}
			db, err := sql.Open(driver, address)
			if err != nil {
				t.Fatal(err)
			}
			defer db.Close()
			var n int
			if err := db.QueryRow("select count(*) from river_job").Scan(&n); err != nil {
				t.Fatal(err)
			}
			if n < 2 || n > 4 {
				t.Errorf("%d rows wait where nobody hears; at most 4 slots", n)
			}
		})
	}
}
