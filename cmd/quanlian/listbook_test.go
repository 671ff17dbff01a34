package main

import (
	"bytes"
	"context"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"

	"quanlian/base/calendar"
	"quanlian/kernel"
	"quanlian/test/storetest"
)

// TestLongListIsWrittenMeanwhile: a list is asked for, the program writes it as the
// asker may read it, the asker alone fetches it, with what the list shows and no
// more; an office that was lost writes nothing; after a week it is gone.
func TestLongListIsWrittenMeanwhile(t *testing.T) {
	t.Parallel()
	for _, engine := range []string{"sqlite", "postgres"} {
		t.Run(engine, func(t *testing.T) {
			t.Parallel()
			h, clock := houseOn(t, storetest.URL(t, engine))
			withPeople(t, h)
			srv := httptest.NewServer(h.handler())
			t.Cleanup(srv.Close)
			no := applied(t, srv.URL)
			clerk := newReader(t, srv.URL).login("desk")
			page := clerk.get("/inbox/lists?list="+url.QueryEscape("view=all&q="+no), http.StatusOK)
			if !strings.Contains(page, "后台导出1件") {
				t.Fatalf("what is asked for: %s", page)
			}
			ask := func() string {
				return clerk.post("/inbox/lists?list="+url.QueryEscape("view=all&q="+no), "/inbox/lists", url.Values{"query": {"view=all&q=" + no}})
			}
			if page = ask(); !strings.Contains(page, "正在写") {
				t.Fatalf("after asking: %s", page)
			}
			h.worker.pass(context.Background())
			page = clerk.get("/inbox/lists", http.StatusOK)
			at := regexp.MustCompile(`/inbox/lists/[0-9A-Z]+`).FindString(page)
			if at == "" || !strings.Contains(page, "下载1件") {
				t.Fatalf("when written: %s", page)
			}
			status, body := clerk.raw(at)
			text := wordsOf(t, body)
			if status != http.StatusOK || !strings.Contains(text, no) || strings.Count(text, "YL2026-") != 1 || !strings.Contains(text, "专利代办窗口") {
				t.Errorf("%d, the workbook holds %s", status, text)
			}
			if status, _ := newReader(t, srv.URL).login("deskhead").raw(at); status != http.StatusNotFound {
				t.Errorf("a colleague fetches it: %d", status)
			}
			newReader(t, srv.URL).login("buyer").get("/inbox/lists", http.StatusForbidden)

			b := kernel.ListBook{ID: "lost", User: "u-he", Hat: "no such hat", Query: "view=all"}
			if err := h.desk.Do(context.Background(), kernel.Actor{User: "u-he"}, "lost", kernel.AskListBook{Book: b}); err == nil {
				t.Error("a list is asked for under another's hat")
			}
			for range 3 {
				ask()
			}
			if page = ask(); !strings.Contains(page, "您已有3份清单在写") {
				t.Errorf("a fourth list: %.400s", page)
			}
			for range 3 {
				h.worker.pass(context.Background())
			}
			clock.advance(8 * 24 * time.Hour)
			if err := h.sweepLists(context.Background(), calendar.On(2026, 11, 24).At(0)); err != nil {
				t.Fatal(err)
			}
			if list, err := h.store.ListBooks(context.Background(), "u-he"); err != nil || len(list) != 0 {
				t.Errorf("%d lists are left: %v", len(list), err)
			}
		})
	}
}

func wordsOf(t *testing.T, body []byte) string {
	t.Helper()
	f, err := excelize.OpenReader(bytes.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	rows, err := f.GetRows(f.GetSheetName(0))
	if err != nil {
		t.Fatal(err)
	}
	var out []string
	for _, r := range rows {
		out = append(out, strings.Join(r, " "))
	}
	return strings.Join(out, "\n")
}
