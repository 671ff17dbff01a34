package main

import (
	"context"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"quanlian/demo"
	"quanlian/kernel"
	"quanlian/test/storetest"
)

// TestPanelPages: the expert of the demo answers, scores on a form that loses
// nothing typed, and sees no other seat; the finished panel is open to all with
// its result opened down to unnamed reasons, the running one is not.
func TestPanelPages(t *testing.T) {
	t.Parallel()
	for _, engine := range storetest.Walked(t) {
		t.Run(engine, func(t *testing.T) {
			t.Parallel()
			h, base := demoCityOn(t, storetest.URL(t, engine))
			panelPages(t, h, base)
			revokedOnPages(t, h, base)
		})
	}
}

func panelPages(t *testing.T, h *house, base string) {
	t.Helper()
	visitor, expert := newReader(t, base), newReader(t, base)
	done := visitor.get("/case/YL2026-PJ-00001", http.StatusOK)
	for _, w := range []string{"专家评价结果", "不是资产评估结论", "标准差", "专家1", "专家组定的权重", "一致性比率"} {
		if !strings.Contains(done, w) {
			t.Errorf("the published result lacks %q", w)
		}
	}
	if strings.Contains(done, "程砚秋") {
		t.Error("the public reads who sat on the panel")
	}
	visitor.get("/case/YL2026-PJ-00001?lang=en", http.StatusOK)
	visitor.get("/case/YL2026-PJ-00002", http.StatusNotFound)
	expert.post("/login", "/login", url.Values{"login": {"expert"}, "password": {demo.Password}})
	expert.get("/case/YL2026-XW-00006", http.StatusNotFound) // another's seat
	seat := "/case/YL2026-XW-00005"
	expert.get(seat+"?lang=en", http.StatusOK)
	expert.get(seat+"?lang=zh", http.StatusOK)
	if body := expert.get("/valuation/seat/YL2026-XW-00005/score", http.StatusOK); strings.Contains(body, `name="score.`) || !strings.Contains(body, "还不能做") {
		t.Error("a seat that has not answered is shown the form")
	}
	expert.post(seat, seat+"/move/accept", url.Values{"clear": {"1"}})
	if body := expert.get("/valuation/seat/YL2026-XW-00005/score", http.StatusOK); !strings.Contains(body, "两两比较") || strings.Contains(body, `name="score.`) {
		t.Error("the form of points opens before the comparisons")
	}
	weighOnPage(t, expert, "/valuation/seat/YL2026-XW-00005/weigh/root", seat)
	scoreOnPage(t, expert, "/valuation/seat/YL2026-XW-00005/score", seat)
	handedOver(t, h, expert, "/valuation/seat/YL2026-XW-00005/score")
	runningPanel(t, base)
	owner := newReader(t, base)
	owner.post("/login", "/login", url.Values{"login": {"seller"}, "password": {demo.Password}})
	patent := first(t, done, `20[0-9]{10}\.[0-9X]`)
	asked := owner.post("/patent/"+patent+"/panel", "/patent/"+patent+"/panel", url.Values{"scene": {"finance"}, "purpose": {"再次评价"}})
	if !regexp.MustCompile(`YL\d{4}-PJ-\d{5}`).MatchString(asked) {
		t.Error("the owner's request opened no case")
	}
	exampleOnPages(t, base)
}

