package kernel

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"strconv"
	"syscall"
	"testing"

	"quanlian/adapter/sqlstore"
	"quanlian/kernel"
	"quanlian/kernel/desk"
	"quanlian/test/librarycard"
	"quanlian/test/storetest"
)

// The child makes one round of acts and is killed before its n-th statement;
// a second child finishes the round with the same keys. Then nothing may be
// lost, doubled or half done.
func TestKillBetweenAnyTwoStatements(t *testing.T) {
	t.Parallel()
	// Unit: kills. Source: a round has some 60 statements; make long walks all.
	step := 4
	if os.Getenv("QUANLIAN_LONG") != "" {
		step = 1
	}
	for _, engine := range []string{"sqlite", "postgres"} {
		t.Run(engine, func(t *testing.T) {
			t.Parallel()
			url := storetest.URL(t, engine)
			s := storetest.Open(t, url, options())
			w := newWorld(t, s)
			w.mustDo(kernel.SystemActor("seed"), "second", kernel.PutUser{ID: "u-second", Login: "second", Name: "同事"}, kernel.PutMember{User: "u-second", Party: "reader", Rights: kernel.AllRights()})
			rounds, killed := 0, 0
			for n := 1; n < 400; n += step {
				rounds++
				if !child(t, url, rounds, n) {
					break // the round was over before the n-th statement
				}
				killed++
				if child(t, url, rounds, 0) {
					t.Fatal("the finishing child was killed")
				}
			}
			if killed < 8 {
				t.Fatalf("only %d kills", killed)
			}
			checkRounds(t, s, rounds)
			checkHands(t, w, rounds)
		})
	}
}

// child runs a round in a process of its own; true means it was killed.
func child(t *testing.T, url string, round, killAt int) bool {
	t.Helper()
	cmd := exec.Command(os.Args[0], "-test.run=^TestKillChild$", "-test.v")
	cmd.Env = append(os.Environ(), "QUANLIAN_KILL_URL="+url, "QUANLIAN_KILL_ROUND="+strconv.Itoa(round), "QUANLIAN_KILL_AT="+strconv.Itoa(killAt))
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
	round := os.Getenv("QUANLIAN_KILL_ROUND")
	killAt, _ := strconv.Atoi(os.Getenv("QUANLIAN_KILL_AT"))
	s := storetest.Open(t, url, options())
	w := &world{t: t, s: s, clock: storetest.NewClock(start)}
	w.d = storetest.Desk(t, s, w.clock, librarycard.Flow())
	reader, clerk := w.as("u-reader", ""), w.as("u-clerk", "")
	n := 0
	s.OnStatement(func(string) {
		if n++; n == killAt {
			_ = syscall.Kill(os.Getpid(), syscall.SIGKILL)
		}
	})
	r := w.apply(reader, round+"/apply", "读者"+round)
	w.must(w.act(clerk, r.Case, "check", round+"/check", 0, nil))
	if _, err := w.d.Answer(context.Background(), desk.OutsideAnswer{Party: "registry", ID: round, AskKey: "proof/" + string(r.Case), Payload: raw(librarycard.Proof{Answer: "ok"})}); err != nil {
		t.Fatal(err)
	}
	w.must(w.act(clerk, r.Case, "issue", round+"/issue", 0, nil))
	w.must(w.act(clerk, r.Case, "lend", round+"/lend", 0, nil))
	// a draft with a file goes from one member to another
	one, two := kernel.Actor{User: "u-reader", Name: "读者", Party: "reader", Rights: kernel.AllRights()}, kernel.UserID("u-second")
	subject := "item/R" + round
	w.mustDo(one, round+"/up", kernel.PutDocument{ID: "up-" + round, Kind: "material", Name: "a.pdf", SHA256: "s" + round, Bytes: 1, Media: "application/pdf", By: one.User})
	w.mustDo(one, round+"/save", kernel.SaveDraft{User: one.User, Party: one.Party, Subject: subject, Data: json.RawMessage(`{"files":[{"upload":"up-` + round + `"}]}`)})
	w.mustDo(one, round+"/hand", kernel.HandDraft{ID: "hand-" + round, From: one.User, To: two, Party: one.Party, Subject: subject})
	if err := w.d.Do(context.Background(), clerk, round+"/msg", kernel.PostMessage{ID: "msg-" + round, Case: r.Case, From: clerk.User, Party: clerk.Party, Text: "已办结", Level: kernel.ViewDetail}); err != nil {
		t.Fatal(err)
	}
}

func checkRounds(t *testing.T, s *sqlstore.Store, rounds int) {
	t.Helper()
	ctx := context.Background()
	all, total, err := s.Cases(ctx, kernel.SystemActor("test"), kernel.ViewSummary, kernel.CaseQuery{Limit: 500})
	if err != nil || total != rounds {
		t.Fatalf("%d cases for %d rounds, %v", total, rounds, err)
	}
	for _, c := range all {
		h, err := s.History(ctx, c.ID)
		if err != nil {
			t.Fatal(err)
		}
		moves := 0
		for _, e := range h {
			if e.Version > 0 {
				if moves++; e.Version != int64(moves) {
					t.Errorf("%s: journal entry %d has version %d", c.No, moves, e.Version)
				}
			}
		}
		var d librarycard.Data
		if err := json.Unmarshal(c.Data, &d); err != nil {
			t.Fatal(err)
		}
		msgs, err := s.Messages(ctx, c.ID, kernel.ViewSecret)
		if err != nil {
			t.Fatal(err)
		}
		got := fmt.Sprint(c.State, c.Version, moves, d.Lent, d.Proof, len(msgs))
		if want := fmt.Sprint("issued", 5, 5, 1, "ok", 1); got != want {
			t.Errorf("%s: state, version, entries, lent, proof, messages = %s; want %s", c.No, got, want)
		}
	}
}

// checkHands: each draft is the colleague's with its file and one trace, and
// nobody else's.
func checkHands(t *testing.T, w *world, rounds int) {
	t.Helper()
	ctx := context.Background()
	left, err := w.s.Drafts(ctx, "u-reader", "reader")
	got, err2 := w.s.Drafts(ctx, "u-second", "reader")
	hands, err3 := w.s.DraftHands(ctx, "u-reader", "reader")
	if err != nil || err2 != nil || err3 != nil || len(left) != 0 || len(got) != rounds || len(hands) != min(rounds, 200) {
		t.Fatalf("%d drafts left, %d passed, %d traces of %d rounds: %v %v %v", len(left), len(got), len(hands), rounds, err, err2, err3)
	}
	for n := 1; n <= rounds; n++ {
		if by := w.uploadBy("up-" + strconv.Itoa(n)); by != "u-second" {
			t.Errorf("round %d: the file is %s's", n, by)
		}
	}
}
