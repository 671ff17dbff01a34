package main

import (
	"context"
	"encoding/json"
	"log/slog"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"quanlian/base/calendar"
	"quanlian/chain/utilization/hall"
	"quanlian/kernel"
	"quanlian/kernel/desk"
	"quanlian/kernel/itemflow"
)

// TestWorkerKilled: the program that draws a decision, asks for its seal, serves
// it, tells the platform above, and moves a limit that falls into an outage, is
// killed before its n-th statement again and again. Whoever comes after goes on:
// nothing is lost, doubled or half done.
func TestWorkerKilled(t *testing.T) {
	t.Parallel()
	// Unit: statements between two kills. Source: some 150 statements bring it to
	// its end; make long walks all.
	step := 96
	if os.Getenv("QUANLIAN_LONG") != "" {
		step = 1
	}
	for _, engine := range []string{"sqlite", "postgres"} {
		t.Run(engine, func(t *testing.T) {
			t.Parallel()
			x := newOutageTown(t, engine)
			url := x.h.cfg.Database
			x.clock.advance(49 * time.Hour)
			editor := newReader(t, x.base).login("editor")
			editor.post("/outages/new", "/outages/new", declaration("2026-11-30T09:00", "2026-11-30T18:00", ""))
			sealed := filedAlone(t, x.h, loggedIn(t, x.base, "buyer"), "ZL21", nil)
			x.clock.advance(calendar.On(2026, 11, 30).At(10).Sub(x.clock.Now()))
			decidedByDesk(t, x, sealed)
			killed, n := 0, 11
			for ; n < 600; n += step {
				if !killedAt(t, url, x.h.cfg.Dir, killed, n) {
					break // everything was done before the n-th statement
				}
				killed++
			}
			// One that was not killed still holds its leases: an hour later.
			if killedAt(t, url, x.h.cfg.Dir, killed+1, 0) {
				t.Fatal("the last one was killed")
			}
			if killed < 3 {
				t.Fatalf("only %d kills", killed)
			}
			t.Logf("%d kills", killed)
			if x.by() != "2026-12-01" || x.acts("outage") != 1 {
				t.Errorf("to be corrected by %s after %d acts", x.by(), x.acts("outage"))
			}
			x.no = sealed
			checkKilled(t, x)
		})
	}
}

// decidedByDesk brings a case to its decision; no worker looks at it.
func decidedByDesk(t *testing.T, x *outageTown, no string) {
	t.Helper()
	ctx := context.Background()
	c, err := x.h.store.Case(ctx, kernel.SystemActor("test"), no, kernel.ViewSecret)
	if err != nil {
		t.Fatal(err)
	}
	it, _ := x.h.items.Today(ctx).Item(c.Item)
	var checks []string
	for _, k := range it.Checklist {
		checks = append(checks, k.ID)
	}
	clerk := kernel.Actor{User: "u-test", Name: "宋时雨", Posts: []kernel.Post{{Unit: c.Unit, Role: kernel.RoleClerk}}}
	for _, m := range []struct {
		move  string
		input any
	}{
		{"accept", itemflow.ChecksInput{Checks: checks}}, {"decide", itemflow.DecideInput{Outcome: "grant"}},
	} {
		raw, err := json.Marshal(m.input)
		if err == nil {
			_, err = x.h.desk.Act(ctx, clerk, desk.Command{Case: c.ID, Move: m.move, Key: "kill/" + m.move, Input: raw})
		}
		if err != nil {
			t.Fatalf("%s: %v", m.move, err)
		}
	}
}

