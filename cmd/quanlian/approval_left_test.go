package main

import (
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"quanlian/test/storetest"
)

// TestApproverSeesThatTheMakerLeft: what somebody prepared who is no member any
// more can still be approved; the page says that they left.
func TestApproverSeesThatTheMakerLeft(t *testing.T) {
	t.Parallel()
	h, _ := houseOn(t, storetest.URL(t, "sqlite"))
	withPeople(t, h)
	srv := httptest.NewServer(h.handler())
	t.Cleanup(srv.Close)
	maker, at := appliedAs(t, srv.URL, "company")
	maker.uploadAll(at("materials"), at("materials"), map[string]string{"file.contract": "合同.pdf"})
	waits := sentInside(t, maker, at)
	boss := newReader(t, srv.URL).login("boss")
	if page := boss.get(waits, http.StatusOK); strings.Contains(page, "已离开本单位") {
		t.Error("a member is said to have left")
	}
	boss.post("/org", "/org/members", url.Values{"user": {"u-lu"}, "out": {"1"}})
	if page := boss.get(waits, http.StatusOK); !strings.Contains(page, "已离开本单位") || !strings.Contains(page, `value="1">同意`) {
		t.Errorf("who approves is not told that the maker left: %.1500s", mainOf(page))
	}
	if page := boss.post(waits, waits, url.Values{"ok": {"1"}}); !strings.Contains(page, "内容已送出") {
		t.Errorf("the organisation's act is lost with its maker: %.1500s", mainOf(page))
	}
}
