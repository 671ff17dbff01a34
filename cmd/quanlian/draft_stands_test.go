package main

import (
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"testing"
	"time"
)

// TestDraftIsNotWrittenOver: a template or a former application fills a form that
// nobody has begun; what stands typed in one stays, and the page says so.
func TestDraftIsNotWrittenOver(t *testing.T) {
	t.Parallel()
	_, base := peopled(t, "sqlite")
	r := loggedIn(t, base, "company")
	at, anew := "/item/BH08/apply/onright", "/item/BH08/apply?template=1"
	r.get("/item/BH08/apply", http.StatusOK)
	if page := r.get(anew, http.StatusOK); strings.Contains(page, "没有覆盖") {
		t.Error("a form in which nothing was typed is in the way")
	}
	r.post(at, at, answers("onright", "owner", "我们自己写的权利人"))
	page := r.get(anew, http.StatusOK)
	if !strings.Contains(page, "没有覆盖") {
		t.Errorf("nothing says that the draft stands: %.1500s", mainOf(page))
	}
	if page := r.get(at, http.StatusOK); !strings.Contains(page, "我们自己写的权利人") {
		t.Error("what was typed is lost")
	}
	sharedApart(t, r)
}

// sharedApart: two windows on what all rows of a sheet share keep both texts, the
// sheet is not sent until one is chosen, and what only one changed needs no choice.
func sharedApart(t *testing.T, r *reader) {
	t.Helper()
	const at = "/item/ZL14/many"
	page := r.get(at, http.StatusOK)
	one, other := hiddens(page, "upload"), hiddens(r.get(at, http.StatusOK), "upload")
	put := func(to string, v url.Values, address, served string) (string, int) {
		v.Set("applicant.address", address)
		v.Set("contact.way", map[bool]string{true: "post"}[served != ""])
		v.Set("contact.address", served)
		return r.submit(to, v)
	}
	if said, status := put(at+"/draft", one, "一号楼", ""); status != http.StatusOK {
		t.Fatalf("%d %s", status, said)
	}
	if said, status := put(at+"/draft", other, "二号楼", "东门外"); status != http.StatusConflict || !strings.Contains(said, at) || !strings.Contains(said, "地址") {
		t.Fatalf("the last window wins: %d %s", status, said)
	}
	page = r.get(at, http.StatusOK)
	form, _, _ := strings.Cut(page[strings.Index(page, `data-testid="clash"`):], "</form>")
	for _, want := range []string{"一号楼", "二号楼"} {
		if !strings.Contains(stripped(form), want) {
			t.Errorf("%s is not shown: %s", want, form)
		}
	}
	if !strings.Contains(page, "东门外") {
		t.Error("what only the other window typed is lost")
	}
	if page, status := put(at, hiddens(page, "upload"), "一号楼", "东门外"); status != http.StatusConflict || !strings.Contains(page, "还没有发出") {
		t.Errorf("sent before one was chosen: %d %.800s", status, mainOf(page))
	}
	choice := hiddens(page, "choose")
	choice.Set("choose.applicant.address", "here")
	page, status := r.submit(at, choice)
	if status != http.StatusOK || strings.Contains(page, `data-testid="clash"`) || strings.Contains(page, "一号楼") || !strings.Contains(page, "二号楼") {
		t.Errorf("the choice was not taken: %d %.1500s", status, mainOf(page))
	}
}

// stripped is a text without the tags that mark parts of it.
func stripped(s string) string {
	return strings.NewReplacer("<mark>", "", "</mark>", "", " ", "", "\n", "", "\t", "").Replace(s)
}

// sentElsewhere: a page still open after its form was sent says so, leads to the
// case, shows what is typed and begins nothing until one asks for it.
func sentElsewhere(t *testing.T, h *house, base, no string) {
	t.Helper()
	r := newReader(t, base).login("buyer")
	at := "/item/ZL14/apply/licensee"
	typed := url.Values{"_csrf": {tokenOf.FindStringSubmatch(r.get(at, http.StatusOK))[1]}}
	typed.Set("_drawn", strconv.FormatInt(h.now().Add(-time.Hour).UnixMilli(), 10))
	typed.Set("licensee.role", "licensee")
	typed.Set("licensee.name", "云澜二大学")
	page, status := r.submit(at, typed)
	if status != http.StatusConflict || !strings.Contains(page, "已经提交") || !strings.Contains(page, `href="/case/`+no+`"`) || !strings.Contains(page, "云澜二大学") {
		t.Fatalf("%d %.2500s", status, mainOf(page))
	}
	if said, status := r.submit("/item/ZL14/draft/licensee", typed); status != http.StatusConflict || !strings.Contains(said, "已经提交") || !strings.Contains(said, "\n\n/case/"+no+"\n") {
		t.Errorf("%d %s", status, said)
	}
	if page := r.get(at, http.StatusOK); strings.Contains(page, "云澜二大学") || strings.Contains(r.get("/item/ZL14", http.StatusOK), "接着填") {
		t.Error("a draft was begun")
	}
	typed.Set("_anew", "1")
	r.submit(at, typed)
	if page := r.get(at, http.StatusOK); !strings.Contains(page, "云澜二大学") {
		t.Errorf("no other one was begun: %.800s", mainOf(page))
	}
	runningIsTold(t, r, newReader(t, base).login("company"), at, no)
	r.post(at, "/item/ZL14/discard", url.Values{})
}

// runningIsTold: before one fills an item in again, and before it is sent, one is
// led to the case that is open; who has none is not, and nobody is kept from it.
func runningIsTold(t *testing.T, r, other *reader, second, no string) {
	t.Helper()
	const note = `data-testid="running"`
	for _, at := range []string{"/item/ZL14/apply/applicant", "/item/ZL14/apply/check"} {
		page := r.get(at, http.StatusOK)
		if _, said, ok := strings.Cut(page, note); !ok || !strings.Contains(said[:min(len(said), 400)], `href="/case/`+no+`"`) {
			t.Errorf("%s does not lead to the open case: %.1200s", at, mainOf(page))
		}
		if page := other.get(at, http.StatusOK); strings.Contains(page, note) {
			t.Errorf("%s tells of another's case: %.1200s", at, mainOf(page))
		}
	}
	if page := r.get(second, http.StatusOK); strings.Contains(page, note) {
		t.Errorf("told on every page: %.800s", mainOf(page))
	}
}
