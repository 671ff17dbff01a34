package main

import (
	"context"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"quanlian/adapter/feed"
	"quanlian/base/calendar"
	"quanlian/kernel/itemflow"
	"quanlian/test/storetest"
)

// TestFinishedCasesAreTold: a finished case and its rating are told once, without
// a name; a refusal is shown with its reason and sent again; doubled answers and a
// worker that begins anew change nothing.
func TestFinishedCasesAreTold(t *testing.T) {
	t.Parallel()
	for _, engine := range storetest.Walked(t) {
		t.Run(engine, func(t *testing.T) {
			t.Parallel()
			clock := &heldClock{at: calendar.On(2026, time.November, 23).At(9)}
			cfg := config{Database: storetest.URL(t, engine), Dir: t.TempDir(), FakeParties: true}.withDefaults()
			h, err := build(context.Background(), cfg, slog.New(slog.DiscardHandler), clock.Now)
			if err != nil {
				t.Fatal(err)
			}
			t.Cleanup(func() { _ = h.store.Close() })
			tries := 0
			up := &feed.Fake{Now: clock.Now, Double: true, Refuse: func(r itemflow.FeedRecord) string {
				if tries++; r.Kind == itemflow.FeedCase && tries == 1 {
					return "事项编码未备案"
				}
				return ""
			}}
			for _, s := range h.worker.steps { // the fake of the demo gives way to a rude one
				if s.name == "party_feed" {
					line := &line{worker: h.worker, role: itemflow.Feed, party: up, lease: s.lease}
					s.run = line.exchange
				}
			}
			withPeople(t, h)
			srv := httptest.NewServer(h.handler())
			t.Cleanup(srv.Close)
			no := applied(t, srv.URL)
			handled(t, h, clock, srv.URL, no) // the platform serves the result: it is finished
			pass := func() {
				for range 3 {
					clock.advance(3 * time.Second) // the signature service takes its time
					h.worker.pass(context.Background())
				}
			}
			pass()
			clerk := newReader(t, srv.URL).login("desk")
			page := clerk.get("/feed", http.StatusOK)
			if !strings.Contains(page, "没有收下：事项编码未备案") || !strings.Contains(page, "共1条，0条还没有回执") {
				t.Fatalf("%.1500s", page[strings.Index(page, "<main"):])
			}
			if refused := clerk.get("/feed?view=refused", http.StatusOK); !strings.Contains(page, `data-testid="refused"`) || !strings.Contains(refused, "没有收下：事项编码未备案") {
				t.Errorf("those to send again have no view: %.1500s", refused[strings.Index(refused, "<main"):])
			}
			buyer := newReader(t, srv.URL).login("buyer")
			rating := formOf(t, buyer.get("/case/"+no, http.StatusOK), "/case/"+no+"/move/rate")
			form := formOf(t, page, "/feed/"+no+"/case")
			clock.advance(time.Minute)
			clerk.submit("/feed/"+no+"/case", form)
			clerk.submit("/feed/"+no+"/case", form) // sent twice
			pass()
			buyer.get("/feed", http.StatusForbidden)
			rating.Set("grade", "very_satisfied") // the platform's receipt came while the form was open: no news for who rates
			rating.Set("text", "宋时雨办得很快")
			buyer.submit("/case/"+no+"/move/rate", rating)
			pass()
			pass()
			got := up.Got()
			if len(got) != 3 {
				t.Errorf("told %d times: %v", len(got), got)
			}
			for key, r := range got {
				if r.No != no || r.Item != "ZL14" || r.Applicant != "enterprise" || (r.Kind == itemflow.FeedRating) != (r.Stars == 5) {
					t.Errorf("%s: %+v", key, r)
				}
			}
			page = clerk.get("/feed", http.StatusOK)
			if !strings.Contains(page, "已收下，对方编号SJ") || !strings.Contains(page, "共3条，0条还没有回执") || !strings.Contains(page, "已重报") || strings.Contains(page, "宋时雨办得很快") {
				t.Errorf("%.2500s", page[strings.Index(page, "<main"):])
			}
			if refused := clerk.get("/feed?view=refused", http.StatusOK); !strings.Contains(refused, "没有要重报的") {
				t.Errorf("sent again, it waits no more: %.1500s", refused[strings.Index(refused, "<main"):])
			}
			clerk.get("/feed?lang=en", http.StatusOK)
			if page := newReader(t, srv.URL).login("clerk").get("/feed", http.StatusOK); strings.Contains(page, no) {
				t.Error("another office sees the case")
			}
		})
	}
}
