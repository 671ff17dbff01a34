package evidence

import (
	"context"
	"crypto/rand"
	"encoding/json"
	"path/filepath"
	"testing"
	"time"

	"quanlian/adapter/sign"
	"quanlian/adapter/sqlstore"
	"quanlian/adapter/tlog"
	"quanlian/kernel"
	"quanlian/kernel/desk"
)

var start = time.Date(2026, 11, 20, 9, 0, 0, 0, time.UTC)

const logName = "yunlan.example/log"

func salt() []byte {
	b := make([]byte, 16)
	_, _ = rand.Read(b)
	return b
}

// write commits one entry of the journal.
func write(t testing.TB, s *sqlstore.Store, id string, at time.Time) {
	t.Helper()
	put(t, s, entry(id, at))
}

func entry(id string, at time.Time) kernel.Entry {
	return kernel.Entry{ID: id, Case: "c1", Flow: "service/library.card", Act: "lend", Actor: kernel.Actor{User: "u", Name: "读者"}, At: at, Input: json.RawMessage(`{"book":"` + id + `"}`), Salt: salt()}
}

// lease takes the lease of the log, by force of a time that is long past the
// end of every other.
func lease(t testing.TB, s *sqlstore.Store, holder string) sqlstore.Lease {
	t.Helper()
	l, ok, err := s.TakeLease(context.Background(), "log", holder, time.Now().Add(time.Hour), time.Minute)
	if err != nil || !ok {
		t.Fatalf("lease: %v %v", ok, err)
	}
	return l
}

// number numbers what there is, as the only sequencer.
func number(t testing.TB, s *sqlstore.Store) int {
	t.Helper()
	l, ok, err := s.TakeLease(context.Background(), "log", "only", time.Now(), time.Minute)
	if err != nil || !ok {
		t.Fatalf("lease: %v %v", ok, err)
	}
	n, err := s.Number(context.Background(), l)
	if err != nil {
		t.Fatal(err)
	}
	return n
}

// dense checks that numbers run from 0 without gap or double, that each id of
// want has one, and gives the rows.
func dense(t testing.TB, s *sqlstore.Store, want int) []sqlstore.JournalEntry {
	t.Helper()
	rows, err := s.Entries(context.Background(), 0, want+100)
	if err != nil {
		t.Fatal(err)
	}
	seen := map[string]bool{}
	for i, r := range rows {
		if r.Number != uint64(i) || seen[r.ID] {
			t.Fatalf("row %d has number %d, id %s", i, r.Number, r.ID)
		}
		seen[r.ID] = true
	}
	if len(rows) != want {
		t.Fatalf("%d numbered rows, want %d", len(rows), want)
	}
	return rows
}

func newRing(t testing.TB) *sign.Ring {
	t.Helper()
	r, err := sign.New(t.TempDir(), logName, start)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func openLog(t testing.TB, dir string, r *sign.Ring) *tlog.Log {
	t.Helper()
	l, err := tlog.Open(context.Background(), dir, tlog.Options{Follows: tlog.Journal, Signers: r.Signers(), Known: r.Public(), Now: time.Now})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = l.Close() })
	return l
}

func logDir(t testing.TB) string { return filepath.Join(t.TempDir(), "log") }

// whole compares all of a log with all of the journal.
func whole(t testing.TB, s *sqlstore.Store, r *tlog.Reader, size uint64) {
	t.Helper()
	d, err := tlog.Compare(context.Background(), r, logName, s, 0)
	if err != nil || d.Err() != nil || d.Size != size || d.Numbered != size {
		t.Fatalf("standing %+v, %v, want size %d", d, err, size)
	}
}

func put(t testing.TB, s *sqlstore.Store, e kernel.Entry) {
	t.Helper()
	if err := s.InTx(context.Background(), func(tx desk.Tx) error { return tx.Journal(e) }); err != nil {
		t.Fatal(err)
	}
}
