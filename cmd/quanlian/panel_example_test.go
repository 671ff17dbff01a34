package main

import (
	"fmt"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// exampleOnPages: the worked example of domain.md §2 (72, 64 and 80 for finance) is
// typed by three experts on their forms, automatic scores changed with a reason, and
// the report shows 73.2, grade B, with its radar.
func exampleOnPages(t *testing.T, base string) {
	t.Helper()
	patent := first(t, newReader(t, base).get("/patents?q="+url.QueryEscape("龙井茶炒制锅温"), http.StatusOK), `20[0-9]{10}\.[0-9X]`)
	owner, clerk, head := newReader(t, base).login("seller"), newReader(t, base).login("clerk"), newReader(t, base).login("head")
	ask := "/patent/" + patent + "/panel"
	panel := "/case/" + first(t, owner.post(ask, ask, url.Values{"scene": {"finance"}, "purpose": {"算例"}}), `YL\d{4}-PJ-\d{5}`)
	for i := range 3 {
		clerk.post(panel, panel+"/move/invite", url.Values{"code": {fmt.Sprintf("YLZJ-000%d", i+1)}})
	}
	for i, login := range []string{"expert", "expert2", "expert3"} {
		expert := newReader(t, base).login(login)
		seat := slices.Max(regexp.MustCompile(`/case/YL\d{4}-XW-\d{5}`).FindAllString(expert.get("/my", http.StatusOK), -1)) // the latest
		expert.post(seat, seat+"/move/accept", url.Values{"clear": {"1"}})
		exampleScored(t, expert, strings.Replace(seat, "/case/", "/valuation/seat/", 1)+"/score", i)
	}
	clerk.post(panel, panel+"/move/close_round", url.Values{})
	head.post(panel, panel+"/move/issue", url.Values{})
	report := mainOf(owner.get(panel, http.StatusOK))
	for _, w := range []string{`is-big">B<`, `<b class="q-amt">73.2<`, "可信度1.00", "27项中27项有数据", "14项二级指标中14项有得分", "有专家改分"} {
		if !strings.Contains(report, w) {
			t.Errorf("the report lacks %q", w)
		}
	}
}

// exampleScored gives the points of the example on the form of an expert. Every
// indicator stands on it; a change without a reason is refused beside its field.
func exampleScored(t *testing.T, expert *reader, page string, i int) {
	t.Helper()
	form := expert.get(page, http.StatusOK)
	fields := regexp.MustCompile(`value="([^"]*)"[^>]* id="f-score-(\d+)"`).FindAllStringSubmatch(form, -1)
	all, auto := url.Values{"_version": {first(t, form, `name="_version" value="(\d+)"`)}}, ""
	for _, m := range fields {
		all.Set("score."+m[2], map[string]string{"L": "72", "T": "64", "E": "80"}[part(m[2])])
		all.Set("reason."+m[2], "对照算例给分")
		if m[1] != "" && auto == "" {
			auto = m[2]
		}
	}
	if len(fields) != 27 || auto == "" || !strings.Contains(form, "同意的不用动") {
		t.Fatalf("%d indicators on the form, the first automatic one %q", len(fields), auto)
	}
	if i == 0 {
		all.Del("reason." + auto)
		if back := expert.post(page, page, all); !strings.Contains(back, "改动了自动评分") || !strings.Contains(back, `href="#f-reason-`+auto+`"`) {
			t.Error("an automatic score is changed without a reason")
		}
		all.Set("reason."+auto, "对照算例给分")
	}
	if sent := expert.post(page, page, all); !strings.Contains(sent, "已提交打分") {
		t.Errorf("not sent: %.600s", mainOf(sent))
	}
}

// part is the value that an indicator of the third level belongs to.
func part(id string) string {
	var n int
	fmt.Sscan(id, &n)
	switch {
	case n <= 7:
		return "L"
	case n <= 17:
		return "T"
	}
	return "E"
}
