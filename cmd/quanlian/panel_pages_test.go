package main

import (
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"quanlian/demo"
)

// TestPanelPages: the expert of the demo answers, scores on a form that loses
// nothing typed, and sees no other seat; the finished panel is open to all with
// its result opened down to unnamed reasons, the running one is not.
func TestPanelPages(t *testing.T) {
	t.Parallel()
	_, base := demoCity(t)
	visitor, expert := newReader(t, base), newReader(t, base)
	done := visitor.get("/case/YL2026-PJ-00001", http.StatusOK)
	for _, w := range []string{"专家评价结果", "不是资产评估结论", "标准差", "专家1"} {
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
	expert.post(seat, seat+"/move/accept", url.Values{"clear": {"1"}})
	scoreOnPage(t, expert, "/valuation/seat/YL2026-XW-00005/score", seat)
	owner := newReader(t, base)
	owner.post("/login", "/login", url.Values{"login": {"seller"}, "password": {demo.Password}})
	patent := first(t, done, `20[0-9]{10}\.[0-9X]`)
	asked := owner.post("/patent/"+patent+"/panel", "/patent/"+patent+"/panel", url.Values{"scene": {"finance"}, "purpose": {"再次评价"}})
	if !regexp.MustCompile(`YL\d{4}-PJ-\d{5}`).MatchString(asked) {
		t.Error("the owner's request opened no case")
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
	version := regexp.MustCompile(`name="_version" value="(\d+)"`).FindStringSubmatch(form)[1]
	half := url.Values{"score.8": {"140"}, "reason.8": {"先写下的理由不能丢"}, "_version": {version}}
	if back := expert.post(page, page, half); !strings.Contains(back, "先写下的理由不能丢") || !strings.Contains(back, `href="#f-score-8"`) {
		t.Error("after a fault the typed reason or the way to the fault is lost")
	}
	half.Set("_later", "1")
	expert.post(page, page, half)
	if again := expert.get(page, http.StatusOK); !strings.Contains(again, "先写下的理由不能丢") {
		t.Error("what was kept for later is gone")
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
