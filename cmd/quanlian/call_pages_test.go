package main

import (
	"bytes"
	"context"
	"log/slog"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"quanlian/catalogue"
	"quanlian/chain/service/window"
	"quanlian/kernel"
	"quanlian/kernel/desk"
	"quanlian/test/storetest"
)

// TestCallWhoseTimeIsGone: the patent window shuts on a day for which a guest had
// booked. Its staff find the booking in the list, see whom to call and what for, and
// note how the call went; colleagues need not call again; staff of others see nothing.
func TestCallWhoseTimeIsGone(t *testing.T) {
	t.Parallel()
	ctx, at := context.Background(), storetest.URL(t, "sqlite")
	h, clock := houseOn(t, at)
	withPeople(t, h)
	r, err := h.desk.Open(ctx, kernel.SystemActor(window.Guest), desk.OpenCommand{Flow: window.Booking, Move: "book", Key: "b", Input: []byte(
		`{"unit":"patent-window","item":"ZL21","slot":{"day":"2026-11-26","time":"10:00"},"name":"林清言","phone":"10099000000","elder":true}`)})
	if err != nil {
		t.Fatal(err)
	}
	_ = h.store.Close()
	shut, err := build(ctx, config{Database: at, Dir: t.TempDir(), Catalogue: catalogueConfig{Local: patentWindow(t, `queue: {letter: A, booked: Y,`, `queue: {letter: A, booked: Y, closed: [2026-11-26],`)}}.withDefaults(), slog.New(slog.DiscardHandler), clock.Now)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = shut.store.Close() })
	srv := httptest.NewServer(shut.handler())
	t.Cleanup(srv.Close)

	clerk := newReader(t, srv.URL).login("desk")
	if page := clerk.get("/counter", 200); !strings.Contains(page, "1个预约的人没有账号") {
		t.Error("the counter says nothing of who has to be called")
	}
	page := clerk.get("/counter/call", 200)
	if strings.Contains(page, "林清言") || strings.Contains(page, "10099000000") || !strings.Contains(page, "还没打") {
		t.Errorf("the list: %s", page)
	}
	one := "/counter/call/" + r.No
	page = clerk.get(one, 200)
	for _, want := range []string{"林清言", "10099000000", "专利证明文件副本", "优先", "没接通"} {
		if !strings.Contains(page, want) {
			t.Errorf("who calls does not see %s", want)
		}
	}
	clerk.post(one, one, url.Values{"_key": {"c1"}, "text": {"关机"}})
	page = clerk.get("/counter/call", 200)
	if !regexp.MustCompile(`没接通1次，最近今天.{0,12}贺敏`).MatchString(page) {
		t.Errorf("a call that nobody answered is not in the list: %s", page)
	}
	clerk.post(one, one, url.Values{"_key": {"c2"}, "reached": {"1"}, "text": {"周五再来"}})
	if page = clerk.get(one, 200); !strings.Contains(page, "周五再来") || !strings.Contains(page, "关机") || !strings.Contains(page, "已告知") {
		t.Errorf("what was said is not shown: %s", page)
	}
	if page := clerk.get("/counter", 200); strings.Contains(page, "没有账号，要打电话") {
		t.Error("who was reached is counted still")
	}
	other := newReader(t, srv.URL).login("finance")
	if page := other.any("/counter/call"); strings.Contains(page, "2026年11月26日") {
		t.Error("staff of another unit see the booking")
	}
	if page := other.any(one); strings.Contains(page, "10099000000") {
		t.Error("staff of another unit see the number")
	}
	if _, err := shut.desk.Act(ctx, hatOf(t, shut, "u-he"), desk.Command{Case: r.Case, Move: "rebook", Key: "m", Input: []byte(`{"slot":{"day":"2026-11-27","time":"10:00"}}`)}); err != nil {
		t.Fatal(err)
	}
	if page := clerk.get("/counter/call", 200); !strings.Contains(page, "没有要打电话的") {
		t.Error("a booking that has a place again is in the list")
	}
}

// patentWindow is a local layer in which the patent window has something else than in
// the city of the demo.
func patentWindow(t *testing.T, was, is string) string {
	t.Helper()
	units, err := catalogue.FS.ReadFile("cities/yunlan/units.yaml")
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Contains(units, []byte(was)) {
		t.Fatalf("the patent window has no %s", was)
	}
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "units.yaml"), bytes.Replace(units, []byte(was), []byte(is), 1), 0o600); err != nil { // it is the first
		t.Fatal(err)
	}
	return dir
}

// TestCallAboutAnotherHouse: the patent window moves. Who booked as a guest stands in
// the list of its staff and reads it on the booking; who has an account reads both
// addresses in a notice.
func TestCallAboutAnotherHouse(t *testing.T) {
	t.Parallel()
	ctx, at := context.Background(), storetest.URL(t, "sqlite")
	h, clock := houseOn(t, at)
	withPeople(t, h)
	book := func(who kernel.Actor, phone string) desk.Receipt {
		t.Helper()
		r, err := h.desk.Open(ctx, who, desk.OpenCommand{Flow: window.Booking, Move: "book", Key: phone, Input: []byte(
			`{"unit":"patent-window","slot":{"day":"2026-11-26","time":"10:00"},"name":"林清言","phone":"` + phone + `"}`)})
		if err != nil {
			t.Fatal(err)
		}
		return r
	}
	guest, own := book(kernel.SystemActor(window.Guest), "10099000000"), book(hatOf(t, h, "u-shen"), "10099000001")
	_ = h.store.Close()
	moved, err := build(ctx, config{Database: at, Dir: t.TempDir(), Catalogue: catalogueConfig{Local: patentWindow(t,
		`{zh: 云禾路6号知识产权大楼1楼, en: "Floor 1, IP Building, 6 Yunhe Road"}`, `{zh: 启明街5号, en: "5 Qiming Street"}`)}}.withDefaults(), slog.New(slog.DiscardHandler), clock.Now)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = moved.store.Close() })
	if _, err := (&hoursTeller{h: moved}).run(ctx); err != nil {
		t.Fatal(err)
	}
	base := served(t, moved)
	sees := func(who, path string, want ...string) {
		t.Helper()
		page := newReader(t, base).login(who).get(path, 200)
		for _, w := range want {
			if !strings.Contains(page, w) {
				t.Errorf("%s does not read %s on %s", who, w, path)
			}
		}
	}
	const was, is = "云禾路6号知识产权大楼1楼", "启明街5号1楼" // the floor stands apart, as it did
	sees("desk", "/counter", "1个预约的人没有账号")
	sees("desk", "/counter/call", "搬到了"+is)
	sees("desk", "/counter/call/"+guest.No, "10099000000", was, is)
	sees("buyer", "/my", "从“"+was+"”搬到“"+is+"”")
	sees("buyer", "/my?lang=en", "from “Floor 1, IP Building, 6 Yunhe Road” to “Floor 1, 5 Qiming Street”")
	c, err := moved.store.Case(ctx, kernel.SystemActor("test"), string(own.Case), kernel.ViewSecret)
	if err != nil {
		t.Fatal(err)
	}
	sees("buyer", windowURL(c), "原来在“"+was+"”，现在在“"+is+"”")
}
