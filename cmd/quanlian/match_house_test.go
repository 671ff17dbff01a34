package main

import (
	"context"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"quanlian/adapter/bank"
	"quanlian/base/money"
	"quanlian/chain/utilization/hall"
	"quanlian/demo"
	"quanlian/engine/matching"
	"quanlian/kernel"
	"quanlian/ledger"
	"quanlian/registry"
	"quanlian/test/storetest"
)

// matched is a house with log-ins and a server, where 澄芯 lists what it owns.
func matched(t *testing.T, engine string) (*play, string) {
	t.Helper()
	p := seeded(t, storetest.URL(t, engine), func(now func() time.Time) ledger.Bank { return bank.NewFake(5, bank.Faults{}, now) })
	hash, err := demoHash()
	p.ok(err)
	p.ok(p.h.desk.Do(context.Background(), kernel.SystemActor("demo"), "hash", demo.PeopleWrites(hash)...))
	srv := httptest.NewServer(p.h.handler())
	t.Cleanup(srv.Close)
	return p, srv.URL
}

// offers lists the n-th right of 澄芯 and gives its listing and title.
func (p *play) offers(n int, price money.Fen) (kernel.Case, string) {
	p.t.Helper()
	mine, _, err := p.h.store.FindRights(context.Background(), registry.Filter{Owner: "party:p-chengxin", Limit: 20})
	p.ok(err)
	id := p.open("u-shen", hall.Listing, "list", hall.ListInput{Right: mine[n].Number, Deal: registry.Assignment, Price: price, Territory: "中国", Field: "不限"})
	p.do("u-song", id, "approve", nil)
	return p.get(id), mine[n].Title
}

func (p *play) needs(state kernel.State) []kernel.Case {
	p.t.Helper()
	list, _, err := p.h.store.Cases(context.Background(), kernel.SystemActor("test"), kernel.ViewSecret, kernel.CaseQuery{Flow: hall.Need, States: []kernel.State{state}, Limit: 50})
	p.ok(err)
	return list
}

// TestNeedForm: classes are suggested from the text when asked for, and count
// only when they are ticked.
func TestNeedForm(t *testing.T) {
	t.Parallel()
	for _, engine := range storetest.Walked(t) {
		t.Run(engine, func(t *testing.T) {
			t.Parallel()
			p, base := matched(t, engine)
			r := at(t, base, "seller")
			typed := url.Values{"title": {"机器人手指触觉"}, "text": {"想给协作机器人的手指做触觉皮肤，测压力，要柔性"}, "target": {"误差小于百分之二"}}
			ask := url.Values{"_suggest": {"1"}}
			for k, v := range typed {
				ask[k] = v
			}
			page := r.form("/hall/needs/new", ask)
			if !strings.Contains(page, `value="G01L"`) || !strings.Contains(page, "想给协作机器人的手指做触觉皮肤") {
				t.Fatalf("no class is suggested, or the text is lost: %.3000s", page[strings.Index(page, "<main"):])
			}
			if strings.Contains(page, " checked") {
				t.Error("a suggested class is ticked")
			}
			if n := len(p.needs(hall.NeedReview)); n != 0 {
				t.Fatalf("%d needs were sent by asking", n)
			}
			r.form("/hall/needs/new", url.Values{"title": typed["title"], "text": typed["text"], "_key": {"plain"}})
			with := url.Values{"title": typed["title"], "text": typed["text"], "ipc": {"G01L", "B25J"}, "other": {"g06f16/242， G01L"}, "_key": {"ticked"}}
			r.form("/hall/needs/new", with)
			bad := url.Values{"title": typed["title"], "text": typed["text"], "other": {"传感器"}, "_key": {"bad"}}
			if page := r.form("/hall/needs/new", bad); !strings.Contains(page, "“传感器”不是专利分类号") {
				t.Error("a class that is none was taken")
			}
			var got []string
			for _, c := range p.needs(hall.NeedReview) {
				d, err := hall.NeedOf(c)
				p.ok(err)
				got = append(got, strings.Join(d.IPC, ","))
			}
			slices.Sort(got)
			if !slices.Equal(got, []string{"", "G01L,B25J,G06F 16/242"}) {
				t.Errorf("classes of the needs: %q", got)
			}
			for _, c := range p.needs(hall.NeedReview) {
				if page := r.get("/hall/need/"+c.No, http.StatusOK); !strings.Contains(page, "确认分类号") {
					t.Error("the owner cannot confirm classes later")
				}
				p.do("u-gu", c.ID, "classes", hall.ClassesInput{IPC: []string{"H01M"}})
				if d, _ := hall.NeedOf(p.get(c.ID)); !slices.Equal(d.IPC, []string{"H01M"}) {
					t.Errorf("confirmed %v", d.IPC)
				}
			}
		})
	}
}

// TestEnglishNeed: a need in English finds a Chinese patent, on the page.
func TestEnglishNeed(t *testing.T) {
	t.Parallel()
	p, base := matched(t, "sqlite")
	c, title := p.offers(0, 100*money.Wan)
	if !strings.Contains(title, "锂电池") {
		t.Fatalf("the demo's first patent is %s now", title)
	}
	r := at(t, base, "seller")
	r.form("/hall/needs/new", url.Values{"title": {"Battery line"}, "text": {"We are looking for a lithium-ion battery electrode coating line with closed-loop control"}, "_key": {"en"}})
	need := p.needs(hall.NeedReview)[0]
	p.do("u-song", need.ID, "approve", nil)
	page := r.get("/hall/need/"+need.No+"?lang=en", http.StatusOK)
	if !strings.Contains(page, c.No) {
		t.Errorf("%s is not proposed: %.4000s", c.No, page[strings.Index(page, "<main"):])
	}
}

