package main

import (
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"quanlian/adapter/unified"
	"quanlian/base/errs"
	"quanlian/test/storetest"
)

var stateOf = regexp.MustCompile(`name="state" value="([^"]+)"`)

// by proves who one is at the played provider and gives the page that comes.
func (r *reader) by(from, name, org, code string) string {
	r.t.Helper()
	page := r.get(from, http.StatusOK)
	m := stateOf.FindStringSubmatch(page)
	if m == nil {
		r.t.Fatalf("%s: no provider", from)
	}
	page, _ = r.submit("/demo/identity", url.Values{"_csrf": {tokenOf.FindStringSubmatch(page)[1]}, "state": {m[1]}, "name": {name}, "org_name": {org}, "org_code": {code}})
	return page
}

// TestFirstLogInByAProvider: who was never here opens a log-in with what a provider
// vouches for and comes to where one was going; the next time one is known. For an
// organisation that nobody keeps one keeps it; where somebody does, that one is told
// and nothing is given. A log-in that one has is linked by its password.
func TestFirstLogInByAProvider(t *testing.T) {
	t.Parallel()
	for _, engine := range storetest.Walked(t) {
		t.Run(engine, func(t *testing.T) {
			t.Parallel()
			h, _ := houseOn(t, storetest.URL(t, engine))
			withPeople(t, h)
			h.cfg.FakeParties = true
			if err := h.addVouchers(); err != nil {
				t.Fatal(err)
			}
			base := served(t, h)
			firstAlone(t, base)
			firstOfAnOrganisation(t, base)
			linkedByPassword(t, base)
			notBegunHere(t, base)
		})
	}
}

func firstAlone(t *testing.T, base string) {
	t.Helper()
	const way = "/login/with/played?next=/account"
	alone := newReader(t, base)
	if page := alone.by(way, "温知夏", "", ""); !strings.Contains(page, "您以个人名义办事") {
		t.Fatalf("first: %.600s", page)
	}
	if page := alone.post("/login/first", "/login/first", url.Values{"login": {"company"}}); !strings.Contains(page, "company") || !strings.Contains(page, `aria-invalid="true"`) {
		t.Error("a login that somebody has is taken")
	}
	if page := alone.post("/login/first", "/login/first", url.Values{"login": {"wen"}}); !strings.Contains(page, "账号wen已开通") {
		t.Fatalf("not opened: %.600s", page)
	}
	alone.get("/my", http.StatusOK)
	again := newReader(t, base)
	if page := again.by(way, "温知夏", "", ""); strings.Contains(page, "第一次登录") {
		t.Error("who was here is not known")
	}
	again.get("/my", http.StatusOK)
	if page := again.post("/account/security", "/account/identity/played/end", url.Values{}); !strings.Contains(page, "没有密码") {
		t.Error("the only way in is taken off")
	}
}

func firstOfAnOrganisation(t *testing.T, base string) {
	t.Helper()
	keeper := newReader(t, base)
	keeper.by("/login/with/played", "谢临川", "云澜微光科技有限公司", "91990001MA0QL0091U")
	keeper.post("/login/first", "/login/first", url.Values{"login": {"xie"}})
	if page := keeper.get("/org", http.StatusOK); !strings.Contains(page, "云澜微光科技有限公司") || !strings.Contains(page, "谢临川") {
		t.Error("who comes first for an organisation does not keep it")
	}
	second := newReader(t, base)
	if page := second.by("/login/with/played", "何望", "云澜微光科技有限公司", "91990001MA0QL0091U"); !strings.Contains(page, "已有管理员") {
		t.Errorf("second: %.600s", page)
	}
	second.post("/login/first", "/login/first", url.Values{"login": {"hewang"}})
	if page := second.get("/account", http.StatusOK); strings.Contains(page, "云澜微光") {
		t.Error("who came second acts for the organisation unasked")
	}
	if page := keeper.get("/my", http.StatusOK); !strings.Contains(page, "hewang") {
		t.Error("the administrator is not told who came")
	}
	keeper.post("/org", "/org/members", url.Values{"login": {"hewang"}, "duty": {"handler"}, "rights": {"view"}})
	if page := second.get("/account", http.StatusOK); !strings.Contains(page, "云澜微光") {
		t.Error("who was let in does not act for the organisation")
	}
}

