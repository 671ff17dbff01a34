package main

import (
	"bytes"
	"context"
	"database/sql"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"quanlian/adapter/blob"
	"quanlian/adapter/sign"
	"quanlian/adapter/sqlstore"
	"quanlian/adapter/tlog"
	"quanlian/base/errs"
	"quanlian/demo"
	"quanlian/evidence"
	"quanlian/kernel"
	"quanlian/kernel/desk"
	"quanlian/test/storetest"
)

func TestBackupAndRestore(t *testing.T) {
	t.Parallel()
	for _, engine := range []string{"sqlite", "postgres"} {
		t.Run(engine, func(t *testing.T) {
			t.Parallel()
			url, dir := storetest.URL(t, engine), t.TempDir()
			s := storetest.Open(t, url, sqlstore.Options{})
			err := s.InTx(context.Background(), func(tx desk.Tx) error {
				for _, w := range demo.PeopleWrites("x") {
					if err := tx.Write(desk.Meta{}, w); err != nil {
						return err
					}
				}
				return nil
			})
			if err != nil {
				t.Fatal(err)
			}
			files, err := blob.NewDir(filepath.Join(dir, filesName))
			if err != nil {
				t.Fatal(err)
			}
			sha, err := files.Put([]byte("合同"))
			if err != nil {
				t.Fatal(err)
			}
			to := filepath.Join(t.TempDir(), "b")
			say(t, 0, "backup", to, "--db", url, "--dir", dir)
			say(t, exitBadInput, "backup", to, "--db", url, "--dir", dir)
			newURL, newDir := storetest.URL(t, engine), t.TempDir()
			say(t, 0, "restore", to, "--db", newURL, "--dir", newDir)
			say(t, exitBadInput, "restore", to, "--db", newURL, "--dir", t.TempDir()) // something lies there
			r := storetest.Open(t, newURL, sqlstore.Options{})
			if p, err := r.Party(context.Background(), kernel.PartyID("p-chengxin")); err != nil || p.Name != "云澜澄芯传感科技有限公司" {
				t.Fatalf("restored party %+v %v", p, err)
			}
			if got, err := blobOf(newDir, sha); err != nil || string(got) != "合同" {
				t.Fatalf("restored file %q %v", got, err)
			}
			if err := os.WriteFile(filepath.Join(to, filesName, sha[:2], sha), []byte("合伙"), 0o600); err != nil {
				t.Fatal(err)
			}
			say(t, exitBadInput, "restore", to, "--db", storetest.URL(t, engine), "--dir", t.TempDir())
		})
	}
}

// TestRestoreSaysWhatIsWrongWithTheAddress: an address of no database is named as
// such, before anything is made, and not taken for one of another kind.
func TestRestoreSaysWhatIsWrongWithTheAddress(t *testing.T) {
	t.Parallel()
	from := t.TempDir()
	for engine, other := range map[string]string{"sqlite": "postgres://u@127.0.0.1/x", "postgres": "sqlite:x.db"} {
		if err := os.WriteFile(filepath.Join(from, manifestName), []byte(`{"engine":"`+engine+`","files":{}}`), 0o600); err != nil {
			t.Fatal(err)
		}
		for _, x := range []struct{ db, want string }{
			{"foo", "bad_url"}, {"sqlite:", "bad_url"}, {"/tmp/x.db", "bad_url"}, {"mysql://root@h/x", "bad_url"}, {other, "restore_engine"},
		} {
			to := filepath.Join(t.TempDir(), "new")
			_, code, got := ask(t, "", "restore", from, "--db", x.db, "--dir", to)
			if _, made := os.Stat(to); code != exitBadInput || !strings.Contains(got, x.want) || made == nil {
				t.Errorf("%s into %s: exit %d: %s, want %s", engine, x.db, code, got, x.want)
			}
		}
	}
}

func blobOf(dir, sha string) ([]byte, error) {
	d, err := blob.NewDir(filepath.Join(dir, filesName))
	if err != nil {
		return nil, err
	}
	return d.Get(sha)
}

func say(t *testing.T, want int, args ...string) {
	t.Helper()
	var out, bad bytes.Buffer
	if code := run(args, nil, &out, &bad); code != want {
		t.Fatalf("%v: exit %d, want %d: %s", args, code, want, bad.String())
	}
}

