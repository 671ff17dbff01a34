package main

import (
	"bytes"
	"encoding/json"
	"path/filepath"
	"testing"
)

// TestImportPatentsIntoDatabase: a second import into the same database, by
// another run of the program, changes nothing.
func TestImportPatentsIntoDatabase(t *testing.T) {
	t.Parallel()
	file := exampleCSV(t)
	db := "sqlite:" + filepath.Join(t.TempDir(), "city.db")
	for round, want := range []struct{ added, changed, same int }{{1, 0, 0}, {0, 0, 1}} {
		var out, errOut bytes.Buffer
		if code := run([]string{"import", "patents", file, "--db", db, "--json"}, nil, &out, &errOut); code != exitNegative { // the example has one row to refuse
			t.Fatalf("round %d: exit %d: %s", round, code, errOut.String())
		}
		var doc imported
		if err := json.Unmarshal(out.Bytes(), &doc); err != nil {
			t.Fatal(err)
		}
		if f := doc.Files[0]; doc.DryRun || f.New != want.added || f.Changed != want.changed || f.Same != want.same {
			t.Errorf("round %d: %+v", round, f)
		}
	}
}