func linkedByPassword(t *testing.T, base string) {
	t.Helper()
	r := newReader(t, base)
	r.by("/login/with/played", "陆鸣珂", "", "")
	if page := r.post("/login/first", "/login/first/mine", url.Values{"mine": {"company"}, "password": {"wrong"}}); !strings.Contains(page, "账号或密码不对") {
		t.Error("a wrong password links")
	}
	r.post("/login/first", "/login/first/mine", url.Values{"mine": {"company"}, "password": {"yunlan-demo"}})
	r.get("/my", http.StatusOK)
	again := newReader(t, base)
	again.by("/login/with/played", "陆鸣珂", "", "")
	if page := again.get("/account/security", http.StatusOK); !strings.Contains(page, "解除绑定") {
		t.Error("the linked log-in is not opened")
	}
	other := newReader(t, base).login("buyer")
	other.by("/login/with/played?link=1", "陆鸣珂", "", "")
	if page := other.get("/account/security", http.StatusOK); strings.Contains(page, "解除绑定") {
		t.Error("an identity opens two log-ins")
	}
	again.post("/account/security", "/account/identity/played/end", url.Values{})
	other.get("/login/with/played?link=1", http.StatusOK)
	if page := other.any("/login/back/played?error=access_denied"); !strings.Contains(page, "或者您取消了") || !strings.Contains(page, "<title>密码与登录") {
		t.Errorf("who links and cancels is not led back to the log-ins: %.900s", page)
	}
	other.by("/login/with/played?link=1", "陆鸣珂", "", "")
	if page := other.get("/account/security", http.StatusOK); !strings.Contains(page, "解除绑定") {
		t.Error("what was taken off cannot be linked elsewhere")
	}
}

// notBegunHere: a way back that this browser did not begin logs nobody in.
func notBegunHere(t *testing.T, base string) {
	t.Helper()
	victim := newReader(t, base)
	if page, status := victim.submit("/login/back/played", nil); status == http.StatusOK {
		t.Errorf("%.300s", page)
	}
	if page := victim.any("/login/back/played?state=x&code=y"); !strings.Contains(page, "不是从本页开始的") {
		t.Errorf("%.300s", page)
	}
	page := victim.get("/login/with/played", http.StatusOK)
	if !stateOf.MatchString(page) {
		t.Fatal("no state")
	}
	if page := victim.any("/login/back/played?state=x&code=y"); !strings.Contains(page, "不是从本页开始的") {
		t.Errorf("%.300s", page)
	}
	if page := victim.any("/login/back/played?error=access_denied"); !strings.Contains(page, "或者您取消了") {
		t.Errorf("of one who cancelled: %.300s", page)
	}
	if page := victim.any("/login/first"); !strings.Contains(page, "不是从本页开始的") {
		t.Errorf("%.300s", page)
	}
	jar, err := cookiejar.New(nil)
	if err != nil {
		t.Fatal(err)
	}
	client := &http.Client{Jar: jar, CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	res, err := client.Get(base + "/login/with/played?next=https://elsewhere.example/")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = res.Body.Close() }()
	if to := res.Header.Get("Location"); !strings.HasPrefix(to, "/demo/identity?state=") {
		t.Errorf("sent to %s", to)
	}
}

// TestProvidersOfAConfiguration: each mistake is named.
func TestProvidersOfAConfiguration(t *testing.T) {
	t.Parallel()
	right := unified.Config{ID: "city", Name: map[string]string{"zh": "市", "en": "city"}, Issuer: "https://id.example.gov.cn", Client: "q"}
	for want, change := range map[string]func(*unified.Config){
		"":                          func(*unified.Config) {},
		"identity_providers.id":     func(c *unified.Config) { c.ID = "City/1" },
		"identity_providers.name":   func(c *unified.Config) { c.Name = map[string]string{"zh": "市"} },
		"identity_providers.issuer": func(c *unified.Config) { c.Issuer = "http://id.example.gov.cn" },
		"identity_providers.client": func(c *unified.Config) { c.Client = "" },
		"identity_providers.claims": func(c *unified.Config) { c.Claims = map[string]string{"phone": "p"} },
	} {
		c := right
		change(&c)
		err := checkProviders([]unified.Config{c})
		if got := faultAt(err); got != want {
			t.Errorf("%s: %v", want, err)
		}
	}
	if err := checkProviders([]unified.Config{right, right}); faultAt(err) != "identity_providers.id" {
		t.Errorf("twice: %v", err)
	}
}

func faultAt(err error) string {
	if e := errs.As(err); err != nil && e != nil {
		return e.Field
	}
	return ""
}