// checkKilled: the decision is sealed, served and told of once, its journal whole.
func checkKilled(t *testing.T, x *outageTown) {
	t.Helper()
	ctx := context.Background()
	c, d := x.kase()
	if c.State != itemflow.Delivered || !d.Decision.Seal.Stands() || d.Decision.Seal.Run.Attempts != 1 || !d.Fed[itemflow.FeedCase].OK {
		asks, _ := x.h.store.OpenAsks(ctx, hall.Esign, "", 5)
		t.Fatalf("stands at %s: %+v, %+v, asks %+v", c.State, d.Decision.Seal.Run, d.Fed, asks)
	}
	for _, act := range []string{"ask_seal", "seal_answer", "fed"} {
		if n := x.acts(act); n != 1 {
			t.Errorf("%s %d times", act, n)
		}
	}
	history, err := x.h.store.History(ctx, c.ID)
	if err != nil {
		t.Fatal(err)
	}
	version := int64(0)
	for _, e := range history {
		if e.Version > 0 {
			if version++; e.Version != version {
				t.Errorf("%s has version %d, want %d", e.Act, e.Version, version)
			}
		}
	}
	papers, err := x.h.store.Papers(ctx, c.ID, kernel.ViewDetail)
	if err != nil {
		t.Fatal(err)
	}
	kinds := map[string]int{}
	for _, p := range papers {
		if kinds[p.Kind]++; p.SHA256 == "" {
			t.Errorf("%s is not drawn", p.Kind)
		}
	}
	for _, k := range []string{"result", "seal", "service"} {
		if kinds["kernel.itemflow.paper."+k] != 1 {
			t.Errorf("papers %v", kinds)
		}
	}
	if _, err := x.h.fakeSigning(); err != nil { // its authority counts from here
		t.Fatal(err)
	}
	v, err := signatures{x.h}.Signature(ctx, d.Decision.Seal.Run.Evidence.Paper, d.Decision.Doc)
	if err != nil || !v.OK || v.Signature.Signed.Party != d.Decision.Seal.Holder || !strings.Contains(v.Certificate.Subject, "样章") {
		t.Errorf("the seal: %v, %+v", err, v.Certificate)
	}
	if _, total, err := x.h.store.Stray(ctx, 5); err != nil || total != 0 {
		t.Errorf("%d answers put aside, %v", total, err)
	}
	for _, party := range []kernel.Role{hall.Esign, itemflow.Feed} {
		if open, err := x.h.store.OpenAsks(ctx, party, "", 5); err != nil || len(open) != 0 {
			t.Errorf("questions left open: %+v, %v", open, err)
		}
	}
}

// killedAt lets a process of its own work, killed before its n-th statement; 0
// lets it end. True means it was killed.
func killedAt(t *testing.T, url, dir string, round, n int) bool {
	t.Helper()
	cmd := exec.Command(os.Args[0], "-test.run=^TestWorkerKillChild$")
	cmd.Env = append(os.Environ(), "QUANLIAN_WORK_URL="+url, "QUANLIAN_WORK_DIR="+dir, "QUANLIAN_WORK_ROUND="+strconv.Itoa(round), "QUANLIAN_WORK_AT="+strconv.Itoa(n))
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

// TestWorkerKillChild is the child; alone it has nothing to do.
func TestWorkerKillChild(t *testing.T) {
	url := os.Getenv("QUANLIAN_WORK_URL")
	if url == "" {
		return
	}
	round, _ := strconv.Atoi(os.Getenv("QUANLIAN_WORK_ROUND"))
	killAt, _ := strconv.Atoi(os.Getenv("QUANLIAN_WORK_AT"))
	clock := &heldClock{at: calendar.On(2026, time.November, 30).At(11).Add(time.Duration(round) * time.Minute)}
	h, err := build(context.Background(), config{Database: url, Dir: os.Getenv("QUANLIAN_WORK_DIR"), FakeParties: true}.withDefaults(), slog.New(slog.DiscardHandler), clock.Now)
	if err != nil {
		t.Fatal(err)
	}
	// What the one before held is free: its leases and claims ran out.
	h.worker.wall = func() time.Time { return time.Now().Add(time.Duration(round) * time.Hour) }
	n := 0
	h.store.OnStatement(func(string) {
		if n++; n == killAt {
			_ = syscall.Kill(os.Getpid(), syscall.SIGKILL)
		}
	})
	passes := 6
	if killAt == 0 {
		passes = 30 // the last one brings it to its end, wherever the others stopped
	}
	for range passes {
		h.worker.pass(context.Background())
		clock.advance(5 * time.Second)
	}
}
