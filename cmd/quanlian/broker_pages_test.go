package main

import (
	"context"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"quanlian/adapter/bank"
	"quanlian/chain/utilization/hall"
	"quanlian/demo"
	"quanlian/kernel"
	"quanlian/ledger"
	"quanlian/registry"
	"quanlian/test/storetest"
)

// TestBrokerThroughThePages: a broker publishes its page, is invited, accepts,
// proposes a pair, and sees its work; whoever has no part in it is refused.
func TestBrokerThroughThePages(t *testing.T) {
	t.Parallel()
	for _, engine := range storetest.Walked(t) {
		t.Run(engine, func(t *testing.T) {
			t.Parallel()
			p := seeded(t, storetest.URL(t, engine), func(now func() time.Time) ledger.Bank { return bank.NewFake(5, bank.Faults{}, now) })
			hash, err := demoHash()
			p.ok(err)
			p.ok(p.h.desk.Do(context.Background(), kernel.SystemActor("demo"), "hash", demo.PeopleWrites(hash)...))
			srv := httptest.NewServer(p.h.handler())
			defer srv.Close()
			x := &brokering{play: p, base: srv.URL}
			x.publish()
			x.invited()
			x.pairs()
			x.work()
		})
	}
}

// brokering is the browsers of those who take part.
type brokering struct {
	*play
	base          string
	page, listing string // numbers
	need          string
}

func (x *brokering) publish() {
	x.t.Helper()
	b := x.reader(x.base, "broker")
	if !strings.Contains(b.get("/broker", http.StatusOK), `href="/hall/brokers/new"`) {
		x.t.Error("a broker without a page is not led to make one")
	}
	bad := b.post("/hall/brokers/new", "/hall/brokers/new", url.Values{"about": {"太短"}, "contact": {"0990-8800"}})
	if !strings.Contains(bad, "请至少选一个技术领域") || !strings.Contains(bad, "太短") {
		x.t.Error("a form with faults does not say so, or loses what was typed")
	}
	done := b.post("/hall/brokers/new", "/hall/brokers/new", url.Values{"about": {"传感方向的技术转移，合同由我们起草。"}, "contact": {"0990-8800 0001"}, "fields": {"G", "B"}})
	x.page = strings.TrimPrefix(first(x.t, done, `/hall/brokers/YL\d+-JJ-\d+`), "/hall/brokers/")
	open := x.reader(x.base, "")
	for _, path := range []string{"/hall/brokers?section=G", "/hall/brokers?q=合同由我们起草", "/hall/brokers?lang=en", "/hall/brokers/" + x.page + "?lang=en", "/hall/brokers/" + x.page + "?lang=zh"} {
		if !strings.Contains(open.get(path, http.StatusOK), "云澜汇智") {
			x.t.Errorf("%s does not show the broker", path)
		}
	}
	if strings.Contains(open.get("/hall/brokers?section=D", http.StatusOK), "云澜汇智") {
		x.t.Error("a broker stands under a field it did not name")
	}
	if s := open.get("/hall/brokers/"+x.page, http.StatusOK); !strings.Contains(s, "自己填写，未核实") || !strings.Contains(s, "未定") || strings.Contains(s, `data-testid="invite"`) {
		x.t.Error("the page hides what is self-declared or not established")
	}
	x.reader(x.base, "buyer").get("/hall/brokers/"+x.page+"/edit", http.StatusForbidden)
	b.post("/hall/brokers/"+x.page+"/edit", "/hall/brokers/"+x.page+"/edit", url.Values{"about": {"传感方向的技术转移，先看样机。"}, "contact": {"0990-8800 0001"}, "fields": {"G"}})
	if !strings.Contains(open.get("/hall/brokers/"+x.page, http.StatusOK), "先看样机") {
		x.t.Error("the edit is lost")
	}
}

// invited: the seller invites to a listing, the broker accepts on the page of the
// invitation.
func (x *brokering) invited() {
	x.t.Helper()
	mine, _, err := x.h.store.FindRights(context.Background(), registry.Filter{Owner: "party:p-chengxin", Limit: 1})
	x.ok(err)
	id := x.open("u-shen", hall.Listing, "list", hall.ListInput{Right: mine[0].Number, Deal: registry.Assignment, Price: dealPrice, Territory: "中国", Field: "不限", Secret: "配方"})
	x.do("u-song", id, "approve", nil)
	x.listing = x.get(id).No
	s, b := x.reader(x.base, "buyer"), x.reader(x.base, "broker") // 沈知遥 of 澄芯 sells here
	choose := first(x.t, s.get("/hall/listing/"+x.listing, http.StatusOK), `/hall/brokers\?for=[^"]+`)
	page := first(x.t, s.get(choose, http.StatusOK), `/hall/brokers/`+x.page+`\?for=[^"]+`)
	form := strings.ReplaceAll(first(x.t, s.get(page, http.StatusOK), `/hall/invite\?[^"]+`), "&amp;", "&")
	if bad := s.post(form, form, url.Values{"rate": {"0.5"}, "from": {"seller"}, "note": {"请找应用单位"}}); !strings.Contains(bad, "请找应用单位") || !strings.Contains(bad, `role="alert"`) && !strings.Contains(bad, "q-err") {
		x.t.Error("a commission above the limit is taken, or the words are lost")
	}
	done := s.post(form, form, url.Values{"rate": {"0.03"}, "from": {"seller"}, "days": {"5"}, "note": {"请找应用单位"}})
	no := strings.TrimPrefix(first(x.t, done, `YL\d+-YQ-\d+`), "")
	for login, want := range map[string]int{"": http.StatusNotFound, "broker2": http.StatusNotFound, "seller": http.StatusNotFound, "buyer": http.StatusOK, "broker": http.StatusOK} {
		x.reader(x.base, login).get("/case/"+no, want)
	}
	if !strings.Contains(b.get("/my", http.StatusOK), no) || !strings.Contains(b.get("/broker?mine=1", http.StatusOK), no) {
		x.t.Error("the invitation does not stand in the broker's inbox")
	}
	if strings.Contains(b.get("/case/"+no, http.StatusOK), "沈知遥") {
		x.t.Error("before accepting the broker sees the file's history")
	}
	b.post("/case/"+no, "/case/"+no+"/move/accept", url.Values{"account": {"6222990001000777"}, "bank": {"云澜湾银行"}})
	if d, err := hall.ListingOf(x.get(id)); err != nil || d.Engaged == nil || d.Engaged.Broker.ID != "p-huizhi" {
		x.t.Fatalf("engaged %+v, %v", d.Engaged, err)
	}
	if l := b.get("/hall/listing/"+x.listing, http.StatusOK); strings.Contains(l, "配方") {
		x.t.Error("the engaged broker sees the secret")
	}
}

