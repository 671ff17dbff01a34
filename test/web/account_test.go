package web

import (
	"context"
	"strings"
	"testing"
	"time"

	"quanlian/kernel"
	"quanlian/test/librarycard"
)

func TestPasswordChangedElsewhereLoggedOut(t *testing.T) {
	t.Parallel()
	c := newCity(t)
	here, there := c.as("reader"), c.as("reader")
	here.get("/account/security", 200)
	clean(t, "/account/security", here)
	here.post("/account/password", 422, "_key", "p1", "old", "wrong password", "password", "another good one", "again", "another good one")
	here.has("现在的密码不对")
	here.post("/account/password", 422, "_key", "p1", "old", password, "password", "another good one", "again", "another good on")
	here.post("/account/password", 422, "_key", "p1", "old", password, "password", "short", "again", "short")
	if strings.Contains(here.body, password) || strings.Contains(here.body, "another good one") {
		t.Error("a password comes back on the page")
	}
	here.post("/account/password", 303, "_key", "p1", "old", password, "password", "another good one", "again", "another good one")
	here.get("/my", 200)
	there.get("/my", 303) // thrown out
	again := c.browser()
	again.get("/login", 200)
	again.post("/login", 403, "login", "reader", "password", password)
	again.post("/login", 303, "login", "reader", "password", "another good one")
}

func TestLogOutEverywhere(t *testing.T) {
	t.Parallel()
	c := newCity(t)
	here, one, two := c.as("reader"), c.as("reader"), c.as("reader")
	other := c.as("agent")
	here.get("/account/security", 200)
	if n := strings.Count(here.body, `name="session"`); n != 2 {
		t.Errorf("%d other sessions can be ended, want 2", n)
	}
	list, err := c.s.LogIns(context.Background(), "u-agent", time.Now().Add(-time.Hour), 10)
	if err != nil || len(list) != 1 {
		t.Fatal(list, err)
	}
	here.post("/account/sessions/end", 303, "_key", "e0", "session", list[0].ID) // another's
	other.get("/my", 200)
	here.get("/account/security", 200)
	here.post("/account/sessions/end", 303, "_key", "e1", "session", here.hidden("session"))
	here.get("/account/security", 200)
	here.post("/account/sessions/end", 303, "_key", "e2")
	here.get("/my", 200)
	one.get("/my", 303)
	two.get("/my", 303)
	one.get("/login", 200)
	one.post("/login", 303, "login", "reader", "password", password)
	one.get("/my", 200)
	one.post("/logout", 303)
	if list, err = c.s.LogIns(context.Background(), "u-reader", time.Now().Add(-time.Hour), 10); err != nil || len(list) != 4 {
		t.Fatalf("%d sessions, %v", len(list), err)
	}
	standing := 0
	for _, s := range list {
		if s.Ended.IsZero() {
			standing++
		}
		if strings.Contains(s.Address, "127.0.0.1") {
			t.Errorf("address %q is not masked", s.Address)
		}
	}
	if standing != 1 {
		t.Errorf("%d sessions stand", standing)
	}
}

