package web

import (
	"context"
	"regexp"
	"strings"
	"testing"

	"quanlian/kernel"
	"quanlian/test/librarycard"
)

// office gives the city an administrator, a head and a second clerk.
func (c *city) office() {
	c.t.Helper()
	u, ok, err := c.s.UserByLogin(context.Background(), "clerk")
	if err != nil || !ok {
		c.t.Fatal(err)
	}
	writes := []kernel.Write{kernel.PutUnit{Unit: kernel.Unit{ID: librarycard.Unit, Zh: "图书馆", En: "Library"}}, kernel.PutUnit{Unit: kernel.Unit{ID: "city-hall", Zh: "综合处", En: "General office"}}}
	for _, p := range []struct {
		login string
		unit  kernel.UnitID
		role  kernel.Role
	}{{"admin", "city-hall", "admin"}, {"chief", librarycard.Unit, kernel.RoleHead}, {"clerk2", librarycard.Unit, kernel.RoleClerk}} {
		id := kernel.UserID("u-" + p.login)
		writes = append(writes, kernel.PutUser{ID: id, Login: p.login, Name: p.login, Hash: u.Hash}, kernel.PutPost{User: id, Post: kernel.Post{Unit: p.unit, Role: p.role}})
	}
	if err := c.d.Do(context.Background(), kernel.SystemActor("seed"), "office", writes...); err != nil {
		c.t.Fatal(err)
	}
}

var onceRE = regexp.MustCompile(`value="http://[^/"]+(/once/[^"]+)"`)

// takeLink sets a password by the link on the page in hand.
func takeLink(t *testing.T, b *browser, c *city, word string) {
	t.Helper()
	m := onceRE.FindStringSubmatch(b.body)
	if m == nil {
		t.Fatalf("no link on the page\n%s", b.body)
	}
	n := c.browser()
	n.get(m[1], 200)
	n.post(m[1], 303, "password", word, "again", word)
}

func TestOrganisationKeepsItself(t *testing.T) {
	t.Parallel()
	c := newCity(t)
	b := c.as("reader")
	for _, path := range []string{"/org", "/org/approval", "/org/readers", "/org/promises"} {
		b.get(path, 200)
		clean(t, path, b)
	}
	b.get("/org", 200)
	b.post("/org/members/new", 422, "_key", "n1", "name", "新同事", "login", "reader", "duty", "reviewer", "rights", "view", "rights", "approve")
	b.has("已有人用", "新同事")
	b.post("/org/members/new", 200, "_key", "n1", "name", "新同事", "login", "newone", "duty", "reviewer", "rights", "view", "rights", "approve")
	takeLink(t, b, c, "a word of my own")
	fresh := c.browser()
	fresh.get("/login", 200)
	fresh.post("/login", 303, "login", "newone", "password", "a word of my own")
	fresh.get("/org", 200)
	fresh.has("读者公司", "管理员办")
	fresh.post("/org/members", 403, "_key", "x", "user", "u-reader", "duty", "handler", "rights", "view")
	b.get("/org/approval", 200)
	b.post("/org/approval", 422, "_key", "a1", "approval", "reviewer", "approval", "head", "tripwire", "1")
	b.has("还没有人能做")
	b.post("/org/approval", 303, "_key", "a2", "approval", "reviewer")
	b.get("/org/approval", 200)
	b.has("新同事")
	p, err := c.s.Party(context.Background(), "reader")
	if err != nil || len(p.Approval) != 1 || !p.Quiet {
		t.Fatalf("%+v %v", p, err)
	}
	b.post("/org/members", 422, "_key", "m1", "user", "u-reader", "duty", "handler", "rights", "view")
	b.has("最后一位管理员")
	b.get("/org", 200)
	b.post("/org/members", 422, "_key", "m2", "login", "no-such", "duty", "handler", "rights", "view")
	b.post("/org/members", 303, "_key", "m3", "login", "agent", "duty", "handler", "rights", "view", "rights", "admin")
	b.get("/org", 200)
	b.post("/org/members", 303, "_key", "m4", "user", "u-agent", "out", "1")
	list, err := c.s.Members(context.Background(), "reader")
	if err != nil || len(list) != 2 {
		t.Fatalf("members %+v %v", list, err)
	}
	b.get("/org", 200)
	b.post("/org/members/link", 403, "_key", "l1", "user", "u-reader") // has a password
	c.as("clerk").get("/org", 403)
}