// pairs: the broker proposes its listing for a need, and both accept.
func (x *brokering) pairs() {
	x.t.Helper()
	id := x.open("u-gu", hall.Need, "post", hall.NeedData{Title: "课题用的传感与控制方案", Text: "课题组需要稳定可靠的传感和控制方案，能在野外长期使用，价格合适可以转让。", Mode: "either", Confidential: false})
	x.do("u-song", id, "approve", nil)
	x.need = x.get(id).No
	b := x.reader(x.base, "broker")
	b.get("/broker/pairs", http.StatusOK)
	b.get("/broker/pairs?lang=en", http.StatusOK)
	b.get("/broker/pairs?lang=zh", http.StatusOK)
	b.get("/broker/pair?listing="+x.listing, http.StatusOK)
	form := "/broker/pair?need=" + x.need + "&listing=" + x.listing
	fields := url.Values{"words": {"野外试验做过三个月，接口与课题组的采集器一致。"}, "rate": {"0.03"}, "from": {"both"}, "account": {"6222990001000777"}, "bank": {"云澜湾银行"}}
	if no := x.reader(x.base, "bank").post(form, form, fields); !strings.Contains(no, "请先发布经纪机构名片") {
		x.t.Error("who is no broker proposes pairs")
	}
	if bad := b.post(form, form, url.Values{"words": {"短"}, "rate": {"0.03"}, "from": {"both"}, "account": {"6222990001000777"}, "bank": {"云澜湾银行"}}); !strings.Contains(bad, "请写明为什么适合双方") {
		x.t.Error("no words, no fault")
	}
	done := b.post(form, form, fields)
	no := strings.TrimPrefix(first(x.t, done, `/hall/deal/YL\d+-JY-\d+`), "/hall/deal/")
	if !strings.Contains(done, "在该需求的候选中排第") {
		x.t.Error("the engine has not said its word")
	}
	if again := b.post(form, form, fields); !strings.Contains(again, no) {
		x.t.Error("the same pair is proposed twice")
	}
	for _, login := range []string{"", "broker2", "company"} {
		x.reader(x.base, login).get("/hall/deal/"+no, http.StatusNotFound)
	}
	for _, login := range []string{"buyer", "seller"} {
		r := x.reader(x.base, login)
		if p := r.get("/hall/deal/"+no, http.StatusOK); !strings.Contains(p, "野外试验做过三个月") || !strings.Contains(p, "每笔约定价款的3%") || strings.Contains(p, "6222990001000777") {
			x.t.Errorf("%s does not see what is proposed, or sees an account", login)
		}
		if !strings.Contains(r.get("/my", http.StatusOK), no) {
			x.t.Errorf("the pairing does not stand in %s's list", login)
		}
		r.post("/hall/deal/"+no, "/hall/deal/"+no+"/move/accept_pairing", url.Values{})
	}
	c, err := x.h.store.Case(context.Background(), kernel.SystemActor("test"), no, kernel.ViewSecret)
	x.ok(err)
	if c.State != hall.DealNDA || c.PartyAs(hall.Broker) != "p-huizhi" {
		x.t.Fatalf("the deal stands in %s with %s", c.State, c.PartyAs(hall.Broker))
	}
}

// work: the pipeline shows stage, move and estimate, in both languages; others do
// not see it.
func (x *brokering) work() {
	x.t.Helper()
	b := x.reader(x.base, "broker")
	p := b.get("/broker?lang=zh", http.StatusOK)
	if !strings.Contains(p, "签保密协议") || !strings.Contains(p, "云澜大学") || !strings.Contains(p, "估算") {
		x.t.Error("the pipeline does not show the deal")
	}
	b.get("/broker?lang=en&stage=talks", http.StatusOK)
	b.get("/broker?lang=zh&q=没有", http.StatusOK)
	if p := x.reader(x.base, "broker2").get("/broker", http.StatusOK); strings.Contains(p, "签保密协议") {
		x.t.Error("another broker sees the work of this one")
	}
	x.reader(x.base, "clerk").get("/broker", http.StatusForbidden)
	if !strings.Contains(x.reader(x.base, "clerk").get("/hall/brokers/"+x.page, http.StatusOK), `data-testid="move-suspend"`) {
		x.t.Error("the hall cannot suspend a page")
	}
	x.reader(x.base, "clerk").post("/hall/brokers/"+x.page, "/hall/brokers/"+x.page+"/move/suspend", url.Values{"reason": {"介绍与事实不符"}})
	x.reader(x.base, "").get("/hall/brokers/"+x.page, http.StatusNotFound)
}