// runningPanel: the clerk chooses from the experts by name and reads who did what;
// the owner reads seats, purpose and remarks; who owns nothing is refused before the
// form.
func runningPanel(t *testing.T, base string) {
	t.Helper()
	panel := "/case/YL2026-PJ-00002"
	clerk, owner, other := newReader(t, base).login("clerk"), newReader(t, base).login("buyer"), newReader(t, base).login("seller")
	staff, seen := clerk.get(panel, http.StatusOK), owner.get(panel, http.StatusOK)
	for what, want := range map[string]bool{"阮星河（精密制造）　专家　YLZJ-0004": true, "罗听澜（专利代理）　专家　YLZJ-0002": false, "拟整体转让，登记簿数据不足以评级": true, "请一位专家退出": true, "等待专家打分": true} {
		if strings.Contains(staff, what) != want {
			t.Errorf("the clerk reads %q: %v", what, !want)
		}
	}
	for what, want := range map[string]bool{"第2席": true, "接受邀请，声明没有利害关系": true, "拟整体转让，登记簿数据不足以评级": true, "罗听澜": false, "专家答复": false} {
		if strings.Contains(seen, what) != want {
			t.Errorf("the owner reads %q: %v", what, !want)
		}
	}
	form := "/patent/" + first(t, seen, `20[0-9]{10}\.[0-9X]`) + "/panel"
	if body := other.get(form, http.StatusForbidden); !strings.Contains(body, "登记簿上的权利人是") || strings.Contains(body, `data-testid="ask-panel"`) {
		t.Error("who owns nothing is not refused before the form")
	}
	if body := owner.get(form, http.StatusOK); !strings.Contains(body, `data-testid="ask-panel"`) {
		t.Error("the owner is not asked for a purpose")
	}
}

// revokedOnPages: a report that stands says so to whoever holds the paper; once
// the head has revoked it, its page, the right, its listing and /verify say so.
func revokedOnPages(t *testing.T, h *house, base string) {
	t.Helper()
	ctx, report := context.Background(), "/case/YL2026-PJ-00001"
	c, err := h.store.Case(ctx, kernel.SystemActor("test"), "YL2026-PJ-00001", kernel.ViewSecret)
	if err != nil {
		t.Fatal(err)
	}
	list, err := h.store.ClaimPapers(ctx, "test", h.now, 1000)
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range list {
		if p.Case == string(c.ID) {
			if err := h.drawPaper(ctx, p); err != nil {
				t.Fatal(err)
			}
		}
	}
	papers, err := h.store.Papers(ctx, c.ID, kernel.ViewDetail)
	if err != nil || len(papers) != 1 || papers[0].SHA256 == "" {
		t.Fatalf("the paper: %+v %v", papers, err)
	}
	visitor, head := newReader(t, base), newReader(t, base).login("head")
	verify := "/verify?sha256=" + papers[0].SHA256
	patent := "/patent/" + first(t, visitor.get(report, http.StatusOK), `20[0-9]{10}\.[0-9X]`)
	listing := first(t, visitor.get(patent, http.StatusOK), `/hall/listing/YL\d{4}-GP-\d{5}`)
	if body := visitor.get(verify, http.StatusOK); !strings.Contains(body, "现在有效至") {
		t.Error("/verify does not say that the report stands")
	}
	pageNow, now := h.env.Now, h.now
	later := func() time.Time { return now().AddDate(1, 1, 0) }
	h.env.Now, h.now = later, later
	for _, path := range []string{report, patent, verify} {
		if body := visitor.get(path, http.StatusOK); !strings.Contains(body, "到期") || strings.Contains(body, "现在有效至") {
			t.Errorf("%s does not say that the report has expired: %.1500s", path, mainOf(body))
		}
	}
	h.env.Now, h.now = pageNow, now
	supersededOnPages(t, h, visitor, map[string]string{"report": report, "patent": patent, "listing": listing, "verify": verify})
	visitor.get("/verify?sha256="+strings.Repeat("0", 64), http.StatusNotFound)
	if body := head.post(report, report+"/move/revoke", url.Values{"reason": {"错"}}); !strings.Contains(body, "至少") {
		t.Error("a reason of one character was taken")
	}
	head.post(report, report+"/move/revoke", url.Values{"reason": {"一位专家事后说明有利害关系"}})
	for path, word := range map[string]string{report: "一位专家事后说明有利害关系", patent: "已于", listing: "已于", verify: "不再作为依据"} {
		if body := visitor.get(path, http.StatusOK); !strings.Contains(body, word) || !strings.Contains(body, "撤销") {
			t.Errorf("%s does not say that the report is revoked", path)
		}
	}
	if body := visitor.get(report+"?lang=en", http.StatusOK); !strings.Contains(body, "was revoked on") || !strings.Contains(body, "AHP") {
		t.Error("the English page of a revoked report")
	}
	file, err := h.files.Get(papers[0].SHA256)
	if err != nil {
		t.Fatal(err)
	}
	if body, status := visitor.sendFile("/verify", "/verify", nil, "file", "报告.pdf", string(file)); status != http.StatusOK || !strings.Contains(body, "revoked") {
		t.Errorf("the file alone: %d", status)
	}
}

