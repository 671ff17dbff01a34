package main

import (
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"

	"quanlian/base/calendar"
	"quanlian/catalogue/items"
	"quanlian/demo"
	"quanlian/kernel"
	"quanlian/kernel/form"
	"quanlian/kernel/itemflow"
	"quanlian/kernel/rows"
	"quanlian/test/storetest"
)

var (
	fileInput = regexp.MustCompile(`name="([A-Z0-9]+~file\.[a-z]+)" type="file"`)
	mainPart  = regexp.MustCompile(`(?s)<main.*`)
)

func mainOf(page string) string { return mainPart.FindString(page) }

// peopled is a house with the people of the demo who can log in.
func peopled(t *testing.T, engine string) (*house, string) {
	t.Helper()
	h, _ := houseOn(t, storetest.URL(t, engine))
	withPeople(t, h)
	return h, served(t, h)
}

func loggedIn(t *testing.T, base, user string) *reader {
	t.Helper()
	r := newReader(t, base)
	r.post("/login", "/login", url.Values{"login": {user}, "password": {demo.Password}})
	return r
}

// joinedAnswers are what a form of several items is filled in with, page by page.
func joinedAnswers(t *testing.T, h *house, codes ...string) (pages []string, posts map[string]url.Values) {
	t.Helper()
	var list []form.Item
	all := map[string]form.Values{}
	for _, code := range codes {
		it, ok := h.items.Today(t.Context()).Item(code)
		if !ok {
			t.Fatal("no item " + code)
		}
		list = append(list, it)
		s := form.Sampler{Formats: items.SampleFormats(), Pick: func(int) int { return 0 }}
		all[code] = s.Fill(it, form.Facts{Party: kernel.Party{Kind: "enterprise", Name: "云澜澄芯传感科技有限公司", District: "东埠"}, District: "东埠", Today: calendar.DateOf(h.now())})
	}
	posts = map[string]url.Values{}
	for _, j := range form.Join(list) {
		v := url.Values{}
		for path, x := range all[j.Items[0]] {
			if step, _, _ := strings.Cut(path, "."); step == j.Step.ID {
				v.Set(path, x)
			}
		}
		if len(v) == 0 {
			continue
		}
		pages = append(pages, j.Key())
		posts[j.Key()] = v
	}
	return pages, posts
}

// TestThingPageByPage: the form of a thing is filled in like that of an item: page
// by page, kept while it is typed and for the next log-in, mistakes led to, a paper
// that serves two items handed in once; what is sent opens a case of each item
// with a paper of its own.
func TestThingPageByPage(t *testing.T) {
	t.Parallel()
	for _, engine := range []string{"sqlite", "postgres"} {
		t.Run(engine, func(t *testing.T) {
			t.Parallel()
			h, base := peopled(t, engine)
			r := loggedIn(t, base, "buyer")
			at := func(page string) string { return "/thing/borrow/apply/" + page }
			keys, posts := joinedAnswers(t, h, "JR01", "JR12")
			if page := r.get("/thing/borrow/apply?chosen=1", http.StatusOK); !strings.Contains(page, "至少") {
				t.Errorf("nothing chosen: %.300s", mainOf(page))
			}
			if page := r.get("/thing/borrow/apply?chosen=1&part=JR01&part=JR12", http.StatusOK); !strings.Contains(page, "2项共用，只填一遍") || !strings.Contains(page, `action="/thing/borrow/apply/applicant"`) {
				t.Fatalf("not led to the first page: %.900s", mainOf(page))
			}
			half := url.Values{"applicant.address": {"云禾路"}}
			if said := r.post(at("applicant"), "/thing/borrow/draft/applicant", half); !strings.Contains(said, "已保存") {
				t.Errorf("not kept while typed: %s", said)
			}
			r = loggedIn(t, base, "buyer") // another browser
			if page := r.get("/my", http.StatusOK); !strings.Contains(page, `href="/thing/borrow/apply"`) {
				t.Error("the draft is not on the list")
			}
			if page := r.get("/thing/borrow/apply", http.StatusOK); !strings.Contains(page, `value="云禾路"`) {
				t.Error("what was typed is lost")
			}
			if page := r.post(at("JR12-loan"), at("JR12-loan"), url.Values{}); !strings.Contains(page, `id="errsum"`) {
				t.Error("an empty page is not told")
			}
			for _, k := range keys {
				r.post(at(k), at(k), posts[k])
			}
			page := r.uploadAll(at("materials"), at("materials"), map[string]string{"JR01~file.accounts": "报表.pdf"})
			if n := strings.Count(page, "报表.pdf</a>"); n != 1 {
				t.Errorf("the paper for two items stands %d times: %.1500s", n, mainOf(page))
			}
			more := map[string]string{}
			for _, m := range fileInput.FindAllStringSubmatch(page, -1) {
				if m[1] != "JR01~file.accounts" {
					more[m[1]] = "其他.pdf"
				}
			}
			page = r.uploadAll(at("materials"), at("materials"), more)
			if !strings.Contains(page, `data-testid="send"`) {
				t.Fatalf("not ready: %.3000s", mainOf(page))
			}
			page = r.post(at("check"), "/thing/borrow/submit", url.Values{})
			no := first(t, page, `YL2026-YJS-\d{5}`)
			if again := r.get("/thing/borrow", http.StatusOK); strings.Contains(again, `data-testid="go-on"`) {
				t.Error("the draft outlived its application")
			}
			openedAsOne(t, h, no)
		})
	}
}

// openedAsOne: each item became a case with the shared paper among its own.
func openedAsOne(t *testing.T, h *house, no string) {
	t.Helper()
	ctx := t.Context()
	for range 4 {
		if _, err := h.workRows(ctx); err != nil {
			t.Fatal(err)
		}
	}
	c, err := h.store.Case(ctx, kernel.SystemActor("test"), no, kernel.ViewSecret)
	if err != nil {
		t.Fatal(err)
	}
	d, err := itemflow.ThingOf(c)
	if err != nil || d.Count(rows.Made) != 2 {
		t.Fatalf("%+v %v", d.Rows, err)
	}
	for _, row := range d.Rows {
		k, err := h.store.Case(ctx, kernel.SystemActor("test"), string(row.Case), kernel.ViewSecret)
		if err != nil {
			t.Fatal(err)
		}
		data, err := itemflow.DataOf(k)
		if err != nil || !slices.ContainsFunc(data.Files, func(f itemflow.File) bool { return f.Name == "报表.pdf" }) {
			t.Errorf("%s has not the shared paper: %+v %v", row.Code, data.Files, err)
		}
	}
}
