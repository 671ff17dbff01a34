package main

import (
	"context"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"quanlian/base/calendar"
	"quanlian/registry"
	"quanlian/test/storetest"
)

// TestDemoClock: the clock of the demo is put on to a later day and never back;
// outside the demo there is none.
func TestDemoClock(t *testing.T) {
	t.Parallel()
	h, _ := houseOn(t, storetest.URL(t, "sqlite"))
	srv := httptest.NewServer(h.handler())
	t.Cleanup(srv.Close)
	r := newReader(t, srv.URL)
	put := func(day string) string { return r.post("/login", "/demo/clock", url.Values{"day": {day}}) }
	if page := put("2027-01-04"); !strings.Contains(page, "没有这个页面") || strings.Contains(r.get("/login", http.StatusOK), "演示时钟") {
		t.Errorf("a city that is no demo has such a clock: %.500s", mainOf(page))
	}
	clock := &heldClock{}
	clock.letGo()
	h.env.Now, h.env.DemoClock = clock.Now, h.forward(context.Background(), clock)
	right := number(t, 1)
	if _, _, _, err := h.store.Sink(h.now).Put(context.Background(), []registry.Record{grantedRecord(right, registry.Owner{Name: "云澜澄芯"})}); err != nil {
		t.Fatal(err)
	}
	today := calendar.DateOf(time.Now())
	for _, day := range []string{"", "soon", today.String(), today.AddDays(-1).String(), today.AddDays(clockAhead + 1).String()} {
		if page := put(day); !strings.Contains(page, `href="#f-day"`) || calendar.DateOf(clock.Now()) != today {
			t.Errorf("%q was taken: %.500s", day, mainOf(page))
		}
	}
	later := today.AddDays(40)
	if page := put(later.String()); !strings.Contains(page, "已拨到") || calendar.DateOf(clock.Now()) != later {
		t.Errorf("the clock stands at %s: %.800s", clock.Now(), mainOf(page))
	}
	if v, err := h.store.Right(context.Background(), right); err != nil || calendar.DateOf(v.ObservedAt) != later {
		t.Errorf("the register was looked at %s: %v", v.ObservedAt, err)
	}
	if put(later.AddDays(-3).String()); calendar.DateOf(clock.Now()) != later {
		t.Errorf("the clock went back to %s", clock.Now())
	}
}
