package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"path/filepath"
	"strings"
	"testing"

	"quanlian/adapter/sqlstore"
	"quanlian/base/calendar"
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

// TestImportLookedUp: who says when the office was asked makes the rights of the
// file fresh as of then, also by rows that only confirm what stands.
func TestImportLookedUp(t *testing.T) {
	t.Parallel()
	file := exampleCSV(t)
	db := "sqlite:" + filepath.Join(t.TempDir(), "city.db")
	for _, c := range []struct{ flag, observed, says string }{
		{"", "2023-07-21 00:00", "文件自己的日期"},
		{"2026-11-20", "2026-11-20 00:00", "2026-11-20 00:00"},
		{"2026-11-21 09:30", "2026-11-21 09:30", "2026-11-21 09:30"},
		{"2026-11-19", "2026-11-21 09:30", "2026-11-19 00:00"}, // what was seen later stays
	} {
		args := []string{"import", "patents", file, "--db", db, "--lang", "zh"}
		if c.flag != "" {
			args = append(args, "--looked-up", c.flag)
		}
		var out, errOut bytes.Buffer
		if code := run(args, nil, &out, &errOut); code != exitNegative || !strings.Contains(out.String(), c.says) {
			t.Fatalf("%q: exit %d: %s%s", c.flag, code, out.String(), errOut.String())
		}
		s, err := sqlstore.Open(t.Context(), db, sqlstore.Options{})
		if err != nil {
			t.Fatal(err)
		}
		v, err := s.Right(t.Context(), "202310123456.6")
		if err := errors.Join(err, s.Close()); err != nil {
			t.Fatal(err)
		}
		if got := v.ObservedAt.In(calendar.China).Format("2006-01-02 15:04"); got != c.observed {
			t.Errorf("%q: seen %s, want %s", c.flag, got, c.observed)
		}
	}
	for flag, code := range map[string]string{"gestern": "--looked-up", "2999-01-01": "2999-01-01"} {
		var out, errOut bytes.Buffer
		if run([]string{"import", "patents", file, "--db", db, "--looked-up", flag}, nil, &out, &errOut) == exitOK || !strings.Contains(errOut.String(), code) {
			t.Errorf("%s was taken: %s", flag, errOut.String())
		}
	}
}
