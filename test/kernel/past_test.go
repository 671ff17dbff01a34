package kernel

import (
	"database/sql"
	"strings"
	"testing"
)

// past runs a statement past the program, as another one would.
func past(t *testing.T, url, q string) {
	t.Helper()
	engine, at := "pgx", url
	if path, ok := strings.CutPrefix(url, "sqlite:"); ok {
		engine, at = "sqlite", "file:"+path+"?_pragma=busy_timeout(10000)"
	}
	db, err := sql.Open(engine, at)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	if _, err := db.Exec(q); err != nil {
		t.Fatal(err)
	}
}
