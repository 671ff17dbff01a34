package main

import (
	"context"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"

	"quanlian/adapter/bank"
	"quanlian/base/calendar"
	"quanlian/chain/service/outage"
	"quanlian/chain/utilization/hall"
	"quanlian/kernel"
	"quanlian/kernel/itemflow"
	"quanlian/ledger"
	"quanlian/registry"
	"quanlian/test/storetest"
)

// outageTown is the program with the demo's people and one case that waits for
// its applicant until Monday, 30 November 2026.
type outageTown struct {
	*testing.T
	h     *house
	clock *heldClock
	base  string
	no    string
}

func newOutageTown(t *testing.T, engine string) *outageTown {
	t.Helper()
	h, clock := houseOn(t, storetest.URL(t, engine))
	withPeople(t, h)
	srv := httptest.NewServer(h.handler())
	t.Cleanup(srv.Close)
	x := &outageTown{T: t, h: h, clock: clock, base: srv.URL, no: applied(t, srv.URL)}
	at := "/case/" + x.no
	newReader(t, srv.URL).login("desk").post(at, at+"/move/notify_once", url.Values{"_key": {"t/notify"}, "missing": {"contract"}, "reason": {"合同缺签字页"}})
	if by := x.by(); by != "2026-11-30" {
		t.Fatalf("to be corrected by %s", by)
	}
	return x
}

// to moves the clock to a time and lets the program work.
func (x *outageTown) to(day calendar.Date, hour int) {
	x.Helper()
	x.clock.advance(day.At(hour).Add(time.Minute).Sub(x.clock.Now()))
	x.h.worker.pass(context.Background())
}

func (x *outageTown) kase() (kernel.Case, itemflow.Data) {
	x.Helper()
	c, err := x.h.store.Case(context.Background(), kernel.SystemActor("test"), x.no, kernel.ViewSecret)
	if err != nil {
		x.Fatal(err)
	}
	d, err := itemflow.DataOf(c)
	if err != nil {
		x.Fatal(err)
	}
	return c, d
}

func (x *outageTown) by() string {
	_, d := x.kase()
	return d.Notified.By.String()
}

// acts counts the acts of a kind in the case.
func (x *outageTown) acts(act string) int {
	x.Helper()
	c, _ := x.kase()
	list, err := x.h.store.History(context.Background(), c.ID)
	if err != nil {
		x.Fatal(err)
	}
	n := 0
	for _, e := range list {
		if e.Act == act {
			n++
		}
	}
	return n
}

func declaration(from, expected, to string) url.Values {
	return url.Values{"what": {"网上补正提交后没有回执"}, "what_en": {"No receipt after a correction is sent"}, "parts": {"filing", "handling"}, "from": {from}, "expected": {expected}, "to": {to}}
}

// TestOutageMovesLimits: planned, begun, gone on overnight, ended, corrected,
// withdrawn: what falls into it is moved each time, seen and told; who may not
// keep the register is refused; nothing is done twice.
func TestOutageMovesLimits(t *testing.T) {
	t.Parallel()
	for _, engine := range []string{"sqlite", "postgres"} {
		t.Run(engine, func(t *testing.T) {
			t.Parallel()
			x := newOutageTown(t, engine)
			editor, buyer := newReader(t, x.base).login("editor"), newReader(t, x.base).login("buyer")
			refusedOutages(x)

			x.to(calendar.On(2026, 11, 25), 10)
			if page := editor.post("/outages/new", "/outages/new", declaration("2026-11-30T09:00", "", "")); !strings.Contains(page, "预计恢复时间") || !strings.Contains(page, "网上补正提交后没有回执") {
				t.Errorf("planned work without an end: %.400s", page)
			}
			page := editor.post("/outages/new", "/outages/new", declaration("2026-11-30T09:00", "2026-11-30T18:00", ""))
			no := first(t, page, `YL2026-GZ-\d{5}`)
			for _, path := range []string{"/", "/outages", "/items", "/case/" + x.no, "/outages/" + no + "?lang=en"} {
				if page := buyer.get(path, http.StatusOK); !strings.Contains(page, no) {
					t.Errorf("%s does not warn of %s", path, no)
				}
			}
			buyer.get("/?lang=zh", http.StatusOK)
			for lang, want := range map[string]string{"en": "supplements online; Handling", "zh": "补正和补交；办理系统"} { // names with commas of their own
				if page := buyer.get("/outages?lang="+lang, http.StatusOK); !strings.Contains(page, want) {
					t.Errorf("the systems run into one another: %.1200s", mainOf(page))
				}
			}
			x.to(calendar.On(2026, 11, 27), 10)
			if x.by() != "2026-11-30" {
				t.Error("an announced outage moved a limit before it began")
			}
			x.to(calendar.On(2026, 11, 30), 9)
			x.to(calendar.On(2026, 11, 30), 10)
			if x.by() != "2026-12-01" {
				t.Errorf("begun: %s", x.by())
			}
			buyer = newReader(t, x.base).login("buyer") // the old session is over
			if page := buyer.get("/case/"+x.no, http.StatusOK); !strings.Contains(page, "原2026-11-30，因系统故障"+no+"顺延到2026-12-01") {
				t.Error("the case does not show old day, new day and number")
			}
			x.to(calendar.On(2026, 12, 1), 0) // it goes on
			x.to(calendar.On(2026, 12, 2), 0)
			c, d := x.kase()
			if d.Notified.By.String() != "2026-12-03" || c.State != itemflow.Submitted {
				t.Errorf("gone on: %s, %s", d.Notified.By, c.State)
			}
			x.clock.advance(9 * time.Hour)
			editor = newReader(t, x.base).login("editor")
			if page := editor.post("/outages/"+no, "/outages/"+no+"/end", url.Values{"at": {"2026-12-01T12:00"}}); !strings.Contains(page, "正在逐件核对") {
				t.Error("the page counts before the cases were looked at")
			}
			x.h.worker.pass(context.Background())
			if page := editor.get("/outages/"+no, http.StatusOK); !strings.Contains(page, "顺延了1件办件的1个期限") {
				t.Error("the page does not say what was moved")
			}
			if x.by() != "2026-12-02" {
				t.Errorf("ended: %s", x.by())
			}
			corrected(x, newReader(t, x.base).login("editor"), no) // a pass on a held clock sweeps sessions
		})
	}
}

