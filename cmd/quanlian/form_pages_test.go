package main

import (
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"quanlian/kernel"
)

var aloneInput = regexp.MustCompile(`name="(file\.[a-z]+)" type="file"`)

// filedAlone sends the form of an item filled in page by page, with a picture for
// every paper, and gives the number of its case.
func filedAlone(t *testing.T, h *house, r *reader, code string, more map[string]url.Values) string {
	t.Helper()
	at := func(page string) string { return "/item/" + code + "/apply/" + page }
	r.get("/item/"+code+"/apply", http.StatusOK)
	keys, posts := joinedAnswers(t, h, code)
	for _, k := range keys {
		_, step, _ := strings.Cut(k, "-")
		v := posts[k]
		if x, ok := more[step]; ok {
			v = x
		}
		r.post(at(step), at(step), v)
	}
	page := r.get(at("materials"), http.StatusOK)
	picture := map[string]attached{}
	for _, m := range aloneInput.FindAllStringSubmatch(page, -1) {
		picture[m[1]] = attached{"图样.png", []byte("\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x01\x00\x00\x00\x01\x08\x06\x00\x00\x00")}
	}
	r.sendFiles(at("materials"), at("materials"), url.Values{}, picture)
	page = r.post(at("check"), "/item/"+code+"/submit", url.Values{})
	return first(t, page, `YL2026-`+code+`-\d{5}`)
}

// TestRowsOfACorrection: on a correction rows are taken out and added like on the
// form itself: nothing is sent by it, and the page comes back where one was.
func TestRowsOfACorrection(t *testing.T) {
	t.Parallel()
	h, base := peopled(t, "sqlite")
	r := loggedIn(t, base, "buyer")
	goods := url.Values{"goods.0.class": {"30"}, "goods.0.list": {"茶"}, "goods.1.class": {"35"}, "goods.1.list": {"替他人推销"}}
	no := filedAlone(t, h, r, "SB01", map[string]url.Values{"goods": goods})
	loggedIn(t, base, "desk").post("/case/"+no, "/case/"+no+"/move/notify_once", url.Values{"missing": {"sample"}, "reason": {"第35类请去掉"}})
	at := "/case/" + no + "/correct"
	page := r.get(at, http.StatusOK)
	for _, want := range []string{`name="_drop" value="goods.1"`, `name="_more" value="goods"`} {
		if !strings.Contains(page, want) {
			t.Fatalf("no %s: %.2000s", want, mainOf(page))
		}
	}
	typed := url.Values{"goods.0.class": {"30"}, "goods.0.list": {"茶\n茶饮料"}, "goods.1.class": {"35"}, "goods.1.list": {"替他人推销"}, "_drop": {"goods.1"}}
	page = r.post(at, at, typed)
	if !strings.Contains(page, `data-testid="mend"`) || strings.Contains(page, "替他人推销") || !strings.Contains(page, "茶饮料") || !strings.Contains(page, "<details class=\"q-facet\" open") {
		t.Fatalf("the row was not taken out on the page: %.3000s", mainOf(page))
	}
	if c, err := h.store.Case(t.Context(), kernel.SystemActor("test"), no, kernel.ViewSecret); err != nil || c.Hold == nil {
		t.Fatalf("taking out a row sent the correction: %+v %v", c.Hold, err)
	}
	page = r.post(at, at, url.Values{"goods.0.class": {"30"}, "goods.0.list": {"茶"}, "_more": {"goods"}})
	if !strings.Contains(page, `name="goods.1.class"`) || !strings.Contains(page, `data-testid="mend"`) {
		t.Errorf("no row to fill in: %.2000s", mainOf(page))
	}
}

