package main

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"quanlian/base/calendar"
	"quanlian/chain/utilization/hall"
	"quanlian/kernel"
	"quanlian/registry"
)

// TestLookedUpOnThePages: in a city without a daily delivery the seller of an
// imported right is refused as too old, asks where he stands and finds what he typed
// again; the patent window says that it looked, with the extract, and the right is
// listed. A party says nothing of the kind.
func TestLookedUpOnThePages(t *testing.T) {
	t.Parallel()
	h, base := peopled(t, "sqlite")
	right, now := number(t, 1), h.now()
	if _, _, _, err := h.store.Sink(h.now).LookedUp(now.Add(-48*time.Hour)).Put(t.Context(), []registry.Record{grantedRecord(right, registry.Owner{Name: "云澜大学", USCC: "12990001MB0QL00030"})}); err != nil {
		t.Fatal(err)
	}
	seller, at := loggedIn(t, base, "seller"), "/hall/new?right="+right
	typed := func(page string, more ...string) url.Values {
		v := hiddens(page, "send")
		for k, x := range map[string]string{"right": right, "deal": "assignment", "price": "880000", "summary": "低漂移的读出电路，可直接用于机器人皮肤。"} {
			v.Set(k, x)
		}
		for _, k := range more {
			v.Set(k, "1")
		}
		return v
	}
	page, status := seller.submit("/hall/new", typed(seller.get(at, http.StatusOK)))
	if status != http.StatusConflict || !strings.Contains(page, "超过24小时") || !strings.Contains(page, `data-testid="ask-look"`) {
		t.Fatalf("%d %.1500s", status, mainOf(page))
	}
	page, status = seller.submit("/hall/new", typed(page, "_look"))
	if status != http.StatusOK || !strings.Contains(page, "已请求核查") || !strings.Contains(page, "低漂移的读出电路") || strings.Contains(page, `data-testid="ask-look"`) {
		t.Fatalf("%d %.2500s", status, mainOf(page))
	}
	if page := seller.get(at, http.StatusOK); !strings.Contains(page, "低漂移的读出电路") {
		t.Errorf("what was typed is lost: %.1500s", mainOf(page))
	}
	seller.get("/patent/"+right+"/look", http.StatusForbidden)

	window, look := loggedIn(t, base, "window"), "/patent/"+right+"/look"
	if page := window.get("/inbox?view=all", http.StatusOK); !strings.Contains(page, "登记簿核查") {
		t.Errorf("the window has no such task: %.2500s", mainOf(page))
	}
	page = window.get(look, http.StatusOK)
	if !strings.Contains(page, "云澜大学请求核查") {
		t.Errorf("%.1500s", mainOf(page))
	}
	form := hiddens(page, "send")
	form.Set("day", "2026-02-30")
	form.Set("source", "专利登记簿副本")
	if page, status := window.submit(look, form); status != http.StatusBadRequest && status != http.StatusUnprocessableEntity || !strings.Contains(page, "专利登记簿副本") {
		t.Errorf("%d %.1500s", status, mainOf(page))
	}
	local := now.Add(-time.Minute).In(calendar.China)
	status, page = window.sendFiles(look, look, url.Values{"day": {local.Format(time.DateOnly)}, "time": {local.Format("15:04")}, "source": {"专利登记簿副本"}}, map[string]attached{"papers": {"副本.pdf", []byte("%PDF-1.7 extract\n%%EOF\n")}})
	if status != http.StatusOK || !strings.Contains(page, "已登记") || !strings.Contains(page, local.Format("2006-01-02 15:04")) {
		t.Fatalf("%d %.2500s", status, mainOf(page))
	}
	if page := seller.get(at, http.StatusOK); strings.Contains(page, "超过24小时") {
		t.Errorf("the right is old still: %.1500s", mainOf(page))
	}
	if page, status := seller.submit("/hall/new", typed(seller.get(at, http.StatusOK))); status != http.StatusOK || strings.Contains(page, "ask-look") || !strings.Contains(page, "审核") {
		t.Errorf("%d %.1500s", status, mainOf(page))
	}
}

// TestAnImportAnswersWhoAsked: an import that says when the office was asked closes
// the request on its page, with the reason, and tells who asked.
func TestAnImportAnswersWhoAsked(t *testing.T) {
	t.Parallel()
	h, base := peopled(t, "sqlite")
	right, now := number(t, 1), h.now()
	put := func(seen time.Time) {
		if _, _, _, err := h.store.Sink(h.now).LookedUp(seen).Put(t.Context(), []registry.Record{grantedRecord(right, registry.Owner{Name: "云澜大学", USCC: "12990001MB0QL00030"})}); err != nil {
			t.Fatal(err)
		}
	}
	put(now.Add(-48 * time.Hour))
	seller := loggedIn(t, base, "seller")
	page := seller.get("/patent/"+right, http.StatusOK)
	if page, _ = seller.submit("/patent/"+right+"/ask", hiddens(page, "ask-look")); !strings.Contains(page, "已请求核查") {
		t.Fatalf("%.2500s", mainOf(page))
	}
	put(now.Add(-time.Hour))
	h.worker.pass(t.Context())
	list, _, err := h.store.Cases(t.Context(), kernel.SystemActor("test"), kernel.ViewSecret, kernel.CaseQuery{Flow: hall.Look, Limit: 9})
	if err != nil || len(list) != 1 || list[0].State != hall.LookDone {
		t.Fatalf("%+v %v", list, err)
	}
	if page := seller.get("/case/"+list[0].No, http.StatusOK); !strings.Contains(page, "无须另查") || !strings.Contains(page, "已核查") {
		t.Errorf("%.2500s", mainOf(page))
	}
	if page := seller.get("/my", http.StatusOK); !strings.Contains(page, "随之办结") {
		t.Errorf("%.2500s", mainOf(page))
	}
}
