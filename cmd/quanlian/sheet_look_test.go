package main

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"quanlian/chain/utilization/hall"
	"quanlian/kernel"
	"quanlian/registry"
)

// TestSheetAsksForItsLooks: rows of a sheet that were refused because the register
// was looked up too long ago are asked for with one button; once looked up, the
// sheet is checked again where it stands and goes on.
func TestSheetAsksForItsLooks(t *testing.T) {
	t.Parallel()
	h, base := peopled(t, "sqlite")
	rights := []string{number(t, 1), number(t, 2)}
	put := func(seen time.Time, list ...string) {
		var out []registry.Record
		for _, n := range list {
			out = append(out, grantedRecord(n, registry.Owner{Name: "云澜大学", USCC: "12990001MB0QL00030"}))
		}
		if _, _, _, err := h.store.Sink(h.now).LookedUp(seen).Put(t.Context(), out); err != nil {
			t.Fatal(err)
		}
	}
	put(h.now().Add(-48*time.Hour), rights...)
	seller := loggedIn(t, base, "seller")
	csv := "专利号,方式,价格（万元）\n" + rights[0] + ",转让,8\n" + rights[1] + ",转让,9\n"
	if status, page := seller.sendFiles("/hall/sheet", "/hall/sheet", url.Values{}, map[string]attached{"sheet": {"挂牌.csv", []byte(csv)}}); status != http.StatusOK {
		t.Fatalf("%d %.1500s", status, mainOf(page))
	}
	pass := func() {
		for range 4 {
			h.worker.pass(t.Context())
		}
	}
	pass()
	list, _, err := h.store.Cases(t.Context(), kernel.SystemActor("test"), kernel.ViewSecret, kernel.CaseQuery{Flow: hall.Bulk, Limit: 9})
	if err != nil || len(list) != 1 {
		t.Fatalf("%d sheets %v", len(list), err)
	}
	at := "/hall/sheet/" + list[0].No
	page := seller.get(at, http.StatusOK)
	for want, there := range map[string]bool{"一次请求核查这2件": true, "2行不用改，只等核验登记簿": true, "等核验": true, `data-testid="faults"`: false, "行要改": false} {
		if strings.Contains(page, want) != there {
			t.Fatalf("%q: %v in %.2500s", want, !there, mainOf(page))
		}
	}
	page, status := seller.submit(at+"/look", hiddens(page, "ask-looks"))
	if status != http.StatusOK || !strings.Contains(page, "已请求核查2件") || strings.Contains(page, `data-testid="ask-looks"`) || !strings.Contains(page, "有2件已请求核查") {
		t.Fatalf("%d %.2500s", status, mainOf(page))
	}
	loggedIn(t, base, "buyer").get(at, http.StatusNotFound)
	put(h.now().Add(-time.Hour), rights[0])
	page = seller.get(at, http.StatusOK)
	if !strings.Contains(page, "有1件已请求核查") || !strings.Contains(page, "有1件已经查询过") {
		t.Fatalf("%.2500s", mainOf(page))
	}
	seller.submit(at+"/recheck", hiddens(page, "recheck-fresh"))
	pass()
	if page = seller.get(at, http.StatusOK); !strings.Contains(page, "1行可以挂牌，0行要改") || !strings.Contains(page, "另有1行不用改") || strings.Contains(page, "recheck-fresh") {
		t.Errorf("%.2500s", mainOf(page))
	}
}