// TestMandateOfOtherMatters: whose mandate does not reach an item, or only lets
// look, is told before anything is typed; of a thing the other parts remain. Who
// may only draft is told on the last page who sends.
func TestMandateOfOtherMatters(t *testing.T) {
	t.Parallel()
	h, base := peopled(t, "sqlite")
	grant := func(id kernel.MandateID, scope []string, rights ...kernel.Right) *reader {
		t.Helper()
		err := h.desk.Do(t.Context(), kernel.SystemActor("seed"), string(id), kernel.GrantMandate{Mandate: kernel.Mandate{ID: id, Principal: "p-chengxin", Agent: "p-zhiyuan", Scope: scope, Rights: rights, From: h.now().Add(-time.Hour), To: h.now().AddDate(1, 0, 0)}})
		if err != nil {
			t.Fatal(err)
		}
		hats, err := h.store.Hats(t.Context(), "u-qinst", h.now())
		i := slices.IndexFunc(hats, func(a kernel.Actor) bool { return a.Mandate == id })
		if err != nil || i < 0 {
			t.Fatalf("%s: %+v %v", id, hats, err)
		}
		r := loggedIn(t, base, "agent")
		r.post("/my", "/account/hat", url.Values{"hat": {hats[i].Hat()}})
		return r
	}
	r := grant("m-some", []string{"protection/enforcement", "service/window"}, kernel.RightView, kernel.RightDraft)
	page := r.get("/item/BH16/apply", http.StatusForbidden)
	for _, want := range []string{"委托不包括“存证鉴定”", `href="/item/BH16"`, `href="/account/mandates/m-some"`, `href="/account"`, `data-testid="who-may"`} {
		if !strings.Contains(mainOf(page), want) {
			t.Errorf("not told: %s: %.900s", want, mainOf(page))
		}
	}
	if page := r.get("/account/mandates/m-some", http.StatusOK); !strings.Contains(page, "知远专利代理") {
		t.Errorf("the mandate itself is not shown: %.900s", mainOf(page))
	}
	if page := mainOf(r.get("/item/BH16", http.StatusOK)); strings.Contains(page, "可以办理。") || !strings.Contains(page, "委托不包括“存证鉴定”") {
		t.Errorf("the item's page promises what the mandate does not reach: %.900s", page)
	}
	if page := mainOf(r.get("/item/BH07", http.StatusOK)); !strings.Contains(page, "可以办理。") {
		t.Errorf("the item's page does not say that it may: %.900s", page)
	}
	r.get("/item/BH07/apply", http.StatusOK)
	page = r.get("/thing/mark-copied", http.StatusOK)
	if !strings.Contains(page, `data-testid="not-covered"`) || strings.Contains(page, `value="BH16"`) || !strings.Contains(page, `value="BH07"`) {
		t.Errorf("what the mandate does not reach is offered: %.1500s", mainOf(page))
	}
	if page := r.get("/thing/mark-copied/apply?chosen=1&part=BH16&part=BH07", http.StatusOK); !strings.Contains(page, `name="_part" value="BH07"`) || strings.Contains(page, `name="_part" value="BH16"`) {
		t.Errorf("the part was taken all the same: %.1500s", mainOf(page))
	}
	if page := r.get("/item/BH07/apply/check", http.StatusOK); !strings.Contains(page, `data-testid="drafts-only"`) || !strings.Contains(page, "可以起草，不能提交") {
		t.Errorf("who may not send is not told: %.900s", mainOf(page))
	}
	r = grant("m-alone", []string{"protection/enforcement"}, kernel.RightView, kernel.RightDraft, kernel.RightSubmit)
	if page := r.get("/thing/mark-copied", http.StatusOK); !strings.Contains(page, `data-testid="not-as-one"`) || strings.Contains(page, `data-testid="begin"`) {
		t.Errorf("not told that the parts go one by one: %.900s", mainOf(page))
	}
	r.get("/thing/mark-copied/apply?chosen=1&part=BH07", http.StatusForbidden)
	r = grant("m-look", []string{"*"}, kernel.RightView)
	if page := r.get("/item/BH16/apply", http.StatusForbidden); !strings.Contains(page, "只能查看") {
		t.Errorf("not told: %.900s", mainOf(page))
	}
}

