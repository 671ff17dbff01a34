package main

import (
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"

	"quanlian/demo"
)

// TestHallPages reads the pages of the hall on the demo city, as a visitor and
// as a buyer, in both languages.
func TestHallPages(t *testing.T) {
	t.Parallel()
	base := demoCity(t)
	visitor := newReader(t, base)
	hall := visitor.get("/hall", http.StatusOK)
	listing := openListing(t, visitor, hall)
	patent := first(t, visitor.get("/patents", http.StatusOK), `/patent/[0-9.X]+`)
	for _, path := range []string{"/hall", "/hall?deal=licence&sort=price_up", "/hall?q=没有这样的技术", "/hall/needs", "/patents", "/patents?kind=design", listing, patent, patent + "?as_of=2001-01-01"} {
		visitor.get(path, http.StatusOK)
		sep := "?"
		if strings.Contains(path, "?") {
			sep = "&"
		}
		visitor.get(path+sep+"lang=en", http.StatusOK)
		visitor.get(path+sep+"lang=zh", http.StatusOK)
	}
	visitor.get("/hall/listing/YL2026-GP-99999", http.StatusNotFound)
	if raw := regexp.MustCompile(`value="([a-z_]+)"> <span>([a-z_]+)</span>`).FindString(hall); raw != "" {
		t.Errorf("a value to choose has no name: %s", raw)
	}
	goneListings(t, visitor, newReader(t, base))
	if open := visitor.get("/hall/deal/YL2026-JY-00005", http.StatusOK); !strings.Contains(open, "公示内容") || !strings.Contains(open, "价款（元") || !strings.Contains(open, `href="/publicity/YL2026-JY-00005"`) || strings.Contains(open, "签署保密协议后提供") {
		t.Error("an agreed price that stands open is not shown, or more than it")
	}
	if p := visitor.get(listing, http.StatusOK); !strings.Contains(p, `data-testid="next-step"`) || !strings.Contains(p, "/login?next=%2Fhall%2Flisting%2F") {
		t.Error("a visitor is not told what to do first")
	}
	if p := visitor.get(patent, http.StatusOK); !strings.Contains(p, "不是资产评估") || !strings.Contains(p, "分数从哪里来") {
		t.Error("the evaluation hides what it is not, or what it rests on")
	}
	if p := visitor.get(listing, http.StatusOK); strings.Contains(p, `data-testid="inquire"`) {
		t.Error("a visitor is offered talks before logging in")
	}
	if p := visitor.get(listing, http.StatusOK); !strings.Contains(p, "技术成熟度") || !strings.Contains(p, "培训指导") || !strings.Contains(p, "行业") || strings.Contains(p, "签署保密协议后提供") {
		t.Error("a listing leaves out what its seller wrote for everybody, or tells what is secret")
	}
	inRegister(t, visitor, listing)
	dealForms(t, newReader(t, base))
	narrowed(t, visitor)
	chooseToList(t, newReader(t, base))
	buyerPages(t, newReader(t, base))
	if page := visitor.get("/hall/deal/YL2026-JY-00001", http.StatusNotFound); !strings.Contains(page, `href="/login?next=%2Fhall%2Fdeal%2FYL2026-JY-00001"`) {
		t.Error("a visitor at a deal is not led to the log-in and back")
	}
	if page := visitor.get("/nowhere", http.StatusNotFound); strings.Contains(page, "/login?next=") {
		t.Error("a page that is nowhere asks for a log-in")
	}
	contactFromMatch(t, base)
}

// openListing is the first of the list about which one may talk; of one that another
// deal is taking, the page says so.
func openListing(t *testing.T, r *reader, hall string) string {
	t.Helper()
	for _, at := range regexp.MustCompile(`/hall/listing/[^"?]+`).FindAllString(hall, -1) {
		page := mainOf(r.get(at, http.StatusOK))
		if !strings.Contains(page, "现在不能约谈") {
			return at
		}
		if strings.Contains(page, `data-testid="inquire"`) || strings.Contains(page, "/login?next=%2Fhall%2Flisting%2F") {
			t.Errorf("%s is being taken, and offers talks", at)
		}
	}
	t.Fatal("there is nothing to talk about in the hall")
	return ""
}