// TestDailyPush: the owner of a need is told of new listings that fit, in the
// morning, once for each, and not when it does not want to be.
func TestDailyPush(t *testing.T) {
	t.Parallel()
	for _, engine := range storetest.Walked(t) {
		t.Run(engine, func(t *testing.T) {
			t.Parallel()
			p, _ := matched(t, engine)
			first, title := p.offers(0, 100*money.Wan)
			text := hall.NeedData{Title: title, Text: title + "，用于产线，要能尽快交付。"}
			loud := p.open("u-gu", hall.Need, "post", text)
			quiet := p.open("u-gu", hall.Need, "post", text)
			for _, id := range []kernel.CaseID{loud, quiet} {
				p.do("u-song", id, "approve", nil)
			}
			p.do("u-gu", quiet, "alerts", hall.AlertsInput{On: false})
			told := func(id kernel.CaseID) []string {
				d, err := hall.NeedOf(p.get(id))
				p.ok(err)
				if d.Pushed == nil {
					return nil
				}
				return d.Pushed.Nos
			}
			p.wait(24 * time.Hour)
			if got := told(loud); len(got) != 0 {
				t.Fatalf("told of %v, which stood there before the need", got)
			}
			p.do("u-shen", first.ID, "reprice", hall.RepriceInput{Price: 90 * money.Wan}) // news
			p.wait(time.Hour)
			if got := told(loud); len(got) != 0 {
				t.Fatalf("told twice on one day: %v", got)
			}
			p.wait(24 * time.Hour)
			if got := told(loud); !slices.Equal(got, []string{first.No}) {
				t.Fatalf("told of %v, want %s", got, first.No)
			}
			p.do("u-shen", first.ID, "reprice", hall.RepriceInput{Price: 80 * money.Wan})
			p.wait(24 * time.Hour)
			if got := told(loud); !slices.Equal(got, []string{first.No}) {
				t.Errorf("told again: %v", got)
			}
			if got := told(quiet); len(got) != 0 {
				t.Errorf("told against the owner's will: %v", got)
			}
			notices, err := p.h.store.Notices(context.Background(), p.actor("u-gu"), 50)
			p.ok(err)
			n := 0
			for _, x := range notices {
				if x.Text == "utilization.hall.notice.matched" {
					n++
				}
			}
			if n != 1 {
				t.Errorf("%d notices", n)
			}
		})
	}
}

// TestFunnel: shown, opened, contacted and signed are counted once for each
// proposal, from the pages and from the acts, and staff see it.
func TestFunnel(t *testing.T) {
	t.Parallel()
	for _, engine := range storetest.Walked(t) {
		t.Run(engine, func(t *testing.T) {
			t.Parallel()
			p, base := matched(t, engine)
			first, title := p.offers(0, dealPrice)
			_, other := p.offers(1, dealPrice)
			need := p.open("u-gu", hall.Need, "post", hall.NeedData{Title: title, Text: title + "，用于产线，也要" + other + "。", Mode: "assignment"})
			p.do("u-song", need, "approve", nil)
			no := p.get(need).No
			r := at(t, base, "seller") // the university
			page := r.get("/hall/need/"+no, http.StatusOK)
			for range 3 {
				r.get("/hall/need/"+no, http.StatusOK)
			}
			at(t, base, "clerk").get("/hall/need/"+no, http.StatusOK) // who only looks is not shown a proposal
			link := first0(t, page, `/hall/need/`+no+`/match/`+first.No+`[^"]*`)
			for range 2 {
				if got := r.get(link, http.StatusOK); !strings.Contains(got, first.No) {
					t.Error("the card does not lead to the listing")
				}
			}
			r.send(page, "contact-1", "/hall/listing/"+first.No+"/inquire", url.Values{})
			deals, _, err := p.h.store.Cases(context.Background(), kernel.SystemActor("test"), kernel.ViewSecret, kernel.CaseQuery{Flow: hall.Deal, Limit: 5})
			p.ok(err)
			if len(deals) != 1 {
				t.Fatalf("%d deals", len(deals))
			}
			p.deal, p.no = deals[0].ID, deals[0].No
			counts := func() map[matching.Stage]int {
				list, err := p.h.store.Outcomes(context.Background(), time.Time{})
				p.ok(err)
				f := matching.Funnels(list)
				if len(f) != 1 {
					t.Fatalf("funnels %+v", f)
				}
				return f[0].Reached
			}
			if got := counts(); got[matching.Shown] != 2 || got[matching.Opened] != 1 || got[matching.Contacted] != 1 || got[matching.Signed] != 0 {
				t.Errorf("after the inquiry: %v", got)
			}
			p.do("u-shen", p.deal, "welcome", nil)
			p.do("u-shen", p.deal, "sign_nda", nil)
			p.do("u-gu", p.deal, "sign_nda", nil)
			p.agreed()
			p.wait(time.Minute) // the signature service answers
			if got := counts(); got[matching.Signed] != 1 || got[matching.Shown] != 2 {
				t.Errorf("after signing: %v", got)
			}
			staff := at(t, base, "head").get("/hall/matching?lang=zh", http.StatusOK)
			for _, want := range []string{"已看到", "50.0%", "1.0"} {
				if !strings.Contains(staff, want) {
					t.Errorf("the funnel lacks %s: %.3000s", want, staff[strings.Index(staff, "<main"):])
				}
			}
			at(t, base, "buyer").get("/hall/matching", http.StatusForbidden)
		})
	}
}

func first0(t *testing.T, page, pattern string) string {
	t.Helper()
	return strings.ReplaceAll(first(t, page, pattern), "&amp;", "&")
}
