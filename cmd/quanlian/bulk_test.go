package main

import (
	"context"
	"encoding/json"
	"fmt"
	"path/filepath"
	"testing"
	"time"

	"quanlian/kernel"
	"quanlian/kernel/desk"
	"quanlian/test/librarycard"
	"quanlian/test/storetest"
)

// library gives the house a clerk who leaves with n cases, a colleague, a head
// and an administrator.
func library(t *testing.T, h *house, n int) (cases []kernel.CaseID) {
	t.Helper()
	ctx, seed := context.Background(), kernel.SystemActor("seed")
	post := func(u string, unit kernel.UnitID, role kernel.Role) []kernel.Write {
		return []kernel.Write{kernel.PutUser{ID: kernel.UserID("u-" + u), Login: u, Name: u}, kernel.PutPost{User: kernel.UserID("u-" + u), Post: kernel.Post{Unit: unit, Role: role}}}
	}
	writes := append(post("leaver", librarycard.Unit, kernel.RoleClerk), post("stayer", librarycard.Unit, kernel.RoleClerk)...)
	writes = append(append(writes, post("chief", librarycard.Unit, kernel.RoleHead)...), post("admin", "city-hall", "admin")...)
	writes = append(writes, kernel.PutParty{Party: kernel.Party{ID: "reader", Kind: "enterprise", Name: "读者公司", Quiet: true}},
		kernel.PutUser{ID: "u-reader", Login: "reader", Name: "读者"}, kernel.PutMember{User: "u-reader", Party: "reader", Duty: kernel.DutyHandler, Rights: kernel.AllRights()})
	if err := h.desk.Do(ctx, seed, "library", writes...); err != nil {
		t.Fatal(err)
	}
	for i := range n {
		r, err := h.desk.Open(ctx, hatOf(t, h, "u-reader"), desk.OpenCommand{Flow: librarycard.Card, Move: "apply", Key: fmt.Sprintf("apply/%d", i), Input: json.RawMessage(fmt.Sprintf(`{"reader":"读者%d"}`, i))})
		if err != nil {
			t.Fatal(err)
		}
		if _, err := h.desk.Act(ctx, hatOf(t, h, "u-leaver"), desk.Command{Case: r.Case, Move: kernel.MoveClaim, Key: fmt.Sprintf("claim/%d", i), Input: json.RawMessage("{}")}); err != nil {
			t.Fatal(err)
		}
		cases = append(cases, r.Case)
	}
	return cases
}

func hatOf(t *testing.T, h *house, u kernel.UserID) kernel.Actor {
	t.Helper()
	hats, err := h.store.Hats(context.Background(), u, time.Now())
	if err != nil {
		t.Fatal(err)
	}
	return hats[0]
}

func startBulk(t *testing.T, h *house, a kernel.Actor, id string, order bool, to kernel.UserID, cases []kernel.CaseID) {
	t.Helper()
	in, err := json.Marshal(kernel.ReassignInput{User: to, Reason: "离职移交"})
	if err != nil {
		t.Fatal(err)
	}
	b := kernel.Bulk{ID: id, By: a.User, Name: a.Name, Hat: a.Hat(), Move: kernel.MoveReassign, Input: in, Note: "离职移交", Order: order}
	if err := h.desk.Do(context.Background(), a, id, kernel.StartBulk{Bulk: b, Cases: cases}); err != nil {
		t.Fatal(err)
	}
}

// TestHandOverInBulk: a leaver's cases go to a colleague by single acts, two
// workers share them, one is killed in the middle; each case is handed over
// once, and one that cannot be is named with the reason.
func TestHandOverInBulk(t *testing.T) {
	t.Parallel()
	for _, engine := range []string{"sqlite", "postgres"} {
		t.Run(engine, func(t *testing.T) {
			t.Parallel()
			url, party := storetest.URL(t, engine), filepath.Join(t.TempDir(), "echo")
			h := parent(t, url, party, time.Second)
			cases := library(t, h, 40)
			closed := cases[7]
			if _, err := h.desk.Act(context.Background(), hatOf(t, h, "u-reader"), desk.Command{Case: closed, Move: kernel.MoveWithdraw, Key: "withdraw", Input: json.RawMessage(`{"reason":"不办了"}`)}); err != nil {
				t.Fatal(err)
			}
			startBulk(t, h, hatOf(t, h, "u-admin"), "bulk-1", true, "u-stayer", cases)
			one := startChild(t, url, t.TempDir(), party, "worker", childPoll)
			startChild(t, url, t.TempDir(), party, "worker", childPoll)
			one.kill()
			b, items := finished(t, h, "u-admin", "bulk-1")
			if b.Done != len(cases)-1 || b.Refused != 1 {
				t.Fatalf("done %d, refused %d of %d", b.Done, b.Refused, len(cases))
			}
			for i, x := range items {
				checkHanded(t, h, x, i == 7)
			}
		})
	}
}