// goneListings: the link of a listing under contract says so, and nothing that was
// in it; one that is still read by the centre is nowhere.
func goneListings(t *testing.T, r, clerk *reader) {
	t.Helper()
	for lang, want := range map[string]string{"zh": "已签约", "en": "Under contract"} {
		page := mainOf(r.get("/hall/listing/YL2026-GP-00012?lang="+lang, http.StatusOK))
		if !strings.Contains(page, want) || !strings.Contains(page, "注塑模具随形冷却水道的设计方法") || !strings.Contains(page, `href="/hall"`) || !strings.Contains(page, "/login?next=%2Fhall%2Flisting%2FYL2026-GP-00012") {
			t.Errorf("a listing under contract does not say so: %s", page)
		}
		if regexp.MustCompile(`/patent/|/inquire|万|CNY|元`).MatchString(page) {
			t.Error("a listing under contract tells more than that")
		}
	}
	r.get("/hall?lang=zh", http.StatusOK)
	r.get("/hall/listing/YL2026-GP-00021", http.StatusNotFound)
	clerk.login("clerk")
	if page := clerk.get("/hall/listing/YL2026-GP-00012", http.StatusOK); !strings.Contains(page, "/patent/") {
		t.Error("the centre does not see its listing any more")
	}
}

// inRegister: a buyer sees how the right stands, what rests on it and what does
// not, and the day on which the register was looked at, before any talks.
func inRegister(t *testing.T, r *reader, listing string) {
	t.Helper()
	for lang, want := range map[string][]string{"zh": {"登记簿上的权利状态", "法律状态", "有效", "年费", "质押", "财产保全", "实施许可", "<dt>质押</dt><dd class=\"\">无</dd>", "国家局登记簿20"}, "en": {"How the right stands", "Annual fee", "Pledges", "Preservations", "Licences", "None", "looked at on 20"}} {
		page := r.get(listing+"?lang="+lang, http.StatusOK)
		for _, w := range want {
			if !strings.Contains(page, w) {
				t.Errorf("the listing does not show %q of the register", w)
			}
		}
	}
	r.get("/hall?lang=zh", http.StatusOK)
}

// dealForms begin with what is known of the money.
func dealForms(t *testing.T, r *reader) {
	t.Helper()
	r.login("buyer")
	page := r.get("/hall/deal/YL2026-JY-00003", http.StatusOK)
	if !regexp.MustCompile(`move/dispute"(?s:.*?)value="[1-9][0-9.]+"[^>]*name="amount"`).MatchString(page) {
		t.Error("a dispute does not begin with what may be disputed")
	}
}

// narrowed: several values of a field hold together, each can be taken off, and
// what cannot be understood is said.
func narrowed(t *testing.T, r *reader) {
	t.Helper()
	page := r.get("/hall?grade=B&grade=C&from=12.5&page=99", http.StatusOK)
	for _, want := range []string{`href="/hall?from=12.5&amp;grade=C"`, `href="/hall?from=12.5&amp;grade=B"`, `href="/hall/needs"`, `href="/publicity"`, `/hall/listing/`} {
		if !strings.Contains(page, want) {
			t.Errorf("the narrowed hall lacks %s", want)
		}
	}
	if n := strings.Count(page, "checked"); n != 2 {
		t.Errorf("%d boxes are ticked, not both grades", n)
	}
	if page := r.get("/hall?to=abc", http.StatusOK); !strings.Contains(page, `role="alert"`) || !strings.Contains(page, "“abc”") {
		t.Error("a price that is none is passed over in silence")
	}
}

// rare is what few deals show: a seller that files its appraisal first, and a
// licensee whose report is late.
func rare(t *testing.T, base string) {
	t.Helper()
	water, uni := newReader(t, base), newReader(t, base)
	water.login("water")
	if !slices.ContainsFunc(regexp.MustCompile(`/hall/deal/[^"?]+`).FindAllString(water.get("/my", http.StatusOK), -1), func(deal string) bool {
		page := water.get(deal, http.StatusOK)
		return strings.Contains(page, "先登记评估备案") && strings.Contains(page, "/move/file_value")
	}) {
		t.Error("a state-owned seller is not asked for the filing of its appraisal")
	}
	uni.login("seller")
	if page := uni.get("/hall/deal/YL2026-JY-00013", http.StatusOK); !strings.Contains(page, "系统按合同算出应付提成") || strings.Contains(page, "已经过期，还没有交") {
		t.Error("a report of the time before the contract is called late at once")
	}
}

