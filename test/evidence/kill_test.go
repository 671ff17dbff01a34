package evidence

import (
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"strconv"
	"syscall"
	"testing"
	"time"

	"quanlian/adapter/sign"
	"quanlian/adapter/sqlstore"
	"quanlian/adapter/tlog"
	"quanlian/base/errs"
	"quanlian/evidence"
	"quanlian/test/storetest"
)

// The child commits, numbers and publishes, and is killed before a statement
// or at a random moment between two files. After each death what was published
// before is still part of the log; at the end journal and log are one, dense.
func TestKillBetweenCommitNumberAndCheckpoint(t *testing.T) {
	t.Parallel()
	// Unit: kills. Source: make test stays short; make long walks many.
	kills := 24
	if os.Getenv("QUANLIAN_LONG") != "" {
		kills = 400
	}
	engines(t, func(t *testing.T, url string) {
		s, dir, keys := storetest.Open(t, url, sqlstore.Options{}), logDir(t), t.TempDir()
		ring, err := sign.New(keys, logName, start)
		if err != nil {
			t.Fatal(err)
		}
		var last evidence.Checkpoint
		r := tlog.NewReader(dir, ring.Public())
		killed, rounds := 0, 0
		for killed < kills {
			rounds++
			stmt, us := 1+rand.IntN(290), 0
			if rounds%2 == 0 {
				stmt, us = 0, 5_000+rand.IntN(600_000)
			}
			if child(t, url, dir, keys, rounds, stmt, us) {
				killed++
			}
			last = grown(t, r, last)
			if rounds > 4*kills {
				t.Fatalf("only %d of %d were killed", killed, rounds)
			}
		}
		number(t, s)
		l := openLog(t, dir, ring)
		follow(t, l, s)
		n, err := s.Numbered(context.Background())
		if err != nil {
			t.Fatal(err)
		}
		grown(t, r, last)
		dense(t, s, int(n))
		whole(t, s, r, n)
		t.Logf("%d kills in %d rounds, %d entries", killed, rounds, n)
	})
}

// grown checks that the checkpoint holds all that the last one held.
func grown(t *testing.T, r *tlog.Reader, last evidence.Checkpoint) evidence.Checkpoint {
	t.Helper()
	ctx := context.Background()
	c, err := r.Checkpoint(ctx)
	if errs.KindOf(err) == errs.NotFound && last.Size == 0 {
		return last
	}
	if err != nil {
		t.Fatal(err)
	}
	if last.Size > 0 {
		path, err := r.Growth(ctx, last.Size, c.Size)
		if err != nil {
			t.Fatal(err)
		}
		if err := evidence.Grew(last, c, path); err != nil {
			t.Fatalf("forked after a kill: %d, %d: %v", last.Size, c.Size, err)
		}
	}
	return c
}

func child(t *testing.T, url, dir, keys string, round, stmt, us int) bool {
	t.Helper()
	cmd := exec.Command(os.Args[0], "-test.run=^TestKillChild$", "-test.v")
	cmd.Env = append(os.Environ(), "QUANLIAN_KILL_URL="+url, "QUANLIAN_KILL_DIR="+dir, "QUANLIAN_KILL_KEYS="+keys,
		"QUANLIAN_KILL_ROUND="+strconv.Itoa(round), "QUANLIAN_KILL_AT="+strconv.Itoa(stmt), "QUANLIAN_KILL_US="+strconv.Itoa(us))
	out, err := cmd.CombinedOutput()
	if err == nil {
		return false
	}
	if ee, ok := err.(*exec.ExitError); ok {
		if ws, ok := ee.Sys().(syscall.WaitStatus); ok && ws.Signaled() && ws.Signal() == syscall.SIGKILL {
			return true
		}
	}
	t.Fatalf("child: %v\n%s", err, out)
	return false
}

// TestKillChild is the child; alone it has nothing to do.
func TestKillChild(t *testing.T) {
	url := os.Getenv("QUANLIAN_KILL_URL")
	if url == "" {
		return
	}
	killAt, _ := strconv.Atoi(os.Getenv("QUANLIAN_KILL_AT"))
	us, _ := strconv.Atoi(os.Getenv("QUANLIAN_KILL_US"))
	round := os.Getenv("QUANLIAN_KILL_ROUND")
	s := storetest.Open(t, url, sqlstore.Options{})
	ring, err := sign.Open(os.Getenv("QUANLIAN_KILL_KEYS"))
	if err != nil {
		t.Fatal(err)
	}
	n := 0
	s.OnStatement(func(string) {
		if n++; n == killAt {
			_ = syscall.Kill(os.Getpid(), syscall.SIGKILL)
		}
	})
	if us > 0 {
		time.AfterFunc(time.Duration(us)*time.Microsecond, func() { _ = syscall.Kill(os.Getpid(), syscall.SIGKILL) })
	}
	l := openLog(t, os.Getenv("QUANLIAN_KILL_DIR"), ring)
	f := tlog.NewFollower(l, s)
	for i := range 4 {
		for k := range 3 + i*40 {
			write(t, s, fmt.Sprintf("r%s-%d-%d", round, i, k), start)
		}
		number(t, s)
		if _, err := f.Follow(context.Background()); err != nil {
			t.Fatal(err)
		}
	}
}
