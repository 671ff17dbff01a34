package web

import (
	"context"
	"encoding/json"
	"strings"
	"testing"

	"quanlian/base/errs"
	"quanlian/kernel"
	"quanlian/kernel/desk"
	"quanlian/test/librarycard"
)

// TestBulkFromTheInbox: cases are selected, the form names people with their
// load, a dry count comes before anything is done, and the list is kept.
func TestBulkFromTheInbox(t *testing.T) {
	t.Parallel()
	c := newCity(t)
	second := []kernel.Write{kernel.PutUser{ID: "u-second", Login: "second", Name: "韦编"}, kernel.PutPost{User: "u-second", Post: kernel.Post{Unit: librarycard.Unit, Role: kernel.RoleClerk}}}
	if err := c.d.Do(context.Background(), kernel.SystemActor("seed"), "second", second...); err != nil {
		t.Fatal(err)
	}
	a, b, other := c.open("u-reader", "林清言"), c.open("u-reader", "许可欣"), c.open("u-reader", "别人")
	clerk := c.as("clerk")
	list := "/inbox?sort=title&view=turn"
	clerk.get(list, 200)
	clerk.has(`data-moves="`, "std.claim")
	chosen := []string{"back", list, "case", a.No, "case", b.No}
	clerk.post("/bulk", 200, append(chosen, "move", "")...)
	clerk.has("转办")
	c.idle = a.No + " std.suspend" // of what has nothing to do in a case, that case is not counted
	clerk.post("/bulk", 200, append(chosen, "move", "")...)
	clerk.has("1件可办，共选2件")
	clerk.post("/bulk", 200, append(chosen, "move", kernel.MoveSuspend)...)
	clerk.has("1件可办，1件不能办", a.No+"现在不需要这一步")
	c.idle = ""
	clerk.post("/bulk", 200, append(chosen, "move", kernel.MoveReassign)...)
	clerk.has("韦编", "本单位在办0件", "2件可办，0件不能办", "还没有办任何一件")
	clerk.post("/bulk", 422, append(chosen, "move", kernel.MoveReassign, "step", "check", "user", "u-second")...)
	clerk.has("请写明", `value="u-second" selected`, "aria-invalid") // the reason is wanted once, not case by case, and what was chosen stays
	clerk.post("/bulk", 200, append(chosen, "move", kernel.MoveReassign, "step", "check", "user", "u-second", "reason", "请假")...)
	clerk.has("2件可办，0件不能办", `data-testid="bulk-start"`, "韦编")
	if got := strings.Join(c.journal(a.Case), ","); strings.Contains(got, "std.reassign") {
		t.Fatalf("the dry count acted: %s", got)
	}
	c.idle = other.No + " " + kernel.MoveReassign // moved on since it was shown: told among the results
	clerk.post("/bulk", 303, append(chosen, "case", other.No, "_key", clerk.hidden("_key"), "move", kernel.MoveReassign, "step", "start", "user", "u-second", "reason", "请假")...)
	at := clerk.resp.Header.Get("Location")
	clerk.get(at, 200)
	clerk.has("批量转办：结果", "还有3件", `data-testid="bulk-stop"`, "<progress", a.No, b.No, other.No)
	c.idle = ""
	id := strings.TrimPrefix(strings.SplitN(at, "?", 2)[0], "/bulks/")
	clerk.post("/bulks/"+id+"/stop", 303, "_key", clerk.hidden("_key"), "back", list)
	clerk.get(at, 200)
	clerk.has("已停下", `data-testid="bulk-resume"`)
	clerk.post("/bulks/"+id+"/stop", 303, "_key", clerk.hidden("_key"), "back", list)
	clerk.get(at, 200)
	clerk.has("没有可停下的") // nothing ran any more
	clerk.post("/bulks/"+id+"/resume", 303, "_key", clerk.hidden("_key"), "back", list)

	clerk.get(list, 200)
	clerk.post("/inbox/claim", 303, "_key", clerk.hidden("_key"), "back", list, "case", other.No)
	if to := clerk.resp.Header.Get("Location"); to != list {
		t.Errorf("after claiming one lands at %s", to)
	}
	clerk.get("/inbox?view=all&who=me", 200)
	clerk.has(other.No)
	if strings.Contains(clerk.body, a.No) {
		t.Error("a colleague's case stands under one's own name")
	}
	clerk.get("/inbox?view=all&q=林清", 200)
	clerk.has(a.No, "含“林清”")
}