func TestTheCityKeepsPeople(t *testing.T) {
	t.Parallel()
	c := newCity(t)
	c.office()
	for _, path := range []string{"/admin", "/admin/users/u-clerk", "/admin/parties", "/admin/units"} {
		c.as("clerk").get(path, 403)
		c.as("reader").get(path, 403)
	}
	b := c.as("admin")
	for _, path := range []string{"/admin", "/admin/users?q=cl", "/admin/users/u-clerk", "/admin/parties", "/admin/parties/reader", "/admin/units", "/admin/units?unit=library", "/handover", "/handover?user=u-clerk"} {
		b.get(path, 200)
		clean(t, path, b)
	}
	b.get("/admin", 200)
	b.post("/admin/users", 303, "_key", "u1", "name", "新馆员", "login", "clerk3")
	user := b.resp.Header.Get("Location")
	b.get(user, 200)
	b.post(user+"/posts", 422, "_key", "p0", "unit", "", "role", "clerk")
	b.post(user+"/posts", 303, "_key", "p1", "unit", "library", "role", "clerk")
	b.get(user, 200)
	b.post(user+"/link", 200, "_key", "l1")
	takeLink(t, b, c, "clerk's own word")
	n := c.browser()
	n.get("/login", 200)
	n.post("/login", 303, "login", "clerk3", "password", "clerk's own word")
	n.get("/inbox", 200)
	b.get(user, 200)
	b.post(user+"/posts", 303, "_key", "p2", "unit", "library", "role", "clerk", "end", "1")
	n.get("/inbox", 403)
	b.get(user, 200)
	b.post(user+"/closed", 303, "_key", "c1", "closed", "1")
	n.get("/my", 303)
	b.get("/admin", 200)
	b.post("/admin/users/u-admin/closed", 409, "_key", "c2", "closed", "1")
	b.get("/admin/parties", 200)
	b.post("/admin/parties", 422, "_key", "q0", "party_name", "", "kind", "dragon", "code", "123")
	b.post("/admin/parties", 303, "_key", "q1", "party_name", "新来的公司", "kind", "enterprise", "code", "", "district", "东埠")
	party := b.resp.Header.Get("Location")
	b.get(party, 200)
	b.post(party+"/members", 303, "_key", "q2", "login", "other")
	b.get(party, 200)
	b.has("新来的公司", "other")
	b.get("/admin/units", 200)
	b.post("/admin/units", 422, "_key", "v0", "unit_id", "Bad Id", "zh", "")
	b.post("/admin/units", 303, "_key", "v1", "unit_id", "archive", "zh", "档案室", "en", "Archive")
}

func TestHandOverPage(t *testing.T) {
	t.Parallel()
	c := newCity(t)
	c.office()
	r := c.open("u-reader", "林清言")
	clerk := c.as("clerk")
	clerk.get("/inbox?view=pool", 200)
	clerk.post("/inbox/claim", 303, "_key", "c1", "case", r.No)
	clerk.get("/handover", 403)
	chief := c.as("chief")
	chief.get("/handover?user=u-clerk", 200)
	clean(t, "/handover", chief)
	chief.has("图书馆，1件")
	chief.post("/handover", 422, "_key", "h0", "user", "u-clerk", "to-library", "u-clerk2", "reason", "")
	chief.post("/handover", 422, "_key", "h0", "user", "u-clerk", "to-library", "", "reason", "调岗")
	chief.post("/handover", 303, "_key", "h1", "user", "u-clerk", "to-library", "u-clerk2", "reason", "调岗")
	bulk := chief.resp.Header.Get("Location")
	chief.get(bulk, 200)
	clean(t, bulk, chief)
	chief.has(r.No, "排队中")
	c.as("admin").get(bulk, 404)
	work, err := c.s.ClaimBulk(context.Background(), "test", c.clock.Now, 10)
	if err != nil || len(work) != 1 || work[0].Bulk.Order {
		t.Fatalf("%+v %v", work, err)
	}
}

// TestReadersPage: staff who open the file are listed for the party.
func TestReadersPage(t *testing.T) {
	t.Parallel()
	c := newCity(t)
	c.office()
	r := c.open("u-reader", "林清言")
	clerk := c.as("clerk")
	clerk.get("/case/"+r.No, 200)
	clerk.get("/case/"+r.No, 200)
	reader := c.as("reader")
	reader.get("/case/"+r.No, 200)
	reader.get("/org/readers", 200)
	clean(t, "/org/readers", reader)
	reader.has("馆员", "打开办件档案", r.No, "图书馆")
	if n := strings.Count(reader.body, "打开办件档案"); n != 1 {
		t.Errorf("%d readings, want one an hour", n)
	}
	reader.get("/org/readers?case="+r.No, 200)
	reader.has("馆员")
	other := c.as("other")
	other.get("/org/readers", 200)
	if strings.Contains(other.body, r.No) {
		t.Error("another party sees who read")
	}
	other.get("/org/readers?case="+r.No, 404)
}
