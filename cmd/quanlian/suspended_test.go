package main

import (
	"context"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"quanlian/adapter/bank"
	"quanlian/chain/utilization/hall"
	"quanlian/demo"
	"quanlian/kernel"
	"quanlian/ledger"
	"quanlian/registry"
	"quanlian/test/storetest"
)

// TestSuspendedSaysWhy: who owns a suspended listing reads the reason on its page;
// nobody else does.
func TestSuspendedSaysWhy(t *testing.T) {
	t.Parallel()
	p := seeded(t, storetest.URL(t, "sqlite"), func(now func() time.Time) ledger.Bank { return bank.NewFake(5, bank.Faults{}, now) })
	hash, err := demoHash()
	p.ok(err)
	p.ok(p.h.desk.Do(context.Background(), kernel.SystemActor("demo"), "hash", demo.PeopleWrites(hash)...))
	srv := httptest.NewServer(p.h.handler())
	defer srv.Close()
	mine, _, err := p.h.store.FindRights(context.Background(), registry.Filter{Owner: "party:p-chengxin", Limit: 1})
	p.ok(err)
	id := p.open("u-shen", hall.Listing, "list", hall.ListInput{Right: mine[0].Number, Deal: registry.Assignment, Price: dealPrice, Territory: "中国", Field: "不限"})
	p.do("u-song", id, "approve", nil)
	p.do("u-song", id, "suspend", kernel.ReasonInput{Reason: "摘要与登记簿不符，请核对"})
	at := "/hall/listing/" + p.get(id).No
	if page := p.reader(srv.URL, "buyer").get(at, http.StatusOK); !strings.Contains(page, "原因：摘要与登记簿不符，请核对") {
		t.Errorf("the owner is not told why: %.1500s", mainOf(page))
	}
	for _, who := range []string{"", "seller"} {
		if strings.Contains(p.reader(srv.URL, who).any(at), "摘要与登记簿不符") {
			t.Errorf("%q reads the reason", who)
		}
	}
}
