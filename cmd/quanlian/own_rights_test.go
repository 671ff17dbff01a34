package main

import (
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"quanlian/adapter/bank"
	"quanlian/demo"
	"quanlian/kernel"
	"quanlian/ledger"
	"quanlian/registry"
	"quanlian/test/storetest"
)

// TestOwnRightsThatFit: a field offers those of one's own rights whose numbers it
// takes: patents where a patent is asked for, trade marks where a mark is.
func TestOwnRightsThatFit(t *testing.T) {
	t.Parallel()
	p := seeded(t, storetest.URL(t, "sqlite"), func(now func() time.Time) ledger.Bank { return bank.NewFake(5, bank.Faults{}, now) })
	hash, err := demoHash()
	p.ok(err)
	p.ok(p.h.desk.Do(t.Context(), kernel.SystemActor("demo"), "hash", demo.PeopleWrites(hash)...))
	h := p.h
	r := loggedIn(t, served(t, h), "buyer")
	all, n, err := h.ownRights(t.Context(), kernel.PartyID("p-chengxin"), "registration", "", 100)
	if err != nil || n == 0 || len(all) != n {
		t.Fatal(all, n, err)
	}
	patents, m, err := h.ownRights(t.Context(), kernel.PartyID("p-chengxin"), "patent", "", 1)
	if err != nil || m == 0 || len(patents) != 1 || m > n {
		t.Error(patents, m, err)
	}
	if marks, k, err := h.ownRights(t.Context(), kernel.PartyID("p-chengxin"), "trademark", "", 100); err != nil || m+k > n || len(marks) != k {
		t.Error(marks, k, err)
	}
	if slices.Contains(kindsOf("trademark"), registry.Invention) || slices.Contains(kindsOf("patent"), registry.Trademark) {
		t.Error("a mark is taken for a patent")
	}
	if page := r.get("/own-rights/patent", http.StatusOK); !strings.Contains(page, patents[0].Number) {
		t.Errorf("%.400s", page)
	}
	if page := r.get("/own-rights/trademark", http.StatusOK); strings.Contains(page, patents[0].Number) {
		t.Errorf("%.400s", page)
	}
	for page, want := range map[string]bool{"/item/ZL13/apply/rights": true, "/item/SB03/apply/trademark": false} { // the company has no mark in the register
		r.get("/item/"+page[6:10]+"/apply", http.StatusOK)
		if got := strings.Contains(r.get(page, http.StatusOK), "件权利里选"); got != want {
			t.Errorf("%s offers one's own rights: %v", page, got)
		}
	}
}
