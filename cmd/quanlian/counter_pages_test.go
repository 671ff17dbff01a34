package main

import (
	"context"
	"encoding/json"
	"log/slog"
	"net/url"
	"strings"
	"testing"

	"quanlian/base/calendar"
	"quanlian/chain/service/window"
	"quanlian/kernel"
	"quanlian/kernel/desk"
	"quanlian/test/storetest"
)

// TestCardKeepsWhatWasTyped: the reader of the counter is started after something was
// typed of who stands there. Where it fails all of it stays; where it reads, the
// telephone, which no card has, stays too, and one that is wrong is shown as typed.
func TestCardKeepsWhatWasTyped(t *testing.T) {
	t.Parallel()
	ctx, clock := context.Background(), &heldClock{at: calendar.On(2026, 11, 23).At(10)}
	h, err := build(ctx, config{Database: storetest.URL(t, "sqlite"), Dir: t.TempDir(), FakeParties: true}.withDefaults(), slog.New(slog.DiscardHandler), clock.Now)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = h.store.Close() })
	withPeople(t, h)
	open := func(a kernel.Actor, flow kernel.FlowAddr, move string, in any) kernel.CaseID {
		t.Helper()
		raw, err := json.Marshal(in)
		if err != nil {
			t.Fatal(err)
		}
		r, err := h.desk.Open(ctx, a, desk.OpenCommand{Flow: flow, Move: move, Key: move, Input: raw})
		if err != nil {
			t.Fatal(err)
		}
		return r.Case
	}
	const unit = "patent-window"
	machine := open(kernel.SystemActor(window.Guest), window.Machine, "try", window.TryInput{Unit: unit, Name: "一楼西门", Hash: "test"})
	open(kernel.SystemActor(window.Kiosk), window.Ticket, "take", window.TakeInput{Unit: unit, Machine: machine})

	clerk := newReader(t, served(t, h)).login("desk")
	clerk.post("/counter", "/counter", url.Values{"seat": {unit + "/1"}})
	clerk.post("/counter", "/counter/next", url.Values{"_key": {"n"}})
	clerk.post("/counter", "/counter/begin", url.Values{"_key": {"b"}})
	if page := clerk.get("/counter", 200); !strings.Contains(page, `formaction="/counter/card"`) {
		t.Fatalf("the reader is started apart from what is typed: %.3000s", mainOf(page))
	}
	stays := func(page string, want ...string) {
		t.Helper()
		for _, w := range want {
			if !strings.Contains(page, `value="`+w+`"`) {
				t.Errorf("%s is gone: %.3000s", w, mainOf(page))
			}
		}
	}
	clerk.post("/counter", "/counter/devices", url.Values{"device": {"reader"}})
	page := clerk.post("/counter", "/counter/card", url.Values{"_key": {"c1"}, "name": {"林清言"}, "person": {"11000019880314001"}, "phone": {"1099000"}})
	if !strings.Contains(page, "读卡器读不出") {
		t.Errorf("it does not say that the reader failed: %.3000s", mainOf(page))
	}
	stays(page, "林清言", "11000019880314001", "1099000")
	clerk.post("/counter", "/counter/devices", url.Values{"device": {"reader"}})
	page = clerk.post("/counter", "/counter/card", url.Values{"_key": {"c2"}, "phone": {"1099000"}})
	stays(page, "1099000", "林清言")
	page = clerk.post("/counter", "/counter/card", url.Values{"_key": {"c3"}, "phone": {"10099000000"}})
	stays(page, "10099000000")

	// What was written for a colleague elsewhere is no note of this counter, nor the
	// other way round.
	page = clerk.post("/counter", "/counter/transfer", url.Values{"_key": {"t1"}, "text": {"请核对缴费凭证"}})
	if n := strings.Count(page, `value="请核对缴费凭证"`); n != 1 {
		t.Errorf("the words of a refused transfer stand in %d fields: %.3000s", n, mainOf(page))
	}
	page = clerk.post("/counter", "/counter/note", url.Values{"_key": {"n1"}, "text": {"缺"}})
	if n := strings.Count(page, `value="缺"`); n != 1 || strings.Count(mainOf(page), `id="f-note-text-error"`) != 1 {
		t.Errorf("a refused note stands in %d fields: %.3000s", n, mainOf(page))
	}
}