func TestLinkSetsPasswordOnce(t *testing.T) {
	t.Parallel()
	c := newCity(t)
	ctx := context.Background()
	secret := "a-secret-of-the-link"
	hash := hashOfSecret(secret)
	seed := kernel.SystemActor("seed")
	issue := func(key string) {
		t.Helper()
		if err := c.d.Do(ctx, seed, key, kernel.IssueLink{User: "u-new", Hash: hash, Until: start.Add(72 * time.Hour)}); err != nil {
			t.Fatal(err)
		}
	}
	if err := c.d.Do(ctx, seed, "new", kernel.AddUser{ID: "u-new", Login: "new", Name: "新人"}); err != nil {
		t.Fatal(err)
	}
	b := c.browser()
	b.get("/login", 200)
	b.post("/login", 403, "login", "new", "password", "") // no password is not an empty one
	b.get("/once/"+secret, 404)
	issue("l1")
	b.get("/once/"+secret, 200)
	clean(t, "/once", b)
	b.has("新人")
	b.post("/once/"+secret, 422, "password", "long enough", "again", "long enough?")
	b.post("/once/"+secret, 303, "password", "long enough", "again", "long enough")
	b.get("/once/"+secret, 404)
	b.get("/login", 200)
	b.post("/once/"+secret, 404, "password", "somebody else's", "again", "somebody else's")
	b.get("/login", 200)
	b.post("/login", 303, "login", "new", "password", "long enough")
	secret = "a-second-secret"
	hash = hashOfSecret(secret)
	issue("l2")
	c.clock.Advance(73 * time.Hour)
	b.get("/once/"+secret, 404)
	if err := c.d.Do(ctx, seed, "close", kernel.CloseUser{User: "u-new", Closed: true}); err != nil {
		t.Fatal(err)
	}
	b.get("/my", 303)
	b.get("/login", 200)
	b.post("/login", 403, "login", "new", "password", "long enough")
}

func TestAbsencePage(t *testing.T) {
	t.Parallel()
	c := newCity(t)
	hash := ""
	writes := []kernel.Write{kernel.PutUnit{Unit: kernel.Unit{ID: librarycard.Unit, Zh: "图书馆", En: "Library"}}, kernel.PutUnit{Unit: kernel.Unit{ID: "archive", Zh: "档案室", En: "Archive"}},
		kernel.PutUser{ID: "u-archivist", Login: "archivist", Name: "档案员", Hash: hash}, kernel.PutPost{User: "u-archivist", Post: kernel.Post{Unit: "archive", Role: kernel.RoleClerk}},
		kernel.PutUser{ID: "u-keeper", Login: "keeper", Name: "系统管理员", Hash: hash}, kernel.PutPost{User: "u-keeper", Post: kernel.Post{Unit: librarycard.Unit, Role: "admin"}}}
	if err := c.d.Do(context.Background(), kernel.SystemActor("seed"), "archive", writes...); err != nil {
		t.Fatal(err)
	}
	b := c.as("clerk")
	b.get("/account/absence", 200)
	clean(t, "/account/absence", b)
	b.has("图书馆", "档案员", `<optgroup label="档案室">`)
	if strings.Contains(b.get("/account/absence", 200), "系统管理员") {
		t.Error("who keeps log-ins is offered for a clerk")
	}
	b.post("/account/absence", 422, "_key", "a1", "post", "library/clerk/", "deputy", "", "from", "2026-11-20", "to", "明天", "reason", "年休假")
	b.has("年休假")
	b.post("/account/absence", 422, "_key", "a1", "post", "library/clerk/", "deputy", "u-reader", "from", "2026-11-20", "to", "2026-11-25")
	b.post("/account/absence", 303, "_key", "a1", "post", "library/clerk/", "deputy", "u-archivist", "from", "2026-11-20", "to", "2026-11-25", "reason", "年休假")
	b.get("/account/absence", 200)
	b.has("代理中", "2026-11-25", "年休假")
	list, err := c.s.Deputies(context.Background(), "deputy", "u-archivist", 10)
	if err != nil || len(list) != 1 {
		t.Fatal(list, err)
	}
	hats, err := c.s.Hats(context.Background(), "u-archivist", c.clock.Now())
	if err != nil || len(hats) != 3 || hats[2].Posts[0].DeputyName != "馆员" {
		t.Fatalf("hats %+v, %v", hats, err)
	}
	b.post("/account/absence/"+list[0].ID+"/end", 303, "_key", "a2", "unit", "library")
	b.get("/account/absence", 200)
	b.has("已失效")
	c.as("reader").get("/account/absence", 403)
	second := kernel.PutPost{User: "u-clerk", Post: kernel.Post{Unit: "archive", Role: kernel.RoleClerk}}
	if err := c.d.Do(context.Background(), kernel.SystemActor("seed"), "second", second); err != nil {
		t.Fatal(err)
	}
	b.get("/account/absence", 200)
	b.has(`value="*"`, "全部岗位（2个）")
	b.post("/account/absence", 303, "_key", "a3", "post", "*", "deputy", "u-archivist", "from", "2026-11-20", "to", "2026-11-25")
	if list, err = c.s.Deputies(context.Background(), "deputy", "u-archivist", 10); err != nil || len(list) != 3 { // one has ended
		t.Errorf("for both posts: %+v, %v", list, err)
	}
	b.get("/account/absence", 200)
	b.has("全部提前收回")
	b.post("/account/absence/all/end", 303, "_key", "a4")
	if strings.Contains(b.get("/account/absence", 200), "代理中") {
		t.Error("a deputy stands in still after all were ended")
	}
}