func checkHanded(t *testing.T, h *house, x kernel.BulkItem, closed bool) {
	t.Helper()
	if closed {
		if x.State != kernel.BulkRefused || x.Fault == nil || x.Fault.Code != "kernel.case_closed" {
			t.Errorf("%s: %+v", x.No, x)
		}
		return
	}
	c, err := h.store.Case(context.Background(), kernel.SystemActor("test"), string(x.Case), kernel.ViewSummary)
	if err != nil || c.Assignee != "u-stayer" {
		t.Errorf("%s is with %q, %v", x.No, c.Assignee, err)
	}
	list, err := h.store.History(context.Background(), x.Case)
	if err != nil {
		t.Fatal(err)
	}
	n := 0
	for _, e := range list {
		if e.Act == kernel.MoveReassign {
			if n++; e.Actor.User != "u-admin" || e.Note != "离职移交" {
				t.Errorf("%s: journal %+v", x.No, e)
			}
		}
	}
	if n != 1 {
		t.Errorf("%s was handed over %d times", x.No, n)
	}
}

// finished waits until every act of the bulk was tried.
func finished(t *testing.T, h *house, by kernel.UserID, id string) (b kernel.BulkStanding, items []kernel.BulkItem) {
	t.Helper()
	patiently(t, "finished", func() (string, bool) {
		var err error
		if b, items, err = h.store.Bulk(context.Background(), by, id); err != nil {
			t.Fatal(err)
		}
		return fmt.Sprintf("open %d, done %d, refused %d", b.Open, b.Done, b.Refused), !b.Finished.IsZero()
	})
	return b, items
}

// TestBulkByTheHead: who begins a bulk acts as that person may when each act is
// made: a head hands over the cases of the own unit, and nothing once the post
// is lost; nobody orders but the administrator.
func TestBulkByTheHead(t *testing.T) {
	t.Parallel()
	for _, engine := range []string{"sqlite", "postgres"} {
		t.Run(engine, func(t *testing.T) {
			t.Parallel()
			ctx := context.Background()
			h, err := instance(ctx, storetest.URL(t, engine), t.TempDir(), filepath.Join(t.TempDir(), "echo"), "", time.Second)
			if err != nil {
				t.Fatal(err)
			}
			t.Cleanup(func() { _ = h.store.Close() })
			cases := library(t, h, 3)
			chief := hatOf(t, h, "u-chief")
			order := kernel.StartBulk{Bulk: kernel.Bulk{ID: "o", By: chief.User, Hat: chief.Hat(), Move: kernel.MoveReassign, Order: true}, Cases: cases}
			if err := h.desk.Do(ctx, chief, "o", order); err == nil {
				t.Fatal("a head gave an order")
			}
			startBulk(t, h, chief, "b1", false, "u-stayer", cases[:2])
			h.worker.pass(ctx)
			if b, _ := finished(t, h, "u-chief", "b1"); b.Done != 2 {
				t.Fatalf("%+v", b)
			}
			startBulk(t, h, chief, "b2", false, "u-stayer", cases[2:])
			if err := h.desk.Do(ctx, kernel.SystemActor("seed"), "lost", kernel.PutPost{User: "u-chief", Post: kernel.Post{Unit: librarycard.Unit, Role: kernel.RoleHead}, Until: time.Now().Add(-time.Hour)}); err != nil {
				t.Fatal(err)
			}
			h.worker.pass(ctx)
			b, items := finished(t, h, "u-chief", "b2")
			if b.Refused != 1 || items[0].Fault.Code != "kernel.bulk.hat_lost" {
				t.Fatalf("%+v %+v", b, items)
			}
			if err := h.desk.Do(ctx, hatOf(t, h, "u-stayer"), "retry0", kernel.RetryBulk{ID: "b2", By: "u-chief"}); err == nil {
				t.Fatal("another retried it")
			}
			if err := h.desk.Do(ctx, kernel.SystemActor("seed"), "back", kernel.PutPost{User: "u-chief", Post: kernel.Post{Unit: librarycard.Unit, Role: kernel.RoleHead}}); err != nil {
				t.Fatal(err)
			}
			if err := h.desk.Do(ctx, hatOf(t, h, "u-chief"), "retry", kernel.RetryBulk{ID: "b2", By: "u-chief"}); err != nil {
				t.Fatal(err)
			}
			h.worker.pass(ctx)
			if b, _ = finished(t, h, "u-chief", "b2"); b.Done != 1 {
				t.Fatalf("after the retry %+v", b)
			}
		})
	}
}