// TestBulkTriesAgainWhatCanBeDone: a second try is offered for the refused cases that
// are still open, and leaves the others as they are.
func TestBulkTriesAgainWhatCanBeDone(t *testing.T) {
	t.Parallel()
	c := newCity(t)
	ctx := context.Background()
	a, b := c.open("u-reader", "林清言"), c.open("u-reader", "许可欣")
	clerk := c.as("clerk")
	list := "/inbox?view=turn"
	clerk.get(list, 200)
	clerk.post("/bulk", 303, "back", list, "case", a.No, "case", b.No, "_key", clerk.hidden("_key"), "move", kernel.MoveClaim, "step", "start")
	at := clerk.resp.Header.Get("Location")
	id := strings.TrimPrefix(strings.SplitN(at, "?", 2)[0], "/bulks/")
	settle := func(want int) {
		t.Helper()
		work, err := c.s.ClaimBulk(ctx, "test", c.clock.Now, 10)
		if err != nil || len(work) != want {
			t.Fatalf("%d wait to be done, want %d (%v)", len(work), want, err)
		}
		for _, w := range work {
			if err := c.s.BulkSettled(ctx, w, errs.New(errs.Conflict, "kernel.on_hold", errs.Args{"no": ""}), c.clock.Now()); err != nil {
				t.Fatal(err)
			}
		}
	}
	settle(2)
	clerk.get(at, 200)
	clerk.has(`data-testid="bulk-retry"`, "还能办的2件再办一次")
	hats, err := c.s.Hats(ctx, "u-reader", c.clock.Now())
	if err != nil {
		t.Fatal(err)
	}
	withdraw := func(id kernel.CaseID) {
		t.Helper()
		in, _ := json.Marshal(kernel.ReasonInput{Reason: "不办了"})
		if _, err := c.d.Act(ctx, hats[0], desk.Command{Case: id, Move: kernel.MoveWithdraw, Key: "withdraw/" + string(id), Input: in}); err != nil {
			t.Fatal(err)
		}
	}
	withdraw(a.Case)
	clerk.get(at, 200)
	clerk.has("还能办的1件再办一次")
	clerk.post("/bulks/"+id+"/retry", 303, "_key", clerk.hidden("_key"), "back", list)
	settle(1)
	withdraw(b.Case)
	clerk.get(at, 200)
	if strings.Contains(clerk.body, `data-testid="bulk-retry"`) {
		t.Error("a second try is offered for cases that are closed")
	}
	clerk.post("/bulks/"+id+"/retry", 303, "_key", clerk.hidden("_key"), "back", list)
	settle(0)
	clerk.get(at, 200)
	clerk.has("再办也办不成")
}

// TestBulkHandsOnToAHolder: who has one of the chosen cases may take the others; the
// one they have is left out, with the reason.
func TestBulkHandsOnToAHolder(t *testing.T) {
	t.Parallel()
	c := newCity(t)
	second := []kernel.Write{kernel.PutUser{ID: "u-second", Login: "second", Name: "韦编"}, kernel.PutPost{User: "u-second", Post: kernel.Post{Unit: librarycard.Unit, Role: kernel.RoleClerk}}}
	if err := c.d.Do(context.Background(), kernel.SystemActor("seed"), "second", second...); err != nil {
		t.Fatal(err)
	}
	a, b := c.open("u-reader", "林清言"), c.open("u-reader", "许可欣")
	clerk := c.as("clerk")
	list := "/inbox?view=turn"
	clerk.get(list, 200)
	clerk.post("/inbox/claim", 303, "_key", clerk.hidden("_key"), "back", list, "case", a.No)
	chosen := []string{"back", list, "case", a.No, "case", b.No, "move", kernel.MoveReassign}
	clerk.get(list, 200)
	clerk.post("/bulk", 200, chosen...)
	clerk.has(`value="u-clerk"`, `value="u-second"`)
	clerk.post("/bulk", 200, append(chosen, "step", "check", "user", "u-clerk", "reason", "请假")...)
	clerk.has("1件可办，1件不能办", a.No+"已在这位同事手里")
	clerk.post("/bulk", 200, append(chosen, "step", "check", "user", "u-second", "reason", "请假")...)
	clerk.has("2件可办，0件不能办")
}
