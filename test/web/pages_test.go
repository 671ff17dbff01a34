package web

import (
	"regexp"
	"strings"
	"testing"
)

func TestPagesForTheRightVisitor(t *testing.T) {
	t.Parallel()
	c := newCity(t)
	visitors := map[string]*browser{"": c.browser(), "reader": c.as("reader"), "clerk": c.as("clerk")}
	for _, p := range []struct {
		path              string
		none, party, desk int
	}{
		{"/", 200, 200, 200}, {"/login", 200, 303, 303}, {"/help", 200, 200, 200}, {"/accessibility", 200, 200, 200}, {"/privacy", 200, 200, 200},
		{"/sitemap", 200, 200, 200}, {"/nowhere", 404, 404, 404}, {"/track?no=LB2026-1", 404, 404, 404}, {"/case/LB-1", 404, 404, 404},
		{"/my", 303, 200, 200}, {"/account", 303, 200, 200}, {"/my/approvals/x", 303, 404, 404},
		{"/inbox", 303, 403, 200}, {"/inbox?view=all&page=2&q=x", 303, 403, 200}, {"/suspense", 303, 403, 200},
	} {
		for who, want := range map[string]int{"": p.none, "reader": p.party, "clerk": p.desk} {
			for _, l := range []string{"zh", "en"} {
				sep := "?"
				if strings.Contains(p.path, "?") {
					sep = "&"
				}
				b := visitors[who]
				b.get(p.path+sep+"lang="+l, want)
				clean(t, who+" "+p.path, b)
			}
		}
	}
}

var dirty = regexp.MustCompile(`<script(?:[^>]*[^>/])?>[^<]|<script>| style=|<style| on[a-z]+="|⟦`)

var ided = regexp.MustCompile(` id="([^"]+)"`)

// clean refuses what the policy of content forbids, missing texts, and answers
// without the headers that protect them.
func clean(t *testing.T, what string, b *browser) {
	t.Helper()
	// The library is of the tests alone: its words stand in no catalogue.
	if m := dirty.FindString(strings.ReplaceAll(b.body, "⟦service.library.", "")); m != "" {
		t.Errorf("%s: page holds %q", what, m)
	}
	ids := map[string]bool{} // a label finds the first of two
	for _, m := range ided.FindAllStringSubmatch(b.body, -1) {
		if ids[m[1]] {
			t.Errorf("%s: two elements have the id %s", what, m[1])
		}
		ids[m[1]] = true
	}
	for name, part := range map[string]string{"Content-Security-Policy": "script-src 'self'", "X-Content-Type-Options": "nosniff", "Referrer-Policy": ""} {
		if got := b.resp.Header.Get(name); got == "" || !strings.Contains(got, part) {
			t.Errorf("%s: header %s is %q", what, name, got)
		}
	}
}

func TestLogInRenewsTheSessionAndLeadsOnlyHome(t *testing.T) {
	t.Parallel()
	c := newCity(t)
	b := c.browser()
	b.get("/login", 200)
	b.post("/login", 403, "login", "reader", "password", "wrong password")
	b.has("账号或密码不对")
	before := b.cookie("q_session")
	b.post("/login", 303, "login", "reader", "password", password, "next", "/account")
	if to := b.resp.Header.Get("Location"); to != "/account" {
		t.Errorf("led to %q", to)
	}
	after := b.cookie("q_session")
	if after == "" || after == before {
		t.Errorf("session not renewed: %q then %q", before, after)
	}
	b.get("/account", 200)
	b.has("读者公司")
	for _, next := range []string{"https://evil.example/", "//evil.example", "/\\evil.example", "evil", "javascript:alert(1)"} {
		d := c.browser()
		d.get("/login", 200)
		d.post("/login", 303, "login", "clerk", "password", password, "next", next)
		if to := d.resp.Header.Get("Location"); to != "/inbox" {
			t.Errorf("next %q led to %q", next, to)
		}
	}
	b.post("/logout", 303)
	b.get("/my", 303)
}

func TestTooManyTriesAreRefusedEvenWithTheRightPassword(t *testing.T) {
	t.Parallel()
	c := newCity(t)
	b := c.browser()
	b.get("/login", 200)
	for range 8 {
		b.post("/login", 403, "login", "reader", "password", "wrong password")
	}
	b.post("/login", 429, "login", "reader", "password", password)
	b.has("试的次数太多")
	b.post("/login", 303, "login", "clerk", "password", password) // another login of the same office is not shut out
}

func TestFormsFromElsewhereAreRefused(t *testing.T) {
	t.Parallel()
	c := newCity(t)
	b := c.as("reader")
	b.get("/account", 200)
	b.body = "" // no token
	b.post("/logout", 403)
	b.get("/my", 200) // still logged in
}