// chooseToList: a seller sees which of its rights are listed already, and finds
// one by its title.
func chooseToList(t *testing.T, r *reader) {
	t.Helper()
	r.login("seller")
	page := r.get("/hall/new", http.StatusOK)
	if !strings.Contains(page, "已挂牌") || !strings.Contains(page, "/hall/listing/YL2026-GP-") || !strings.Contains(page, "/hall/new?right=") {
		t.Error("the choice of a right does not say what is listed")
	}
	if !strings.Contains(page, "待审核") {
		t.Error("a right whose listing waits for the centre looks as if it could be listed")
	}
	pending := regexp.MustCompile(`/hall/listing/YL2026-GP-\d+`).FindString(mainOf(r.get("/hall/new?right=202219900851.3", http.StatusOK)))
	if pending == "" || !strings.Contains(r.get(pending, http.StatusOK), "202219900851.3") {
		t.Error("the form does not say at once that the right is listed already")
	}
	rare(t, r.base)
	buyer := newReader(t, r.base)
	buyer.login("buyer")
	if page := buyer.get("/hall/need/YL2026-XQ-00004", http.StatusOK); !strings.Contains(page, "需求还在审核") || !strings.Contains(page, "推荐的专利") || strings.Contains(page, "/inquire") {
		t.Error("a need in review shows its buyer nothing, or lets it speak to sellers")
	}
	if page := r.get("/hall/new?q=没有这样的技术", http.StatusOK); !strings.Contains(page, "您名下没有与“没有这样的技术”相符的专利") || strings.Contains(page, "/hall/new?right=") {
		t.Error("a search that finds nothing does not say so")
	}
}

// buyerPages logs in as everybody of the demo and reads each case at /my.
func buyerPages(t *testing.T, r *reader) {
	t.Helper()
	for _, u := range demo.Users() {
		r := newReader(t, r.base)
		r.post("/login", "/login", url.Values{"login": {u.Login}, "password": {demo.Password}})
		mine := r.get("/my", http.StatusOK)
		for _, path := range regexp.MustCompile(`/hall/(?:deal|need|listing)/YL[0-9A-Z-]+`).FindAllString(mine, 12) {
			r.get(path, http.StatusOK)
			r.get(path+"?lang=en", http.StatusOK)
			r.get(path+"?lang=zh", http.StatusOK)
		}
		if !strings.Contains(mine, "/logout") {
			t.Errorf("%s could not log in", u.Login)
		}
	}
	english := newReader(t, r.base)
	english.post("/login", "/login", url.Values{"login": {demo.Users()[0].Login}, "password": {demo.Password}})
	copies := regexp.MustCompile(`/paper/[0-9A-Z]+/english`).FindAllString(english.get("/hall/deal/YL2026-JY-00001?lang=en", http.StatusOK), -1)
	if len(copies) < 4 {
		t.Errorf("%d English reading copies of a settled deal", len(copies))
	}
	for _, path := range copies {
		if pdf := english.get(path, http.StatusOK); !strings.HasPrefix(pdf, "%PDF") {
			t.Errorf("%s is no paper: %.80s", path, pdf)
		}
	}
	seller := newReader(t, r.base)
	seller.post("/login", "/login", url.Values{"login": {demo.Users()[0].Login}, "password": {demo.Password}})
	seller.get("/hall/new", http.StatusOK)
	page := seller.post("/hall/needs/new", "/hall/needs/new", url.Values{"title": {"短"}, "text": {"本公司需要的技术说明文字写在这里"}})
	if !strings.Contains(page, "本公司需要的技术说明文字写在这里") || !strings.Contains(page, `href="#f-title"`) {
		t.Error("after a fault the typed text or the way to the fault is lost")
	}
}

// contactFromMatch leads from a need over its first match to a deal, which
// remembers both.
func contactFromMatch(t *testing.T, base string) {
	t.Helper()
	buyer := newReader(t, base)
	buyer.post("/login", "/login", url.Values{"login": {"buyer"}, "password": {demo.Password}})
	for _, path := range regexp.MustCompile(`/hall/need/YL[0-9A-Z-]+`).FindAllString(buyer.get("/hall/needs", http.StatusOK)+buyer.get("/my", http.StatusOK), -1) {
		m := regexp.MustCompile(`(?s)action="(/hall/listing/[^"]+/inquire)">.*?name="_key" value="([^"]+)".*?name="need" value="([^"]+)"`).FindStringSubmatch(buyer.get(path, http.StatusOK))
		if m == nil {
			continue
		}
		deal := buyer.post(path, m[1], url.Values{"_key": {m[2]}, "need": {m[3]}, "rank": {"1"}, "score": {"80"}})
		if !regexp.MustCompile(`YL\d{4}-JY-\d+`).MatchString(deal) {
			t.Errorf("contacting the seller opened no deal: %.600s", deal[strings.Index(deal, "<main"):])
		}
		return
	}
	t.Error("no need of the buyer shows a match with a way to the seller")
}
