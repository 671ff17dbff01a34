package web

import (
	"context"
	"regexp"
	"strings"
	"testing"

	"quanlian/kernel"
)

var secretOf = regexp.MustCompile(`data-testid="secret"[^>]* value="(qlk_[^"]+)"`)

func TestTokenIsShownOnceAndTakenBack(t *testing.T) {
	t.Parallel()
	c := newCity(t)
	b := c.as("reader")
	b.get("/account", 200)
	b.has(`href="/account/tokens"`)
	b.get("/account/tokens", 200)
	b.has("还没有令牌")
	key := b.hidden("_key")
	b.post("/account/tokens", 422, "_key", key, "name", "", "for", "party/strict/", "rights", "submit", "expires", "2020-01-01")
	b.has("请给令牌起一个名字", "以内的日期", "您不能为这个单位办", `value="2020-01-01"`)
	clean(t, "faults", b)
	key = b.hidden("_key")
	form := []string{"_key", key, "name", "专利管理系统", "for", "party/reader/", "rights", "view", "rights", "submit", "expires", "2027-03-31"}
	page := b.post("/account/tokens", 200, form...)
	m := secretOf.FindStringSubmatch(page)
	if m == nil {
		t.Fatalf("no secret on the page: %s", page)
	}
	clean(t, "made", b)
	tok, ok, err := c.s.TokenByHash(context.Background(), kernel.TokenHash(m[1]))
	if err != nil || !ok || tok.Party != "reader" || len(tok.Rights) != 2 {
		t.Fatalf("%+v %v %v", tok, ok, err)
	}
	b.post("/account/tokens", 303, form...) // sent again: nothing new, nothing shown
	b.get("/account/tokens", 200)
	b.has("已经发过", "专利管理系统", "没有用过", `data-th="最后一天">2027-03-31`)
	if strings.Contains(b.body, m[1]) || strings.Count(b.body, "<summary>收回令牌") != 1 {
		t.Error("the secret is shown again, or a second token was made")
	}
	other := c.as("other")
	other.get("/account/tokens", 200)
	other.post("/account/tokens/"+string(tok.ID)+"/revoke", 404, "_key", other.hidden("_key"))
	b.get("/account/tokens?lang=en", 200)
	b.post("/account/tokens/"+string(tok.ID)+"/revoke", 303, "_key", b.hidden("_key"))
	b.get("/account/tokens", 200)
	b.has("Taken back")
	clerk := c.as("clerk")
	clerk.get("/account/tokens", 200)
	clerk.post("/account/tokens", 422, "_key", clerk.hidden("_key"), "name", "x", "for", "post/library/clerk/", "rights", "view", "rights", "sign", "expires", "2027-03-31")
	clerk.post("/account/tokens", 200, "_key", clerk.hidden("_key"), "name", "x", "for", "post/library/clerk/", "rights", "view", "expires", "2027-03-31")
}
