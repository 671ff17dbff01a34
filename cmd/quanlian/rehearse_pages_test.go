package main

import (
	"context"
	"encoding/json"
	"net/http"
	"net/url"
	"reflect"
	"regexp"
	"strings"
	"testing"

	"quanlian/base/calendar"
	"quanlian/demo"
	engine "quanlian/engine/rehearsal"
	"quanlian/kernel"
	"quanlian/test/storetest"
)

// rehearsing is a house whose desks have a past of ten weeks.
func rehearsing(t *testing.T, database string) (*house, string) {
	t.Helper()
	h, clock := houseOn(t, database)
	until := clock.at
	clock.at = until.AddDate(0, 0, -demo.PastDays)
	ctx := context.Background()
	if err := demo.Past(ctx, h.stage(ctx, clock, until), until, calendar.National()); err != nil {
		t.Fatal(err)
	}
	hash, err := demoHash()
	if err == nil {
		err = h.desk.Do(ctx, kernel.SystemActor("demo"), "demo/people", demo.PeopleWrites(hash)...)
	}
	if err != nil {
		t.Fatal(err)
	}
	return h, served(t, h)
}

var rehearsalOf = regexp.MustCompile(`/rehearse/[0-9A-Z]{26}`)

// asked sends the form with some answers, and gives the page's address.
func askedFor(t *testing.T, r *reader, answers url.Values) string {
	t.Helper()
	form := formOf(t, r.get("/rehearse", http.StatusOK), "/rehearse")
	for k, v := range answers {
		form[k] = v
	}
	page, status := r.submit("/rehearse", form)
	at := "/rehearse/" + form.Get("id")
	if status != http.StatusOK || !strings.Contains(page, at+"/stop") {
		t.Fatalf("the rehearsal is not under way: status %d %.600s", status, page)
	}
	return at
}

// A director asks what a shorter promise would cost, is answered with the
// spread, compares, shares and downloads; the input gives the same answer again;
// who is no head or supervisor of all the offices sees nothing.
func TestDirectorRehearsesPromises(t *testing.T) {
	t.Parallel()
	for _, e := range storetest.Walked(t) {
		t.Run(e, func(t *testing.T) {
			t.Parallel()
			h, base := rehearsing(t, storetest.URL(t, e))
			director, head, other := newReader(t, base).login("director"), newReader(t, base).login("deskhead"), newReader(t, base).login("head")
			for _, who := range []string{"desk", "clerk", "buyer"} {
				newReader(t, base).login(who).get("/rehearse", http.StatusForbidden)
			}
			director.get("/rehearse?item=ZL25&days=1&unit=wd&lang=en", http.StatusOK)
			if p := director.get("/rehearse?item=ZL25&days=1&unit=wd&lang=zh", http.StatusOK); formOf(t, p, "/rehearse").Get("limit-item-1") != "ZL25" || !strings.Contains(p, "专利代办窗口") {
				t.Error("the form is not filled in as the item's page proposes")
			}
			offices := url.Values{"units": {"patent-window", "ip-protection"}}
			refusedRehearsal(t, director, offices)
			shorter := url.Values{"name": {"都压到1天"}, "limit-item-1": {"*"}, "limit-days-1": {"1"}, "units": offices["units"]}
			first := askedFor(t, director, url.Values{"limit-item-1": {"ZL25"}, "limit-days-1": {"1"}, "units": offices["units"]})
			if p := director.get(first, http.StatusOK); !strings.Contains(p, "ZL25改为1个工作日") {
				t.Error("a question without a name is not named after what it changes")
			}
			answered(t, h)
			takenOver(t, director.get(first+"?lang=zh", http.StatusOK), newReader(t, base).login("editor"))
			at := askedFor(t, director, shorter)
			director.get(at+"/answer.json", http.StatusConflict)
			answered(t, h)
			page := director.get(at, http.StatusOK)
			for _, want := range []string{"会有", "超期", "不是承诺", "专利代办窗口", "需增人", "种子1"} {
				if !strings.Contains(page, want) {
					t.Errorf("the answer does not say %s", want)
				}
			}
			if !strings.Contains(page, "还需要") && !strings.Contains(page, "光靠加人") {
				t.Error("the answer does not say what people would do")
			}
			director.get(at+"?lang=en", http.StatusOK)
			director.get(at+"/cases?item=ZL25&lang=zh", http.StatusOK)
			head.get(at, http.StatusOK) // heads both offices
			other.get(at, http.StatusNotFound)
			other.get(at+"/input.json", http.StatusNotFound)
			if page, status := head.submit(at+"/drop", url.Values{"_csrf": {tokenOf.FindStringSubmatch(head.get("/rehearse", http.StatusOK))[1]}, "_key": {"x"}}); status != http.StatusNotFound {
				t.Errorf("thrown away by who did not ask: %d %.200s", status, page)
			}
			sameAnswer(t, director, at)
			if _, raw := director.raw(at + "/rehearsal.xlsx"); !strings.HasPrefix(string(raw), "PK") {
				t.Error("no workbook")
			}
			more := askedFor(t, director, url.Values{"name": {"加一个人"}, "new-patent-window": {"2"}, "units": offices["units"]})
			answered(t, h)
			ids := url.Values{"id": {strings.TrimPrefix(at, "/rehearse/"), strings.TrimPrefix(more, "/rehearse/")}}
			if p := director.get("/rehearse/compare?"+ids.Encode(), http.StatusOK); !strings.Contains(p, "都压到1天") || !strings.Contains(p, "加一个人") {
				t.Error("they do not stand side by side")
			}
			stopped(t, h, director, offices)
		})
	}
}

