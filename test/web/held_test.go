package web

import (
	"context"
	"html"
	"regexp"
	"strings"
	"testing"

	"quanlian/kernel"
)

// endSession ends the log-in behind a browser, as idleness does.
func (c *city) endSession(user string) {
	c.t.Helper()
	hats, err := c.s.Hats(context.Background(), kernel.UserID("u-"+user), c.clock.Now())
	if err != nil {
		c.t.Fatal(err)
	}
	if err := c.d.Do(context.Background(), hats[0], "end/"+user+c.clock.Now().String(), kernel.EndLogIns{User: hats[0].User}); err != nil {
		c.t.Fatal(err)
	}
}

// TestTextOutlivesTheSession: without JavaScript, a form that is sent after the
// session ended comes back behind the log-in, to its writer alone.
func TestTextOutlivesTheSession(t *testing.T) {
	t.Parallel()
	c := newCity(t)
	r := c.open("u-reader", "林清言")
	page := "/case/" + r.No
	reader := c.as("reader")
	reader.get(page, 200)
	token, version := reader.hidden("_csrf"), reader.hidden("_version")
	c.endSession("reader")
	send := []string{"_csrf", token, "_key", "held-1", "_version", version, "text", "写了很久的话\n第二行"}
	reader.body = `name="_csrf" value="` + token + `"`
	reader.post(page+"/message", 303, send[2:]...)
	to := reader.resp.Header.Get("Location")
	if !strings.HasPrefix(to, "/login?next=%2Fheld%2F") {
		t.Fatalf("sent to %s", to)
	}
	held := strings.TrimPrefix(strings.ReplaceAll(to, "%2F", "/"), "/login?next=")
	reader.get(to, 200)
	reader.has("刚才填的内容没有提交")
	reader.post("/login", 303, "login", "reader", "password", password, "next", held)
	reader.get(held, 200)
	reader.has("写了很久的话", `action="`+page+`/message"`)

	other := c.as("other") // another person, and another in the same browser
	other.get(held, 404)
	same := c.browser()
	same.c.Jar = reader.c.Jar
	same.get("/account", 200)
	same.post("/logout", 303)
	same.get("/login", 200)
	same.post("/login", 303, "login", "clerk", "password", password)
	same.get(held, 404)
	same.get("/account", 200)
	same.post("/logout", 303)
	same.get("/login", 200)
	same.post("/login", 303, "login", "reader", "password", password)

	reader.get(held, 200)
	pairs := []string{}
	form := reader.body[strings.Index(reader.body, `action="`+page):]
	for _, m := range regexp.MustCompile(`type="hidden" name="([^"]*)" value="([^"]*)"`).FindAllStringSubmatch(form, -1) {
		if m[1] != "_csrf" {
			pairs = append(pairs, m[1], html.UnescapeString(m[2]))
		}
	}
	reader.post(page+"/message", 303, pairs...)
	reader.get(page, 200)
	reader.has("写了很久的话")
	reader.get(held, 404) // sent once
}

// TestNothingIsHeldOfStrangers: without a log-in before, with a password in it,
// or from another site, nothing is kept.
func TestNothingIsHeldOfStrangers(t *testing.T) {
	t.Parallel()
	c := newCity(t)
	stranger := c.browser()
	stranger.get("/login", 200)
	stranger.post("/case/YL2026-LB-00001/message", 403, "text", "不认识的人")
	reader := c.as("reader")
	reader.get("/account/security", 200)
	token := reader.hidden("_csrf")
	c.endSession("reader")
	reader.body = `name="_csrf" value="` + token + `"`
	reader.post("/account/password", 403, "old", password, "password", "another password")
	reader.body = `name="_csrf" value="forged"`
	reader.post("/draft?subject=case/x/y", 403, "text", "别处来的")
}