// TestThingSentElsewhere: a page of a thing that is still open after its form was
// sent keeps the parts that were chosen, so that what is typed on one that the
// thing does not propose by itself is shown, and is begun anew when asked for.
func TestThingSentElsewhere(t *testing.T) {
	t.Parallel()
	h, base := peopled(t, "sqlite")
	r := loggedIn(t, base, "buyer")
	r.get("/thing/mark-copied/apply?chosen=1&part=BH07&part=BH08", http.StatusOK)
	at := "/thing/mark-copied/apply/BH08-listing"
	typed := url.Values{"_csrf": {tokenOf.FindStringSubmatch(r.get(at, http.StatusOK))[1]}, "_part": {"BH07", "BH08"}, "listing.links": {"https://shop.example/1"}}
	typed.Set("_drawn", strconv.FormatInt(h.now().Add(-time.Hour).UnixMilli(), 10))
	r.post(at, "/thing/mark-copied/discard", url.Values{})
	if page := r.get(at, http.StatusOK); !strings.Contains(page, `data-testid="begin"`) {
		t.Errorf("a page of a part that is not chosen: %.900s", mainOf(page))
	}
	if said, status := r.submit("/thing/mark-copied/draft/BH08-listing", typed); status != http.StatusOK || !strings.Contains(said, "已保存") {
		t.Errorf("%d %s", status, said)
	}
	if page := r.get(at, http.StatusOK); !strings.Contains(page, "https://shop.example/1") {
		t.Errorf("what was typed is lost: %.1500s", mainOf(page))
	}
}

// TestTemplateFromThePage: the answers are kept as a template with what is typed on
// the page, the page stays, and the next form of the kind begins with them. With
// nothing left open a changed page leads back to the last one.
func TestTemplateFromThePage(t *testing.T) {
	t.Parallel()
	h, base := peopled(t, "sqlite")
	r := loggedIn(t, base, "buyer")
	at := "/item/SB01/apply/mark"
	page := r.post("/item/SB01/apply", at, url.Values{"mark.name": {"澜山"}, "mark.kind": {"word"}, "_template": {"1"}})
	if !strings.Contains(page, "已存为模板") || !strings.Contains(page, `action="`+at+`"`) || !strings.Contains(page, "澜山") {
		t.Fatalf("not kept, or thrown elsewhere: %.1500s", mainOf(page))
	}
	if page := r.post(at, "/item/SB01/discard", url.Values{}); !strings.Contains(page, "草稿已删除") {
		t.Errorf("nothing says that the draft is gone: %.900s", mainOf(page))
	}
	r.get("/item/SB01/apply?template=1", http.StatusOK)
	if page := r.get(at, http.StatusOK); !strings.Contains(page, "澜山") {
		t.Errorf("the template is not used: %.900s", mainOf(page))
	}
	no := filedAlone(t, h, r, "SB01", nil)
	if page := r.get("/case/"+no, http.StatusOK); !strings.Contains(page, `data-testid="again"`) {
		t.Error("no way to apply again")
	}
	r.get("/item/SB01/apply?from="+no, http.StatusOK)
	r.post(at, at, url.Values{"mark.name": {"另一个"}, "mark.kind": {"word"}, "mark.use": {"ordinary"}})
	if page = r.get("/case/"+no, http.StatusOK); strings.Contains(page, `data-testid="again"`) || !strings.Contains(page, `data-testid="draft-stands"`) {
		t.Error("nothing says why one may not apply again from the case")
	}
}

// TestTitlesInEnglish: who reads English is told what a case is in English, on
// its page, in the own list, on the desk and in the inbox.
func TestTitlesInEnglish(t *testing.T) {
	t.Parallel()
	h, base := peopled(t, "sqlite")
	r := loggedIn(t, base, "buyer")
	no := filedAlone(t, h, r, "SB01", nil)
	it, _ := h.items.Today(t.Context()).Item("SB01")
	desk := loggedIn(t, base, "desk")
	for _, x := range []struct {
		who *reader
		at  string
	}{{r, "/case/" + no}, {r, "/my"}, {desk, "/case/" + no}, {desk, "/inbox?view=all"}} {
		if zh := mainOf(x.who.get(x.at, http.StatusOK)); !strings.Contains(zh, it.Name.Zh) {
			t.Errorf("%s in Chinese does not name the item", x.at)
		}
	}
	r.get("/?lang=en", http.StatusOK)
	desk.get("/?lang=en", http.StatusOK)
	for _, x := range []struct {
		who *reader
		at  string
	}{{r, "/case/" + no}, {r, "/my"}, {desk, "/case/" + no}, {desk, "/inbox?view=all"}} {
		if en := mainOf(x.who.get(x.at, http.StatusOK)); !strings.Contains(en, it.Name.En) || strings.Contains(en, it.Name.Zh) {
			t.Errorf("%s in English: %.900s", x.at, en)
		}
	}
}