// weighOnPage: without scripts the page computes, refuses what contradicts
// itself with the pair that spoils it, takes its own hint and loses nothing.
func weighOnPage(t *testing.T, expert *reader, page, seat string) {
	t.Helper()
	if task := expert.get(seat, http.StatusOK); !strings.Contains(task, `data-testid="to-weigh"`) || strings.Contains(task, `data-testid="to-score"`) {
		t.Error("the seat does not lead to the comparisons first")
	}
	version := regexp.MustCompile(`name="_version" value="(\d+)"`).FindStringSubmatch(expert.get(page, http.StatusOK))[1]
	has := func(what, body string, words ...string) {
		t.Helper()
		for _, w := range words {
			if !strings.Contains(body, w) {
				t.Errorf("%s: the page lacks %q", what, w)
			}
		}
	}
	some := url.Values{"_version": {version}, "pair.0": {"5"}, "pair.2": {"5"}}
	has("one pair left out", expert.post(page, page, some), "这一项还没有比较", `href="#f-pair-1"`, `value="5" selected`)
	bad := url.Values{"_version": {version}, "pair.0": {"9"}, "pair.1": {"-2"}, "pair.2": {"2"}}
	body := expert.post(page, page, bad)
	has("contradictory", body, "前后矛盾", "一致性比率", `data-testid="mend"`)
	take := regexp.MustCompile(`name="_take" value="([^"]+)"`).FindStringSubmatch(body)
	if take == nil {
		t.Fatal("no hint is offered")
	}
	pair, value, _ := strings.Cut(take[1], "=")
	has("the summary leads to the pair", body, `<a href="#f-`+strings.ReplaceAll(pair, ".", "-")+`"`)
	bad.Set("_take", take[1])
	has("the hint taken", expert.post(page, page, bad), "可以采用", `value="`+value+`" selected`)
	bad.Del("_take")
	bad.Set(pair, value)
	has("recorded", expert.post(page, page, bad), "已完成1组，共1组", `data-testid="to-score"`)
	expert.get("/valuation/seat/YL2026-XW-00005/weigh/L", http.StatusNotFound) // only the first level is asked
}

// typedAt posts fields from the form at page and gives what came and its status.
func typedAt(r *reader, page string, fields url.Values) (string, int) {
	r.t.Helper()
	fields.Set("_csrf", tokenOf.FindStringSubmatch(r.get(page, http.StatusOK))[1])
	return r.submit(page, fields)
}

// handedOver: who keeps on with a draft that a colleague has is told so on the
// same page, with what was typed.
func handedOver(t *testing.T, h *house, expert *reader, page string) {
	t.Helper()
	ctx, seat := context.Background(), "YL2026-XW-00005"
	typedAt(expert, page, url.Values{"score.8": {"60"}, "reason.8": {"第一版理由"}, "_later": {"1"}})
	c, err := h.store.Case(ctx, kernel.SystemActor("test"), seat, kernel.ViewSecret)
	if err != nil {
		t.Fatal(err)
	}
	colleague := kernel.PutMember{User: "u-shen", Party: "p-expert1", Duty: kernel.DutyHandler, Rights: kernel.AllRights()}
	if err := h.desk.Do(ctx, kernel.SystemActor("demo"), "colleague", colleague); err != nil {
		t.Fatal(err)
	}
	own := kernel.Actor{User: "u-expert1", Party: "p-expert1", Duty: kernel.DutyHandler, Rights: kernel.AllRights()}
	hand := kernel.HandDraft{ID: "hand-score", From: own.User, To: "u-shen", Party: own.Party, Subject: kernel.DraftSubject(c.ID, "score"), Name: "打分"}
	if err := h.desk.Do(ctx, own, "hand-score", hand); err != nil {
		t.Fatal(err)
	}
	body, status := typedAt(expert, page, url.Values{"score.8": {"61"}, "reason.8": {"交出以后写的理由"}, "_later": {"1"}})
	if status != http.StatusConflict || !strings.Contains(body, "交出以后写的理由") || !strings.Contains(body, "这份草稿您已在") {
		t.Errorf("after a hand-over: %d", status)
	}
}

