package main

import (
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"quanlian/demo"
)

// TestApprovalInside: what an organisation has to agree to first is shown on the
// case as waiting and is not offered again; what the guard refuses reaches no
// approver; who is asked and who is refused is told.
func TestApprovalInside(t *testing.T) {
	t.Parallel()
	base := demoCity(t)
	as := func(who string) *reader {
		r := newReader(t, base)
		r.post("/login", "/login", url.Values{"login": {who}, "password": {demo.Password}})
		return r
	}
	maker, reviewer := as("company"), as("reviewer")
	at := dealWith(t, maker, "welcome")
	maker.post(at, at+"/move/welcome", url.Values{})
	page := maker.get(at, http.StatusOK)
	if !strings.Contains(page, `data-testid="inside-welcome"`) || strings.Contains(page, `/move/welcome"`) {
		t.Error("the case does not say that it waits inside, or offers the move again")
	}
	if again := maker.post(at, at+"/move/welcome", url.Values{}); !strings.Contains(again, "已经把这一步送本单位审批") {
		t.Errorf("sent twice: %.600s", again)
	}
	mine := reviewer.get("/my", http.StatusOK)
	waiting := regexp.MustCompile(`/my/approvals/[0-9A-Z]+`).FindAllString(mine, -1)
	if len(waiting) != 1 || !strings.Contains(mine, "等您审批") {
		t.Fatalf("the reviewer finds %v", waiting)
	}
	reviewer.post(waiting[0], waiting[0], url.Values{"ok": {"0"}, "note": {"先问清楚对方是谁"}})
	if page := maker.get("/my", http.StatusOK); !strings.Contains(page, "先问清楚对方是谁") {
		t.Error("the maker does not read why it was sent back")
	}
	if page := maker.get(at, http.StatusOK); !strings.Contains(page, `/move/welcome"`) {
		t.Error("after the refusal the move is not offered again")
	}
}

// dealWith is the first of the reader's deals in which the move is offered.
func dealWith(t *testing.T, r *reader, move string) string {
	t.Helper()
	for _, at := range regexp.MustCompile(`/hall/deal/YL[0-9A-Z-]+`).FindAllString(r.get("/my", http.StatusOK), -1) {
		if strings.Contains(r.get(at, http.StatusOK), at+"/move/"+move+`"`) {
			return at
		}
	}
	t.Fatalf("no deal offers %s", move)
	return ""
}
