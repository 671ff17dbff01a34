package main

import (
	"context"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"quanlian/base/calendar"
	"quanlian/kernel"
	"quanlian/test/storetest"
)

// TestItemChangesOnItsDay: officials shorten a limit from a day to come. Who files
// before that day has the limit of then, whenever the case is accepted; who files
// on it has the new one; the page of the item says each at its time.
func TestItemChangesOnItsDay(t *testing.T) {
	t.Parallel()
	h, clock := houseOn(t, storetest.URL(t, storetest.Walked(t)[0]))
	withPeople(t, h)
	srv := httptest.NewServer(h.handler())
	t.Cleanup(srv.Close)
	day := calendar.On(2026, 11, 30)
	shortened(t, srv.URL, day)

	before := applied(t, srv.URL)
	clock.advance(day.At(10).Sub(clock.Now()))
	page := newReader(t, srv.URL).get("/item/ZL14?lang=zh", http.StatusOK)
	if !regexp.MustCompile(`>\s*2\s*(<[^>]+>\s*)*个工作日`).MatchString(page) || strings.Contains(page, "起有变化") {
		t.Errorf("on its day the page does not say the new limit, or still announces it: %.2000s", mainOf(page))
	}
	after := applied(t, srv.URL)
	for no, want := range map[string]string{before: "3wd", after: "2wd"} {
		at := "/case/" + no
		newReader(t, srv.URL).login("desk").post(at, at+"/move/accept", url.Values{"_key": {"t/" + no}, "checks": checksOf(t, h, no)})
		c, err := h.store.Case(context.Background(), kernel.SystemActor("test"), no, kernel.ViewSecret)
		if err != nil {
			t.Fatal(err)
		}
		got := ""
		for _, l := range c.Limits {
			if l.Name == "committed" {
				got = l.Period.String()
			}
		}
		if got != want {
			t.Errorf("%s, at %s, is promised in %q, want %s", no, c.State, got, want)
		}
	}
}

// shortened is the change, approved by another.
func shortened(t *testing.T, base string, day calendar.Date) {
	t.Helper()
	editor, chief := newReader(t, base).login("editor"), newReader(t, base).login("chief")
	action := "/catalogue/item/ZL14/edit"
	form := formOf(t, editor.get(action, http.StatusOK), action)
	form.Set("note", "压到2天")
	form.Set("items.0.from", day.String())
	form.Set("limits.0.period", "2个工作日")
	page, _ := editor.submit(action, form)
	no := regexp.MustCompile(`YL\d{4}-SX-\d{5}`).FindString(page)
	editor.submit("/case/"+no+"/move/submit", formOf(t, page, "/case/"+no+"/move/submit"))
	if page, _ = chief.submit("/case/"+no+"/move/approve", formOf(t, chief.get("/case/"+no, http.StatusOK), "/case/"+no+"/move/approve")); !strings.Contains(page, "已批准") {
		t.Fatalf("approval: %.800s", page)
	}
}

// checksOf are the lines of the checklist of a case.
func checksOf(t *testing.T, h *house, no string) []string {
	t.Helper()
	c, err := h.store.Case(context.Background(), kernel.SystemActor("test"), no, kernel.ViewSecret)
	if err != nil {
		t.Fatal(err)
	}
	it, _ := h.items.Today(context.Background()).Item(c.Item)
	var out []string
	for _, k := range it.Checklist {
		out = append(out, k.ID)
	}
	return out
}