// scoreOnPage: faults keep what was typed, a draft outlives the page, the whole
// is sent once.
func scoreOnPage(t *testing.T, expert *reader, page, seat string) {
	t.Helper()
	form := expert.get(page, http.StatusOK)
	ids := regexp.MustCompile(`name="score\.(\d+)"`).FindAllStringSubmatch(form, -1)
	if len(ids) < 5 {
		t.Fatalf("%d indicators are asked", len(ids))
	}
	for _, want := range []string{`<h2 id="h-T">技术价值</h2>`, "权利稳定性</h3>", `href="#v-T1"`, "自动评分", "系统没有这项数据：", "不作自动评分"} {
		if !strings.Contains(form, want) {
			t.Errorf("the form lacks %q", want)
		}
	}
	version := regexp.MustCompile(`name="_version" value="(\d+)"`).FindStringSubmatch(form)[1]
	some := url.Values{"score.8": {"60"}, "reason.8": {"问题要紧，无人解决"}, "score.1": {"50"}}
	some.Set("_csrf", tokenOf.FindStringSubmatch(form)[1])
	counted, _ := expert.submit(page+"/check", some)
	for _, want := range []string{`id="l-8" hx-swap-oob="true"`, "已打分", "还差理由", "沿用自动评分", "已完成8项，共27项"} {
		if !strings.Contains(counted, want) {
			t.Errorf("the count of what is typed lacks %q", want)
		}
	}
	some.Set("_keep", "L")
	if kept := expert.post(page, page, some); !strings.Contains(kept, "问题要紧，无人解决") || !strings.Contains(kept, "已完成8项，共27项") {
		t.Error("what was kept is not on the form it leads back to")
	}
	half := url.Values{"score.8": {"140"}, "reason.8": {"先写下的理由不能丢"}, "_version": {version}}
	if back := expert.post(page, page, half); !strings.Contains(back, "先写下的理由不能丢") || !strings.Contains(back, `href="#f-score-8"`) {
		t.Error("after a fault the typed reason or the way to the fault is lost")
	}
	half.Set("_later", "1")
	expert.post(page, page, half)
	if again := expert.get(page, http.StatusOK); !strings.Contains(again, "先写下的理由不能丢") {
		t.Error("what was kept for later is gone")
	}
	old := url.Values{"_key": {"stale-page"}, "_version": {"1"}, "score.8": {"77"}, "reason.8": {"别的窗口已经变了，这句也不能丢"}, "reason.3": {"不问的也留着"}}
	if body, status := typedAt(expert, page, old); status != http.StatusConflict || !strings.Contains(body, "这句也不能丢") || !strings.Contains(body, `value="77"`) || !strings.Contains(body, "有了新变化") {
		t.Errorf("a stale page: %d, or the text is lost", status)
	}
	all := url.Values{"_version": {version}}
	for _, m := range ids {
		all.Set("score."+m[1], "75")
		all.Set("reason."+m[1], "与现有技术对照后给分")
	}
	expert.post(page, page, all)
	if sent := expert.get(seat, http.StatusOK); !strings.Contains(sent, "您交的分数") || !strings.Contains(sent, "已打分") {
		t.Error("the points were not sent")
	}
}