// TestBulkStopsAndGoesOn: what is stopped waits, what was done stays done, and
// the bulk ends only once the rest is done too.
func TestBulkStopsAndGoesOn(t *testing.T) {
	t.Parallel()
	for _, engine := range []string{"sqlite", "postgres"} {
		t.Run(engine, func(t *testing.T) {
			t.Parallel()
			ctx := context.Background()
			h, err := instance(ctx, storetest.URL(t, engine), t.TempDir(), filepath.Join(t.TempDir(), "echo"), "", time.Second)
			if err != nil {
				t.Fatal(err)
			}
			t.Cleanup(func() { _ = h.store.Close() })
			cases, chief := library(t, h, 4), hatOf(t, h, "u-chief")
			startBulk(t, h, chief, "b", false, "u-stayer", cases)
			do := func(a kernel.Actor, key string, w kernel.Write) error { return h.desk.Do(ctx, a, key, w) }
			if do(hatOf(t, h, "u-stayer"), "s0", kernel.StopBulk{ID: "b", By: "u-chief"}) == nil {
				t.Fatal("another stopped it")
			}
			claimed, err := h.store.ClaimBulk(ctx, "w", time.Now, 2)
			if err != nil || len(claimed) != 2 {
				t.Fatalf("%d, %v", len(claimed), err)
			}
			if err := do(chief, "s1", kernel.StopBulk{ID: "b", By: "u-chief"}); err != nil {
				t.Fatal(err)
			}
			if on, err := h.store.BulkGoesOn(ctx, claimed[0]); err != nil || on {
				t.Fatalf("a claimed case goes on after the stop: %v", err)
			}
			if err := h.store.BulkSettled(ctx, claimed[1], nil, time.Now()); err != nil { // it was being done
				t.Fatal(err)
			}
			h.worker.pass(ctx)
			b, _, err := h.store.Bulk(ctx, "u-chief", "b")
			if err != nil || b.Stopped != 3 || b.Done != 1 || b.Open != 0 || !b.Finished.IsZero() {
				t.Fatalf("stopped: %+v, %v", b, err)
			}
			if err := do(chief, "s2", kernel.ResumeBulk{ID: "b", By: "u-chief"}); err != nil {
				t.Fatal(err)
			}
			h.worker.pass(ctx) // nobody waits for the claim that was held when it stopped
			if b, _ := finished(t, h, "u-chief", "b"); b.Done != 4 {
				t.Fatalf("after going on: %+v", b)
			}
		})
	}
}

// TestTrialOfMoves: what a bulk would come to is reckoned case by case, and
// nothing is changed.
func TestTrialOfMoves(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	h, err := instance(ctx, storetest.URL(t, "sqlite"), t.TempDir(), filepath.Join(t.TempDir(), "echo"), "", time.Second)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = h.store.Close() })
	cases, chief := library(t, h, 2), hatOf(t, h, "u-chief")
	in := func(to kernel.UserID) json.RawMessage {
		b, _ := json.Marshal(kernel.ReassignInput{User: to, Reason: "请假"})
		return b
	}
	out, err := h.desk.TryActs(ctx, chief, desk.Command{Case: cases[0], Move: kernel.MoveReassign, Input: in("u-stayer")},
		desk.Command{Case: cases[1], Move: kernel.MoveReassign, Input: in("u-reader")}, desk.Command{Case: cases[1], Move: kernel.MoveSignOff, Input: json.RawMessage("{}")})
	if err != nil || len(out) != 3 || out[0] != nil || out[1] == nil || out[2] == nil {
		t.Fatalf("%v, %v", out, err)
	}
	c, err := h.store.Case(ctx, kernel.SystemActor("test"), string(cases[0]), kernel.ViewSummary)
	if err != nil || c.Assignee != "u-leaver" {
		t.Fatalf("a trial gave the case to %q, %v", c.Assignee, err)
	}
}