// corrected: the end was another one, then there was none at all.
func corrected(x *outageTown, editor *reader, no string) {
	x.Helper()
	page := editor.get("/outages/"+no+"/correct", http.StatusOK)
	form := formOf(x.T, page, "/outages/"+no+"/correct")
	form["parts"] = []string{"filing"}
	form.Set("to", "2026-12-02T08:00")
	if page, status := editor.submit("/outages/"+no+"/correct", form); status == http.StatusOK || !strings.Contains(page, "请写明原因") {
		x.Errorf("corrected without a reason: %d", status)
	}
	form.Set("reason", "恢复时间记错")
	editor.submit("/outages/"+no+"/correct", form)
	editor.submit("/outages/"+no+"/correct", form) // sent twice
	var all sync.WaitGroup
	for range 4 { // as several instances would, without their lease
		all.Go(func() { _, _ = x.h.tellOutages(context.Background()) })
	}
	all.Wait()
	x.h.worker.pass(context.Background())
	editor = newReader(x.T, x.base).login("editor") // the passes have swept its session
	before := x.acts("outage")
	if x.by() != "2026-12-03" || before != 5 {
		x.Errorf("corrected: %s, %d acts", x.by(), before)
	}
	page = editor.get("/outages/"+no, http.StatusOK)
	for _, want := range []string{"恢复时间记错", "2026年12月1日 12:00", "2026年12月2日 8:00", "顺延了1件办件的1个期限", "未核实"} {
		if !strings.Contains(page, want) {
			x.Errorf("the register does not say %q", want)
		}
	}
	editor.post("/outages/"+no, "/outages/"+no+"/withdraw", url.Values{"reason": {"登记在了错误的系统上"}})
	x.h.worker.pass(context.Background())
	c, _ := x.kase()
	if x.by() != "2026-12-03" || c.State != itemflow.Submitted { // the first day is past: who relied on the later one keeps it
		x.Errorf("withdrawn: %s, %s", x.by(), c.State)
	}
	told, err := x.h.store.Notices(context.Background(), kernel.Actor{User: "u-shen", Party: "p-chengxin", Rights: kernel.AllRights()}, 50)
	n := 0
	for _, s := range told {
		if strings.HasPrefix(s.Text, "kernel.itemflow.notice.outage") {
			n++
		}
	}
	if err != nil || n != 5 {
		x.Errorf("%s: told %d times: %v", c.No, n, err)
	}
}

// refusedOutages: only the office that keeps the register writes in it.
func refusedOutages(x *outageTown) {
	x.Helper()
	for _, who := range []string{"clerk", "desk", "director", "admin", "buyer"} {
		r := newReader(x.T, x.base).login(who)
		r.get("/outages/new", http.StatusForbidden)
		form := declaration("2026-11-23T08:00", "", "")
		form.Set("_csrf", tokenOf.FindStringSubmatch(r.get("/account", http.StatusOK))[1])
		form.Set("_key", "t/refused/"+who)
		if _, status := r.submit("/outages/new", form); status != http.StatusForbidden {
			x.Errorf("%s declares an outage: %d", who, status)
		}
	}
	newReader(x.T, x.base).get("/outages", http.StatusOK)
}

