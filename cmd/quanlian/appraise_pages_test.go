package main

import (
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"
)

// worksheetForm gives the fields of the form on a page, as they stand.
func worksheetForm(page string) url.Values {
	out := url.Values{}
	for _, m := range regexp.MustCompile(`<input[^>]*>`).FindAllString(page, -1) {
		name, value := attr(m, "name"), attr(m, "value")
		if name != "" && value != "" && !strings.Contains(m, `type="checkbox"`) {
			out.Set(name, value)
		}
	}
	for _, m := range regexp.MustCompile(`(?s)<select[^>]*name="([^"]+)".*?</select>`).FindAllStringSubmatch(page, -1) {
		if o := regexp.MustCompile(`<option value="([^"]*)" selected`).FindStringSubmatch(m[0]); o != nil {
			out.Set(m[1], o[1])
		}
	}
	return out
}

func attr(tag, name string) string {
	m := regexp.MustCompile(` ` + name + `="([^"]*)"`).FindStringSubmatch(tag)
	if m == nil {
		return ""
	}
	return m[1]
}

// TestAppraisePages: the worked examples of the rulebook (domain.md §2.5) by the
// page, every step shown; what is wrong stands at its field and nothing typed is
// lost; a kept worksheet is a case with a paper that only its party sees.
func TestAppraisePages(t *testing.T) {
	t.Parallel()
	base := demoCity(t)
	visitor := newReader(t, base)
	patent := first(t, visitor.get("/patents", http.StatusOK), `/patent/[0-9.X]+`)
	page := patent + "/appraise"
	for _, c := range []struct {
		method string
		want   []string
	}{
		{"relief-from-royalty", []string{"196.32", "55.234", "46.341", "38.399", "31.321", "25.027", "1,963,2", "不是资产评估结论"}},
		{"cost", []string{"72.19", "15.81", "120.31", "40%"}},
		{"market", []string{"51.98", "甲交易"}},
		{"profit-split", []string{"196.32"}},
		{"lslp", []string{"196.32"}},
	} {
		form := worksheetForm(visitor.get(page+"?example=1&method="+c.method, http.StatusOK))
		got := visitor.post(page+"?example=1&method="+c.method, page, form)
		got = got[max(0, strings.Index(got, `data-testid="result"`)):]
		for _, w := range c.want {
			if !strings.Contains(got, w) {
				t.Errorf("%s: the result lacks %q", c.method, w)
			}
		}
		for _, lang := range []string{"en", "zh"} {
			visitor.get(page+"?example=1&method="+c.method+"&lang="+lang, http.StatusOK)
		}
	}
	form := worksheetForm(visitor.get(page+"?example=1", http.StatusOK))
	form.Set("royalty_rate", "四")
	form.Set("contribution", "100, 90")
	bad := visitor.post(page+"?example=1", page, form)
	if !strings.Contains(bad, `value="四"`) || !strings.Contains(bad, `href="#f-royalty_rate"`) || strings.Contains(bad, `data-testid="result"`) {
		t.Error("a wrong number is lost, or not named at its field")
	}
	if !strings.Contains(bad, `href="#f-contribution"`) || strings.Contains(bad, "请补填") {
		t.Error("what is wrong is not named all at once, or what is typed is called missing")
	}
	market := worksheetForm(visitor.get(page+"?example=1&method=market", http.StatusOK))
	market.Set("comparables.1.source", "")
	if bad := visitor.post(page+"?example=1&method=market", page, market); !strings.Contains(bad, "可比交易2的来源") || strings.Contains(bad, "comparables/") {
		t.Error("a field of a comparable is not named as the form names it")
	}
	form.Set("royalty_rate", "4")
	if short := visitor.post(page+"?example=1", page, form); !strings.Contains(short, `href="#f-contribution"`) || !strings.Contains(short, "贡献率只有2年") {
		t.Error("what the engine refuses is not named at its field")
	}
	keptWorksheet(t, base, page)
	if !strings.Contains(visitor.get(page, http.StatusOK), "登录并以单位身份办理") {
		t.Error("a visitor is not told how to keep a worksheet")
	}
}

// keptWorksheet: kept, drawn as a paper, seen by its own party alone.
func keptWorksheet(t *testing.T, base, page string) {
	t.Helper()
	buyer, seller := newReader(t, base), newReader(t, base)
	for r, login := range map[*reader]string{buyer: "buyer", seller: "seller"} {
		r.post("/login", "/login", url.Values{"login": {login}, "password": {"yunlan-demo"}})
	}
	form := worksheetForm(buyer.get(page+"?example=1", http.StatusOK))
	form.Set("keep", "1")
	got := buyer.post(page+"?example=1", page, form)
	no := regexp.MustCompile(`YL\d{4}-CS-\d{5}`).FindString(got)
	if no == "" || !strings.Contains(got, "196.32") {
		t.Fatalf("the worksheet was not kept: %.400s", got)
	}
	if p := buyer.get(page, http.StatusOK); !strings.Contains(p, no) || !strings.Contains(p, "已用1类方法") {
		t.Error("the party does not find what it keeps")
	}
	seller.get("/case/"+no, http.StatusNotFound)
	if p := seller.get(page, http.StatusOK); strings.Contains(p, no) {
		t.Error("another party sees the worksheet")
	}
}