// A restore under a log that survived: what was published after the backup is
// named, never numbered again, and the log goes on.
func TestRestoreFindsTheLogAhead(t *testing.T) {
	t.Parallel()
	eachEngine(t, func(t *testing.T, engine string) {
		c := newChronicle(t, engine)
		c.act("a", "b", "c")
		c.publish(3)
		to := filepath.Join(t.TempDir(), "b")
		say(t, 0, "backup", to, "--db", c.url, "--dir", c.dir)
		c.act("d", "e")
		c.publish(7)
		was := checkpointOf(t, c)
		newURL := storetest.URL(t, engine)
		var r restored
		answerOf(t, exitNegative, &r, "restore", to, "--db", newURL, "--dir", c.dir)
		if len(r.Lost) != 2 || r.Lost[0].Number != 3 || r.Lost[1].Number != 4 {
			t.Fatalf("%+v", r)
		}
		s := storetest.Open(t, newURL, sqlstore.Options{})
		actOn(t, s, "f")
		publishTo(t, s, c.ring, c.dir, 1) // the leases of the old database begin again
		now := checkpointOf(t, c)
		if now.Size != 7 { // three, two lost, the record of the loss, one act
			t.Fatalf("size %d", now.Size)
		}
		rd := tlog.NewReader(filepath.Join(c.dir, logFolder), c.ring.Public())
		if err := rd.Holds(context.Background(), was); err != nil {
			t.Fatalf("forked: %v", err)
		}
		var report checkReport
		answerOf(t, 0, &report, "check", "--db", newURL, "--dir", c.dir)
		if got := report.Checks[8].Facts["lost"]; got != 2.0 {
			t.Fatalf("lost %v", got)
		}
	})
}

// Without the log that was published, its name is never used again.
func TestRestoreWithoutTheLogBeginsAnother(t *testing.T) {
	t.Parallel()
	eachEngine(t, func(t *testing.T, engine string) {
		c := newChronicle(t, engine)
		c.act("a", "b", "c")
		c.publish(1)
		to := filepath.Join(t.TempDir(), "b")
		say(t, 0, "backup", to, "--db", c.url, "--dir", c.dir)
		newURL, newDir := storetest.URL(t, engine), t.TempDir()
		var r restored
		answerOf(t, 0, &r, "restore", to, "--db", newURL, "--dir", newDir)
		if len(r.Closed) != 1 || r.Closed[0] != "yunlan.example/log" {
			t.Fatalf("%+v", r)
		}
		s := storetest.Open(t, newURL, sqlstore.Options{})
		actOn(t, s, "other")
		if err := tryPublish(s, c.ring, newDir, 1); !errs.Is(err, "adapter.tlog.closed") {
			t.Fatalf("the ended log went on: %v", err)
		}
		keys := filepath.Join(newDir, "keys")
		ring, err := sign.New(keys, "yunlan.example/log/2", time.Now())
		if err != nil {
			t.Fatal(err)
		}
		if err := os.RemoveAll(filepath.Join(newDir, logFolder)); err != nil {
			t.Fatal(err)
		}
		publishTo(t, s, ring, newDir, 1)
		answerOf(t, 0, nil, "check", "--db", newURL, "--dir", newDir)
		if _, err := tlog.NewReader(filepath.Join(newDir, closedFolder), c.ring.Public()).Audit(context.Background()); err != nil {
			t.Fatal(err)
		}
	})
}

// A move to another machine: the server was stopped before the backup.
func TestRestoreContinuesTheLog(t *testing.T) {
	t.Parallel()
	eachEngine(t, func(t *testing.T, engine string) {
		c := newChronicle(t, engine)
		c.act(slices.Repeat([]string{"a"}, 300)...) // more than a tile
		c.publish(1)
		was := checkpointOf(t, c)
		to := filepath.Join(t.TempDir(), "b")
		say(t, 0, "backup", to, "--db", c.url, "--dir", c.dir)
		newURL, newDir := storetest.URL(t, engine), t.TempDir()
		answerOf(t, 0, nil, "restore", to, "--db", newURL, "--dir", newDir, "--continue-log")
		s := storetest.Open(t, newURL, sqlstore.Options{})
		actOn(t, s, "b")
		publishTo(t, s, c.ring, newDir, 1)
		rd := tlog.NewReader(filepath.Join(newDir, logFolder), c.ring.Public())
		if err := rd.Holds(context.Background(), was); err != nil {
			t.Fatalf("forked: %v", err)
		}
		answerOf(t, 0, nil, "check", "--db", newURL, "--dir", newDir, "--keys", filepath.Join(c.dir, "keys"))
		// Another city's log in the place is refused before anything is written.
		other := newChronicle(t, "sqlite")
		other.act("x")
		other.publish(1)
		last := storetest.URL(t, engine)
		say(t, exitFailure, "restore", to, "--db", last, "--dir", other.dir)
		if _, v, err := sqlstore.Inspect(context.Background(), last); err == nil {
			t.Fatalf("a database was written all the same: %+v", v)
		}
	})
}

func checkpointOf(t *testing.T, c *chronicle) evidence.Checkpoint {
	t.Helper()
	p, err := tlog.NewReader(filepath.Join(c.dir, logFolder), c.ring.Public()).Checkpoint(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// sqlOn does what no part of the program would.
func sqlOn(t *testing.T, url, statement string) {
	t.Helper()
	driver, dsn := "pgx", url
	if path, ok := strings.CutPrefix(url, "sqlite:"); ok {
		driver, dsn = "sqlite", "file:"+path+"?_pragma=busy_timeout(10000)"
	}
	db, err := sql.Open(driver, dsn)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = db.Close() }()
	if _, err := db.Exec(statement); err != nil {
		t.Fatal(err)
	}
}