var changeOf = regexp.MustCompile(`/catalogue/item/ZL25/edit\?[^<"\s]+`)

// takenOver: the first question that the demo proposes says what the promise
// would cost, and who keeps the catalogue opens a change with limit and reason.
func takenOver(t *testing.T, page string, editor *reader) {
	t.Helper()
	if strings.Contains(page, "超期与现状没有差别") || strings.Contains(page, "不在其中") {
		t.Errorf("the demo's first question says nothing, or misses how it was: %.3000s", mainOf(page))
	}
	path := strings.ReplaceAll(changeOf.FindString(page), "&amp;", "&")
	if !strings.Contains(path, "专利权期限补偿") && !strings.Contains(path, "承诺1个工作日") {
		t.Errorf("the link cannot be read: %s", path)
	}
	form := formOf(t, editor.get(path+"&lang=zh", http.StatusOK), "/catalogue/item/ZL25/edit")
	if note := form.Get("note"); !strings.Contains(note, "承诺1个工作日而不是3个工作日") || !strings.Contains(note, "/rehearse/") {
		t.Errorf("the change's reason is %q", note)
	}
	page, status := editor.submit("/catalogue/item/ZL25/edit", form)
	if status != http.StatusOK || !strings.Contains(page, "1个工作日") || !strings.Contains(page, "承诺1个工作日而不是3个工作日") {
		t.Errorf("the change is not kept: %d %.1500s", status, page)
	}
	editor.get(path+"&lang=en", http.StatusOK) // leads to the change that is open
}

// answered lets the worker answer what waits.
func answered(t *testing.T, h *house) {
	t.Helper()
	if _, err := h.rehearse(context.Background()); err != nil {
		t.Fatal(err)
	}
}

// refusedRehearsal: what is wrong stands at its field, what was typed stays.
func refusedRehearsal(t *testing.T, r *reader, offices url.Values) {
	t.Helper()
	form := formOf(t, r.get("/rehearse", http.StatusOK), "/rehearse")
	form["units"] = offices["units"]
	form.Set("name", "很好的名字")
	form.Set("until", "昨天")
	form.Set("limit-days-2", "3")
	form.Set("new-patent-window", "两个")
	form.Set("staff-ip-protection", "-2") // can be read, and is told with what cannot
	form.Set("new-preexam-section", "2")  // its office is not ticked
	page, status := r.submit("/rehearse", form)
	if status != http.StatusUnprocessableEntity || !strings.Contains(page, "很好的名字") || !strings.Contains(page, `href="#f-until"`) || !strings.Contains(page, `href="#f-limit-item-2"`) || !strings.Contains(page, `href="#f-new-patent-window"`) ||
		!strings.Contains(page, `href="#f-staff-ip-protection"`) || !strings.Contains(page, `href="#f-new-preexam-section"`) {
		t.Errorf("a wrong form: status %d %.1200s", status, page)
	}
	form.Set("name", "") // it names itself once the rest is right
	if page, _ := r.submit("/rehearse", form); strings.Contains(page, `href="#f-name"`) {
		t.Errorf("an empty name is told as a fault: %.1200s", mainOf(page))
	}
	form.Set("units", "trading-centre-of-others")
	if _, status = r.submit("/rehearse", form); status != http.StatusUnprocessableEntity {
		t.Errorf("an office of others is taken: %d", status)
	}
}

// sameAnswer: the input that is handed out gives the answer that was shown.
func sameAnswer(t *testing.T, r *reader, at string) {
	t.Helper()
	_, raw := r.raw(at + "/input.json")
	q, err := engine.ReadRequest(strings.NewReader(string(raw)))
	if err != nil {
		t.Fatal(err)
	}
	again, err := engine.Rehearse(q, calendar.National())
	if err != nil {
		t.Fatal(err)
	}
	var shown struct {
		Answer engine.Answer `json:"answer"`
	}
	if _, raw = r.raw(at + "/answer.json"); json.Unmarshal(raw, &shown) != nil || !reflect.DeepEqual(shown.Answer, again) {
		t.Error("the input does not give the same answer again")
	}
	if b := shown.Answer.Base; b.Cases < 150 || b.Closed.Mean < 100 || len(q.Try) != 1 || shown.Answer.Tried[0].Share.Mean <= b.Share.Mean {
		t.Errorf("%d cases, closed %v, overdue %v then %v", b.Cases, b.Closed, b.Share, shown.Answer.Tried[0].Share)
	}
}

// stopped: a rehearsal that was stopped is not answered, and can be thrown away.
func stopped(t *testing.T, h *house, r *reader, offices url.Values) {
	t.Helper()
	at := askedFor(t, r, url.Values{"name": {"不算了"}, "units": offices["units"]})
	r.submit(at+"/stop", formOf(t, r.get(at, http.StatusOK), at+"/stop"))
	answered(t, h)
	page := r.get(at, http.StatusOK)
	if !strings.Contains(page, "没有结果") {
		t.Errorf("not stopped: %.500s", page)
	}
	list, _ := r.submit(at+"/drop", formOf(t, page, at+"/drop"))
	if strings.Contains(list, at+`"`) || !rehearsalOf.MatchString(list) {
		t.Error("it is still there, or the others are gone")
	}
	r.get(at, http.StatusNotFound)
}