// TestOutageKnownTooLate: the program ended a case on a day on which, as is known
// later, the systems were down: it goes on.
func TestOutageKnownTooLate(t *testing.T) {
	t.Parallel()
	for _, engine := range storetest.Walked(t) {
		t.Run(engine, func(t *testing.T) {
			t.Parallel()
			x := newOutageTown(t, engine)
			x.to(calendar.On(2026, 12, 1), 9)
			if c, _ := x.kase(); c.State != itemflow.Deemed {
				t.Fatalf("stands at %s", c.State)
			}
			editor := newReader(t, x.base).login("chief")
			page := editor.post("/outages/new", "/outages/new", declaration("2026-11-29T20:00", "", "2026-11-30T23:30"))
			no := first(t, page, `YL2026-GZ-\d{5}`)
			x.h.worker.pass(context.Background())
			c, d := x.kase()
			if c.State != itemflow.Submitted || c.Hold == nil || d.Notified.By.String() != "2026-12-01" || !c.Closed.IsZero() {
				t.Fatalf("%s until %s, closed %v", c.State, d.Notified.By, c.Closed)
			}
			if page := newReader(t, x.base).login("buyer").get("/my", http.StatusOK); !strings.Contains(page, no) {
				t.Error("the applicant is not told")
			}
			x.to(calendar.On(2026, 12, 2), 0)
			if c, _ := x.kase(); c.State != itemflow.Deemed {
				t.Errorf("the new day ends it: %s", c.State)
			}
		})
	}
}

// TestOutageMovesAPublicity: a price of the university stands open until
// 8 December 2026; the systems are down on that day, and the deal, the list of
// publicities and the register say until when it stands open now.
func TestOutageMovesAPublicity(t *testing.T) {
	t.Parallel()
	for _, engine := range storetest.Walked(t) {
		t.Run(engine, func(t *testing.T) {
			t.Parallel()
			p := seeded(t, storetest.URL(t, engine), func(now func() time.Time) ledger.Bank { return bank.NewFake(5, bank.Faults{}, now) })
			p.standsOpen()
			p.clock.advance(calendar.On(2026, 12, 8).At(10).Sub(p.clock.Now()))
			no := p.get(p.open("u-wen", outage.Outage, "declare", outage.Statement{What: "公示和异议页面打不开", Parts: []string{"publicity"}, From: p.clock.Now()})).No
			p.wait(time.Minute)
			if to := p.data().Publicity.To; to != calendar.On(2026, 12, 9) {
				t.Fatalf("stands open until %s", to)
			}
			srv := httptest.NewServer(p.h.handler())
			t.Cleanup(srv.Close)
			moved := "原2026-12-08，因系统故障" + no + "顺延到2026-12-09"
			visitor := newReader(t, srv.URL)
			for _, path := range []string{"/publicity", "/publicity/" + p.no, "/case/" + p.no} {
				if page := visitor.get(path, http.StatusOK); !strings.Contains(page, moved) {
					t.Errorf("%s does not say what moved its end", path)
				}
			}
			if page := visitor.get("/outages/"+no, http.StatusOK); !strings.Contains(page, "顺延了1件办件的1个期限") {
				t.Error("the register does not count it")
			}
		})
	}
}

// standsOpen leads a deal on a patent of the university's to its publicity.
func (p *play) standsOpen() {
	p.t.Helper()
	mine, _, err := p.h.store.FindRights(context.Background(), registry.Filter{Owner: "party:p-university", Limit: 1})
	p.ok(err)
	listing := p.open("u-gu", hall.Listing, "list", hall.ListInput{Right: mine[0].Number, Deal: registry.Assignment, Price: dealPrice, Territory: "中国", Field: "不限"})
	p.do("u-song", listing, "approve", nil)
	p.deal = p.open("u-shen", hall.Deal, "inquire", hall.InquireInput{Listing: listing})
	p.no = p.get(p.deal).No
	p.do("u-gu", p.deal, "welcome", nil)
	for _, u := range []string{"u-gu", "u-shen"} {
		p.do(u, p.deal, "sign_nda", nil)
	}
	p.do("u-shen", p.deal, "offer", hall.OfferInput{Terms: hall.Terms{Deal: registry.Assignment, PriceKind: ledger.LumpSum, Price: dealPrice, Territory: "中国", Field: "不限",
		Tranches: []hall.Part{{Name: "全部价款", Amount: dealPrice, Needs: ledger.StandardNeeds(true)}}}})
	p.do("u-gu", p.deal, "accept", nil)
}