// TestPowerOfAttorneyIsKept: the uploaded paper is kept under its hash and shown
// to both sides, to nobody else; a form with a fault keeps none.
func TestPowerOfAttorneyIsKept(t *testing.T) {
	t.Parallel()
	c := newCity(t)
	reader := c.as("reader")
	reader.get("/account/mandates", 200)
	scan := []byte("%PDF-1.7 power of attorney %%EOF")
	fields := []string{"_key", "p1", "agent", "agency", "scope", "service/library", "rights", "view", "from", "2026-12-01", "to", "2027-03-31"}
	reader.upload("/account/mandates", 422, "paper", "power.exe", []byte("MZ not a scan"), fields...)
	reader.upload("/account/mandates", 303, "paper", "委托书.pdf", scan, fields...)
	path := reader.resp.Header.Get("Location")
	reader.get(path, 200)
	reader.has("未开始", "2026-12-01 – 2027-03-31")
	if got := reader.get(path+"/paper", 200); got != string(scan) {
		t.Errorf("paper %q", got)
	}
	c.as("agent").get(path+"/paper", 200)
	c.as("other").get(path+"/paper", 404)
	agent := c.as("agent")
	agent.get("/account", 200)
	agent.post("/account/hat", 403, "hat", "mandate:"+path[len("/account/mandates/"):]) // begins in December
	c.clock.Advance(12 * 24 * time.Hour)
	agent.get("/account", 200)
	agent.post("/account/hat", 303, "hat", "mandate:"+path[len("/account/mandates/"):])
}

// TestHowOneIsTold: an address is used only after the code that was sent there
// came back.
func TestHowOneIsTold(t *testing.T) {
	t.Parallel()
	c := newCity(t)
	ctx := context.Background()
	b := c.as("reader")
	b.get("/account/notify", 200)
	clean(t, "/account/notify", b)
	b.post("/account/notify", 422, "_key", "n0", "mail", "no address", "lang", "zh")
	b.has("no address")
	b.post("/account/notify", 303, "_key", "n1", "mail", "reader@b.example", "lang", "en", "on_mail", "case", "digest", "1")
	b.get("/account/notify", 200)
	clean(t, "/account/notify", b)
	list, err := c.s.Deliveries(ctx, "u-reader", 5)
	if err != nil || len(list) != 1 || len(list[0].Args["code"]) != 6 {
		t.Fatalf("%+v %v", list, err)
	}
	b.post("/account/notify/code", 422, "_key", "n2", "code", "00000x")
	b.get("/account/notify", 200)
	b.post("/account/notify/code", 303, "_key", "n3", "code", list[0].Args["code"])
	k, err := c.s.Contact(ctx, "u-reader")
	if err != nil || !k.MailOK || !k.Digest || k.Lang != "en" || k.Wants(kernel.TopicTripwire, kernel.ByMail) || !k.Wants(kernel.TopicLimit, kernel.ByMail) || !k.Wants(kernel.TopicCase, kernel.ByMail) {
		t.Fatalf("%+v %v", k, err)
	}
}