// TestFaultsNameTheirFields: a line of the summary says which answer it means,
// once.
func TestFaultsNameTheirFields(t *testing.T) {
	t.Parallel()
	_, base := peopled(t, "sqlite")
	r := loggedIn(t, base, "buyer")
	at := "/item/BH10/apply/opponent"
	page := r.post(at, at, url.Values{"opponent.name": {""}, "opponent.code": {"123"}})
	summary := regexp.MustCompile(`(?s)role="alert".*?</ul>`).FindString(page)
	if words := regexp.MustCompile(`<[^>]*>`).ReplaceAllString(summary, ""); strings.Count(words, "统一社会信用代码") != 1 || strings.Count(words, "名称") != 1 {
		t.Errorf("the summary says %q", words)
	}
}

// TestCorrectionKeepsWhatIsTyped: what is typed on a correction is kept while it is
// typed, fields that hang on a choice are asked with the choice, and when the case
// no longer waits for a correction nothing more is kept.
func TestCorrectionKeepsWhatIsTyped(t *testing.T) {
	t.Parallel()
	h, base := peopled(t, "sqlite")
	r := loggedIn(t, base, "buyer")
	no := filedAlone(t, h, r, "SB01", nil)
	at := "/case/" + no + "/correct"
	form := hiddens(r.get(at, http.StatusOK), "mend")
	form.Set("note", "还没有叫补正")
	if said, status := r.submit(at+"/draft", form); status != http.StatusConflict || !strings.Contains(said, "不在补正") {
		t.Errorf("kept for a case that waits for nothing: %d %s", status, said)
	}
	loggedIn(t, base, "desk").post("/case/"+no, "/case/"+no+"/move/notify_once", url.Values{"missing": {"sample"}, "reason": {"图样不清"}})
	page := r.get(at, http.StatusOK)
	for _, want := range []string{`data-autosave="` + at + `/draft"`, "返回办件", "data-saved"} {
		if !strings.Contains(page, want) {
			t.Errorf("no %s: %.1500s", want, mainOf(page))
		}
	}
	form = hiddens(page, "mend")
	form["note"], form["mark.name"], form["mark.kind"] = []string{"图样已经换了"}, []string{"澜山春晓"}, []string{"word"}
	if said, status := r.submit(at+"/draft", form); status != http.StatusOK || !strings.Contains(said, "已保存") {
		t.Fatalf("%d %s", status, said)
	}
	if page = r.get(at, http.StatusOK); !strings.Contains(page, "图样已经换了") || !strings.Contains(page, "澜山春晓") {
		t.Errorf("what was typed is lost: %.1500s", mainOf(page))
	}
	asked(t, h, r, "SB01", at+"/fields/", hiddens(page, "mend"))
	asked(t, h, r, "ZL14", "/item/ZL14/many/fields/", hiddens(r.get("/item/ZL14/many", http.StatusOK), "upload"))
}

// asked draws each page of the item again, once for each choice that a field hangs
// on: the field is asked with one of them and not with all.
func asked(t *testing.T, h *house, r *reader, code, at string, form url.Values) {
	t.Helper()
	it, _ := h.items.Today(t.Context()).Item(code)
	n := 0
	for _, s := range it.Steps {
		if !slices.Contains(form["_shown"], s.ID) {
			continue
		}
		for _, f := range s.Fields {
			on, ok := it.Field(f.When.Field())
			if !ok || len(on.Options) == 0 || !strings.HasPrefix(on.ID, s.ID+".") || s.Repeat > 0 {
				continue
			}
			n++
			shown := 0
			for _, o := range on.Options {
				form.Set(on.ID, o.Value)
				said, status := r.submit(at+s.ID, form)
				if status != http.StatusOK || !strings.Contains(said, `hx-post="`+at+s.ID+`"`) {
					t.Fatalf("%s: %d %.600s", s.ID, status, said)
				}
				if strings.Contains(said, `name="`+f.ID+`"`) {
					shown++
				}
			}
			if shown == 0 || shown == len(on.Options) {
				t.Errorf("%s is asked with %d of %d choices", f.ID, shown, len(on.Options))
			}
		}
	}
	if n == 0 {
		t.Errorf("%s: no field hangs on a choice", code)
	}
}
